// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { JOURNAL_NAME, foldJournal } from '../../../scripts/lib/edge/journal/journal-file.ts';
import { followJournal } from '../../../scripts/lib/edge/serve/followed-journal.ts';
import { runIdOf, type SyntheticRun, temporaryFolder, writeSyntheticSweep } from '../../rig/synthetic-sweep.ts';

const RUNS: readonly SyntheticRun[] = Array.from({ length: 12 }, (_, i) => ({ values: { CONFIG_X: String(i) } }));

test('each look at a journal that grows byte by byte has what is whole by then, and names what changed', (t) => {
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs: RUNS.slice(0, 3) });
  const path = join(folder, JOURNAL_NAME);
  const whole = readFileSync(path);
  const seen = new Set<string>();
  truncateSync(path, 0);
  const journal = followJournal(folder);
  const header = whole.indexOf(0x0a) + 1;
  for (let length = 0; length <= whole.length; length += length < header ? header : 7) {
    writeFileSync(path, whole.subarray(0, length));
    const news = journal.look();
    assert.equal(news.isAnew, false, `at ${length}`);
    for (const run of news.changed) seen.add(run);
    assert.deepEqual(journal.state, foldJournal(path), `at ${length}`);
  }
  writeFileSync(path, whole);
  for (const run of journal.look().changed) seen.add(run);
  assert.deepEqual([...seen].sort(), RUNS.slice(0, 3).map(runIdOf).sort());
});

test('a journal that did not change is not read', (t) => {
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs: RUNS });
  const journal = followJournal(folder);
  assert.equal(journal.look().changed.size, RUNS.length);
  const { state } = journal;
  assert.deepEqual(journal.look(), { changed: new Set(), hasGrown: false, isAnew: false });
  assert.equal(journal.state, state);
});

test('lines that were cut off and replaced are found, also where the journal is longer by then', (t) => {
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs: RUNS.slice(0, 2) });
  const path = join(folder, JOURNAL_NAME);
  const journal = followJournal(folder);
  journal.look();
  const before = journal.state;
  const other = writeSyntheticSweep(temporaryFolder(t), { runs: [...RUNS.slice(4, 12)] });
  writeFileSync(path, readFileSync(join(other, JOURNAL_NAME)));
  const news = journal.look();
  assert.equal(news.isAnew, true);
  assert.equal(news.changed.size, 8);
  assert.notEqual(journal.state, before);
  assert.deepEqual(journal.state, foldJournal(path));
});

test('a journal that became shorter is read anew', (t) => {
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs: RUNS });
  const path = join(folder, JOURNAL_NAME);
  const journal = followJournal(folder);
  journal.look();
  const text = readFileSync(path, 'utf8').split('\n');
  writeFileSync(path, `${text.slice(0, 9).join('\n')}\n`);
  assert.equal(journal.look().isAnew, true);
  assert.deepEqual(journal.state, foldJournal(path));
});

test('a damaged line is told with its number, and a journal that is mended is read again', (t) => {
  const folder = writeSyntheticSweep(temporaryFolder(t), { runs: RUNS.slice(0, 2) });
  const path = join(folder, JOURNAL_NAME);
  const journal = followJournal(folder);
  journal.look();
  const sound = readFileSync(path);
  writeFileSync(path, `${sound}{"kind":"nonsense"}\n`);
  const number = sound.toString().split('\n').length;
  assert.throws(() => journal.look(), new RegExp(`journal\\.jsonl:${number}: this line is damaged`));
  writeFileSync(path, sound);
  journal.look();
  assert.deepEqual(journal.state, foldJournal(path));
});

test('a journal that is gone is told, and one that comes is read', (t) => {
  const folder = temporaryFolder(t);
  const journal = followJournal(join(folder, 'sweep'));
  assert.throws(() => journal.look(), /journal\.jsonl cannot be read: no such file or folder/);
  writeSyntheticSweep(join(folder, 'sweep'), { runs: RUNS.slice(0, 1) });
  assert.equal(journal.look().changed.size, 1);
});
