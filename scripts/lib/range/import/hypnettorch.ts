// SPDX-License-Identifier: MIT
// Grids of hypnettorch.hpsearch (Apache-2.0; the facts are those of its hpsearch.py and hpsearch_config_template.py): the JSON that
// it writes beside its pickle, or what a module of that form holds.
import { hasErrors } from '../../core/diagnostic.ts';
import { type ForeignFields, foreignFields, itemsIn, textIn } from './fields.ts';
import { type GridCondition, type GridKey, gridLines, MOST_COMMANDS } from './hypnettorch-conditions.ts';
import { type GridValue, gridValue } from './hypnettorch-value.ts';
import { MODULE_HANDLES, MODULE_NAMES, moduleLines } from './hypnettorch-module.ts';
import { nativeName } from './value.ts';
import { entrySpan, type ForeignEntry, type ForeignNode } from './node.ts';
import {
  type ForeignFile,
  type ForeignReading,
  type ForeignSystem,
  type NativeLine,
  newReading,
  refuse,
  type Translation,
} from './system.ts';

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

function readGrid({ root }: ForeignFile): Translation {
  const reading = newReading();
  const fields = foreignFields(
    root,
    { what: 'a grid of hypnettorch', known: ['grid', 'conditions', ...MODULE_NAMES, ...MODULE_HANDLES] },
    reading,
  );
  if (fields !== undefined) readFields(fields, root, reading);
  return reading;
}

function readFields(fields: ForeignFields, root: ForeignNode, reading: ForeignReading): void {
  const grid = fields.get('grid');
  if (grid === undefined)
    refuse(reading, {
      code: 'E_IMPORT_KEY',
      span: root.span,
      message: 'there is no grid',
      hint: 'write "grid": {"lr": [0.1, 0.01]}',
    });
  if (grid === undefined) return;
  const outArgument = fields.has('_OUT_ARG') ? textIn(fields.get('_OUT_ARG'), reading) : 'out_dir';
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
  moduleLines(fields, outArgument, reading);
  if (gridKeys === undefined || conditions === undefined || hasErrors(reading.diagnostics)) return;
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
  reading: ForeignReading,
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

function valuesIn(entry: ForeignEntry, reading: ForeignReading): readonly GridValue[] | undefined {
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
  reading: ForeignReading,
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
      warn(
        reading,
        at.keySpan,
        `condition ${i + 1} is ignored: its key ${name} is not in the grid, and hypnettorch ignores it then`,
      );
      continue;
    }
    for (const [name, found] of sets)
      if (!grid.has(name) && !added.has(name)) {
        added.set(name, { ...found, key: { ...found.key, values: [] } });
        warn(
          reading,
          found.entry.keySpan,
          `condition ${i + 1} adds ${name}, which is not in the grid: the code of hypnettorch does so, though its documentation says that it is ignored`,
        );
      }
    all.push({
      has: new Map([...tests].map(([name, { key }]) => [name, new Set(key.values.map((value) => value.key))])),
      gets: new Map([...sets].map(([name, { key }]) => [name, key.values])),
    });
  }
  return isWhole ? { all, added } : undefined;
}

function warn(reading: ForeignReading, span: NativeLine['span'], message: string): void {
  const hint = 'put the key into the grid, or delete it here; SWEEP_QUIET=W_IMPORT_CONDITION silences this';
  reading.diagnostics.push({ code: 'W_IMPORT_CONDITION', message, span, hint });
}

function spaceLines(
  grid: ReadonlyMap<string, FoundKey>,
  { all, added }: FoundConditions,
  reading: ForeignReading,
): void {
  const found = new Map([...grid, ...added]);
  const keys = new Map([...found].map(([name, { key }]) => [name, key]));
  const alike = [...found].find(([name]) => all.some(({ has }) => has.has(name)) && hasTwins(name, found, all));
  if (alike !== undefined) {
    refuse(reading, {
      code: 'E_IMPORT_VALUE',
      span: alike[1].entry.keySpan,
      message: `${alike[0]} has values that conditions tell apart and a program does not, such as x and "x"`,
      hint: 'write all of them with inner quotes, or none',
    });
    return;
  }
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

/** Values that differ in Python and are one word behind the shell. */
function hasTwins(name: string, found: ReadonlyMap<string, FoundKey>, all: readonly GridCondition[]): boolean {
  const values = [...(found.get(name)?.key.values ?? []), ...all.flatMap(({ gets }) => gets.get(name) ?? [])];
  const keyOf = new Map<string, string>();
  return values.some(({ key, text }) => {
    const before = keyOf.get(text) ?? key;
    keyOf.set(text, before);
    return before !== key;
  });
}
