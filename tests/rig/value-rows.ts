// SPDX-License-Identifier: MIT
// Values that were seen to become others on their way into a program, with what programs have to read. CONFIG_V is the symbol.

/** One alternative of a symbol, as each door spells it. */
export interface WrittenValue {
  /** As a range line has it. */
  readonly line: string;
  /** As a cell of a CSV file has it; missing: the same. */
  readonly cell?: string;
  /** As an item of a list, which is JSON (or Python) where a program reads it. */
  readonly item: string;
  /** What Python has of it: repr. */
  readonly typed: string;
  /** What Kconfig has of it: the value of the symbol. */
  readonly config: string;
  /** The value behind `--v`: null where the argument is left out, '' where it has no value. */
  readonly argument: string | null;
  /** The word in the environment. */
  readonly word: string;
}

export interface ValueRow {
  readonly what: string;
  readonly values: readonly WrittenValue[];
  /** Lines that give CONFIG_V these values, where no list of alternatives does. */
  readonly lines?: readonly string[];
  /** What the symbol is in a Kconfig tree. */
  readonly tree: 'string' | 'bool' | 'int' | 'hex';
  /** What a base holds that these values go over. */
  readonly base: { readonly yaml: string; readonly json: string };
  /** Kconfig takes its numbers in quotes only: SWEEP_QUOTED names it. */
  readonly isQuoted?: true;
  /** Warnings of the lines. */
  readonly said?: string;
}

/** A value that is one word in lines, lists, arguments and environment. */
function plain(text: string, typed: string, more: Partial<WrittenValue> = {}): WrittenValue {
  return { line: text, item: text, typed, config: text, argument: text, word: text, ...more };
}

/** A text that stands in quotes wherever it would be something else. */
function text(text: string, more: Partial<WrittenValue> = {}): WrittenValue {
  const quoted = JSON.stringify(text);
  const cell = `"${quoted.replaceAll('"', '""')}"`;
  return { ...plain(text, `'${text}'`), line: quoted, cell, item: quoted, ...more };
}

const TEXT_BASE = { yaml: 'some', json: '"some"' };

export const VALUE_ROWS: readonly ValueRow[] = [
  {
    what: 'booleans',
    values: [plain('true', 'True'), plain('False', 'False')],
    tree: 'string',
    base: { yaml: 'true', json: 'true' },
  },
  {
    what: 'null beside a number',
    values: [plain('null', 'None', { argument: null }), plain('0.05', '0.05')],
    tree: 'string',
    base: { yaml: '0.1', json: '0.1' },
    isQuoted: true,
  },
  {
    what: 'texts that look like something else',
    values: [text('true'), text('None'), text('no'), text('5'), text('1e5')],
    tree: 'string',
    base: TEXT_BASE,
  },
  {
    what: 'words beside y, n and m',
    values: ['n', 's', 'm', 'l', 'x', 'y'].map((word) => plain(word, `'${word}'`, { item: `"${word}"` })),
    tree: 'string',
    base: TEXT_BASE,
  },
  {
    what: 'y and n',
    values: [
      plain('y', 'True', { item: 'true', argument: '' }),
      plain('n', 'False', { item: 'false', argument: null }),
    ],
    tree: 'bool',
    base: { yaml: 'true', json: 'true' },
  },
  {
    what: 'numbers that Kconfig wants in quotes',
    values: [plain('0.05', '0.05'), plain('0.10', '0.1'), plain('0.2', '0.2')],
    tree: 'string',
    base: { yaml: '0.1', json: '0.1' },
    isQuoted: true,
  },
  {
    what: 'a range of numbers that Kconfig wants in quotes',
    values: ['0.05', '0.10', '0.15', '0.20'].map((one) => plain(one, String(Number(one)))),
    lines: ['CONFIG_V=0.05:0.05:0.2'],
    tree: 'string',
    base: { yaml: '0.1', json: '0.1' },
    isQuoted: true,
  },
  {
    what: 'points by their number',
    values: ['1e-4', '1e-3', '1e-2'].map((one) => plain(one, String(Number(one)), { config: one })),
    lines: ['CONFIG_V=1e-4:*/3:1e-2'],
    tree: 'string',
    base: { yaml: '0.1', json: '0.1' },
    isQuoted: true,
  },
  {
    what: 'what is computed from another symbol',
    values: [plain('0.75', '0.75'), plain('0.5', '0.5')],
    lines: ['CONFIG_U=0.25|0.5', 'CONFIG_V := 1 - CONFIG_U'],
    tree: 'string',
    base: { yaml: '0.1', json: '0.1' },
    isQuoted: true,
  },
  {
    what: 'a text with bars',
    values: [text('state|movement')],
    tree: 'string',
    base: TEXT_BASE,
    said: 'W_QUOTED_CHOICES',
  },
  {
    what: 'a text with colons',
    values: [text('0.03:0.02:0.09')],
    tree: 'string',
    base: TEXT_BASE,
    said: 'W_QUOTED_CHOICES',
  },
  {
    what: 'whole numbers, small numbers and their notation',
    values: [plain('1', '1'), plain('1000', '1000'), plain('123456789012345678901', '123456789012345678901')],
    tree: 'int',
    base: { yaml: '3', json: '3' },
  },
  {
    what: 'small numbers in scientific notation',
    values: [plain('1e-5', '1e-05'), plain('2.5E3', '2500.0'), plain('0.5', '0.5')],
    tree: 'string',
    base: { yaml: '0.1', json: '0.1' },
    isQuoted: true,
  },
  {
    what: 'hexadecimal numbers',
    values: [plain('0x1F', '31', { item: '31' }), plain('0x20', '32', { item: '32' })],
    tree: 'hex',
    base: { yaml: '3', json: '3' },
  },
  {
    what: "words of other tools' notation",
    values: ['007', '+4', '10k', '12e456x', '(1'].map((word) => text(word)),
    tree: 'string',
    base: TEXT_BASE,
  },
  {
    what: 'a git hash that looks like a number',
    values: [text('12e456'), text('0012')],
    tree: 'string',
    base: TEXT_BASE,
  },
  {
    what: 'lists and lists of objects',
    values: [
      listed('[1,2]', '[1, 2]'),
      listed('[{"a":1},{"b":"no"}]', "[{'a': 1}, {'b': 'no'}]"),
      listed('{"a":[true,null]}', "{'a': [True, None]}"),
    ],
    tree: 'string',
    base: { yaml: '[]', json: '[]' },
  },
];

/** A list or an object, which stands in CSV cells in quotes. */
function listed(json: string, typed: string): WrittenValue {
  return { ...plain(json, typed), cell: `"${json.replaceAll('"', '""')}"` };
}
