// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { renderTable } from '../../scripts/lib/report/text.ts';
import { sandbox } from '../rig/sandbox.ts';
import { folderOf, type SyntheticRun, temporaryFolder, writeSyntheticSweep } from '../rig/synthetic-sweep.ts';
import { script, scored, RUNS } from '../rig/scored-runs.ts';

test('prune says what it would move, moves it when told to, and the report still knows it', (t) => {
  const sweep = writeSyntheticSweep(join(temporaryFolder(t), 's'), { runs: RUNS });
  const worst = folderOf(RUNS[1] as SyntheticRun, 2, 3);
  const dry = script('prune', sweep, '--keep', 'acc>75', '--metric', 'acc');
  assert.equal(dry.status, 0, dry.stderr);
  assert.match(dry.stdout, new RegExp(`^would move ${worst} `));
  assert.ok(existsSync(join(sweep, worst)));
  const done = script('prune', sweep, '--keep', 'acc>75', '--metric', 'acc', '--apply');
  assert.match(done.stdout, /1 run folder and 0 checkpoints, .*; 2 runs stay; moved to/);
  assert.ok(existsSync(join(sweep, 'TO_BE_DELETED', worst, 'training_metrics.json')));
  assert.equal(existsSync(join(sweep, worst)), false);
  assert.match(
    script('prune', sweep, '--keep', 'acc>75', '--metric', 'acc', '--apply').stdout,
    /^0 run folders and 0 checkpoints, 0 B; 2 runs stay; nothing to move\n$/,
  );
  const rows = JSON.parse(script('report', sweep, '--metric', 'acc', '--json').stdout) as { acc: number }[];
  assert.deepEqual(
    rows.map((r) => r.acc),
    [80, 70, 90],
  );
});

test('prune takes no run for one without results whose log was not read to its end', (t) => {
  const log = (lr: string, text: string): SyntheticRun => ({
    values: { CONFIG_LR: lr },
    files: { 'output.log': text },
  });
  const sweep = writeSyntheticSweep(join(temporaryFolder(t), 's'), {
    runs: [log('0.1', 'acc 90 ab\n'), log('0.2', `acc 95 ${'a'.repeat(50)}!\n`), log('0.3', 'acc 99 ab\n')],
  });
  const args = [sweep, '--keep', 'acc>80', '--metric', 'acc', '--metric-regex'];
  const refused = script('prune', ...args, 'acc (?<acc>[0-9]+) (a+)+b');
  assert.equal(refused.status, 2, refused.stdout);
  assert.match(
    refused.stderr,
    /what to keep cannot be told, config_002: output\.log:1:1: SWEEP_METRIC_REGEX was still at this line after 3 s .* \(and 1 more\)/,
  );
  assert.match(script('prune', ...args, 'acc (?<acc>[0-9]+)').stdout, /^0 run folders .* 3 runs stay; nothing to move/);
});

test('prune keeps the checkpoints asked for', (t) => {
  const sweep = writeSyntheticSweep(join(temporaryFolder(t), 's'), { runs: RUNS });
  const folder = folderOf(RUNS[0] as SyntheticRun, 1, 3);
  utimesSync(join(sweep, folder, 'a.pt'), 2_000_000_000, 2_000_000_000); // the newest by far
  assert.match(script('prune', sweep, '--checkpoints', 'best', '--apply').stdout, /0 run folders and 2 checkpoints/);
  assert.deepEqual(
    readdirSync(join(sweep, folder)).filter((n) => n.endsWith('.pt')),
    ['best.pt'],
  );
  const other = writeSyntheticSweep(join(temporaryFolder(t), 's'), { runs: RUNS });
  utimesSync(join(other, folder, 'a.pt'), 2_000_000_000, 2_000_000_000);
  script('prune', other, '--checkpoints', 'last', '--apply');
  assert.deepEqual(
    readdirSync(join(other, folder)).filter((n) => n.endsWith('.pt')),
    ['a.pt'],
  );
});

