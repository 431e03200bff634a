// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { type Sandbox, sandbox } from '../rig/sandbox.ts';

/** Passes what has between 20 and 60 multiply-adds, and writes down how much it was asked. */
const CHECK = `
import { appendFileSync, readFileSync } from 'node:fs';
const lines = readFileSync(0, 'utf8').trim().split('\\n');
appendFileSync('asked.log', lines.length + '\\n');
for (const line of lines) {
  const { id, values } = JSON.parse(line);
  const flops = values.CONFIG_W * values.CONFIG_D;
  console.log(JSON.stringify({ id, ok: flops >= 20 && flops <= 60, measures: { flops } }));
}
`;
const RANGE = `CONFIG_W=2:2:20
CONFIG_D=1:1:10
SWEEP_CHECK_COMMAND="node check.mjs"
SWEEP_COMMAND="echo acc={{CONFIG_W}}"
SWEEP_METRIC_REGEX="acc=(?<acc>[0-9]+)"
SWEEP_METRIC="acc max"
`;
/** W in 2, 4, ... 20 and D in 1 ... 10 with a product from 20 to 60. */
const PASSING = Array.from({ length: 100 }, (_, i) => [2 * (1 + Math.floor(i / 10)), 1 + (i % 10)] as const).filter(
  ([w, d]) => w * d >= 20 && w * d <= 60,
);

function checkBox(t: TestContext, range = RANGE): Sandbox {
  const box = sandbox(t);
  box.write('check.mjs', CHECK);
  box.write('r', range);
  return box;
}

function askedOf(box: Sandbox): number {
  if (!existsSync(box.path('asked.log'))) return 0;
  return box
    .read('asked.log')
    .trim()
    .split('\n')
    .reduce((sum, n) => sum + Number(n), 0);
}

test('a check leaves configurations out; what it measured are columns, and no id', async (t) => {
  const box = checkBox(t);
  const generated = await box.make(['sweep-generate', 'RANGE_CONFIG=r']);
  assert.deepEqual([generated.code, generated.stderr], [0, '']);
  assert.match(
    generated.stdout,
    /^38 configurations of r in sweep_configs\/ .*\n {2}note: 62 of 100 configurations are left out by SWEEP_CHECK_COMMAND\n$/,
  );
  const [head, ...rows] = box.read('sweep_configs/combinations.csv').trim().split('\n');
  assert.equal(head, 'number,config_id,CONFIG_W,CONFIG_D,flops');
  assert.deepEqual(
    rows.map((row) => row.split(',').slice(2).map(Number)),
    PASSING.map(([w, d]) => [w, d, w * d]),
  );
  assert.match(
    box.read('sweep_configs/combinations_summary.txt'),
    /^config_001: CONFIG_W=2 CONFIG_D=10 \(check: flops=20\)$/m,
  );
  assert.equal(box.read('sweep_configs/config_001').includes('flops'), false);
  box.write('plain', 'CONFIG_W=2\nCONFIG_D=10\n');
  await box.script('generate-configs', ['plain', 'plain_configs']);
  const plain = box.read('plain_configs/combinations.csv').split('\n')[1]?.split(',')[1];
  assert.equal(rows[0]?.split(',')[1], plain);
});

test('nobody is asked twice: not by the run after generate, not by a resume, only for what is new', async (t) => {
  const box = checkBox(t, RANGE.replace('2:2:20', '2:2:4'));
  await box.make(['sweep-generate', 'RANGE_CONFIG=r']);
  assert.equal(askedOf(box), 20);
  const swept = await box.make(['sweep', 'RANGE_CONFIG=r', 'PARALLEL=4']);
  assert.match(swept.stdout, /Sweep complete: 7 done/);
  assert.equal(askedOf(box), 20);
  const [head, first] = box.read('test_matrix_results/latest/sweep_summary.csv').split('\n');
  assert.equal(head, 'config_file,number,status,reason,CONFIG_W,CONFIG_D,flops,acc,total_time');
  assert.match(first ?? '', /^config_001,1,done,ok,2,10,20,2,/);
  box.write('r', RANGE.replace('2:2:20', '2:2:6'));
  const extended = await box.make(['sweep-resume', 'RANGE_CONFIG=r', 'PARALLEL=4']);
  assert.match(extended.stdout, /Sweep complete: 14 done/);
  assert.equal(askedOf(box), 30);
  const report = await box.make(['sweep-report', 'METRIC=flops min', 'FILTER=flops > 20']);
  assert.equal(report.code, 0, report.stderr);
  assert.equal(askedOf(box), 30);
  await box.make(['sweep-resume', 'RANGE_CONFIG=r', 'CODE_VERSION=2', 'DRY_RUN=1']);
  assert.equal(askedOf(box), 60);
});

test('modes that draw go on until enough pass, and ids are those of the same draws', async (t) => {
  const box = checkBox(t);
  const ids = async (samples: number): Promise<string[]> => {
    const folder = `drawn_${samples}`;
    const { code, stderr } = await box.script('generate-configs', [
      'r',
      folder,
      '--mode=random',
      `--samples=${samples}`,
    ]);
    assert.equal(code, 0, stderr);
    const rows = box.read(`${folder}/combinations.csv`).trim().split('\n').slice(1);
    for (const row of rows) {
      const flops = Number(row.split(',')[4]);
      assert.ok(flops >= 20 && flops <= 60, row);
    }
    return rows.map((row) => row.split(',')[1] ?? '');
  };
  const ten = await ids(10);
  assert.equal(ten.length, 10);
  assert.deepEqual((await ids(25)).slice(0, 10), ten);
});

