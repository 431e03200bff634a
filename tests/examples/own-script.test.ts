// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { needs, type Tool } from '../rig/needs.ts';

const PAGE = readFileSync(new URL('../../docs/your-own-script.md', import.meta.url), 'utf8');
const dir = mkdtempSync(join(tmpdir(), 'ksweep-own-'));
after(() => rmSync(dir, { recursive: true, force: true }));

/** The page's code blocks that name a file, by that name. */
const snippets = new Map([...PAGE.matchAll(/^```\w+ file=(\S+)\n(.*?)^```$/gms)].map((m) => [m[1] ?? '', m[2] ?? '']));
for (const [name, text] of snippets) writeFileSync(join(dir, name), text);

/** One configuration of the page's space, as a sweep hands it over. */
interface Given {
  readonly rate: number;
  readonly steps: number;
  readonly near: boolean;
}

/** Runs the command of a range file of the page the way the page says that runs are started; returns the run's folder. */
function runOnce(range: string, given: Given): string {
  const { rate, steps, near } = given;
  const out = join(dir, `${range} ${rate} ${near}`); // a blank in the path, as the user may have one
  const config = join(out, 'config.txt');
  mkdirSync(out);
  const flag = near ? 'CONFIG_NEAR_START=y' : '# CONFIG_NEAR_START is not set';
  writeFileSync(config, `# config_001\nCONFIG_LEARNING_RATE=${rate}\nCONFIG_STEPS=${steps}\n${flag}\n`);
  const places: Readonly<Record<string, string>> = {
    config: `'${config}'`,
    out_dir: `'${out}'`,
    args: `--learning_rate=${rate} --steps=${steps}${near ? ' --near_start' : ''}`,
  };
  const template = /^SWEEP_COMMAND="(.*)"$/m.exec(snippets.get(range) ?? '')?.[1] ?? '';
  const command = template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => places[name] ?? assert.fail(`{{${name}}}`));
  const env = {
    PATH: process.env.PATH,
    SWEEP_CONFIG: config,
    SWEEP_OUT_DIR: out,
    SWEEP_NUMBER: '1',
    SWEEP_ID: '0123456789abcdef',
    SWEEP_DIR: dir,
    CONFIG_LEARNING_RATE: String(rate),
    CONFIG_STEPS: String(steps),
    CONFIG_NEAR_START: near ? 'y' : 'n',
  };
  const done = spawnSync('bash', ['-c', command], {
    cwd: dir,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  assert.equal(done.status, 0, `${command}: ${done.stderr}`);
  return out;
}

/** The last loss that a run reported, from whichever file its script writes. */
function lossOf(out: string, file: string): number {
  const text = readFileSync(join(out, file), 'utf8');
  if (file.endsWith('.json')) {
    const { loss }: { loss: number[] } = JSON.parse(text);
    return loss.at(-1) ?? Number.NaN;
  }
  return Number(text.trim().split('\n').at(-1)?.split(/[ ,]/).at(-1));
}

const SCRIPTS: readonly (readonly [range: string, tool: Tool | undefined, file: string])[] = [
  ['python-range', 'python3', 'training_metrics.json'],
  ['bash-range', undefined, 'performance_overview.txt'],
  ['c-range', 'cc', 'metrics.csv'],
];

for (const [range, tool, file] of SCRIPTS) {
  test(`the script of ${range} runs as the page says and reports the loss`, (t) => {
    if (tool !== undefined && !needs(t, tool)) return;
    if (tool === 'cc') {
      const build = /`(cc [^`]+)`/.exec(PAGE)?.[1] ?? 'false';
      const built = spawnSync('bash', ['-c', build], { cwd: dir, encoding: 'utf8' });
      assert.equal(built.status, 0, built.stderr);
    }
    for (const [rate, near] of [
      [0.05, true],
      [0.2, false],
    ] as const) {
      const out = runOnce(range, { rate, steps: 20, near });
      const expected = ((near ? 0.5 : 1) * (1 - 2 * rate) ** 20) ** 2;
      assert.ok(
        Math.abs(lossOf(out, file) / expected - 1) < 1e-9,
        `${range}: ${lossOf(out, file)}, expected ${expected}`,
      );
    }
  });
}

test('the page shows the three scripts, each with the range file that starts it, all over the same values', () => {
  assert.deepEqual([...snippets.keys()], ['python-range', 'train.py', 'bash-range', 'train.sh', 'c-range', 'train.c']);
  const values = SCRIPTS.map(([range]) =>
    snippets
      .get(range)
      ?.match(/^CONFIG_.*$/gm)
      ?.join('\n'),
  );
  assert.equal(new Set(values).size, 1);
});
