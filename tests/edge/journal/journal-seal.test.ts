// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readJournal } from '../../../scripts/lib/edge/journal/journal-file.ts';
import { openJournal } from '../../../scripts/lib/edge/journal/journal-writer.ts';
import { sealed, unsealed, unsealedTogether } from '../../../scripts/lib/edge/journal/journal-seal.ts';
import type { Event } from '../../../scripts/lib/run/event.ts';

const folder = mkdtempSync(join(tmpdir(), 'ksweep-seal-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const PLAIN = [
  { kind: 'note', t: 1, text: 'a "b" \\ , }{ ][' },
  { kind: 'closed', t: 2, list: [1.5, null, true], sum: 'mine' },
];

test('lines that are read together hold what they hold one by one', () => {
  const lines = PLAIN.map((data) => sealed(JSON.stringify(data)));
  assert.deepEqual(unsealedTogether(Buffer.from(lines.join(''))), PLAIN);
  assert.deepEqual(
    lines.map((line) => unsealed(line.slice(0, -1))),
    PLAIN,
  );
  assert.deepEqual(unsealedTogether(Buffer.alloc(0)), []);
});

test('reading together leaves the bytes as they are, and refuses what is damaged or beyond ASCII', () => {
  const bytes = Buffer.from(PLAIN.map((data) => sealed(JSON.stringify(data))).join(''));
  const before = Buffer.from(bytes);
  unsealedTogether(bytes);
  assert.deepEqual(bytes, before);
  for (let i = 0; i < bytes.length; i += 1) {
    const flipped = Buffer.from(bytes);
    flipped[i] = (flipped[i] ?? 0) ^ (1 << (i % 8));
    assert.equal(unsealedTogether(flipped), undefined, `byte ${i}`);
  }
  assert.equal(unsealedTogether(Buffer.from(sealed('{"text":"ü"}'))), undefined);
});

test('a text that holds two objects is no line, whatever its checksum says', () => {
  assert.equal(unsealedTogether(Buffer.from(sealed('{"a":1},{"b":2}'))), undefined);
  assert.equal(unsealedTogether(Buffer.from(sealed('{"a":1'))), undefined);
});

test('a journal of several pieces gives all its events, and a flipped byte is told with its line wherever it lies', () => {
  const path = join(folder, 'journal.jsonl');
  const text = (i: number): string => `${'x'.repeat(100)} ${i === 9000 ? 'ünï' : i}`; // one of four pieces is not plain ASCII
  const events = Array.from(
    { length: 30_000 },
    (_, i): Event => ({ kind: 'note', t: i, topic: 'other', text: text(i) }),
  );
  const journal = openJournal(path);
  journal.append(events, false);
  journal.close();
  assert.deepEqual([...readJournal(path)], events);
  const bytes = Buffer.from(events.map((event) => sealed(JSON.stringify(event))).join(''));
  const head = sealed('{"journal":"ksweep","version":[1,0]}');
  for (const line of [1, 3998, 9000, 29_999]) {
    const damaged = Buffer.from(bytes);
    const at = damaged.indexOf(`"t":${line - 1},`) + 4;
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    writeFileSync(path, Buffer.concat([Buffer.from(head), damaged]));
    assert.throws(
      () => [...readJournal(path)],
      new RegExp(`journal\\.jsonl:${line + 1}: this line is damaged`),
      `line ${line + 1}`,
    );
  }
});
