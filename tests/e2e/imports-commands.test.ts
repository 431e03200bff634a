// SPDX-License-Identifier: MIT
// Each row "their command | ours" of docs/coming-from.md: our command is run, in a folder with a small sweep of that system.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { needs } from '../rig/needs.ts';
import { ROOT } from '../rig/sandbox.ts';
import { type StandIn, standIn } from '../rig/standins.ts';

interface System {
  /** Makes the folder; its files have the names that the page gives them. */
  readonly box: (t: TestContext) => StandIn;
  readonly range: string;
  readonly rows: number;
}

const SYSTEMS: Readonly<Record<string, System>> = {
  'Lambda-Hat': { box: lambdaHat, range: 'mine', rows: 5 },
  pycls: { box: pycls, range: 'F', rows: 4 },
  hypnettorch: { box: hypnettorch, range: 'grid.json', rows: 12 },
};

function lambdaHat(t: TestContext): StandIn {
  const box = standIn(t, 'lambda-hat', ['imports/lambda-hat/documented']);
  box.write(
    'documented/config/experiments.yaml',
    'targets: [{ model: small, data: small, seed: 42 }]\nsamplers: [{ name: hmc }]\n',
  );
  const page = readFileSync(`${ROOT}/docs/coming-from.md`, 'utf8');
  const shown = /^source "config\/experiments\.yaml"\n[\s\S]*?(?=\n```)/m.exec(page)?.[0] ?? assert.fail('no example');
  box.write('mine', `${shown.replace('config/', 'documented/config/')}\n`);
  return box;
}

function pycls(t: TestContext): StandIn {
  const box = standIn(t, 'pycls', []);
  box.write(
    'F',
    `ROOT_DIR: x
NAME: small
SETUP:
  NUM_CONFIGS: 2
  BASE_CFG: {MODEL: {TYPE: anynet}, OPTIM: {MAX_EPOCH: 2, WEIGHT_DECAY: 0.001}}
  SAMPLERS:
    OPTIM.BASE_LR: {TYPE: float_sampler, RAND_TYPE: log_uniform, RANGE: [0.25, 5.0], QUANTIZE: 1.0e-10}
`,
  );
  return box;
}

function hypnettorch(t: TestContext): StandIn {
  const box = standIn(t, 'hypnettorch', []);
  const grid =
    '{"grid": {"a": [1, 2]}, "conditions": [], "_SCRIPT_NAME": "train.py", "_SUMMARY_KEYWORDS": ["acc", "finished"]}';
  box.write('grid.json', grid);
  box.write(
    'M.py',
    'grid = {"a": [1, 2]}\nconditions = []\n_SCRIPT_NAME = "train.py"\n_SUMMARY_KEYWORDS = ["acc", "finished"]\n',
  );
  mkdirSync(box.path('DIR'));
  return box;
}

/** The rows of the table on commands: ours, as the words of a call of make. */
function callsOf(system: string, range: string): readonly (readonly string[])[][] {
  const page = readFileSync(`${ROOT}/docs/coming-from.md`, 'utf8');
  const section = page.split('\n## ').find((text) => text.startsWith(`${system}\n`)) ?? '';
  const table = (section.split('| their command | ours |\n|---|---|\n')[1] ?? '').split('\n\n')[0] ?? '';
  return table.split('\n').map((line) => {
    const ours = line.split(' | ')[1] ?? '';
    const codes = [...ours.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code.replaceAll('\\|', '|'));
    return codes.flatMap((code): string[][] => {
      const words = [...code.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) =>
        word.replace(/^([A-Z_]+=)(["'])(.*)\2$/, '$1$3'),
      );
      if (words[0] === 'make') return [words.slice(1)];
      if (!words.every((word) => /^[A-Z_]+=/.test(word))) return []; // a file that lies there, not a command
      return [
        [
          'sweep',
          ...(words.some((word) => word.startsWith('RANGE_CONFIG=')) ? [] : [`RANGE_CONFIG=${range}`]),
          ...words,
        ],
      ];
    });
  });
}

for (const [system, { box: make, range, rows }] of Object.entries(SYSTEMS)) {
  test(`our commands in the table of ${system} are taken and end well`, async (t) => {
    if (!needs(t, 'python3-yaml')) return;
    const box = make(t);
    const first = await box.sweep(['sweep', `RANGE_CONFIG=${range}`, 'REPORTS=json']);
    assert.equal(first.code, 0, first.stderr);
    const all = callsOf(system, range);
    assert.equal(all.length, rows);
    for (const [i, calls] of all.entries()) {
      assert.ok(calls.length > 0, `row ${i + 1} of ${system} has no command`);
      for (const call of calls) {
        // What starts runs is planned whole, and started only where there are few.
        const more = call[0] === 'sweep' || call[0] === 'sweep-resume' ? ['DRY_RUN=1'] : [];
        const { code, stderr } = await box.sweep([...call, ...more]);
        assert.equal(code, 0, `make ${call.join(' ')}\n${stderr}`);
      }
    }
    if (system !== 'hypnettorch') return;
    // Ten seeds of the best and two of the other one, of which each had a run without a seed before; three more of a list are fewer than it has.
    const runs = JSON.parse(box.read('test_matrix_results/latest/sweep_summary.json')) as { readonly a: number }[];
    assert.deepEqual(
      [1, 2].map((a) => runs.filter((row) => row.a === a).length).sort((x, y) => x - y),
      [2, 10],
    );
  });
}
