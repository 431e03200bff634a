// SPDX-License-Identifier: MIT
// A report that nothing has changed for is not made again; whatever it is made of makes it anew.
import assert from 'node:assert/strict';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { test, type TestContext } from 'node:test';
import { REPORT } from '../../scripts/lib/commands/report/report.ts';
import { journalLine } from '../../scripts/lib/edge/journal/journal-writer.ts';
import type { SeenFiles } from '../../scripts/lib/edge/metrics/looked-at.ts';
import { openReportKeeping, REPORT_CACHE_NAME } from '../../scripts/lib/edge/page/kept-reports.ts';
import { REPORTS } from '../../scripts/lib/report/reports.ts';
import { textOf } from '../rig/called.ts';
import { copyGolden, GOLDEN_NAMES } from '../rig/golden-folder.ts';
import { readPaths } from '../rig/read-paths.ts';
import { sandbox } from '../rig/sandbox.ts';
import {
  folderOf,
  runIdOf,
  settingsFor,
  type SyntheticRun,
  temporaryFolder,
  writeSyntheticSweep,
} from '../rig/synthetic-sweep.ts';

const FILES = Object.values(REPORTS);
const METRICS = 'training_metrics.json';

/** Waits until what is written now gets another time than what was written before. */
function settle(folder: string): void {
  const probe = join(folder, '..', 'probe');
  const timeOf = (): number => {
    writeFileSync(probe, '');
    return statSync(probe).ctimeMs;
  };
  const before = timeOf();
  while (timeOf() < before + 50);
  rmSync(probe);
}

/** Reports, and tells what it said and whether it made anything: what is made is written down. */
async function report(
  sweep: string,
  ...args: readonly string[]
): Promise<{ readonly text: string; readonly isMade: boolean }> {
  const ctime = (): number | undefined => statSync(join(sweep, REPORT_CACHE_NAME), { throwIfNoEntry: false })?.ctimeMs;
  const before = ctime();
  const text = await textOf(REPORT, join(sweep, '..'), [sweep, ...args]);
  return { text, isMade: ctime() !== before };
}

/** What the report of a sweep says and writes, made without anything that was kept. */
async function freshly(sweep: string, ...args: readonly string[]): Promise<unknown> {
  rmSync(join(sweep, REPORT_CACHE_NAME), { force: true });
  const { text } = await report(sweep, ...args);
  return { text, files: filesOf(sweep) };
}

function filesOf(sweep: string): Readonly<Record<string, string>> {
  const there = readdirSync(sweep).filter((name) => FILES.some((file) => file === name));
  return Object.fromEntries(there.map((name) => [name, readFileSync(join(sweep, name), 'utf8')]));
}

function runOf(i: number): SyntheticRun {
  const values = { CONFIG_LR: String((i + 1) / 10), CONFIG_OPT: i % 2 === 0 ? 'adam' : 'sgd' };
  if (i === 3)
    return {
      values,
      end: { status: 'failed', reason: 'exit code', exitCode: 1 },
      files: { 'output.log': 'Error: one\n' },
    };
  return {
    values,
    files: { [METRICS]: { acc: [50, 60 + ((i * 7) % 10)], loss: 1 / (i + 2) }, 'output.log': `run ${i}\n` },
  };
}

const RUNS = Array.from({ length: 12 }, (_, i) => runOf(i));
const RANGE = 'CONFIG_LR=0.1:0.1:1.2\nSWEEP_METRIC=acc\nSWEEP_GOAL=max\nSWEEP_REFINES=sweep_1\n';
const folderAt = (i: number): string => folderOf(RUNS[i] as SyntheticRun, i + 1, RUNS.length);

/** A sweep with the earlier one that it refines beside it. */
function twoSweeps(t: TestContext): { readonly sweep: string; readonly earlier: string } {
  const folder = temporaryFolder(t);
  const earlier = writeSyntheticSweep(join(folder, 'out', 'sweep_1'), { runs: RUNS.slice(0, 6), rangeText: RANGE });
  const sweep = writeSyntheticSweep(join(folder, 'out', 'sweep_2'), { runs: RUNS, rangeText: RANGE });
  settle(sweep);
  return { sweep, earlier };
}

test('a report that nothing has changed for is not made again, and says the same', async (t) => {
  const { sweep } = twoSweeps(t);
  const first = await report(sweep);
  const written = filesOf(sweep);
  const second = await report(sweep);
  assert.deepEqual([first.isMade, second.isMade], [true, false]);
  assert.equal(second.text, first.text);
  assert.deepEqual(filesOf(sweep), written);
  assert.deepEqual(await freshly(sweep), { text: first.text, files: written });
});

