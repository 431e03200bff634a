// SPDX-License-Identifier: MIT
// Grids of hypnettorch.hpsearch (Apache-2.0; the facts are those of its hpsearch.py and hpsearch_config_template.py): the JSON that
// it writes beside its pickle, or what a module of that form holds.
import { shellQuote } from '../../core/shell-quote.ts';
import { type ForeignFields, foreignFields, itemsIn, textIn } from './fields.ts';
import { type GridCondition, type GridKey, gridLines, MOST_COMMANDS } from './hypnettorch-conditions.ts';
import { type GridValue, gridValue } from './hypnettorch-value.ts';
import { nativeName } from './name.ts';
import { entrySpan, type ForeignEntry, type ForeignNode } from './node.ts';
import type { ForeignFile, ForeignSystem, NativeLine, Translation, Untranslated } from './system.ts';
import { type ImportTrouble, refuse } from './trouble.ts';
import { foreignValue, settingLine } from './value.ts';

/** What a module may say besides its grid and conditions. */
const MODULE_NAMES = [
  '_SCRIPT_NAME',
  '_SUMMARY_FILENAME',
  '_SUMMARY_KEYWORDS',
  '_OUT_ARG',
  '_PERFORMANCE_KEY',
  '_PERFORMANCE_SORT_ASC',
] as const;

/** Functions of a module, which have no meaning here. */
const HANDLES = ['_SUMMARY_PARSER_HANDLE', '_PERFORMANCE_EVAL_HANDLE', '_ARGPARSE_HANDLE'] as const;

export const HYPNETTORCH: ForeignSystem = {
  name: 'hypnettorch',
  title: 'hypnettorch',
  keys: ['grid', 'conditions'],
  recognises: ({ root }) =>
    root.kind === 'map' &&
    root.entries.some(({ key, value }) => key === 'grid' && value.kind === 'map') &&
    root.entries.every(({ key }) => key === 'grid' || key === 'conditions' || key.startsWith('_')),
  read: readGrid,
};

interface Reading extends ImportTrouble {
  readonly lines: NativeLine[];
  readonly untranslated: Untranslated[];
}

function readGrid({ root }: ForeignFile): Translation {
  const reading: Reading = { diagnostics: [], lines: [], untranslated: [] };
  const fields = foreignFields(
    root,
    { what: 'a grid of hypnettorch', known: ['grid', 'conditions', ...MODULE_NAMES, ...HANDLES] },
    reading,
  );
  if (fields !== undefined) readFields(fields, root, reading);
  return reading;
}

function readFields(fields: ForeignFields, root: ForeignNode, reading: Reading): void {
  const grid = fields.get('grid');
  if (grid === undefined)
    refuse(reading, {
      code: 'E_IMPORT_KEY',
      span: root.span,
      message: 'there is no grid',
      hint: 'write "grid": {"lr": [0.1, 0.01]}',
    });
  if (grid === undefined) return;
  const outArgument = fields.has('_OUT_ARG') ? textOf(fields, '_OUT_ARG', reading) : 'out_dir';
  const gridKeys = keysIn(grid, 'the grid', reading);
  const taken = gridKeys?.get(outArgument ?? '');
  if (taken !== undefined)
    refuse(reading, {
      code: 'E_IMPORT_VALUE',
      span: taken.entry.keySpan,
      message: `${outArgument} is what hypnettorch itself gives each run: it cannot be in the grid`,
      hint: 'delete it; each run gets a folder of its own',
    });
  if (gridKeys?.size === 0)
    refuse(reading, {
      code: 'E_IMPORT_KIND',
      span: grid.value.span,
      message: 'the grid is empty',
      hint: 'write {"lr": [0.1, 0.01]}',
    });
  const conditions = gridKeys === undefined ? undefined : conditionsIn(fields.get('conditions'), gridKeys, reading);
  settingLines(fields, outArgument, reading);
  if (gridKeys === undefined || conditions === undefined || reading.diagnostics.length > 0) return;
  spaceLines(gridKeys, conditions, reading);
}

interface FoundKey {
  readonly entry: ForeignEntry;
  readonly key: GridKey;
}

/** Returns the keys of a mapping with their lists of values. */
function keysIn(
  { value }: Pick<ForeignEntry, 'value'>,
  what: string,
  reading: Reading,
): ReadonlyMap<string, FoundKey> | undefined {
  const fields = foreignFields(value, { what }, reading);
  if (fields === undefined) return undefined;
  const found = new Map<string, FoundKey>();
  for (const [name, entry] of fields) {
    const native = nativeName(name, entry.keySpan, reading);
    const values = valuesIn(entry, reading);
    if (native !== undefined && values !== undefined) found.set(name, { entry, key: { name: native, values } });
  }
  return found.size === fields.size ? found : undefined;
}

