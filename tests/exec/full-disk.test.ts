// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { RunReporter } from '../../scripts/lib/exec/engine/reporter.ts';
import { JOURNAL_NAME, readJournal } from '../../scripts/lib/edge/journal/journal-file.ts';
import { openJournal } from '../../scripts/lib/edge/journal/journal-writer.ts';
import { SILENT_REPORTER } from '../../scripts/lib/exec/engine/reporter.ts';
import { createStopRequest } from '../../scripts/lib/exec/engine/stop-request.ts';
import { needs } from '../rig/needs.ts';
import { type RigSweep, rigBringUp } from '../rig/sweep-rig.ts';

const folder = mkdtempSync(join(tmpdir(), 'ksweep-full-'));
const mounts: string[] = [];
after(() => {
  for (const mount of mounts) spawnSync('umount', ['-l', mount]);
  rmSync(folder, { recursive: true, force: true });
});

function smallDisk(name: string, options: string): string {
  const mount = join(folder, name);
  mkdirSync(mount);
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', mount], { stdio: 'ignore' });
  mounts.push(mount);
  return mount;
}

/** Marks outside the small disk count what really ran. */
function sweepOn(disk: string, name: string, count: number): { sweep: RigSweep; begun: () => number[] } {
  const marks = join(folder, `${name}-marks`);
  writeFileSync(marks, '');
  const runs = Array.from({ length: count }, (_, i) => ({ CONFIG_I: String(i) }));
  const command = `echo $SWEEP_NUMBER >>${marks}; read -rt 0.01 <> <(:); true`;
  const sweep = {
    sweepDir: join(disk, 'sweep'),
    command,
    runs,
    cwd: folder,
    settings: { PARALLEL: '2', MAX_FAILURES: '0' },
  };
  const begun = (): number[] =>
    readFileSync(marks, 'utf8')
      .split('\n')
      .filter((l) => l !== '')
      .map(Number)
      .sort((a, b) => a - b);
  return { sweep, begun };
}

const ALL = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

/** Fills the disk when the first run ends, and frees it once the runner has said that it waits. */
function fillAndFree(fill: () => void, free: () => void, said: string[]): RunReporter {
  let filled = false;
  return {
    ...SILENT_REPORTER,
    ended: () => {
      if (!filled) fill();
      filled = true;
    },
    note: (text) => {
      said.push(text);
      if (text.includes('disk is full')) free();
    },
  };
}

test('a full disk is waited for: nothing is lost and nothing runs twice', async (t) => {
  if (!needs(t, 'tmpfs')) return;
  const disk = smallDisk('space', 'size=400k');
  const { sweep, begun } = sweepOn(disk, 'space', 12);
  const said: string[] = [];
  const ballast = join(disk, 'ballast');
  const fill = (): void => void spawnSync('bash', ['-c', `cat /dev/zero >'${ballast}'`], { stdio: 'ignore' });
  const result = await rigBringUp(sweep, { reporter: fillAndFree(fill, () => rmSync(ballast), said) });
  assert.equal(result.why, 'complete');
  assert.deepEqual(begun(), ALL(12), 'each run began once');
  assert.deepEqual(
    [...result.state.runs.values()].map((r) => r.status),
    ALL(12).map(() => 'done'),
  );
  assert.match(said.join('\n'), /the disk is full .*nothing is started until there is room/);
  assert.match(said.join('\n'), /there is room on the disk again/);
});