test('prune without a word on what to keep moves nothing', (t) => {
  const sweep = writeSyntheticSweep(temporaryFolder(t), { runs: RUNS });
  const run = script('prune', sweep, '--apply');
  assert.equal(run.status, 2);
  assert.match(run.stderr, /nothing says what to keep/);
});

test('promote copies the best of each group with their plots and a page that shows them', (t) => {
  const base = temporaryFolder(t);
  const sweep = writeSyntheticSweep(join(base, 's'), { runs: RUNS });
  const to = join(base, 'best');
  const run = script('promote', sweep, '--metric', 'acc', '--top', '1', '--by', 'CONFIG_OPT', '--to', to);
  assert.equal(run.status, 0, run.stderr);
  assert.deepEqual(readdirSync(to).sort(), ['README.md', 'config_001', 'config_003']);
  assert.deepEqual(readdirSync(join(to, 'config_001')).sort(), ['config.txt', 'plots', 'training_metrics.json']);
  const page = readFileSync(join(to, 'README.md'), 'utf8');
  assert.match(page, /\| 1 \| config\\_003 \| 90 \|/);
  assert.match(page, /!\[plots\/curve\.png\]\(<config_001\/plots\/curve\.png>\)/);
  assert.ok(page.includes('![plots/a > b \\[1\\].svg](<config_001/plots/a \\> b [1].svg>)'), page);
  assert.match(script('promote', sweep, '--metric', 'acc', '--to', to).stderr, /is not empty/);
});

test('promote says in words what is wrong with where to, with BY, and with what ranks', (t) => {
  const base = temporaryFolder(t);
  const sweep = writeSyntheticSweep(join(base, 's'), { runs: RUNS });
  writeFileSync(join(base, 'file'), '');
  const errorOf = (...args: string[]): string => script('promote', sweep, ...args).stderr;
  assert.match(errorOf('--metric', 'acc', '--to', join(base, 'file')), /^error: \S+file is a file$/m);
  assert.match(
    errorOf('--metric', 'acc', '--by', 'OTP', '--to', join(base, 'b')),
    /BY names OTP, which is no parameter of this sweep/,
  );
  assert.match(
    errorOf('--metric', 'acx max', '--to', join(base, 'b')),
    /no run is ranked[\s\S]*no run that ended has acx; METRIC=NAME ranks by another/,
  );
  const bare = script('promote', sweep, '--metric', 'acc', '--top', '1', '--by', 'OPT', '--to', join(base, 'b'));
  assert.match(bare.stdout, /\n2 runs, 6 files copied to/);
});

interface DrawnCurve {
  readonly run: string;
}

function pageOf(sweep: string): { readonly html: string; readonly curves: readonly string[] } {
  const html = readFileSync(join(sweep, 'analysis.html'), 'utf8');
  const data = JSON.parse(/<script[^>]* id="data"[^>]*>(.*?)<\/script>/s.exec(html)?.[1] ?? '{}') as {
    curves: readonly DrawnCurve[];
  };
  return { html, curves: data.curves.map(({ run }) => run) };
}

test('a page draws the curves of pruned runs and shows the ends of their logs', (t) => {
  const curve = (i: number): SyntheticRun => ({
    values: { CONFIG_LR: `0.${i}` },
    files: { 'training_metrics.json': { acc: [0, i] } },
  });
  const failed: SyntheticRun = {
    values: { CONFIG_LR: '9' },
    end: { status: 'failed', reason: 'exit code', detail: 'exit code 1' },
    files: { 'output.log': 'the end of a log\n' },
  };
  const silent: SyntheticRun = {
    values: { CONFIG_LR: '8' },
    end: { status: 'failed', reason: 'signal', detail: 'killed' },
  };
  const sweep = writeSyntheticSweep(join(temporaryFolder(t), 's'), {
    runs: [...[1, 2, 3, 4].map(curve), failed, silent],
  });
  script('prune', sweep, '--keep', 'acc>3', '--metric', 'acc', '--apply');
  script('report', sweep, '--metric', 'acc');
  const { html, curves } = pageOf(sweep);
  assert.deepEqual(curves, ['config_004', 'config_003', 'config_002', 'config_001']);
  assert.ok(html.includes('the end of a log'));
  assert.ok(html.replaceAll('<wbr>', '').includes(`${folderOf(silent, 6, 6)}/output.log is empty or gone`));
});