function valuesIn(entry: ForeignEntry, reading: Reading): readonly GridValue[] | undefined {
  const items = itemsIn(entry, reading);
  const values = items?.map((item) => gridValue(item, reading)) ?? [undefined];
  return values.every((value): value is GridValue => value !== undefined) ? values : undefined;
}

interface FoundConditions {
  readonly all: readonly GridCondition[];
  /** Keys that a condition adds to a command. */
  readonly added: ReadonlyMap<string, FoundKey>;
}

function conditionsIn(
  entry: ForeignEntry | undefined,
  grid: ReadonlyMap<string, FoundKey>,
  reading: Reading,
): FoundConditions | undefined {
  const added = new Map<string, FoundKey>();
  if (entry === undefined) return { all: [], added };
  if (entry.value.kind !== 'list')
    return refuse(reading, {
      code: 'E_IMPORT_KIND',
      span: entry.value.span,
      message: 'conditions are no list',
      hint: 'write [[{"option1": [1]}, {"option2": [-1]}]]',
    });
  const all: GridCondition[] = [];
  let isWhole = true;
  for (const [i, node] of entry.value.items.entries()) {
    const [when, then] = node.kind === 'list' && node.items.length === 2 ? node.items : [];
    if (when?.kind !== 'map' || then?.kind !== 'map' || then.entries.length === 0) {
      refuse(reading, {
        code: 'E_IMPORT_KIND',
        span: node.span,
        message: `condition ${i + 1} is no pair of mappings, of which the second is not empty`,
        hint: 'write [{"option1": [1]}, {"option2": [-1]}]: what a command has, then what it gets instead',
      });
      isWhole = false;
      continue;
    }
    const tests = keysIn({ value: when }, `the first half of condition ${i + 1}`, reading);
    const sets = keysIn({ value: then }, `the second half of condition ${i + 1}`, reading);
    if (tests === undefined || sets === undefined) {
      isWhole = false;
      continue;
    }
    const strange = [...tests].find(([name]) => !grid.has(name));
    if (strange !== undefined) {
      const [name, { entry: at }] = strange;
      reading.untranslated.push({
        span: at.keySpan,
        text: `condition ${i + 1} is ignored, as hypnettorch does: its key ${name} is not in the grid`,
      });
      continue;
    }
    for (const [name, found] of sets)
      if (!grid.has(name) && !added.has(name)) added.set(name, { ...found, key: { ...found.key, values: [] } });
    all.push({
      has: new Map([...tests].map(([name, { key }]) => [name, new Set(key.values.map((value) => value.key))])),
      gets: new Map([...sets].map(([name, { key }]) => [name, key.values])),
    });
  }
  return isWhole ? { all, added } : undefined;
}

function spaceLines(grid: ReadonlyMap<string, FoundKey>, { all, added }: FoundConditions, reading: Reading): void {
  const found = new Map([...grid, ...added]);
  const keys = new Map([...found].map(([name, { key }]) => [name, key]));
  const result = gridLines(keys, all);
  if ('tooMany' in result) {
    const [first = ''] = result.tooMany;
    refuse(reading, {
      code: 'E_IMPORT_VALUE',
      span: found.get(first)?.entry.keySpan ?? { source: { path: '', text: '' }, offset: 0, length: 0 },
      message: `conditions set ${result.tooMany.join(', ')} after others have looked at them, and together they have more than ${MOST_COMMANDS.toLocaleString('en-US')} commands`,
      hint: 'put the conditions that set a key before those that look at it, or give these keys fewer values',
    });
    return;
  }
  for (const { keys: names, texts } of result.lines) {
    const entry = found.get(names[0] ?? '')?.entry;
    if (entry === undefined) continue;
    for (const text of texts) reading.lines.push({ text, span: entrySpan(entry) });
  }
}

function textOf(fields: ForeignFields, name: (typeof MODULE_NAMES)[number], reading: Reading): string | undefined {
  const entry = fields.get(name);
  return entry === undefined ? undefined : textIn(entry, reading);
}

/** Text that may stand in a list of names or on a command line as it is. */
const PLAIN = /^[\w./-]+$/;

