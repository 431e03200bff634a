// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { UsageError } from '../../../scripts/lib/core/diagnostic.ts';
import type { ConfigId, RunId } from '../../../scripts/lib/core/hash.ts';
import { foldJournal, readJournal } from '../../../scripts/lib/edge/journal/journal-file.ts';
import { openJournal } from '../../../scripts/lib/edge/journal/journal-writer.ts';
import type { Event } from '../../../scripts/lib/run/event.ts';
import { foldEvents } from '../../../scripts/lib/run/fold.ts';
import { outcomeOf } from '../../../scripts/lib/run/outcome-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'ksweep-journal-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'journal.jsonl');

const run = (n: number): RunId => String(n).repeat(64) as RunId; // ids are only compared
const outcome = outcomeOf({ exit: 0, startedAtMs: 2, endedAtMs: 5, host: 'h', devices: [], cause: null });
const EVENTS: readonly Event[] = [
  { kind: 'opened', t: 1, host: 'h', pid: 5, command: 'make "ünï" 😀' },
  {
    kind: 'added',
    t: 1,
    run: run(1),
    config: run(1) as unknown as ConfigId,
    number: 1,
    folder: 'config_001_x',
    values: [{ name: 'A', value: { kind: 'text', text: 'a\nb' } }],
    swept: ['A'],
  },
  {
    kind: 'added',
    t: 1,
    run: run(2),
    config: run(2) as unknown as ConfigId,
    number: 2,
    folder: 'config_002_x',
    values: [],
    swept: [],
  },
  { kind: 'starting', t: 2, run: run(1), attempt: 1, devices: ['0'] },
  { kind: 'started', t: 3, run: run(1), attempt: 1, host: 'h', pid: 77 },
  { kind: 'ended', t: 5, run: run(1), attempt: 1, outcome },
  { kind: 'retired', t: 6, run: run(2) },
  { kind: 'closed', t: 7, why: 'complete', text: 'all runs have ended' },
];

function written(): Buffer {
  rmSync(path, { force: true });
  const journal = openJournal(path);
  journal.append(EVENTS, true);
  journal.close();
  return readFileSync(path);
}

test('what is appended is read back, over several openings', () => {
  rmSync(path, { force: true });
  for (const event of EVENTS) {
    const journal = openJournal(path);
    journal.append([event], false);
    journal.close();
  }
  assert.deepEqual([...readJournal(path)], EVENTS);
});

test('cut at every byte, the journal folds to the state of its whole lines, before and after a writer opened it', () => {
  const bytes = written();
  const lineEnds = [...bytes.entries()].filter(([, byte]) => byte === 0x0a).map(([i]) => i + 1);
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    writeFileSync(path, bytes.subarray(0, cut));
    const whole = Math.max(0, lineEnds.filter((end) => end <= cut).length - 1); // without the header
    const expected = JSON.stringify(foldEvents(EVENTS.slice(0, whole)), mapsToo);
    assert.equal(JSON.stringify(foldEvents(readJournal(path)), mapsToo), expected, `read, cut at ${cut}`);
    openJournal(path).close();
    assert.deepEqual([...readJournal(path)], EVENTS.slice(0, whole), `opened, cut at ${cut}`);
  }
});

test('the bytes that are told are those the events were read from, whatever the file holds by then', () => {
  const bytes = written();
  writeFileSync(path, Buffer.concat([bytes, Buffer.from('{"torn":')]));
  const seen: Buffer[] = [];
  const events = readJournal(path, undefined, (lines) => seen.push(Buffer.from(lines)));
  assert.equal(events.next().done, false);
  writeFileSync(path, Buffer.alloc(bytes.length, 'x')); // as a runner may, that takes lines back
  while (events.next().done !== true);
  assert.deepEqual(Buffer.concat(seen), bytes);
});

test('a writer goes on behind a torn line', () => {
  const bytes = written();
  writeFileSync(path, bytes.subarray(0, bytes.length - 10));
  const journal = openJournal(path);
  journal.append([{ kind: 'closed', t: 9, why: 'interrupted', text: 'x' }], true);
  journal.close();
  assert.deepEqual([...readJournal(path)].at(-1), { kind: 'closed', t: 9, why: 'interrupted', text: 'x' });
});

function refusalOf(file: string): UsageError {
  try {
    for (const event of readJournal(file)) assert.ok(event.kind);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  return assert.fail('it was read');
}

test('every flipped byte before the last line is reported with the number of its line', () => {
  const bytes = written();
  const lastLine = bytes.lastIndexOf(0x0a, bytes.length - 2);
  let line = 1;
  for (let i = 0; i < lastLine; i += 1) {
    const isLineEnd = bytes[i] === 0x0a;
    const flipped = Buffer.from(bytes);
    flipped[i] = (flipped[i] ?? 0) ^ (1 << (i % 8));
    writeFileSync(path, flipped);
    const { message, hint = '' } = refusalOf(path);
    const isDamage = message.includes(`journal.jsonl:${line}: this line is damaged`);
    // A flipped digit of the version may be another version: the words leave both open.
    const isEither =
      line === 1 && / is of format \d+\.\d+;/.test(message) && hint.endsWith('the sum of that line does not fit');
    assert.ok(isDamage || isEither, `byte ${i} of line ${line}: ${message}; ${hint}`);
    if (isLineEnd) line += 1;
  }
});

test('lines of another version and other files are refused', () => {
  writeFileSync(path, 'hello\n');
  assert.throws(
    () => [...readJournal(path)],
    /:1: this line is damaged: it does not say that this is a ksweep journal/,
  );
  assert.throws(() => [...readJournal(join(folder, 'none'))], /no such file/);
  appendFileSync(path, '');
});

function mapsToo(_key: string, value: unknown): unknown {
  return value instanceof Map ? [...value] : value;
}

test('a journal that lacks a line is refused with the line that does not follow', () => {
  const lines = written().toString().split('\n');
  writeFileSync(path, [...lines.slice(0, 2), ...lines.slice(3)].join('\n'));
  assert.throws(
    () => foldJournal(path),
    /journal\.jsonl:4: lines are missing or were changed \("starting" names run 1{64}, which was never added\)/,
  );
  assert.throws(() => foldJournal(folder), /ksweep-journal-\w+ cannot be read: it is a folder/);
});

test('the file is closed after a line that does not follow, so that a watcher may look for ever', () => {
  const lines = written().toString().split('\n');
  writeFileSync(path, lines.filter((line) => !line.includes('"kind":"starting"')).join('\n'));
  const openFiles = (): number => readdirSync('/proc/self/fd').length;
  const before = openFiles();
  for (let n = 0; n < 5; n += 1) assert.throws(() => foldJournal(path), /lines are missing or were changed/);
  assert.equal(openFiles(), before);
});