test('a listing runs nothing unless the call itself allows it', async (t) => {
  const box = checkBox(t);
  const plain = await box.make(['sweep-list', 'RANGE_CONFIG=r']);
  assert.match(plain.stdout, /note: SWEEP_CHECK_COMMAND is not asked here \(ALLOW_CODE=1 does\)/);
  await box.script('list-configs', ['r'], { env: { SWEEP_ALLOW_CODE: '1' } });
  box.write('.env', 'SWEEP_ALLOW_CODE=1\n');
  const fromFile = await box.script('list-configs', ['r']);
  assert.match(fromFile.stderr, /ALLOW_CODE/);
  assert.equal(askedOf(box), 0);
  rmSync(box.path('.env'));
  const allowed = await box.make(['sweep-list', 'RANGE_CONFIG=r', 'ALLOW_CODE=1']);
  assert.match(allowed.stdout, /38 configurations/);
  assert.match(allowed.stdout, /│ +1 │ +2 │ +10 │/);
  assert.equal(askedOf(box), 100);
});

test('the check runs in the folder of the runs', async (t) => {
  const box = checkBox(t, `${RANGE}SWEEP_CWD="work"\n`);
  const missing = await box.make(['sweep-generate', 'RANGE_CONFIG=r']);
  assert.match(missing.stderr, /SWEEP_CHECK_COMMAND cannot be run in .*work/);
  box.write('work/check.mjs', CHECK);
  const { code, stderr } = await box.make(['sweep-generate', 'RANGE_CONFIG=r']);
  assert.equal(code, 0, stderr);
  assert.ok(existsSync(box.path('work/asked.log')));
  box.write('r', `${RANGE}SWEEP_CWD="runs/{{number}}"\n`);
  const each = await box.make(['sweep-generate', 'RANGE_CONFIG=r']);
  assert.match(each.stderr, /SWEEP_CWD is runs\/\{\{number\}\}, another folder for each run/);
});

const TROUBLE: readonly (readonly [what: string, command: string, message: RegExp])[] = [
  ['an exit code', 'echo no module called torch >&2; exit 3', /ended with exit code 3.*\n.*no module called torch/],
  ['a missing answer', 'cat >/dev/null', /it answered 0 of 64 questions/],
  ['chatter', 'echo Loading weights', /line 1 of its answers is no JSON: Loading weights/],
  ['an unknown program', 'no-such-program-anywhere', /ended with exit code 127/],
];
for (const [what, command, message] of TROUBLE) {
  test(`a check that fails is an error, and nothing is written: ${what}`, async (t) => {
    const box = checkBox(t, RANGE.replace('node check.mjs', command));
    const { code, stderr } = await box.script('generate-configs', ['r', 'out']);
    assert.equal(code, 2);
    assert.match(stderr, message);
    assert.match(stderr, /\[E_CHECK_COMMAND\]/);
    assert.equal(existsSync(box.path('out')), false);
  });
}

test('a check that takes too long is ended with all it started', async (t) => {
  const box = checkBox(t);
  // Stands in for the coreutils program, which ends a group after its seconds with 124.
  box.write('bin/timeout', '#!/bin/bash\necho "$@" >> timeout.log\nexit 124\n');
  chmodSync(box.path('bin/timeout'), 0o755);
  const env = { PATH: `${box.path('bin')}:${process.env.PATH}` };
  const { code, stderr } = await box.script('generate-configs', ['r', 'out'], { env });
  assert.equal(code, 2);
  assert.match(stderr, /SWEEP_CHECK_COMMAND took longer than 60 s, asked about 64 configurations/);
  assert.equal(box.read('timeout.log'), '--kill-after=1 60 bash -c node check.mjs\n');
});

test('modes that plan all of their configurations together, and stages, are refused', async (t) => {
  const box = checkBox(t);
  for (const mode of ['independent', 'latin', 'pairwise']) {
    const { code, stderr } = await box.script('generate-configs', ['r', 'out', `--mode=${mode}`, '--samples=5']);
    assert.equal(code, 2);
    assert.match(stderr, new RegExp(`cannot take configurations out of MODE=${mode}`));
  }
  box.write('s', `SWEEP_CHECK_COMMAND="node check.mjs"\nstage "a"\n  CONFIG_W=1|2\nendstage\n`);
  const staged = await box.script('generate-configs', ['s', 'out']);
  assert.match(staged.stderr, /checks no configurations of a range file with stages/);
});

test('when nothing passes it is an error that names the check', async (t) => {
  const box = checkBox(t, RANGE.replace('2:2:20', '100|200'));
  const { code, stderr } = await box.script('generate-configs', ['r', 'out']);
  assert.equal(code, 2);
  assert.match(stderr, /20 of 20 configurations are left out by SWEEP_CHECK_COMMAND/);
});
