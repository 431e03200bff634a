// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import fs, { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { openBoundedLog } from '../../../scripts/lib/edge/run-folder/log-limit.ts';

function logPath(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'ksweep-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return join(folder, 'output.log');
}

test('a log over its limit keeps its begin and its end, and says how much went, over all cuts', (t) => {
  const path = logPath(t);
  const log = openBoundedLog(path, 1000);
  writeFileSync(path, `BEGIN${'x'.repeat(3000)}MIDDLE`);
  log.look(0);
  assert.ok(statSync(path).size <= 1000);
  assert.match(
    readFileSync(path, 'utf8'),
    /^BEGINx+\n\[\.\.\. 2261 bytes left out by SWEEP_LOG_LIMIT \.\.\.\]\nx+MIDDLE$/,
  );
  appendFileSync(path, `${'y'.repeat(2000)}END`);
  log.look(100);
  const text = readFileSync(path, 'utf8');
  assert.match(text, /^BEGINx+\n\[\.\.\. \d+ bytes left out by SWEEP_LOG_LIMIT \.\.\.\]\ny+END$/);
  assert.ok(Number(/\d+ bytes/.exec(text)?.[0].split(' ')[0]) > 4000);
});

test('what the job writes while its end is read is kept', (t) => {
  const path = logPath(t);
  const log = openBoundedLog(path, 1000);
  writeFileSync(path, `BEGIN${'x'.repeat(3000)}`);
  const real = fs.readSync;
  const words = ['and ', 'THE END'];
  const reading = t.mock.method(fs, 'readSync', (...args: Parameters<typeof real>) => {
    const length = real(...args);
    appendFileSync(path, words.shift() ?? '');
    return length;
  });
  syncBuiltinESMExports();
  t.after(() => {
    reading.mock.restore();
    syncBuiltinESMExports();
  });
  log.look(0);
  assert.deepEqual(words, [], 'the job wrote while it was read');
  const text = readFileSync(path, 'utf8');
  assert.match(text, /^BEGINx+\n\[\.\.\. 2266 bytes left out by SWEEP_LOG_LIMIT \.\.\.\]\nx+and THE END$/);
  assert.ok(text.length <= 1000);
});

test('the faster a log grows, the sooner it is looked at', (t) => {
  const path = logPath(t);
  const log = openBoundedLog(path, 100_000);
  writeFileSync(path, '');
  log.look(1000);
  assert.equal(log.dueAtMs, 1050, 'nothing is known of its pace');
  appendFileSync(path, 'x'.repeat(50));
  log.look(1050);
  assert.equal(log.dueAtMs, 1100, 'a slow one');
  appendFileSync(path, 'x'.repeat(50_000));
  log.look(1100);
  assert.ok(log.dueAtMs > 1110 && log.dueAtMs < 1130, `a byte a microsecond fills the rest in 50 ms: ${log.dueAtMs}`);
  appendFileSync(path, 'x'.repeat(1_000_000));
  log.look(1110);
  assert.equal(log.dueAtMs, 1120, 'never more often than each 10 ms');
});

test('a limit of many gigabytes needs no memory of that size', (t) => {
  const path = logPath(t);
  writeFileSync(path, 'BEGIN');
  truncateSync(path, 41 * 2 ** 30); // a hole
  appendFileSync(path, 'END');
  const before = process.memoryUsage().rss;
  openBoundedLog(path, 20 * 2 ** 30).look(0);
  assert.ok(statSync(path).size < 20 * 2 ** 30);
  assert.ok(process.memoryUsage().rss - before < 100 * 2 ** 20);
});

test('a log that is not there is looked at again', (t) => {
  const log = openBoundedLog(logPath(t), 10);
  log.look(5);
  assert.equal(log.dueAtMs, 55);
});
