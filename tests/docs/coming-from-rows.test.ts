// SPDX-License-Identifier: MIT
// Each row "their word | ours" of docs/coming-from.md for pycls and hypnettorch: their words, put into a small definition, give our lines.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse, stringify } from 'yaml';
import { translateDefinition } from '../../scripts/lib/range/import/translate.ts';
import { definitionIn } from '../rig/imports.ts';
import { ROOT } from '../rig/sandbox.ts';

type Tree = { readonly [name: string]: unknown };

/** What makes a definition of a row's words. */
const SMALL: Readonly<Record<string, Tree>> = {
  pycls: {
    NAME: 'a',
    SETUP: { NUM_CONFIGS: 4, BASE_CFG: { MODEL: { TYPE: 'anynet' } }, SAMPLERS: {} },
  },
  hypnettorch: { grid: { other: [1] }, conditions: [] },
};

interface RowOfWords {
  readonly system: string;
  readonly theirs: string;
  readonly ours: string;
}

function rowsOfWords(): readonly RowOfWords[] {
  const page = readFileSync(`${ROOT}/docs/coming-from.md`, 'utf8');
  return page.split(/^## /m).flatMap((section) => {
    const system = section.slice(0, section.indexOf('\n')).trim();
    if (!Object.hasOwn(SMALL, system)) return [];
    const table = section.split('| their word | ours |\n|---|---|\n')[1] ?? '';
    const lines = table.split('\n').slice(
      0,
      table.split('\n').findIndex((line) => !line.startsWith('|')),
    );
    return lines.map((line) => {
      const [, theirs = '', ours = ''] = line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
      return { system, theirs, ours };
    });
  });
}

const codesIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

function merged(below: unknown, above: unknown): unknown {
  const isTree = (value: unknown): value is Tree =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isTree(below) || !isTree(above)) return above;
  const names = new Set([...Object.keys(below), ...Object.keys(above)]);
  return Object.fromEntries(
    [...names].map((name) => [name, name in above ? merged(below[name], above[name]) : below[name]]),
  );
}

const ROWS = rowsOfWords();

for (const { system, theirs, ours } of ROWS) {
  test(`${system}: ${theirs}`, () => {
    const [words = ''] = codesIn(theirs);
    const tree = merged(SMALL[system], parse(`{${words}}`));
    const text = system === 'pycls' ? stringify(tree) : JSON.stringify(tree);
    const files = { file: withWordsAsWritten(system, words, text) };
    const { source, load } = definitionIn(files, 'file');
    const read = translateDefinition(source, { load, list: () => [], rangePath: 'range' }, system);
    const said = read?.diagnostics ?? [];
    if (ours.startsWith('left out')) {
      const own = [...words.matchAll(/[A-Z_]{4,}/g)].map(([word]) => word);
      const isSaid = said.some(
        ({ code, message }) =>
          code === 'W_IMPORT_LEFT_OUT' && own.some((word) => message.includes(word.replace(/(?<=PLOT_).*/, ''))),
      );
      assert.ok(isSaid, JSON.stringify(said));
      return;
    }
    const lines = read?.value?.source.text.split('\n') ?? [];
    const wanted = codesIn(ours.split(/[:;](?= )|(?<=`), | and /)[0] ?? '');
    assert.ok(wanted.length > 0, ours);
    for (const line of wanted)
      assert.ok(lines.includes(line), `${line} is not in\n${lines.join('\n')}\n${JSON.stringify(said)}`);
  });
}

/** Numbers such as 5.0 and words such as Infinity do not survive JavaScript: they are put back from the page. */
function withWordsAsWritten(system: string, words: string, text: string): string {
  if (system === 'hypnettorch') return words.includes('Infinity') ? text.replace('"Infinity"', 'Infinity') : text;
  return [...words.matchAll(/(?<![\w.])(\d+\.0|0\.1[23]e\+9)(?![\w.])/g)].reduce(
    (now, [, number = '']) => now.replace(new RegExp(`(- )${Number(number)}(?=\\n|$)`), `$1${number}`),
    text,
  );
}

test('both pages have their rows', () => {
  for (const system of Object.keys(SMALL)) assert.ok(ROWS.filter((row) => row.system === system).length >= 14, system);
});
