// SPDX-License-Identifier: MIT
// Values of a grid of hypnettorch: what Python takes for equal, and what a run gets to see behind its shell.
import { decimalKey, decimalOf, parseDecimal } from '../../core/decimal.ts';
import { quoteText } from '../quoted-text.ts';
import type { ForeignNode } from './node.ts';
import { shellWord } from './shell-word.ts';
import { type ImportTrouble, refuse } from './system.ts';
import { foreignValue, nativeValue } from './value.ts';

/** One value of a grid. */
export interface GridValue {
  /** Shared by values that are equal in Python: 1 == True == 1.0. */
  readonly key: string;
  /** As a line of ours holds it. */
  readonly text: string;
  readonly kind: 'number' | 'flag' | 'text';
}

/** Python's json module writes these, though JSON has none of them. */
const NOT_FINITE: Readonly<Record<string, string>> = { Infinity: 'inf', '-Infinity': '-inf', NaN: 'nan' };

/** Returns a value of a grid: flags for booleans, None and inf as Python prints them, texts as the shell hands them on. */
export function gridValue(node: ForeignNode, trouble: ImportTrouble): GridValue | undefined {
  if (node.kind === 'map')
    return refuse(trouble, {
      code: 'E_IMPORT_KIND',
      span: node.span,
      message: 'a value of the grid is a mapping, which hypnettorch cannot put on a command line',
      hint: 'write numbers, texts, true or false',
    });
  if (node.kind === 'list') {
    const text = tupleText(node, trouble);
    return text === undefined ? undefined : { key: `tuple:${text}`, text: quoteText(text), kind: 'text' };
  }
  const word = node.isQuoted ? undefined : NOT_FINITE[node.text];
  if (word !== undefined) return { key: `float:${word}`, text: quoteText(word), kind: 'text' };
  const value = foreignValue(node, trouble);
  if (value === undefined) return undefined;
  switch (value.kind) {
    case 'boolean': {
      const isTrue = value.text.toLowerCase() === 'true';
      return { key: `number:${decimalKey(decimalOf(isTrue ? 1n : 0n))}`, text: isTrue ? 'y' : 'n', kind: 'flag' };
    }
    case 'null':
      return { key: 'none', text: quoteText('None'), kind: 'text' };
    case 'text': {
      const text = shellWord(value.text, node.span, trouble);
      return text === undefined
        ? undefined
        : { key: `text:${value.text}`, text: nativeValue({ kind: 'text', text }), kind: 'text' };
    }
    default: {
      const decimal = parseDecimal(value.text);
      return {
        key: `number:${decimal === undefined ? value.text : decimalKey(decimal)}`,
        text: value.text,
        kind: 'number',
      };
    }
  }
}

/** Returns a list as Python prints a tuple: lists cannot be values there, since they have no hash, and JSON has no tuples. */
function tupleText(node: Extract<ForeignNode, { kind: 'list' }>, trouble: ImportTrouble): string | undefined {
  const items = node.items.map((item) => itemText(item, trouble));
  if (items.includes(undefined)) return undefined;
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
}

function itemText(item: ForeignNode, trouble: ImportTrouble): string | undefined {
  if (item.kind === 'list') return tupleText(item, trouble);
  if (item.kind === 'scalar' && !item.isQuoted && NOT_FINITE[item.text] !== undefined) return NOT_FINITE[item.text];
  const value = item.kind === 'scalar' ? foreignValue(item, trouble) : undefined;
  if (value === undefined) {
    if (item.kind === 'map')
      refuse(trouble, {
        code: 'E_IMPORT_KIND',
        span: item.span,
        message: 'an item of a tuple is a mapping',
        hint: 'write numbers and texts',
      });
    return undefined;
  }
  return value.kind === 'text' ? pythonQuoted(value.text) : value.text;
}

/** A text as repr() prints it. */
function pythonQuoted(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t');
  return text.includes("'") && !text.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`;
}

/** Returns values without those that are equal in Python to a later one, which is the one that is kept there. */
export function lastOfEqual(values: readonly GridValue[]): readonly GridValue[] {
  const last = new Map(values.map((value) => [value.key, value]));
  return [...last.values()];
}