test('archive packs the folder without what was pruned', (t) => {
  const base = temporaryFolder(t);
  const sweep = writeSyntheticSweep(join(base, '-odd [name]*'), {
    runs: [...RUNS, { ...scored('0.4', 1), end: 'pending' }],
  });
  script('prune', sweep, '--keep', 'acc>75', '--metric', 'acc', '--apply');
  const run = script('archive', '--folder', sweep);
  assert.equal(run.status, 0, run.stderr);
  assert.equal(
    run.stderr,
    `note: the sweep is not finished: 1 of 4 runs still to start
note: without 1 pruned run folder in TO_BE_DELETED/: reports made of the archive lack their metrics
`,
  );
  const names = spawnSync('tar', ['-tzf', `${sweep}.tar.gz`], { encoding: 'utf8' }).stdout;
  assert.match(names, /-odd \[name\]\*\/journal\.jsonl/);
  assert.doesNotMatch(names, /TO_BE_DELETED/);
  assert.match(script('archive', '--folder', sweep).stderr, /exists/);
});

test('archive tells pruned checkpoints from pruned runs', (t) => {
  const base = temporaryFolder(t);
  const sweep = writeSyntheticSweep(join(base, 'sweep_1'), { runs: RUNS });
  script('prune', sweep, '--checkpoints', 'best', '--metric', 'acc', '--apply');
  assert.equal(
    script('archive', '--folder', sweep).stderr,
    'note: without 2 pruned files of runs that stay, in TO_BE_DELETED/\n',
  );
});

test('a sweep whose journal cannot be read is not packed, and nothing is left behind', (t) => {
  const base = temporaryFolder(t);
  const sweep = writeSyntheticSweep(join(base, 'sweep_1'), { runs: RUNS });
  const journal = join(sweep, 'journal.jsonl');
  const lines = readFileSync(journal, 'utf8').split('\n');
  for (const text of [lines.with(2, '{bad').join('\n'), undefined]) {
    rmSync(journal);
    if (text === undefined) mkdirSync(journal);
    else writeFileSync(journal, text);
    const run = script('archive', '--folder', sweep);
    assert.equal(run.status, 2);
    assert.match(run.stderr, /journal\.jsonl(:3:1)?[: ]/);
    assert.deepEqual(readdirSync(base), ['sweep_1']);
  }
});

test('archive packs the folder that a link leads to, and says when there is no place for it', (t) => {
  const base = temporaryFolder(t);
  writeSyntheticSweep(join(base, 'sweep_1'), { runs: RUNS });
  symlinkSync('sweep_1', join(base, 'latest'));
  const run = script('archive', '--folder', join(base, 'latest'));
  assert.equal(run.status, 0, run.stderr);
  const names = spawnSync('tar', ['-tzf', join(base, 'sweep_1.tar.gz')], { encoding: 'utf8' }).stdout;
  assert.match(names, /^sweep_1\/journal\.jsonl$/m);
  const nowhere = script('archive', '--folder', join(base, 'latest'), '--to', join(base, 'none', 'a.tar.gz'));
  assert.equal(nowhere.status, 2);
  assert.match(nowhere.stderr, /^error: \S+none does not exist$/m);
});

