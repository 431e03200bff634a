// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { sandbox } from '../rig/sandbox.ts';
import { prepared, RANGE, rows, started } from '../rig/scored-sweep.ts';

test('REUSE=1 takes results of the same runs from earlier sweeps', async (t) => {
  const box = sandbox(t);
  prepared(box);
  box.write('fixed', '');
  await box.script('generate-configs', ['range', 'sweep_configs']);
  await box.script('run-test-matrix', []);
  box.write('range', RANGE.replace('1|2|3|4', '1|2|3|4|5'));
  await box.script('generate-configs', ['range', 'sweep_configs']);
  const earlier = basename(realpathSync(box.path('test_matrix_results/latest')));
  const reusing = await box.script('run-test-matrix', ['--reuse']);
  assert.match(reusing.stderr, /^1 run to do, 4 results taken from other sweep folders; /m);
  assert.deepEqual(started(box), ['1', '2', '3', '4', '5']);
  assert.deepEqual(
    rows(box).map((r) => r.score),
    [1, 2, 3, 4, 5],
  );
  const note = `4 runs were taken over from ${earlier}`;
  assert.ok(reusing.stdout.includes(`${note} (REUSE=1 or sweep-merge).\n`), reusing.stdout);
  for (const report of ['sweep_analysis.txt', 'sweep_summary.md', 'analysis.html'])
    assert.ok(
      box
        .read(`test_matrix_results/latest/${report}`)
        .replace(/\\|<wbr>/g, '')
        .includes(note),
      report,
    );
  await box.script('run-test-matrix', ['--resume-latest', '--rerun', '1-4']);
  assert.doesNotMatch(box.read('test_matrix_results/latest/sweep_analysis.txt'), /taken over/, 'they ran here now');
});

test('REUSE=1 leaves out an older sweep whose journal is damaged, with one line that names it, and takes the others', async (t) => {
  const box = sandbox(t);
  prepared(box);
  box.write('fixed', '');
  await box.script('generate-configs', ['range', 'sweep_configs']);
  await box.script('run-test-matrix', ['--only', '1,2']);
  await box.script('run-test-matrix', ['--only', '3']);
  const damaged = join(realpathSync(box.path('test_matrix_results/latest')), 'journal.jsonl');
  writeFileSync(damaged, readFileSync(damaged, 'utf8').replace('"added"', '"adXed"'));
  const [first = ''] = box.list('test_matrix_results').filter((name) => name.startsWith('sweep_'));
  assert.equal(
    (await box.script('merge', [`test_matrix_results/${first}`, '--from', 'test_matrix_results/latest'])).code,
    2,
    'a folder that was named is needed',
  );
  const reusing = await box.script('run-test-matrix', ['--reuse']);
  assert.equal(reusing.code, 0, reusing.stderr);
  const told = reusing.stderr.split('\n').filter((line) => line.includes(damaged));
  assert.deepEqual(
    told.map((line) => line.replace(damaged, 'JOURNAL').replace(/: this line.*;/, ': ...;')),
    ['warning: JOURNAL:3: ...; this older sweep is left out'],
  );
  assert.match(reusing.stderr, /2 results taken from other sweep folders/);
  assert.deepEqual(
    rows(box).map((r) => r.score),
    [1, 2, 3, 4],
  );
  assert.deepEqual(started(box), ['1', '2', '3', '3', '4']);
});

test('a run whose result was taken over is repeated in its own folder, by hand and by RERUN, and not with its old result', async (t) => {
  const box = sandbox(t);
  box.write('range', RANGE);
  box.write('job.sh', `[ -e mute ] || echo "{\\"score\\": $(cat score)}" >"$SWEEP_OUT_DIR/training_metrics.json"\n`);
  box.write('score', '1');
  await box.script('generate-configs', ['range', 'sweep_configs']);
  await box.script('run-test-matrix', ['--only', '1']);
  const earlier = realpathSync(box.path('test_matrix_results/latest'));
  await box.script('run-test-matrix', ['--only', '1', '--reuse']);
  const folders = [box.path('test_matrix_results/latest'), earlier].map((sweep) =>
    join(sweep, readdirSync(sweep).find((name) => name.startsWith('config_001')) ?? ''),
  );
  box.write('score', '2');
  assert.equal((await box.run('bash', [join(folders[0] ?? '', 'repro.sh')])).code, 0);
  assert.deepEqual(
    [...folders, join(folders[0] ?? '', 'repro/1')].map((folder) =>
      readFileSync(join(folder, 'training_metrics.json'), 'utf8'),
    ),
    ['{"score": 1}\n', '{"score": 1}\n', '{"score": 2}\n'],
  );
  box.write('mute', '');
  const again = await box.script('run-test-matrix', ['--resume-latest', '--rerun', '1', '--only', '1']);
  assert.equal(again.code, 1, again.stderr);
  assert.match(again.stderr, /config_001 done, but not ranked: no score/);
  assert.match(
    realpathSync(join(folders[0] ?? '', 'output.log')),
    /\.attempts\/config_001_[0-9a-f]{8}\/1\/output\.log$/,
  );
});
