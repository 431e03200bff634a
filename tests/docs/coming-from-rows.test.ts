// SPDX-License-Identifier: MIT
// Each row "their word | ours" of docs/coming-from.md for pycls, hypnettorch and Lambda-Hat: their words, put into a small definition, give our lines.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse, stringify } from 'yaml';
import { translateDefinition } from '../../scripts/lib/range/import/translate.ts';
import { definitionIn, type TextFiles } from '../rig/imports.ts';
import { ROOT } from '../rig/sandbox.ts';

type Tree = { readonly [name: string]: unknown };

/** What makes a definition of a row's words. */
const SMALL: Readonly<Record<string, Tree>> = {
  pycls: {
    NAME: 'a',
    SETUP: { NUM_CONFIGS: 4, BASE_CFG: { MODEL: { TYPE: 'anynet' } }, SAMPLERS: {} },
  },
  hypnettorch: { grid: { other: [1] }, conditions: [] },
  'Lambda-Hat': { targets: [{ model: 'small', data: 'small', seed: 42 }], samplers: [{ name: 'hmc' }] },
};

const PRESETS: TextFiles = {
  'conf/workflow.yaml': 'training: {steps: 5000}\n',
  'conf/model/small.yaml': 'depth: 2\n',
  'conf/data/small.yaml': 'n_data: 100\n',
  'conf/teacher/wide.yaml': 'depth: 8\n',
  'conf/sample/sampler/hmc.yaml': 'name: hmc\nhmc: {draws: 1000}\n',
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
    const text = system === 'hypnettorch' ? JSON.stringify(tree) : stringify(tree);
    const files = { file: withWordsAsWritten(system, words, text) };
    const { source, load, list = () => [] } = definitionIn({ ...PRESETS, ...files }, 'file');
    const read = translateDefinition(source, { load, list, rangePath: 'range' }, system.toLowerCase());
    const said = read?.diagnostics ?? [];
    if (ours.startsWith('left out')) {
      const own = [...words.matchAll(/[A-Z_]{4,}|store_root|experiment/g)].map(([word]) => word);
      const isSaid = said.some(
        ({ code, message }) =>
          code === 'W_IMPORT_LEFT_OUT' && own.some((word) => message.includes(word.replace(/(?<=PLOT_).*/, ''))),
      );
      assert.ok(isSaid, JSON.stringify(said));
      return;
    }
    const lines = (read?.value?.source.text ?? '').split('\n').map((line) => line.trim());
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

test('each section has its rows', () => {
  for (const system of Object.keys(SMALL)) assert.ok(ROWS.filter((row) => row.system === system).length >= 9, system);
});
