// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { readLock, takeLock } from '../../../scripts/lib/edge/holding/lock-file.ts';
import { bootId, processStart } from '../../../scripts/lib/edge/holding/process.ts';
import type { UsageError } from '../../../scripts/lib/core/diagnostic.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ksweep-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const take = (force = false): ReturnType<typeof takeLock> =>
  takeLock(folder, { nowMs: Date.UTC(2026, 0, 2, 3, 4, 5), force });

function lockOf(owner: object): void {
  writeFileSync(
    join(folder, 'lock-4.json'),
    `${JSON.stringify({ pid: 1, start: '1', boot: bootId(), host: hostname(), since: Date.UTC(2026, 0, 2, 3, 4, 5), ...owner })}\n`,
  );
}

test('a lock is held until it is released', () => {
  const lock = take();
  assert.equal(readLock(folder)?.isHeld, true);
  lock.release();
  assert.equal(readLock(folder)?.isHeld, false);
  take().release();
});

test('a living holder is named: process, host, since when', async () => {
  const other = spawn('sleep', ['60']);
  await once(other, 'spawn');
  lockOf({ pid: other.pid, start: processStart(other.pid ?? 0) });
  assert.throws(take, new RegExp(`process ${other.pid} \\(host ${hostname()}\\), since 2026-01-02 03:04:05 UTC`));
  other.kill('SIGKILL');
  await once(other, 'exit');
  take().release();
});

test('a copy of a folder that somebody works on says so, and a moved folder is the same', async () => {
  const other = spawn('sleep', ['60']);
  await once(other, 'spawn');
  const [copy, moved] = [`${folder}-copy`, `${folder}-moved`];
  try {
    lockOf({
      pid: other.pid,
      start: processStart(other.pid ?? 0),
      folder: { inode: String(statSync(folder).ino), path: realpathSync(folder) },
    });
    cpSync(folder, copy, { recursive: true });
    assert.throws(
      () => takeLock(copy, { nowMs: 0, force: false }),
      /this folder is a copy of one that a runner works on \(process \d+, host .*\): what it runs writes there/,
    );
    assert.deepEqual([readLock(copy)?.isCopied, readLock(folder)?.isCopied], [true, false]);
    renameSync(folder, moved);
    assert.deepEqual([readLock(moved)?.isHeld, readLock(moved)?.isCopied], [true, false]);
    renameSync(moved, folder);
    lockOf({ pid: other.pid, start: processStart(other.pid ?? 0), folder: { inode: '1', path: realpathSync(folder) } });
    assert.equal(readLock(folder)?.isCopied, false, 'a file system may make inodes up');
  } finally {
    other.kill('SIGKILL');
    await once(other, 'exit');
    for (const one of [copy, moved]) rmSync(one, { recursive: true, force: true });
  }
});

test('a holder that died is replaced, and so is one whose pid means another process now', () => {
  lockOf({ pid: 1, start: '999999999999' });
  take().release();
  assert.deepEqual(readdirSync(folder), ['lock-5.json'], 'numbers only grow, older ones go');
});

test('a holder from before a reboot is replaced', () => {
  lockOf({ pid: process.pid, start: processStart(process.pid), boot: '00000000-0000-0000-0000-000000000000' });
  take().release();
});

test('a lock of another machine counts while its heartbeat is young, unless it is taken by force', () => {
  lockOf({ host: 'elsewhere', pid: 4242 });
  assert.throws(take, /process 4242 on elsewhere/);
  take(true).release();
  lockOf({ host: 'elsewhere' });
  rmSync(join(folder, 'lock-5.json'), { force: true });
  const old = new Date(Date.now() - 121_000);
  utimesSync(join(folder, 'lock-4.json'), old, old);
  take().release();
});