/** Writes other text of the same length, and puts the old time back: only the system's own time tells. */
function editUnseen(path: string, from: string, to: string): void {
  const { atimeMs, mtimeMs } = statSync(path);
  const text = readFileSync(path, 'utf8');
  assert.ok(text.includes(from) && from.length === to.length, `${path} has ${from}`);
  writeFileSync(path, text.replace(from, to));
  utimesSync(path, atimeMs / 1000, mtimeMs / 1000);
}

type Sweeps = ReturnType<typeof twoSweeps>;

/** What can change between two reports. */
const CHANGES: Readonly<Record<string, (sweeps: Sweeps) => void>> = {
  'a run more': ({ sweep }) => {
    const more = writeSyntheticSweep(`${sweep}.more`, { runs: [...RUNS, runOf(13)] });
    const lines = readFileSync(join(more, 'journal.jsonl'), 'utf8').trimEnd().split('\n');
    appendFileSync(join(sweep, 'journal.jsonl'), `${lines.slice(-4).join('\n')}\n`);
    const name = readdirSync(more).find((entry) => entry.startsWith('config_013')) ?? '';
    cpSync(join(more, name), join(sweep, name), { recursive: true });
    rmSync(more, { recursive: true });
  },
  'a run that was taken back': ({ sweep }) => {
    const run = runIdOf(RUNS[0] as SyntheticRun);
    appendFileSync(join(sweep, 'journal.jsonl'), journalLine({ kind: 'retired', t: 1_700_000_900_000, run }));
  },
  'another number in a metrics file': ({ sweep }) => editUnseen(join(sweep, folderAt(0), METRICS), '60', '99'),
  'a metrics file that is gone': ({ sweep }) => rmSync(join(sweep, folderAt(0), METRICS)),
  'a metrics file that came': ({ sweep }) => writeFileSync(join(sweep, folderAt(1), 'metrics.csv'), 'step,f1\n1,0.5\n'),
  'the log of a failed run': ({ sweep }) => editUnseen(join(sweep, folderAt(3), 'output.log'), 'one', 'two'),
  'the log of a run at the top': ({ sweep }) => editUnseen(join(sweep, folderAt(7), 'output.log'), 'run 7', 'run X'),
  'a setting that the sweep was made with': ({ sweep }) =>
    editUnseen(join(sweep, 'sweep.json'), 'SWEEP_GOAL=max', 'SWEEP_GOAL=min'),
  'the text of the range file': ({ sweep }) => editUnseen(join(sweep, 'sweep.json'), '0.1:0.1:1.2', '0.1:0.1:1.3'),
  'a metrics file of the sweep that is refined': ({ earlier }) =>
    editUnseen(join(earlier, folderAt(0), METRICS), '60', '99'),
  'a run of the sweep that is refined': ({ earlier }) => {
    const lines = readFileSync(join(earlier, 'journal.jsonl'), 'utf8').trimEnd().split('\n');
    writeFileSync(join(earlier, 'journal.jsonl'), `${lines.slice(0, -1).join('\n')}\n`);
  },
  'the sweep that is refined is gone': ({ earlier }) => rmSync(earlier, { recursive: true }),
  'a page that is gone': ({ sweep }) => rmSync(join(sweep, 'analysis.html')),
  'a page that somebody edited': ({ sweep }) => editUnseen(join(sweep, 'analysis.html'), '<title>', '<tItle>'),
  'statistics that somebody edited': ({ sweep }) =>
    editUnseen(join(sweep, 'sweep_statistics.json'), '"winner"', '"Winner"'),
  'a run folder that prune moved': ({ sweep }) => {
    mkdirSync(join(sweep, 'TO_BE_DELETED'));
    renameSync(join(sweep, folderAt(0)), join(sweep, 'TO_BE_DELETED', folderAt(0)));
  },
  'a run folder that is gone': ({ sweep }) => rmSync(join(sweep, folderAt(0)), { recursive: true }),
};

for (const [what, change] of Object.entries(CHANGES)) {
  test(`the report is made anew after a change: ${what}`, async (t) => {
    const sweeps = twoSweeps(t);
    const { sweep } = sweeps;
    await report(sweep);
    assert.equal((await report(sweep)).isMade, false);
    change(sweeps);
    settle(sweep);
    const { isMade, text } = await report(sweep);
    assert.equal(isMade, true);
    const files = filesOf(sweep);
    assert.deepEqual(await freshly(sweep), { text, files });
    assert.deepEqual(await report(sweep), { text, isMade: false }, 'and kept again');
  });
}