function settingLines(fields: ForeignFields, outArgument: string | undefined, reading: Reading): void {
  const put = (span: NativeLine['span'], name: string, text: string): void => {
    reading.lines.push({ span, text: settingLine(name, text) });
  };
  const gridSpan = fields.get('grid')?.keySpan;
  if (gridSpan !== undefined) put(gridSpan, 'FORMAT', 'json');
  const script = fields.get('_SCRIPT_NAME');
  const scriptName = script === undefined ? undefined : plainText(script, reading);
  const outName = outArgument ?? 'out_dir';
  if (script !== undefined && scriptName !== undefined)
    put(
      script.value.span,
      'COMMAND',
      `python3 ${shellQuote(scriptName).replaceAll('{{', '\\{{')} {{args}} --${outName}={{out_dir}}`,
    );
  const summary = fields.get('_SUMMARY_FILENAME');
  const file = summary === undefined ? undefined : plainText(summary, reading);
  if (summary !== undefined && file !== undefined && file !== 'performance_overview.txt')
    put(summary.value.span, 'METRIC_FILES', `${file}=overview`);
  metricLines(fields, put, reading);
  for (const name of HANDLES) {
    const entry = fields.get(name);
    if (entry !== undefined && !(entry.value.kind === 'scalar' && entry.value.text === 'null'))
      reading.untranslated.push({
        span: entry.keySpan,
        text: `${name} is a function of Python and is not called: the summary file is read as keywords with their values`,
      });
  }
}

function plainText(entry: ForeignEntry, reading: Reading): string | undefined {
  const text = textIn(entry, reading);
  if (text === undefined || PLAIN.test(text)) return text;
  return refuse(reading, {
    code: 'E_IMPORT_VALUE',
    span: entry.value.span,
    message: `${entry.key} has characters that cannot stand in the name of a file here`,
    hint: 'write letters, digits, dots, _ and -',
  });
}

/** The key by which the table of results is sorted ranks: descending means that more is better. */
function metricLines(
  fields: ForeignFields,
  put: (span: NativeLine['span'], name: string, text: string) => void,
  reading: Reading,
): void {
  const list = fields.get('_SUMMARY_KEYWORDS');
  const keywords = list === undefined ? undefined : itemsIn(list, reading)?.map((item) => item);
  const named = fields.get('_PERFORMANCE_KEY');
  const isNamed = named !== undefined && !(named.value.kind === 'scalar' && isNone(named.value));
  const first = keywords?.find((item) => item.kind === 'scalar');
  const node = isNamed ? named.value : first;
  const words = keywords?.flatMap((item) => (item.kind === 'scalar' ? [item.text] : []));
  const key = node?.kind === 'scalar' ? node.text : undefined;
  if (isNamed && words !== undefined && key !== undefined && !words.includes(key))
    refuse(reading, {
      code: 'E_IMPORT_VALUE',
      span: named.value.span,
      message: `_PERFORMANCE_KEY is ${key}, which is none of _SUMMARY_KEYWORDS`,
      hint: `write one of ${words.join(', ')}`,
    });
  if (list !== undefined && words !== undefined && !words.includes('finished'))
    refuse(reading, {
      code: 'E_IMPORT_VALUE',
      span: list.value.span,
      message: '_SUMMARY_KEYWORDS lacks "finished", by which hypnettorch tells that a run is through',
      hint: 'add "finished"',
    });
  const sort = fields.get('_PERFORMANCE_SORT_ASC');
  const ascending = sort === undefined ? undefined : foreignValue(sort.value, reading);
  if (sort !== undefined && ascending !== undefined && ascending.kind !== 'boolean')
    refuse(reading, {
      code: 'E_IMPORT_KIND',
      span: sort.value.span,
      message: '_PERFORMANCE_SORT_ASC is neither true nor false',
      hint: 'write true where less is better',
    });
  if (key === undefined || node === undefined) return;
  if (!/^[A-Za-z_][\w.]*$/.test(key)) {
    refuse(reading, {
      code: 'E_IMPORT_VALUE',
      span: node.span,
      message: `the keyword ${key} cannot be the name of a metric`,
      hint: 'keywords are letters, digits, _ and dots',
    });
    return;
  }
  put(node.span, 'METRIC', key);
  put(sort?.value.span ?? node.span, 'GOAL', ascending?.text.toLowerCase() === 'true' ? 'min' : 'max');
}

function isNone({ text, isQuoted }: Extract<ForeignNode, { kind: 'scalar' }>): boolean {
  return !isQuoted && /^(null|none|~|)$/i.test(text);
}
