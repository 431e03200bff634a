// SPDX-License-Identifier: MIT
// Runs inside a locked room (locked-room.ts): makes sweep folders as somebody else might, and runs every command on them.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../scripts/lib/core/hash.ts';
import { sealed } from '../../scripts/lib/edge/journal/journal-seal.ts';
import { ROOM } from './locked-room.ts';
import { ROOT } from './sandbox.ts';
import { folderOf, type SyntheticRun, writeSyntheticSweep } from './synthetic-sweep.ts';

/** What is tried: how a folder is made hostile, and which commands run on it. */
export interface HostileCase {
  readonly name: string;
  make(sweep: HostileSweep): void;
  /** Each must end by itself and leave everything outside as it is; those of `refuses` must not do as if nothing were wrong. */
  readonly commands: readonly (keyof typeof COMMANDS)[];
  readonly refuses?: readonly (keyof typeof COMMANDS)[];
}

export interface HostileSweep {
  /** The sweep folder. */
  readonly dir: string;
  /** Another one, of the same runs, that lacks their results. */
  readonly other: string;
  /** Folder of the first run, which is done; and of the second, which is pending. */
  readonly done: string;
  readonly pending: string;
  /** Somebody's folder outside, and what it holds. */
  readonly victim: string;
}

const DONE: SyntheticRun = {
  values: { CONFIG_X: '1' },
  files: { 'training_metrics.json': { acc: 1 }, 'model.pt': 'x' },
};
const PENDING: SyntheticRun = { values: { CONFIG_X: '2' }, end: 'pending' };

/** Each command as a hostile folder may be given to it. */
export const COMMANDS = {
  status: (s: HostileSweep) => ['status', s.dir],
  report: (s: HostileSweep) => ['report', s.dir],
  logs: (s: HostileSweep) => ['logs', '1', '--folder', s.dir],
  diff: (s: HostileSweep) => ['diff', s.dir, s.other],
  prune: (s: HostileSweep) => ['prune', s.dir, '--keep', 'acc>5', '--apply'],
  checkpoints: (s: HostileSweep) => ['prune', s.dir, '--checkpoints', 'none', '--apply'],
  promote: (s: HostileSweep) => ['promote', s.dir, '--to', join(ROOM, 'promoted')],
  archive: (s: HostileSweep) => ['archive', s.dir, '--to', join(ROOM, 'archive.tar.gz')],
  'merge from': (s: HostileSweep) => ['merge', s.other, '--from', s.dir],
  'merge into': (s: HostileSweep) => ['merge', s.dir, '--from', s.other],
  resume: (s: HostileSweep) => ['run-test-matrix', '--resume', s.dir],
  cancel: (s: HostileSweep) => ['cancel', s.dir],
} as const;

const ALL = Object.keys(COMMANDS) as readonly (keyof typeof COMMANDS)[]; // keys of the table
const MOVING = ['prune', 'checkpoints', 'promote', 'merge from'] as const;

/** A thing in the place of a file that no reader may wait for, nor read without end. */
const KINDS: Readonly<Record<string, (path: string) => void>> = {
  'a pipe': (path) => execFileSync('mkfifo', [path]),
  'a folder': (path) => mkdirSync(path),
  'a device without end': (path) => symlinkSync('/dev/zero', path),
  'an empty object': (path) => writeFileSync(path, '{}\n'),
  null: (path) => writeFileSync(path, 'null\n'),
  'a huge file': (path) => {
    writeFileSync(path, '');
    truncateSync(path, 420 * 1024 * 1024);
  },
};

function put(path: string, make: (path: string) => void): void {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(join(path, '..'), { recursive: true });
  make(path);
}

const link = (to: string) => (path: string) => symlinkSync(to, path);

/** Gives a run another folder in the journal, with sums that are right: they are no signature. */
function rename(sweep: HostileSweep, from: string, to: string): void {
  const path = join(sweep.dir, 'journal.jsonl');
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const changed = lines.map((line) => {
    const { sum: _sum, ...event } = JSON.parse(line) as Record<string, unknown>;
    return sealed(JSON.stringify(event['folder'] === from ? { ...event, folder: to } : event));
  });
  writeFileSync(path, changed.join(''));
}