test('the folder above the sweeps, or none, is told from a sweep folder', (t) => {
  const base = temporaryFolder(t);
  writeSyntheticSweep(join(base, 'sweep_1'), { runs: RUNS });
  symlinkSync('sweep_1', join(base, 'latest'));
  const errorOf = (folder: string): string => script('report', '--folder', folder).stderr.replaceAll(base, 'BASE');
  assert.equal(
    errorOf(base),
    'error: BASE is no sweep folder (no journal.jsonl in it)\n  hint: it holds sweeps; BASE/latest is its newest\n',
  );
  assert.equal(errorOf(join(base, 'sweep_2')), 'error: BASE/sweep_2 does not exist\n');
});

test('a report on a link is titled by the folder that it leads to', (t) => {
  const base = temporaryFolder(t);
  writeSyntheticSweep(join(base, 'sweep_1'), { runs: RUNS });
  symlinkSync('sweep_1', join(base, 'latest'));
  script('report', '--folder', join(base, 'latest'), '--metric', 'acc');
  const title = /<title>(.*)<\/title>/.exec(readFileSync(join(base, 'sweep_1', 'analysis.html'), 'utf8'))?.[1];
  assert.equal(title, 'sweep_1');
});

test('several sweeps stand beside each other', (t) => {
  const base = temporaryFolder(t);
  const a = writeSyntheticSweep(join(base, 'a'), { runs: RUNS });
  const b = writeSyntheticSweep(join(base, 'b'), { runs: [scored('0.1', 95)] });
  const run = script('report', '--folder', `${a} ${b}`, '--metric', 'acc');
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stdout, /│ a +│ config_003 +│ +3 │ +90 │/);
  assert.match(run.stdout, /│ b +│ config_001 +│ +1 │ +95 │/);
  const table = renderTable(
    [
      ['sweep', 'best run', 'ranked', 'best test_acc', 'sd'],
      ['sweep_20261121_183538', 'config_001', '6', '87.2', '3.7'],
    ],
    { numericFrom: 2, columns: 64 },
  );
  assert.deepEqual(table.split('\n').slice(1, 3), [
    '│ sweep                 │ best run   │ ranked │     best │  sd │',
    '│                       │            │        │ test_acc │     │',
  ]);
  assert.ok(
    renderTable(
      [
        ['sweep', 'best run', 'ranked', 'sd'],
        ['a', 'b', '6', '87.2'],
      ],
      { numericFrom: 2, columns: 31 },
    ).startsWith('┌───────┬──────┬────────┐\n'),
  );
});

test('what the environment says of another sweep does not change the design that a report tells', async (t) => {
  const box = sandbox(t);
  const folder = writeSyntheticSweep(box.path('a'), { runs: RUNS, settings: { METRIC: 'acc', MODE: 'sobol' } });
  for (const env of [{}, { SWEEP_MODE: 'combination', SWEEP_RANGE_CONFIG: 'other' }]) {
    const { code, stderr } = await box.script('report', [folder, '--reports', 'statistics'], { env });
    assert.equal(code, 0, stderr);
    assert.match(readFileSync(join(folder, 'sweep_statistics.json'), 'utf8'), /"kind":"samples"/);
  }
});

test('what the environment says of another sweep does not change the design that a run leaves', async (t) => {
  const box = sandbox(t);
  const command = `echo '{"acc":1}' > {{out_dir}}/training_metrics.json`;
  box.write(
    'r',
    `SWEEP_METRIC=acc\nSWEEP_MODE=random\nSWEEP_SAMPLES=4\nSWEEP_COMMAND=${JSON.stringify(command)}\nCONFIG_A=1|2\nCONFIG_B=1|2\n`,
  );
  assert.equal((await box.script('generate-configs', ['r'])).code, 0);
  const { code, stderr } = await box.script('run-test-matrix', ['--reports', 'statistics'], {
    env: { SWEEP_MODE: 'combination' },
  });
  assert.equal(code, 0, stderr);
  assert.match(box.read('test_matrix_results/latest/sweep_statistics.json'), /"kind":"samples"/);
});
