// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { spawn, spawnSync } from 'node:child_process';
import { bootId, processStart } from '../../../scripts/lib/edge/holding/process.ts';
import { ownerOf } from '../../../scripts/lib/exec/gpu/fleet.ts';
import { openReservations } from '../../../scripts/lib/exec/gpu/reservations.ts';

const NOW = { atMs: 0, upMs: 10 };
const UID = process.getuid?.() ?? 0;

function room(t: TestContext): { root: string; folder: string; put(name: string, text: string): string } {
  const root = mkdtempSync(join(tmpdir(), 'ksweep-room-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const folder = join(root, `ksweep-gpus-${UID}`);
  return {
    root,
    folder,
    put: (name, text) => {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    },
  };
}

function refuse(text: string): never {
  throw new Error(`unexpected warning: ${text}`);
}

/** What another runner would have written. */
function entry(over: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    ksweep: 1,
    pid: process.pid,
    start: processStart(process.pid),
    boot: bootId(),
    space: '',
    at: 1,
    runs: [{ cards: ['GPU-1'], reservedBytes: 100, usedBytes: 30, startedAtMs: 7 }],
    ...over,
  });
}

function ownSpace(): string {
  return spawnSync('readlink', ['/proc/self/ns/pid'], { encoding: 'utf8' }).stdout.trim();
}

test('a living sweep is seen by what it has reserved and does not use yet', (t) => {
  const { root, put } = room(t);
  const mine = openReservations(root, refuse);
  put('1-1.json', entry({ space: ownSpace() }));
  assert.deepEqual([...mine.others(NOW)], [['GPU-1', { promisedBytes: 70, runs: 1, lastStartMs: 7 }]]);
  mine.publish([{ cards: ['GPU-1'], reservedBytes: 5, usedBytes: 0, startedAtMs: 0 }], 0);
  assert.equal(mine.others(NOW).get('GPU-1')?.runs, 1, 'its own reservations are not those of others');
});

test('a start in the future is of another clock, and nobody waits for it', (t) => {
  const { root, put } = room(t);
  put('1-1.json', entry({ space: ownSpace() }));
  const others = openReservations(root, refuse).others({ ...NOW, upMs: 6 });
  assert.deepEqual(others.get('GPU-1'), { promisedBytes: 70, runs: 1, lastStartMs: null });
});

test('a whole card reserved means nothing is left', (t) => {
  const { root, put } = room(t);
  put(
    '1-1.json',
    entry({ space: ownSpace(), runs: [{ cards: ['GPU-1'], reservedBytes: null, usedBytes: 30, startedAtMs: 7 }] }),
  );
  assert.equal(openReservations(root, refuse).others(NOW).get('GPU-1')?.promisedBytes, Infinity);
});

test('what a dead sweep left is dropped: another start time, another boot, no process', (t) => {
  const { root, put, folder } = room(t);
  put('1-1.json', entry({ space: ownSpace(), start: '1' }));
  put('2-1.json', entry({ space: ownSpace(), pid: 4_194_303, start: '1' }));
  assert.deepEqual([...openReservations(root, refuse).others(NOW)], []);
  assert.deepEqual(readdirSync(folder), [], 'and taken away');
});

test('one whose process cannot be seen from here counts while its file is fresh', (t) => {
  const { root, put } = room(t);
  const path = put('1-1.json', entry({ space: 'pid:[1]' }));
  const mine = openReservations(root, refuse);
  utimesSync(path, 1000, 1000);
  assert.equal(mine.others({ ...NOW, atMs: 1000_000 + 119_000 }).size, 1);
  assert.equal(mine.others({ ...NOW, atMs: 1000_000 + 121_000 }).size, 0);
});

test('links, folders, pipes and odd names are nothing to go by', (t) => {
  const { root, put, folder } = room(t);
  const real = put('real', entry({ space: ownSpace() }));
  symlinkSync(real, join(folder, '1-1.json'));
  mkdirSync(join(folder, '2-1.json'));
  spawnSync('mkfifo', [join(folder, '3-1.json')]);
  put('x.json', entry({ space: ownSpace() }));
  put('4-1.json', 'x'.repeat((1 << 20) + 1));
  assert.equal(openReservations(root, refuse).others(NOW).size, 0);
});

test('a folder that others may write, or that is a link, is not used, and that is told', (t) => {
  for (const spoil of ['mode', 'link'] as const) {
    const { root, folder } = room(t);
    if (spoil === 'mode') {
      mkdirSync(folder);
      chmodSync(folder, 0o777);
    } else symlinkSync(tmpdir(), folder);
    const warnings: string[] = [];
    const mine = openReservations(root, (text) => warnings.push(text));
    mine.publish([], 0);
    assert.equal(warnings.length, 1, spoil);
    assert.equal(existsSync(join(folder, `${process.pid}-${processStart(process.pid)}.json`)), false);
  }
});

test('closing takes the own file away', (t) => {
  const { root, folder } = room(t);
  const mine = openReservations(root, refuse);
  mine.publish([], 0);
  assert.equal(readdirSync(folder).length, 1);
  mine.close();
  assert.deepEqual(readdirSync(folder), []);
});

test('a process belongs to a run by its group, by its mark when it left the group, by its parents; others to nobody', async (t) => {
  const owners = (group: number): Parameters<typeof ownerOf>[1] => [
    { run: 'a', group, attemptDir: '/sweep/a/attempts/1' },
  ];
  // A shell in a group of its own with a child, and one that has left the group but carries the mark.
  const child = spawn(
    'bash',
    [
      '-c',
      'sleep 60 & echo $!; SWEEP_ATTEMPT_DIR=/sweep/a/attempts/1 setsid sleep 60 & echo $!; setsid bash -c "sleep 60 & echo \\$!; wait" & wait',
    ],
    { detached: true, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const pids = await new Promise<number[]>((resolve) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.split('\n').length > 3) resolve(text.trim().split('\n').map(Number));
    });
  });
  const [inGroup = 0, marked = 0, grandchild = 0] = pids;
  t.after(() => {
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    for (const pid of [marked, grandchild]) process.kill(pid, 'SIGKILL');
  });
  // The mark is there once setsid has become sleep.
  while (ownerOf(marked, [{ run: 'a', group: null, attemptDir: '/sweep/a/attempts/1' }]) === null) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  const group = child.pid ?? 0;
  assert.equal(ownerOf(inGroup, owners(group)), 'a');
  assert.equal(ownerOf(marked, owners(-5)), 'a');
  assert.equal(ownerOf(grandchild, owners(group)), 'a', 'it left the group, its grandparent did not');
  assert.equal(ownerOf(process.pid, owners(group)), null);
  assert.equal(ownerOf(4_194_303, owners(group)), null);
});
