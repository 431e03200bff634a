// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { type ConfigId, type RunId, sha256 } from '../../../scripts/lib/core/hash.ts';
import { JOURNAL_CACHE_NAME, readSweepState } from '../../../scripts/lib/edge/journal/journal-cache.ts';
import { foldJournal, JOURNAL_NAME } from '../../../scripts/lib/edge/journal/journal-file.ts';
import { journalLine, openJournal } from '../../../scripts/lib/edge/journal/journal-writer.ts';
import type { Event } from '../../../scripts/lib/run/event.ts';
import { temporaryFolder } from '../../rig/synthetic-sweep.ts';

const RUNS = 1500;
const idOf = (number: number): RunId => sha256(String(number)) as RunId;

function eventsOf(number: number): readonly Event[] {
  const run = idOf(number);
  const outcome = {
    status: 'done',
    reason: 'ok',
    exitCode: 0,
    signal: null,
    startedAtMs: number,
    endedAtMs: number + 0.25,
    host: 'h',
    devices: [],
    detail: '',
    signature: null,
  } as const;
  return [
    {
      kind: 'added',
      t: 1,
      run,
      config: run as unknown as ConfigId,
      number,
      folder: `config_${number}_x`,
      values: [{ name: 'CONFIG_A', value: { kind: 'number', text: String(number) } }],
      swept: ['CONFIG_A'],
    },
    { kind: 'starting', t: 2, run, attempt: 1, devices: [] },
    { kind: 'started', t: 3, run, attempt: 1, host: 'h', pid: 1, pidStart: '5' },
    { kind: 'ended', t: 4, run, attempt: 1, outcome },
  ];
}

interface LargeSweep {
  readonly folder: string;
  readonly journal: string;
  readonly cache: string;
}

/** A sweep folder with a journal that is worth keeping, looked at once. */
function largeSweep(t: TestContext): LargeSweep {
  const folder = temporaryFolder(t);
  const [journal, cache] = [join(folder, JOURNAL_NAME), join(folder, JOURNAL_CACHE_NAME)];
  const writer = openJournal(journal);
  writer.append(Array.from({ length: RUNS }, (_, i) => eventsOf(i + 1)).flat(), false);
  writer.close();
  assert.deepEqual(readSweepState(folder), foldJournal(journal));
  assert.ok(existsSync(cache));
  return { folder, journal, cache };
}

/** Changes what was kept so that a state made of it can be told, as only this program could write it. */
function mark({ cache }: LargeSweep): void {
  const [header = '', columns = ''] = readFileSync(cache, 'utf8').split('\n');
  const marked = columns.replace('"config_7_x"', '"marked"');
  writeFileSync(
    cache,
    `${JSON.stringify({ ...(JSON.parse(header) as object), columns: sha256(marked) })}\n${marked}\n`,
  );
}

const folderOf7 = (folder: string): string | undefined => readSweepState(folder).runs.get(idOf(7))?.folder;

test('what was kept is taken, and the lines that came since are applied to it', (t) => {
  const sweep = largeSweep(t);
  appendFileSync(sweep.journal, [...eventsOf(RUNS + 1), ...eventsOf(RUNS + 2)].map(journalLine).join(''));
  assert.deepEqual(readSweepState(sweep.folder), foldJournal(sweep.journal));
  mark(sweep);
  const state = readSweepState(sweep.folder);
  assert.equal(state.runs.get(idOf(7))?.folder, 'marked');
  assert.equal(state.lastNumber, RUNS + 2);
  appendFileSync(sweep.journal, journalLine(eventsOf(RUNS + 3)[0] as Event).slice(0, -5)); // a torn line is none
  assert.equal(readSweepState(sweep.folder).lastNumber, RUNS + 2);
});

test('it is kept anew when the journal has grown by a quarter, and a small journal is not kept', (t) => {
  const sweep = largeSweep(t);
  const before = readFileSync(sweep.cache, 'utf8');
  appendFileSync(
    sweep.journal,
    eventsOf(RUNS + 1)
      .map(journalLine)
      .join(''),
  );
  readSweepState(sweep.folder);
  assert.equal(readFileSync(sweep.cache, 'utf8'), before);
  appendFileSync(
    sweep.journal,
    Array.from({ length: RUNS }, (_, i) => eventsOf(RUNS + 2 + i))
      .flat()
      .map(journalLine)
      .join(''),
  );
  readSweepState(sweep.folder);
  mark(sweep);
  assert.equal(folderOf7(sweep.folder), 'marked');
  assert.equal(readSweepState(sweep.folder).lastNumber, 2 * RUNS + 1);

  const small = temporaryFolder(t);
  const writer = openJournal(join(small, JOURNAL_NAME));
  writer.append(eventsOf(1), false);
  writer.close();
  assert.equal(readSweepState(small).lastNumber, 1);
  assert.ok(!existsSync(join(small, JOURNAL_CACHE_NAME)));
});

test('a journal with another byte, or with fewer, is read as if nothing had been kept', (t) => {
  const sweep = largeSweep(t);
  mark(sweep);
  const bytes = readFileSync(sweep.journal);
  const changed = Buffer.from(bytes);
  const at = bytes.indexOf('config_3_x');
  changed[at] = 0x43;
  writeFileSync(sweep.journal, changed);
  const line = bytes.subarray(0, at).filter((b) => b === 0x0a).length + 1;
  assert.throws(() => readSweepState(sweep.folder), new RegExp(`journal\\.jsonl:${line}: this line is damaged`));
  writeFileSync(sweep.journal, bytes);
  assert.equal(folderOf7(sweep.folder), 'marked');
  truncateSync(sweep.journal, bytes.length - 10);
  assert.equal(folderOf7(sweep.folder), 'config_7_x');
  rmSync(sweep.journal);
  assert.throws(() => readSweepState(sweep.folder), /journal\.jsonl cannot be read: no such file/);
});

test('errors behind what was kept name the lines of the whole journal', (t) => {
  const { folder, journal } = largeSweep(t);
  appendFileSync(journal, journalLine(eventsOf(RUNS + 1)[1] as Event));
  assert.throws(
    () => readSweepState(folder),
    new RegExp(`journal\\.jsonl:${4 * RUNS + 2}: lines are missing or were changed`),
  );
  truncateSync(journal, readFileSync(journal).lastIndexOf(0x0a, -2) + 1);
  appendFileSync(journal, 'nonsense\n');
  assert.throws(() => readSweepState(folder), new RegExp(`journal\\.jsonl:${4 * RUNS + 2}: this line is damaged`));
});

test('whatever lies where it is kept costs time only', (t) => {
  const sweep = largeSweep(t);
  const expected = foldJournal(sweep.journal);
  const good = readFileSync(sweep.cache, 'utf8');
  const [header = '', columns = ''] = good.split('\n');
  const bad = [
    '',
    '{',
    'null\nnull\n',
    `${header}\n`,
    `${header}\n${columns.replace('"config_7_x"', '"config_8_x"')}\n`,
    good.replace(/"format":"[0-9a-f]+"/, '"format":"0"'),
    `${header}\n${columns.slice(0, -9)}`,
  ];
  for (const text of [
    ...bad,
    `${JSON.stringify({ ...(JSON.parse(header) as object), columns: sha256('{}') })}\n{}\n`,
  ]) {
    writeFileSync(sweep.cache, text);
    assert.deepEqual(readSweepState(sweep.folder), expected, text.slice(0, 80));
  }
  rmSync(sweep.cache);
  mkdirSync(join(sweep.cache, 'in-the-way'), { recursive: true });
  assert.deepEqual(readSweepState(sweep.folder), expected);
});
