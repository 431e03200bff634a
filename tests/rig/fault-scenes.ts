// SPDX-License-Identifier: MIT
import { existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readJournal } from '../../scripts/lib/edge/journal/journal-file.ts';
import { openJournal } from '../../scripts/lib/edge/journal/journal-writer.ts';
import { foldEvents } from '../../scripts/lib/run/fold.ts';

/** A script with its arguments. */
export type Call = readonly [script: string, ...args: string[]];

/** Where a scene plays. */
export interface Stage {
  /** The folder whose writes fail. */
  readonly dir: string;
  /** Runs a script that must end with one of these codes (default 0 or 1). */
  call(call: Call, codes?: readonly number[]): Promise<void>;
}

/** Something people do that writes: what stands there before, the command, and how to go on after a fault. */
export interface Scene {
  readonly name: string;
  prepare(stage: Stage): Promise<void>;
  readonly command: Call;
  /** How to go on, told by what is there now. */
  again(dir: string): readonly Call[];
  /** How often each run must have begun in the end, by number; empty when nothing runs. */
  readonly begins: readonly number[];
  /** Files, relative to the folder, that must be there in the end. */
  readonly files?: readonly string[];
  /** Set where the programs' own output goes to a file in the folder. */
  readonly logsHere?: boolean;
}

const RESULTS = 'test_matrix_results';

/** Builtins only; every run marks its begin and its end outside of the folder, and run 3 fails. */
const JOB = [
  String.raw`printf 'begin %s\n' {{number}} >>"$MARKS"`,
  String.raw`if printf '{"acc": 0.%s}\n' {{CONFIG_I}} >{{out_dir}}/training_metrics.json; then code=0; else code=3; fi`,
  '[[ {{CONFIG_I}} != 3 ]] || code=1',
  'echo said',
  String.raw`printf 'end %s %s\n' {{number}} $code >>"$MARKS"`,
  'exit $code',
].join('; ');

/** Writes into its log until it is told to end. */
const SLEEPER = [
  String.raw`printf 'begin %s\n' {{number}} >>"$MARKS"`,
  String.raw`trap 'printf "end %s 143\n" "$SWEEP_NUMBER" >>"$MARKS"; exit 143' TERM`,
  'for ((i = 0; i < 1000; i++)); do echo "many words that fill a log, one line after the other, until somebody says stop"; read -rt 0.01 <> <(:); done',
].join('; ');

function writeRange(dir: string, values: string, command = JOB): void {
  writeFileSync(
    join(dir, 'sweep.range'),
    `SWEEP_COMMAND="${command.replace(/["\\]/g, '\\$&')}"\nSWEEP_METRIC="acc max"\nCONFIG_I=${values}\n`,
  );
}

const GENERATE: Call = ['generate-configs', 'sweep.range'];
const RUN: Call = ['run-test-matrix', '--parallel', '2', '--gpus', '-1'];
const RESUME: Call = ['run-test-matrix', '--resume-latest', '--parallel', '2', '--gpus', '-1'];

/** Names of the sweep folders, oldest first. */
export function sweepsIn(dir: string): readonly string[] {
  return existsSync(join(dir, RESULTS))
    ? readdirSync(join(dir, RESULTS))
        .filter((name) => name.startsWith('sweep_'))
        .sort()
    : [];
}

/** A sweep that did not come to be is begun anew, one that did is resumed. */
function resumeOr(command: Call, there: number, more: readonly string[] = []): (dir: string) => readonly Call[] {
  return (dir) => (sweepsIn(dir).length > there && isLatest(dir) ? [[...RESUME, ...more]] : [command, RESUME]);
}

/** A disk that fails for good may keep a new folder that no link names. */
function isLatest(dir: string): boolean {
  const link = join(dir, RESULTS, 'latest');
  return existsSync(link) && basename(realpathSync(link)) === sweepsIn(dir).at(-1);
}

async function generatedOf(stage: Stage, values: string, command = JOB): Promise<void> {
  writeRange(stage.dir, values, command);
  await stage.call(GENERATE, [0]);
}

// One function for all scenes that begin alike: what it makes is made once for all of them.
function generated(stage: Stage): Promise<void> {
  return generatedOf(stage, '1|2|3|4');
}

async function finished(stage: Stage): Promise<void> {
  await generated(stage);
  await stage.call(RUN, [1]);
}

/** Announces run 3 as a runner does that is killed right afterwards. */
function announce(dir: string): void {
  const path = join(dir, RESULTS, 'latest', 'journal.jsonl');
  const run = [...foldEvents(readJournal(path)).runs.values()].find((one) => one.number === 3);
  if (run === undefined) throw new Error('there is no run 3');
  const journal = openJournal(path);
  journal.append([{ kind: 'starting', t: Date.now(), run: run.run, attempt: 1, devices: [] }], true);
  journal.close();
}

/** Once sweep.json knows the longer range file, plain resume does the rest. */
function isExtended(dir: string): boolean {
  const manifest = JSON.parse(readFileSync(join(dir, RESULTS, 'latest', 'sweep.json'), 'utf8')) as {
    readonly count: number;
  };
  return manifest.count === 4;
}

const REPORTS = [
  'sweep_summary.json',
  'sweep_summary.csv',
  'sweep_summary.md',
  'sweep_analysis.txt',
  'analysis.html',
].map((name) => `${RESULTS}/latest/${name}`);

