// SPDX-License-Identifier: MIT
import { hasErrors } from '../../core/diagnostic.ts';
import type { Value } from '../../core/value.ts';
import { type Expression, parseExpression } from '../../range/expression.ts';
import { symbolsOf } from '../../range/symbols.ts';
import { evaluate } from '../../space/evaluate.ts';
import { NAME_COLUMN, type TableColumn } from '../page/table-columns.ts';

/** What a reader asked the table for. */
export interface Filter {
  keeps(run: number): boolean;
  /** Names in comparisons that no column has: such a comparison is looked for as text. */
  readonly unknown: readonly string[];
}

/** A comparison with blanks around its operator or none, a text in quotes, or a word; `||` parts what is enough by itself. */
const TOKEN = /([^\s"<>=!&|]+)\s*(>=|<=|!=|==?|>|<)\s*("(?:\\.|[^"\\])*"|[^\s"&|]+)|"(?:\\.|[^"\\])*"|\|\||[^\s&|]+/g;

type Test = (run: number) => boolean;

/**
 * Returns what keeps a run: every word must hold, be it a comparison with a column (CONFIG_ may be left out, case does
 * not matter) or a part of any cell's text. An expression as FILTER= takes it, with `&&`, `||`, `!`, brackets or arithmetic, is read by
 * the same parser and means the same.
 */
export function parseFilter(text: string, columns: readonly TableColumn[]): Filter {
  const expression = expressionOf(text, columns);
  if (expression !== undefined) {
    const known = new Map(symbolsOf(expression).map(({ name }) => [name, columnNamed(columns, name)]));
    return {
      keeps: (run) =>
        evaluate(expression, (name) => {
          const column = known.get(name);
          return column === undefined ? undefined : valueOfCell(column, run);
        }),
      unknown: [],
    };
  }
  const groups: Test[][] = [[]];
  const unknown: string[] = [];
  for (const [token, name, operator = '', wanted = ''] of text.matchAll(TOKEN)) {
    const column = name === undefined ? undefined : columnNamed(columns, name);
    if (token === '||') groups.push([]);
    else if (column !== undefined) groups.at(-1)?.push((run) => holds(column, run, { operator, wanted: bare(wanted) }));
    else groups.at(-1)?.push(contains(columns, bare(token)));
    if (name !== undefined && column === undefined) unknown.push(name);
  }
  const asked = groups.filter((tests) => tests.length > 0);
  return { keeps: (run) => asked.length === 0 || asked.some((tests) => tests.every((test) => test(run))), unknown };
}

/** What words and comparisons alone do not have: such a text is an expression, where it names columns only. */
const EXPRESSION = /[()+*/]|!(?!=)|\s-\s|&&|\|\|/;

function expressionOf(text: string, columns: readonly TableColumn[]): Expression | undefined {
  if (!EXPRESSION.test(text)) return undefined;
  const { value, diagnostics } = parseExpression({ path: 'filter', text });
  if (value === undefined || hasErrors(diagnostics)) return undefined;
  const names = symbolsOf(value).map((symbol) => symbol.name);
  return names.length > 0 && names.every((name) => columnNamed(columns, name) !== undefined) ? value : undefined;
}

/** Returns a cell as the expression language has it; absent where the run has none. */
function valueOfCell(column: TableColumn, run: number): Value | undefined {
  const key = column.asked === undefined ? column.key(run) : column.asked(run);
  if (key === null) return undefined;
  if (typeof key === 'number') return { kind: 'number', text: String(key) };
  const text = bare(key);
  return text === 'y' || text === 'n' || text === 'm' ? { kind: 'tristate', text } : { kind: 'text', text };
}

function columnNamed(columns: readonly TableColumn[], name: string): TableColumn | undefined {
  const lower = name.toLowerCase() === 'config' ? NAME_COLUMN : name.toLowerCase();
  return columns.find((c) => c.name.toLowerCase() === lower || c.name.toLowerCase() === `config_${lower}`);
}

function contains(columns: readonly TableColumn[], text: string): Test {
  const part = text.toLowerCase();
  return (run) => columns.some((c) => `${c.text(run)}\n${c.full(run)}`.toLowerCase().includes(part));
}

/** A text as it is meant: without the quotes around it. */
function bare(text: string): string {
  return /^".*"$/s.test(text) ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text;
}

interface Comparison {
  readonly operator: string;
  readonly wanted: string;
}

function holds(column: TableColumn, run: number, { operator, wanted }: Comparison): boolean {
  const key = column.asked === undefined ? column.key(run) : column.asked(run);
  if (key === null) return operator === '!=';
  if (operator === '=' || operator === '==') return isEqual(column, run, { key, wanted });
  if (operator === '!=') return !isEqual(column, run, { key, wanted });
  const order =
    typeof key === 'number' ? key - column.number(wanted) : bare(key).toLowerCase().localeCompare(wanted.toLowerCase());
  switch (operator) {
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    case '>=':
      return order >= 0;
    default:
      return order <= 0;
  }
}

/** A rounded number is equal to what is shown of it, too. */
function isEqual(
  column: TableColumn,
  run: number,
  { key, wanted }: { readonly key: number | string; readonly wanted: string },
): boolean {
  if (typeof key === 'number') return key === column.number(wanted) || column.text(run) === wanted;
  return bare(key).toLowerCase() === wanted.toLowerCase();
}