test('a runner that waits for room ends when it is asked to stop at once, and what it could not write runs again', async (t) => {
  if (!needs(t, 'tmpfs')) return;
  const disk = smallDisk('stop', 'size=400k');
  const { sweep } = sweepOn(disk, 'stop', 6);
  const ballast = join(disk, 'ballast');
  const stop = createStopRequest();
  let filled = false;
  const reporter: RunReporter = {
    ...SILENT_REPORTER,
    ended: () => {
      if (!filled) spawnSync('bash', ['-c', `cat /dev/zero >'${ballast}'`], { stdio: 'ignore' });
      filled = true;
    },
    note: (text) => {
      if (text.includes('disk is full') || text.includes('no room')) stop.raise(2, 'interrupted', 'interrupted');
    },
  };
  const { why } = await rigBringUp(sweep, { reporter, stop });
  assert.equal(why, 'interrupted');
  rmSync(ballast);
  const resumed = await rigBringUp(sweep);
  assert.deepEqual(
    [...resumed.state.runs.values()].map((r) => r.status),
    ALL(6).map(() => 'done'),
  );
});

test('a full inode table is waited for', async (t) => {
  if (!needs(t, 'tmpfs')) return;
  const disk = smallDisk('inodes', 'size=4m,nr_inodes=200');
  const { sweep, begun } = sweepOn(disk, 'inodes', 8);
  const said: string[] = [];
  const ballast = join(disk, 'ballast');
  const fill = (): void => {
    mkdirSync(ballast);
    try {
      for (let i = 0; ; i += 1) writeFileSync(join(ballast, String(i)), '');
    } catch {
      // full
    }
  };
  const result = await rigBringUp(sweep, {
    reporter: fillAndFree(fill, () => rmSync(ballast, { recursive: true }), said),
  });
  assert.equal(result.why, 'complete');
  assert.deepEqual(begun(), ALL(8), 'each run began once');
  assert.deepEqual([...new Set([...result.state.runs.values()].map((r) => r.status))], ['done']);
});

test('a disk that is full from the start is a clear error, and a later call goes on', async (t) => {
  if (!needs(t, 'tmpfs')) return;
  const disk = smallDisk('start', 'size=64k');
  const { sweep, begun } = sweepOn(disk, 'start', 40);
  await assert.rejects(rigBringUp(sweep), /cannot be (written|locked|used).*no space left/);
  execFileSync('mount', ['-o', 'remount,size=4m', disk]);
  const result = await rigBringUp(sweep);
  assert.equal(result.why, 'complete');
  assert.deepEqual(begun(), ALL(40));
});

test('a read-only folder is a clear error', async (t) => {
  if (!needs(t, 'tmpfs')) return;
  const disk = smallDisk('readonly', 'size=4m');
  const { sweep } = sweepOn(disk, 'readonly', 2);
  mkdirSync(sweep.sweepDir);
  execFileSync('mount', ['-o', 'remount,ro', disk]);
  await assert.rejects(rigBringUp(sweep), /read-only/);
  assert.deepEqual(readdirSync(sweep.sweepDir), []);
});

test('an error at any write to the journal leaves it whole: the events are there or they are not', async () => {
  // /dev/full-like failures at the n-th write, by a journal that refuses: what the loop must live with.
  for (let failing = 1; failing <= 12; failing += 1) {
    const { sweep, begun } = sweepOn(folder, `fail-${failing}`, 3);
    const one = { ...sweep, sweepDir: join(folder, `fail-${failing}`) };
    let writes = 0;
    const attempt = rigBringUp(one, {
      wrapJournal: (journal) => ({
        ...journal,
        append: (events, sync) => {
          writes += 1;
          if (writes === failing) throw Object.assign(new Error('EIO: i/o error, write'), { code: 'EIO' });
          journal.append(events, sync);
        },
      }),
    });
    await attempt.then(
      () => undefined,
      (error: unknown) => assert.match(String(error), /EIO/),
    );
    await new Promise((resolve) => setTimeout(resolve, 0));
    const result = await rigBringUp(one);
    assert.equal(result.why, 'complete');
    assert.deepEqual(begun(), ALL(3), `failing at write ${failing}`);
    openJournal(join(one.sweepDir, JOURNAL_NAME)).close();
    assert.ok([...readJournal(join(one.sweepDir, JOURNAL_NAME))].length > 0);
  }
});