test('so does one of another container with the same host name: its pid means nothing here', () => {
  lockOf({ pid: process.pid, start: 'another', space: 'pid:[1]' });
  assert.throws(
    take,
    (error: UsageError) =>
      /process \d+ \(host/.test(error.message) && /that container is gone, TAKE_LOCK=1/.test(error.hint ?? ''),
  );
  take(true).release();
});

test('of many that find a stale lock at once exactly one gets it', async () => {
  lockOf({ pid: 1, start: 'gone' });
  const program = `
    import { takeLock } from ${JSON.stringify(new URL('../../../scripts/lib/edge/holding/lock-file.ts', import.meta.url).href)};
    process.stdout.write('ready\\n');
    process.stdin.once('data', () => {
      try { takeLock(${JSON.stringify(folder)}, { nowMs: 0, force: false }); process.stdout.write('mine\\n'); }
      catch { process.stdout.write('refused\\n'); }
    });`;
  const takers = Array.from({ length: 5 }, () =>
    spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  const answers = takers.map((taker) => {
    let text = '';
    taker.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
    return { seen: (word: string) => text.includes(word), taker };
  });
  const until = async (isThere: () => boolean): Promise<void> => {
    while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  await until(() => answers.every((a) => a.seen('ready')));
  for (const { taker } of answers) taker.stdin.write('go\n');
  await until(() => answers.every((a) => a.seen('mine') || a.seen('refused'))); // all still live: nobody's lock is stale meanwhile
  assert.equal(answers.filter((a) => a.seen('mine')).length, 1);
  for (const { taker } of answers) taker.kill('SIGKILL');
});

test('what is no lock is as if it were not there, and that is said', () => {
  for (const text of [
    '',
    '{}',
    'null',
    '[]',
    '{"pid":1}',
    `{"pid":0,"start":"1","boot":"b","host":"elsewhere","since":1}`,
    `{"pid":1.5,"start":"1","boot":"b","host":"elsewhere","since":1}`,
    `{"pid":1,"start":1,"boot":"b","host":"elsewhere","since":1}`,
    `{"pid":1,"start":"1","boot":"b","host":"elsewhere","since":"x"}`,
    `{"pid":1,"start":"1","boot":"b","host":"elsewhere","since":1,"folder":7}`,
  ]) {
    writeFileSync(join(folder, 'lock-4.json'), text);
    assert.equal(readLock(folder), undefined, text);
    const lock = take();
    assert.match(lock.found ?? '', /^lock-4\.json is no lock/, text);
    lock.release();
    rmSync(join(folder, 'lock-5.json'));
  }
  writeFileSync(join(folder, 'lock-99999999999999999999999.json'), '{}'); // no number that could grow
  const lock = take();
  assert.equal(lock.found, undefined);
  lock.release();
});

for (const hours of [-1, 1])
  test(`a machine whose clock is ${hours} h off its file server's keeps its lock, and takes no other for alive or dead`, (t) => {
    t.mock.timers.enable({ apis: ['setInterval', 'Date'], now: Date.now() + hours * 3_600_000 });
    const serverNowMs = (): number => {
      writeFileSync(join(folder, 'now'), '');
      return statSync(join(folder, 'now')).mtimeMs;
    };
    const lock = take();
    const text = readFileSync(join(folder, 'lock-1.json'), 'utf8');
    const old = new Date(serverNowMs() - 119_000);
    utimesSync(join(folder, 'lock-1.json'), old, old);
    t.mock.timers.tick(30_000);
    const age = serverNowMs() - statSync(join(folder, 'lock-1.json')).mtimeMs;
    assert.ok(age >= 0 && age < 30_000, `its heartbeat is ${age / 1000} s old by the server's clock`);
    assert.equal(readFileSync(join(folder, 'lock-1.json'), 'utf8'), text);
    lock.release();
    lockOf({ host: 'elsewhere' });
    assert.equal(readLock(folder)?.isHeld, true, 'just written');
    const stale = new Date(serverNowMs() - 121_000);
    utimesSync(join(folder, 'lock-4.json'), stale, stale);
    assert.equal(readLock(folder)?.isHeld, false, 'no heartbeat for two minutes');
  });

test('who was taken for dead and comes back can know it, and leaves the new lock alone', () => {
  const asleep = take();
  assert.equal(asleep.isHeld(), true);
  lockOf({ host: 'elsewhere' });
  rmSync(join(folder, 'lock-1.json'));
  assert.equal(asleep.isHeld(), false);
  asleep.release();
  assert.deepEqual(readdirSync(folder), ['lock-4.json']);
});