/** All there is that writes. */
export const SCENES: readonly Scene[] = [
  {
    name: 'generate',
    prepare: (stage) => Promise.resolve(writeRange(stage.dir, '1|2|3|4')),
    command: GENERATE,
    again: () => [GENERATE],
    begins: [],
    files: ['sweep_configs/sweep.json', 'sweep_configs/config_004'],
  },
  {
    name: 'generate over an older sweep',
    prepare: async (stage) => {
      await generatedOf(stage, '1|2|5|6|7');
      writeRange(stage.dir, '1|2|3|4');
    },
    command: GENERATE,
    again: () => [GENERATE],
    begins: [],
    files: ['sweep_configs/sweep.json', 'sweep_configs/config_004'],
  },
  {
    name: 'run',
    prepare: generated,
    command: RUN,
    again: resumeOr(RUN, 0),
    begins: [1, 1, 1, 1],
    files: REPORTS,
  },
  {
    name: 'run with its output on the same disk',
    prepare: generated,
    command: RUN,
    again: resumeOr(RUN, 0),
    begins: [1, 1, 1, 1],
    files: REPORTS,
    logsHere: true,
  },
  {
    name: 'resume',
    prepare: async (stage) => {
      await generated(stage);
      await stage.call([...RUN, '--max-runs', '2', '--parallel', '1'], [0]);
      announce(stage.dir);
    },
    command: RESUME,
    again: () => [RESUME],
    begins: [1, 1, 1, 1],
    files: REPORTS,
  },
  {
    name: 'extend',
    prepare: async (stage) => {
      await generatedOf(stage, '1|2');
      await stage.call(RUN, [0]);
      writeRange(stage.dir, '1|2|3|4');
    },
    command: [...RESUME, '--range-config', 'sweep.range'],
    again: (dir) => [isExtended(dir) ? RESUME : [...RESUME, '--range-config', 'sweep.range']],
    begins: [1, 1, 1, 1],
    files: REPORTS,
  },
  {
    name: 'retry',
    prepare: finished,
    command: [...RESUME, '--rerun', '2'],
    again: (dir) => [
      readFileSync(join(dir, '..', 'marks'), 'utf8').split('begin 2\n').length > 2
        ? RESUME
        : [...RESUME, '--rerun', '2'],
    ],
    begins: [1, 2, 1, 1],
    files: REPORTS,
  },
  {
    name: 'time limit and log limit',
    prepare: (stage) => generatedOf(stage, '1', SLEEPER),
    command: [...RUN, '--timeout', '1s', '--log-limit', '2kB', '--grace', '1s'],
    again: resumeOr([...RUN, '--timeout', '1s', '--log-limit', '2kB', '--grace', '1s'], 0),
    begins: [1],
    files: REPORTS,
  },
  {
    name: 'reuse',
    prepare: finished,
    command: [...RUN, '--reuse'],
    again: resumeOr([...RUN, '--reuse'], 1, ['--reuse']),
    begins: [1, 1, 2, 1],
    files: REPORTS,
  },
  {
    name: 'merge',
    prepare: async (stage) => {
      await generated(stage);
      await stage.call([...RUN, '--shard', '2/2', '--output-dir', 'other'], [0, 1]);
      await stage.call([...RUN, '--shard', '1/2'], [0, 1]);
    },
    command: ['merge', '--from', 'other/latest'],
    again: () => [['merge', '--from', 'other/latest'], RESUME],
    begins: [1, 1, 1, 1],
    files: REPORTS,
  },
  {
    name: 'report',
    prepare: finished,
    command: ['report', '--top', '1'],
    again: () => [['report', '--top', '1']],
    begins: [1, 1, 1, 1],
    files: REPORTS,
  },
  {
    name: 'status',
    prepare: finished,
    command: ['status'],
    again: () => [['status']],
    begins: [1, 1, 1, 1],
    files: REPORTS,
  },
  {
    name: 'archive',
    prepare: finished,
    command: ['archive', '--to', 'kept.tar.gz'],
    again: (dir) => (existsSync(join(dir, 'kept.tar.gz')) ? [] : [['archive', '--to', 'kept.tar.gz']]),
    begins: [1, 1, 1, 1],
    files: ['kept.tar.gz'],
  },
  {
    name: 'prune',
    prepare: finished,
    command: ['prune', '--keep', 'acc>0.15', '--apply'],
    again: () => [['prune', '--keep', 'acc>0.15', '--apply']],
    begins: [1, 1, 1, 1],
    files: [`${RESULTS}/latest/TO_BE_DELETED`],
  },
  {
    name: 'promote',
    prepare: finished,
    command: ['promote', '--to', 'best', '--top', '2'],
    again: (dir) => (existsSync(join(dir, 'best', 'README.md')) ? [] : [['promote', '--to', 'best', '--top', '2']]),
    begins: [1, 1, 1, 1],
    files: ['best/README.md', 'best/config_004/training_metrics.json', 'best/config_002/config.txt'],
  },
  {
    name: 'clean',
    prepare: generated,
    command: ['clean'],
    again: () => [['clean'], GENERATE],
    begins: [],
    files: ['sweep_configs/config_004'],
  },
];
