// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { sandbox } from '../rig/sandbox.ts';

const RANGE = `SWEEP_COMMAND="echo acc=$(( 100 - (CONFIG_A - 3) * (CONFIG_A - 3) * 4 - CONFIG_B ))"
SWEEP_METRIC="acc max"
SWEEP_METRIC_REGEX='acc=(?<acc>[0-9]+)'
CONFIG_A=1:1:5
CONFIG_B=1|4
depends on CONFIG_A < 100
`;

test('sweep-refine writes the next range file, which runs, and overwrites nothing', async (t) => {
  const box = sandbox(t);
  box.write('range', RANGE);
  const ran = await box.make(['sweep', 'RANGE_CONFIG=range', 'REPORTS=csv']);
  assert.equal(ran.code, 0, ran.stderr);
  const shown = await box.make(['sweep-refine']);
  assert.equal(shown.code, 0, shown.stderr);
  assert.match(shown.stdout, /^# Goes on from sweep_\S+: the best acc of 10 settings was 99 \(A=3 B=1\)\.$/m);
  assert.match(shown.stdout, /^# the model has its best near 3(\.\d+)?, half the step\nCONFIG_A=/m);
  assert.match(shown.stdout, /^depends on CONFIG_A < 100$/m);
  const written = await box.script('refine', ['--to', 'next', '--json']);
  assert.equal(written.code, 0, written.stderr);
  const { configurations } = JSON.parse(written.stdout) as { configurations: number };
  assert.ok(configurations > 0 && configurations <= 10, `${configurations} of at most 10`);
  assert.equal(box.read('next'), shown.stdout);
  const again = await box.script('refine', ['--to', 'next']);
  assert.equal(again.code, 2);
  assert.match(again.stderr, /next is there already/);
  const listed = await box.script('list-configs', ['next', '--json']);
  assert.equal(listed.code, 0, listed.stderr);
  assert.equal(
    (JSON.parse(listed.stdout) as { configurations: { count: number } }).configurations.count,
    configurations,
  );
});

test('sweep-refine says why it can tell nothing, and writes nothing', async (t) => {
  const box = sandbox(t);
  box.write('range', `SWEEP_COMMAND="true"\nCONFIG_A=1|2|3|4|5\n`);
  assert.equal((await box.make(['sweep', 'RANGE_CONFIG=range', 'REPORTS=csv'])).code, 0);
  const { code, stderr } = await box.script('refine', ['--to', 'next']);
  assert.equal(code, 2);
  assert.match(stderr, /nothing says which setting is best[\s\S]*METRIC=NAME/);
  assert.ok(!existsSync(box.path('next')));
});

const DRAWN = `SWEEP_COMMAND="awk -v x=$CONFIG_X -v y=$CONFIG_Y 'BEGIN{srand(x*1e6); print \\"acc=\\" 90-40*(x-0.4)^2-30*(y-0.6)^2+2*rand()}'"
SWEEP_METRIC="acc max"
SWEEP_METRIC_REGEX='acc=(?<acc>[0-9.]+)'
CONFIG_X=~uniform(0,1)
CONFIG_Y=~uniform(0,1)
`;

test('a refined sweep names the one that it refines, and its report recommends by a model of both', async (t) => {
  const box = sandbox(t);
  box.write('range', DRAWN);
  const given = ['MODE=random', 'SAMPLES=12', 'REPORTS=statistics,text,markdown'];
  const first = await box.make(['sweep', 'RANGE_CONFIG=range', ...given]);
  assert.equal(first.code, 0, first.stderr);
  assert.doesNotMatch(first.stdout, /Recommended/, 'a sweep by itself is ranked');
  const winnerOf = (): { rank: number; method: string; corrected: number | null; raw: number; configs: string[] } =>
    (
      JSON.parse(box.read('test_matrix_results/latest/sweep_statistics.json')) as {
        winner: ReturnType<typeof winnerOf>;
      }
    ).winner;
  assert.deepEqual([winnerOf().rank, winnerOf().corrected], [1, null]);
  assert.equal((await box.script('refine', ['--to', 'next'])).code, 0);
  const name = /^SWEEP_REFINES="(sweep_\w+)"$/m.exec(box.read('next'))?.[1] ?? '';
  assert.ok(existsSync(box.path(`test_matrix_results/${name}`)), name);
  assert.match(box.read('next'), /^# MODE is sobol in place of random: [\s\S]*^SWEEP_MODE="sobol"$/m);
  assert.equal(box.read('next').match(/MODE=/g)?.length, 1, 'one mode');
  const second = await box.make(['sweep', 'RANGE_CONFIG=next', 'REPORTS=statistics,text,markdown']);
  assert.equal(second.code, 0, second.stderr);
  const winner = winnerOf();
  assert.match(winner.method, new RegExp(`of 24 settings: of this sweep, and of ${name}$`));
  assert.ok(winner.corrected !== null && Math.abs(winner.corrected - 91) < 3, `${winner.corrected}`);
  const said = new RegExp(`Recommended: ${winner.configs[0]}\\b`);
  for (const text of [second.stdout, box.read('test_matrix_results/latest/sweep_analysis.txt')])
    assert.match(text, said);
  // A third round goes on from both, and keeps the mode.
  const third = await box.script('refine', []);
  assert.match(third.stdout, /^SWEEP_MODE="?sobol"?$/m);
  assert.equal(third.stdout.match(/in place of random/g)?.length, 1, 'said of the second round alone');
  assert.match(third.stdout, new RegExp(`^SWEEP_REFINES="sweep_\\w+ ${name}"$`, 'm'));
});

test('a sweep that is refined and gone is told, and the rest of the report stands', async (t) => {
  const box = sandbox(t);
  box.write('range', `${RANGE}SWEEP_REFINES="sweep_gone ../latest"\n`);
  const ran = await box.make(['sweep', 'RANGE_CONFIG=range', 'REPORTS=text']);
  assert.equal(ran.code, 0, ran.stderr);
  for (const name of ['sweep_gone', '\\.\\./latest'])
    assert.match(ran.stdout, new RegExp(`${name}, which this sweep refines, is no sweep folder beside it`));
  assert.doesNotMatch(ran.stdout, /Recommended/);
});

const STAGED = `SWEEP_METRIC="acc max"
stage "target"
  SWEEP_COMMAND="echo $CONFIG_MODEL > {{out_dir}}/model"
  CONFIG_MODEL=1|2
endstage
stage "sample"
  needs "target"
  SWEEP_COMMAND="read m < {{target.out_dir}}/model; echo acc $(( 1000 - (CONFIG_STEP - 30) * (CONFIG_STEP - 30) - m )) >{{out_dir}}/performance_overview.txt"
  CONFIG_STEP=10:10:50   # how far
endstage
`;

test('of a sweep with stages one is refined, the others stay as they are, and their runs are taken over', async (t) => {
  const box = sandbox(t);
  box.write('range', STAGED);
  const ran = await box.make(['sweep', 'RANGE_CONFIG=range', 'REPORTS=csv']);
  assert.equal(ran.code, 0, ran.stderr);
  const written = await box.make(['sweep-refine', 'TO=next']);
  assert.equal(written.code, 0, written.stderr);
  assert.match(written.stdout, /^next: \d+ configurations; make sweep RANGE_CONFIG=next REUSE=1 runs them$/m);
  const next = box.read('next');
  assert.match(next, /^ {2}# the model has its best near 30\b.*\n {2}CONFIG_STEP=\d+\|.*30.* {3}# how far$/m);
  assert.match(next, /^ {2}CONFIG_MODEL=1\|2$/m);
  assert.match(next, /^SWEEP_REFINES="sweep_\w+"\nSWEEP_METRIC/m);
  const again = await box.make(['sweep', 'RANGE_CONFIG=next', 'REUSE=1', 'REPORTS=statistics']);
  assert.equal(again.code, 0, again.stderr);
  const { winner } = JSON.parse(box.read('test_matrix_results/latest/sweep_statistics.json')) as {
    winner: { values: Record<string, number>; method: string };
  };
  assert.deepEqual([winner.values['CONFIG_STEP'], winner.values['target.CONFIG_MODEL']], [30, 1]);
  assert.match(winner.method, /of this sweep, and of sweep_/);
  const other = await box.script('refine', ['--stage', 'nowhere']);
  assert.equal(other.code, 2);
  assert.match(other.stderr, /there is no such stage[\s\S]*target, sample/);
});
