// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { JOURNAL_NAME } from '../../../scripts/lib/edge/journal/journal-file.ts';
import { pageAddress } from '../../../scripts/lib/report/served/routes.ts';
import { folderOf, type SyntheticRun, temporaryFolder, writeSyntheticSweep } from '../../rig/synthetic-sweep.ts';
import { asCommand } from '../../rig/serve-command.ts';
import { ask, listen, serve } from '../../rig/served.ts';

const RUN: SyntheticRun = { values: { CONFIG_X: '1' }, files: { 'training_metrics.json': { test_acc: 80 } } };

/** What somebody may have put among the sweeps, and what the list says of it; '' where it is not listed. */
const FOLDERS: readonly (readonly [what: string, make: (path: string) => void, told: RegExp | ''])[] = [
  ['a file', (path) => writeFileSync(path, 'x'), ''],
  ['an empty folder', (path) => mkdirSync(path), ''],
  ['a link to itself', (path) => symlinkSync(path, path), ''],
  ['a link to nothing', (path) => symlinkSync('/nowhere/at/all', path), ''],
  ['a pipe', (path) => execFileSync('mkfifo', [path]), ''],
  [
    'a folder as journal',
    (path) => mkdirSync(join(path, JOURNAL_NAME), { recursive: true }),
    /cannot be read: it is a folder/,
  ],
  [
    'a pipe as journal',
    (path) => withJournal(path, (journal) => execFileSync('mkfifo', [journal])),
    /cannot be read: it is a pipe/,
  ],
  [
    'a device as journal',
    (path) => withJournal(path, (journal) => symlinkSync('/dev/zero', journal)),
    /cannot be read: it is a device/,
  ],
  [
    'text as journal',
    (path) => withJournal(path, (journal) => writeFileSync(journal, 'hello\nworld\n')),
    /journal\.jsonl:1: this line is damaged/,
  ],
  [
    'an endless line as journal',
    (path) => withJournal(path, (journal) => writeFileSync(journal, 'x'.repeat(17_000_000))),
    /have no line end/,
  ],
  [
    'a manifest that is none',
    (path) => writeFileSync(join(writeSyntheticSweep(path, { runs: [RUN] }), 'sweep.json'), '{"ksweep":'),
    /sweep\.json cannot be used/,
  ],
  [
    'a manifest that is a pipe',
    (path) => {
      rmSync(join(writeSyntheticSweep(path, { runs: [RUN] }), 'sweep.json'));
      execFileSync('mkfifo', [join(path, 'sweep.json')]);
    },
    /it is a pipe/,
  ],
  [
    'settings that make no sense',
    (path) => writeSyntheticSweep(path, { runs: [RUN], settings: { METRIC_REGEX: '(' } }),
    /METRIC_REGEX/,
  ],
  ['a newer journal', (path) => withJournal(path, (journal) => writeFileSync(journal, NEWER)), /of format 9\.0/],
  [
    'a lock that is a folder',
    (path) => mkdirSync(join(writeSyntheticSweep(path, { runs: [RUN] }), 'lock-1.json')),
    /1 of 1/,
  ],
  [
    'metrics that are a pipe',
    (path) => {
      const own = join(writeSyntheticSweep(path, { runs: [RUN] }), folderOf(RUN, 1, 1), 'training_metrics.json');
      rmSync(own);
      execFileSync('mkfifo', [own]);
    },
    /1 of 1/,
  ],
];

/** A folder with something in the place of its journal. */
function withJournal(path: string, make: (journal: string) => void): void {
  mkdirSync(path);
  make(join(path, JOURNAL_NAME));
}

const NEWER = `${sealedHeader()}\n`;

/** The first line of a journal of version 9, with its checksum. */
function sealedHeader(): string {
  const json = '{"journal":"ksweep","version":[9,0]}';
  let hash = 0x811c9dc5;
  for (const letter of json) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  return `${json.slice(0, -1)},"sum":"${(hash >>> 0).toString(16).padStart(8, '0')}"}`;
}