const CASES: readonly HostileCase[] = [
  ...['../victim', '/tmp/room/victim', 'a/../../victim', '.', ''].map(
    (folder): HostileCase => ({
      name: `a run whose folder is "${folder}"`,
      make: (sweep) => rename(sweep, sweep.done, folder),
      commands: ALL.filter((name) => name !== 'merge into'),
      refuses: ['status', 'report', 'logs', 'prune', 'promote', 'resume', 'merge from', 'cancel', 'archive'],
    }),
  ),
  ...['/tmp/room/victim', '/', '..'].flatMap((to): readonly HostileCase[] => [
    {
      name: `the folder of a done run is a link to ${to}`,
      make: (sweep) => put(join(sweep.dir, sweep.done), link(to)),
      commands: ALL,
      refuses: MOVING.filter((name) => name !== 'promote' || to === '/tmp/room/victim'),
    },
    {
      name: `the folder of a pending run is a link to ${to}`,
      make: (sweep) => put(join(sweep.dir, sweep.pending), link(to)),
      commands: ALL,
      refuses: ['resume'],
    },
    {
      name: `TO_BE_DELETED is a link to ${to}`,
      make: (sweep) => put(join(sweep.dir, 'TO_BE_DELETED'), link(to)),
      commands: ALL,
      refuses: ['prune', 'checkpoints'],
    },
    {
      name: `.attempts is a link to ${to}`,
      make: (sweep) => put(join(sweep.dir, '.attempts'), link(to)),
      commands: ALL,
      refuses: ['resume'],
    },
  ]),
  {
    name: 'the log of a run is a link to a file outside',
    make: (sweep) => put(join(sweep.dir, sweep.done, 'output.log'), link(join(sweep.victim, 'secret'))),
    commands: ['logs', 'report', 'promote', 'merge from'],
    refuses: ['logs'],
  },
  {
    name: 'the journal is a link to a file outside',
    make: (sweep) => put(join(sweep.dir, 'journal.jsonl'), link(join(sweep.victim, 'empty'))),
    commands: ALL,
    refuses: ['resume', 'merge into'],
  },
  {
    name: 'the configuration file is to be one outside',
    make: ({ dir }) => {
      const manifest = JSON.parse(readFileSync(join(dir, 'sweep.json'), 'utf8')) as object;
      writeFileSync(join(dir, 'sweep.json'), JSON.stringify({ ...manifest, configFile: '../../victim/x' }));
    },
    commands: ALL,
    refuses: ['resume', 'merge into'],
  },
  ...Object.entries(KINDS).flatMap(([what, make]) =>
    [
      'lock-1.json',
      'status.json',
      '.metrics-cache.json',
      '.report-cache.json',
      'sweep.json',
      'journal.jsonl',
      'RUN/training_metrics.json',
      'RUN/metrics.csv',
      'RUN/output.log',
      'RUN/attempts/1/claim',
      'RUN/attempts/1/outcome',
      '.attempts/RUN/1/claim',
    ].map(
      (name): HostileCase => ({
        name: `${name} is ${what}`,
        make: (sweep) => put(join(sweep.dir, name.replace('RUN', sweep.done)), make),
        commands: ['status', 'report', 'logs', 'resume'],
      }),
    ),
  ),
];

