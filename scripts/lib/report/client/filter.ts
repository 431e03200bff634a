// SPDX-License-Identifier: MIT
import type { TableColumn } from '../page/table-columns.ts';

const TERM = /^(.+?)(>=|<=|!=|==?|>|<)(?:"(.*)"|(.+))$/;
/** Blanks around an operator, as FILTER= of make is mostly written. */
const SPACED = /\s*(>=|<=|!=|==?|>|<)\s*/g;

/**
 * Returns what keeps a run: every word must hold, be it a comparison with a column (CONFIG_ may be left out, case does
 * not matter) or a part of any cell's text. A comparison with no such column is looked for as text. What FILTER= takes, blanks
 * around operators, && and quotes, is taken here too.
 */
export function parseFilter(text: string, columns: readonly TableColumn[]): (run: number) => boolean {
  const tests = text.replace(SPACED, '$1').split(/\s+|&&/).filter((word) => word !== '').map((word) => testOf(word, columns));
  return (run) => tests.every((test) => test(run));
}

function testOf(word: string, columns: readonly TableColumn[]): (run: number) => boolean {
  const [, name = '', operator = '', quoted, plain = ''] = TERM.exec(word) ?? [];
  const lower = name.toLowerCase();
  const column = columns.find((c) => c.name.toLowerCase() === lower || c.name.toLowerCase() === `config_${lower}`);
  if (column === undefined) {
    const part = word.toLowerCase();
    return (run) => columns.some((c) => `${c.text(run)}\n${c.full(run)}`.toLowerCase().includes(part));
  }
  return (run) => holds(column.key(run), operator, quoted ?? plain);
}

function holds(key: number | string | null, operator: string, wanted: string): boolean {
  if (key === null) return operator === '!=';
  const number = Number(wanted);
  const order = typeof key === 'number' && !Number.isNaN(number) ? key - number : String(key).toLowerCase().localeCompare(wanted.toLowerCase());
  switch (operator) {
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
    case '!=':
      return order !== 0;
    default:
      return order === 0;
  }
}
