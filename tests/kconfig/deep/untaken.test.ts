// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { createRng } from '../../../scripts/lib/core/rng.ts';
import { Completer, differenceText, type KRequest } from '../../../scripts/lib/kconfig/complete.ts';
import { findConf, runConf } from '../../rig/kconfig-conf.ts';
import { type RandomSymbol, randomTree } from '../../rig/kconfig-random-tree.ts';
import { randomRequests, requestLines, valueIn } from '../../rig/kconfig-requests.ts';
import { checkSweeps } from '../../rig/kconfig-sweeps.ts';
import { filesOf, goodTree } from '../../rig/kconfig-tree.ts';
import { needs } from '../../rig/needs.ts';

test('no value that differs for conf goes untold, and none is told that does not; what is proposed works', (t) => {
  if (!needs(t, 'conf-6.12')) return;
  const conf = findConf('6.12') ?? '';
  let differing = 0;
  let proposed = 0;
  for (let seed = 0; seed < 25; seed += 1) {
    const rng = createRng(`kconfig-complete/${seed}`);
    const { files, symbols } = randomTree(rng, '6.12', seed < 3 ? 400 : 60);
    const folder = mkdtempSync(join(tmpdir(), 'ksweep-tree-'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const completer = new Completer(goodTree(filesOf(files), '6.12', {}, () => ''));
    for (let k = 0; k < 8; k += 1) {
      const requests = randomRequests(rng, symbols, k < 4 ? 0.15 : 0.6);
      const lines = requestLines(requests, symbols);
      const theirs = runConf(conf, { tree: folder, mode: '--olddefconfig', config: lines }).config ?? '';
      const { text, differences } = completer.complete(requests, { output: 'full', values: [] });
      assert.equal(text, theirs);
      const lostForConf = requests.filter((request) => request.origin === 'swept' && !isSame(request, theirs, symbols));
      assert.deepEqual(
        differences.map(({ request }) => request.name).sort(),
        lostForConf.map(({ name }) => name).sort(),
      );
      differing += differences.length;
      for (const difference of differences) {
        assert.notEqual(difference.reason.kind, 'again', differenceText(difference));
        if (difference.meets.length === 0 || proposed > 300) continue;
        proposed += 1;
        const own = requestLines([difference.request], symbols);
        const met =
          runConf(conf, {
            tree: folder,
            mode: '--olddefconfig',
            config: `${lines}${difference.meets.join('\n')}\n${own}`,
          }).config ?? '';
        assert.ok(isSame(difference.request, met, symbols), differenceText(difference));
      }
    }
    rmSync(folder, { recursive: true, force: true });
  }
  assert.ok(differing > 500, `${differing} values differed`);
  assert.ok(proposed > 50, `${proposed} proposals were tried`);
});

/** n is what a bool or tristate without a line is. */
function isSame({ name, text }: KRequest, config: string, symbols: readonly RandomSymbol[]): boolean {
  const value = valueIn(config, name);
  const type = symbols.find((symbol) => `CONFIG_${symbol.name}` === name)?.type;
  return value === text || (value === undefined && text === 'n' && (type === 'bool' || type === 'tristate'));
}

test('every swept value that conf does not take is counted under a reason, and no other', (t) => {
  if (!needs(t, 'conf-6.12')) return;
  const conf = findConf('6.12') ?? '';
  for (const [seeds, symbols, sweeps] of [
    [['slice/0', 'slice/1'], 60, 12],
    [['slice/2', 'slice/3'], 400, 5],
  ] as const) {
    const count = checkSweeps(conf, seeds, sweeps, symbols);
    assert.deepEqual(count.wrong, []);
    assert.equal(count.sweeps, sweeps * seeds.length);
    assert.ok(count.pruned > 10 && count.kept > 10, JSON.stringify(count));
  }
});