test('whatever lies among the sweeps is told in its row, and the others are shown as ever', async (t) => {
  const outputDir = temporaryFolder(t);
  for (const [i, [, make]] of FOLDERS.entries()) make(join(outputDir, `odd_${i}`));
  writeSyntheticSweep(join(outputDir, 'good'), { runs: [RUN] });
  const server = await serve(t, outputDir, asCommand(outputDir));
  const heard = listen(t, server, '/events');
  const isRead = (): boolean => rowsOf().every((row) => row['state'] !== 'not read yet');
  const rowsOf = (): readonly Record<string, unknown>[] => {
    const rows = new Map<string, Record<string, unknown>>();
    for (const { name, data } of heard.events)
      if (name === 'rows')
        for (const row of (data as { changed: Record<string, unknown>[] }).changed) rows.set(String(row['name']), row);
    return [...rows.values()];
  };
  await heard.until(() => isRead());
  for (const [i, [what, , told]] of FOLDERS.entries()) {
    const row = rowsOf().find(({ name }) => name === `odd_${i}`);
    if (told === '') assert.equal(row, undefined, what);
    else {
      assert.match(`${row?.['trouble']} ${row?.['ended']}`, told, what);
      const page = await ask(server, pageAddress(`odd_${i}`));
      assert.equal(page.status, row?.['trouble'] === '' ? 200 : 500, `${what}: ${page.text.slice(0, 200)}`);
      if (page.status === 500) assert.match(page.text, told, what);
    }
  }
  assert.equal((await ask(server, '/sweeps/good/')).status, 200);
});

test('names that are text of a page, of a path or of nothing are shown as they are', async (t) => {
  const outputDir = temporaryFolder(t);
  const names = [
    '<img src=x onerror=alert(1)>',
    'a b',
    'x..',
    '%2e%2e',
    'line\nbreak',
    'ä',
    '"quoted"',
    "'",
    '?x#y',
    'constructor',
    '__proto__',
  ];
  for (const name of names) writeSyntheticSweep(join(outputDir, name), { runs: [RUN] });
  const server = await serve(t, outputDir);
  const { text } = await ask(server, '/');
  assert.doesNotMatch(text, /<img/);
  for (const name of names) assert.equal((await ask(server, pageAddress(name))).status, 200, name);
});

test('a log that leads out of the sweep folder is not shown', async (t) => {
  const outputDir = temporaryFolder(t);
  const folder = writeSyntheticSweep(join(outputDir, 'sweep_1'), { runs: [RUN] });
  const runFolder = folderOf(RUN, 1, 1);
  const outside = join(outputDir, 'outside.txt');
  writeFileSync(outside, 'outside\n');
  symlinkSync(outside, join(folder, runFolder, 'output.log'));
  const server = await serve(t, outputDir);
  assert.equal((await ask(server, `/sweeps/sweep_1/${runFolder}/output.log`)).status, 404);
  const id = [...(await ask(server, '/sweeps/sweep_1/')).text.matchAll(/"since" content="([^"]+)"/g)].length;
  assert.equal(id, 1);
  assert.doesNotMatch((await ask(server, '/sweeps/sweep_1/')).text, /outside/);
});

test('a sweep that comes, grows and goes is told to who reads the list', async (t) => {
  const outputDir = join(temporaryFolder(t), 'not there yet');
  const server = await serve(t, outputDir);
  assert.match((await ask(server, '/')).text, /There is no sweep yet/);
  const heard = listen(t, server, '/events');
  const folder = writeSyntheticSweep(join(outputDir, 'sweep_1'), { runs: [{ ...RUN, end: 'running' }] });
  await heard.until(({ data }) => JSON.stringify(data).includes('"ended":"0 of 1"'));
  const other = writeSyntheticSweep(join(temporaryFolder(t), 'same'), { runs: [RUN] });
  appendFileSync(
    join(folder, JOURNAL_NAME),
    readFileSync(join(other, JOURNAL_NAME), 'utf8').split('\n').slice(4).join('\n'),
  );
  await heard.until(({ data }) => JSON.stringify(data).includes('"ended":"1 of 1"'));
  rmSync(folder, { recursive: true });
  await heard.until(({ data }) => JSON.stringify((data as { order: unknown }).order) === '[]');
});