function writeRoom(): HostileSweep {
  const room = join(ROOM, 'room');
  for (const path of [room, join(ROOM, 'promoted'), join(ROOM, 'archive.tar.gz')])
    rmSync(path, { recursive: true, force: true });
  mkdirSync(join(room, 'victim', 'deep'), { recursive: true });
  for (const [name, text] of Object.entries({ secret: 'a secret\n', empty: '', 'deep/model.pt': 'x', 'plot.png': 'x' }))
    writeFileSync(join(room, 'victim', name), text);
  const rangeText = 'CONFIG_X=1|2\nSWEEP_METRIC=acc\nSWEEP_COMMAND=true\n';
  const dir = writeSyntheticSweep(join(room, 'hostile'), { runs: [DONE, PENDING], rangeText });
  const other = writeSyntheticSweep(join(room, 'other'), { runs: [{ ...DONE, end: 'pending' }, PENDING], rangeText });
  for (const folder of [dir, other]) {
    const path = join(folder, 'sweep.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as object;
    const more = { rangeFolder: folder, cwdBase: folder, configFile: 'config.txt', nameWidth: 3, command: 'true' };
    writeFileSync(path, JSON.stringify({ ...manifest, ...more, provenance: { git: null } }));
  }
  return { dir, other, done: folderOf(DONE, 1, 2), pending: folderOf(PENDING, 2, 2), victim: join(room, 'victim') };
}

/** Everything in a folder: names, kinds, what links say, and what files hold. */
function contentOf(folder: string): string {
  const lines = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => {
    const path = join(folder, name);
    const stat = lstatSync(path);
    if (stat.isSymbolicLink()) return `${name} -> ${readlinkSync(path)}`;
    return stat.isFile() ? `${name} ${sha256(readFileSync(path, 'latin1'))}` : `${name} ${stat.mode}`;
  });
  return lines.sort().join('\n');
}

/** Far above what a command takes: many may run beside this one. */
const LONGEST_MS = 180_000;
const SHOWN_BYTES = 100_000;

/** Runs one command on a hostile folder and returns what is wrong with how it went. */
function tryOne(one: HostileCase, name: keyof typeof COMMANDS): readonly string[] {
  const sweep = writeRoom();
  one.make(sweep);
  const before = contentOf(sweep.victim);
  const names = readdirSync(join(ROOM, 'room')).sort().join(' ');
  const [script = '', ...args] = COMMANDS[name](sweep);
  const ran = spawnSync(process.execPath, [join(ROOT, 'scripts', 'start.cjs'), script, ...args], {
    cwd: ROOM,
    timeout: LONGEST_MS,
    killSignal: 'SIGKILL',
    maxBuffer: 1 << 30, // logs prints a log, however long
  });
  const said = [ran.stdout, ran.stderr].map((bytes) => bytes.subarray(0, SHOWN_BYTES).toString()).join('');
  const wrong: string[] = [];
  if (ran.signal !== null) wrong.push(`did not end within ${LONGEST_MS} ms`);
  if (contentOf(sweep.victim) !== before) wrong.push('changed what lies outside');
  if (readdirSync(join(ROOM, 'room')).sort().join(' ') !== names) wrong.push('made or removed something outside');
  if (/internal error|\n\s+at /.test(said)) wrong.push('ended with a stack trace');
  if (/read-only file system/i.test(said)) wrong.push('tried to write outside of the room');
  if (one.refuses?.includes(name) === true && ran.status === 0) wrong.push('went on as if nothing were wrong');
  const copied = ['promoted', 'room/other', 'room/hostile/analysis.html'].map((path) => join(ROOM, path));
  for (const path of copied)
    if (existsSync(path) && spawnSync('grep', ['-rlq', 'a secret', path]).status === 0)
      wrong.push(`${path} has a file from outside`);
  return wrong.map((what) => `${one.name}: ${name}: ${what}\n${said.slice(0, 600)}`);
}

/** Every n-th of the cases, from one on; of those whose name has a text. */
const [part = 0, parts = 1] = process.argv.slice(2, 4).map(Number);
const only = process.argv[4] ?? '';
const all = CASES.flatMap((one) => one.commands.map((name) => ({ one, name })));
const tried = all.filter(({ one, name }, i) => i % parts === part && `${one.name}: ${name}`.includes(only));
const failures = tried.flatMap(({ one, name }) => tryOne(one, name));
process.stdout.write(`${JSON.stringify({ tried: tried.length, total: all.length, failures })}\n`);