test('every setting that a report reads makes it anew, and so does another terminal', async (t) => {
  const { sweep } = twoSweeps(t);
  await report(sweep);
  const asked = {
    METRIC: ['--metric', 'loss min'],
    GOAL: ['--goal', 'min'],
    METRIC_REGEX: ['--metric-regex', 'run (?<number>\\d+)'],
    METRIC_FILES: ['--metric-files', 'other.json'],
    UNITS: ['--units', 'acc=%'],
    DERIVE: ['--derive', 'both=acc+loss'],
    FILTER: ['--filter', 'acc>60'],
    SEED_SYMBOL: ['--seed-symbol', 'CONFIG_OPT'],
    SEED_WITH: ['--seed-with', 'CONFIG_OPT'],
    REFINES: ['--refines', ''],
    TOP: ['--top', '3'],
    BY: ['--by', 'CONFIG_OPT'],
    TEST_METRIC: ['--test-metric', 'loss'],
    REPORTS: ['--reports', 'text page'],
  };
  for (const [name, args] of Object.entries(asked)) {
    const { isMade, text } = await report(sweep, ...args);
    assert.equal(isMade, true, name);
    assert.deepEqual(await report(sweep, ...args), { text, isMade: false }, name);
    assert.equal((await report(sweep)).isMade, true, `back from ${name}`);
  }
  const { columns } = process.stdout;
  t.after(() => Object.assign(process.stdout, { columns }));
  Object.assign(process.stdout, { columns: 47 });
  assert.equal((await report(sweep)).isMade, true);
});

test('what is kept counts only whole: of a line that was cut or changed nothing is believed', async (t) => {
  const { sweep } = twoSweeps(t);
  const { text } = await report(sweep);
  const path = join(sweep, REPORT_CACHE_NAME);
  const kept = readFileSync(path, 'utf8');
  for (const harmed of [
    '',
    kept.slice(0, -9),
    kept.replace('sweep_1', 'sweep_9'),
    kept.replace('"terminal":"', '"terminal":"X'),
    '{}\n',
    '\t\n',
    '[]\tnull\n',
  ]) {
    writeFileSync(path, harmed);
    settle(sweep);
    assert.deepEqual(await report(sweep), { text, isMade: true }, harmed.slice(0, 40));
    assert.equal((await report(sweep)).isMade, false);
  }
  rmSync(path);
  mkdirSync(path);
  assert.equal((await report(sweep)).text, text, 'where nothing can be kept');
});

test('a report that something changed for while it was made is not kept', (t) => {
  const { sweep } = twoSweeps(t);
  const log = join(folderAt(3), 'output.log');
  const lookedAt = [{ names: [log], folders: [''] }];
  const keeping = openReportKeeping(sweep, settingsFor({ METRIC: 'acc' }), 80);
  const made = { written: [], terminal: 'x', standing: null, lookedAt };
  keeping.begin();
  keeping.keep(made);
  assert.equal(keeping.known()?.terminal, 'x');
  keeping.begin();
  assert.equal(keeping.known(), undefined, 'what was kept is forgotten as soon as a report is begun');
  editUnseen(join(sweep, log), 'one', 'two');
  keeping.keep(made);
  assert.equal(keeping.known(), undefined);
  settle(sweep);
  keeping.begin();
  keeping.keep({ ...made, lookedAt: undefined });
  assert.equal(keeping.known(), undefined, 'of what another look may find more in nothing is kept');
});

/** All that the kept report says it was made of, from the folder above the sweep. */
function keptPaths(sweep: string): ReadonlySet<string> {
  const [line = ''] = readFileSync(join(sweep, REPORT_CACHE_NAME), 'utf8').split('\n');
  const { lookedAt } = JSON.parse(line.slice(line.indexOf('\t'))) as { readonly lookedAt: readonly SeenFiles[] }; // just written
  const paths = lookedAt.flatMap(({ names, folders }) =>
    folders.flatMap((f) => names.map((name) => join(sweep, f, name))),
  );
  const followed = paths.filter((path) => existsSync(path)).map((path) => realpathSync(path));
  const above = join(sweep, '..');
  return new Set([...paths, ...followed].map((path) => relative(above, path)));
}

/** What a report itself writes; and the sweep folder, whose run folders are looked at one by one. */
function isOfReport(path: string): boolean {
  const [, ...inner] = path.split('/');
  const name = inner.join('/');
  return (
    name === '' || /^\.(journal|metrics|report)-cache\.json/.test(name) || FILES.some((file) => name.startsWith(file))
  );
}

test('whatever a report looks at of a sweep is among what makes it anew', async (t) => {
  const box = sandbox(t, 'again');
  const { sweep } = twoSweeps(t);
  const golden = GOLDEN_NAMES.map((name) => join(box.dir, copyGolden(box, name)));
  settle(sweep);
  for (const folder of [sweep, ...golden]) {
    const seen = await readPaths(join(folder, '..'), async () => void (await report(folder)));
    const known = new Set(keptPaths(folder));
    assert.ok(known.size > 4, folder);
    const isOnTheWay = (path: string): boolean => [...known].some((one) => one.startsWith(`${path}/`));
    const unknown = seen.filter((path) => !known.has(path) && !isOnTheWay(path) && !isOfReport(path));
    assert.deepEqual(unknown, [], folder);
  }
});
