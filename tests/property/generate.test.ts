// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { loadConfigFolder, writeConfigFolder } from '../../scripts/lib/edge/definition/config-folder.ts';
import { openSweep } from '../../scripts/lib/edge/definition/sweep-definition.ts';
import { type RandomRange, randomRange } from '../rig/random-ranges.ts';
import { rangeOfText } from '../rig/range-text.ts';
import { sandbox } from '../rig/sandbox.ts';

const IN_MEMORY = 4000;
const ON_DISK = 60;

/** The product of all values in file order, the last symbol fastest, as the texts they must have. */
function expectedPoints({ symbols }: RandomRange): string[] {
  let points = [''];
  for (const { name, values } of symbols)
    points = points.flatMap((point) => values.map((value) => `${point}${name}=${value}\n`));
  return points;
}

test(`${IN_MEMORY} random range files give exactly the values of an independent decimal oracle, in order`, () => {
  let configurations = 0;
  for (let seed = 0; seed < IN_MEMORY; seed += 1) {
    const range = randomRange(createRng(`ranges/${seed}`));
    if (range.symbols.length === 0) continue;
    const sweep = openSweep(rangeOfText(range.text), []);
    const points = [...sweep.configurations()].map((c) =>
      c.assignments.map((a) => `${a.name}=${a.value.text}\n`).join(''),
    );
    assert.deepEqual(points, expectedPoints(range), range.text);
    configurations += points.length;
  }
  assert.ok(configurations > IN_MEMORY, `only ${configurations} configurations were compared`);
});

test(`count = files = distinct contents, and two generates give the same bytes, for ${ON_DISK} random range files`, (t) => {
  const box = sandbox(t);
  for (let seed = 0; seed < ON_DISK; seed += 1) {
    const range = randomRange(createRng(`folders/${seed}`));
    if (range.symbols.length === 0) continue;
    const sweep = openSweep(rangeOfText(range.text), []);
    const [first, second] = [box.path(`a${seed}`), box.path(`b${seed}`)];
    const result = writeConfigFolder(sweep, first);
    writeConfigFolder(sweep, second);
    const names = readdirSync(first).sort();
    const configs = names.filter((n) => n.startsWith('config_'));
    assert.equal(configs.length, result.count);
    assert.equal(configs.length, expectedPoints(range).length);
    assert.equal(
      new Set(configs.map((n) => readFileSync(join(first, n), 'utf8').replace(/^#.*\n/, ''))).size,
      configs.length,
    );
    assert.deepEqual(readdirSync(second).sort(), names);
    for (const name of names)
      assert.equal(readFileSync(join(first, name), 'utf8'), readFileSync(join(second, name), 'utf8'), name);
    const before = names.map((name) => statSync(join(first, name)).mtimeMs);
    assert.deepEqual(writeConfigFolder(sweep, first), { ...result, written: 0, unchanged: result.count + 2 });
    assert.deepEqual(
      names.map((name) => statSync(join(first, name)).mtimeMs),
      before,
    );
    assert.equal(loadConfigFolder(first).sweep.idsSha256, sweep.idsSha256);
  }
});
