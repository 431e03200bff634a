// SPDX-License-Identifier: MIT
import type { KToken } from './lexer.ts';
import type { KExpr, KSymbol, Relation } from './model.ts';
import type { SymbolTable } from './symbol-table.ts';

/** The words of one line, and how far they are read. */
export interface TokenCursor {
  readonly tokens: readonly KToken[];
  next: number;
}

/** What a line should have held at a place; thrown, and caught where the line started. */
export class LineFault extends Error {
  /** The token that does not fit; undefined when the line ends too early. */
  readonly token: KToken | undefined;
  readonly tooDeep: boolean;

  constructor(message: string, token: KToken | undefined, tooDeep = false) {
    super(message);
    this.token = token;
    this.tooDeep = tooDeep;
  }
}

/** Words of the language that cannot be symbols. */
const KEYWORDS: ReadonlySet<string> = new Set(
  `bool choice comment config def_bool def_tristate default depends endchoice endif endmenu help hex if imply int mainmenu menu
   menuconfig modules on prompt range select source string tristate visible`.split(/\s+/),
);

/** Deepest nesting of parentheses and `!`. */
const MAX_CONDITION_DEPTH = 200;

/** Joins conditions by `&&`; undefined is y. */
export function both(left: KExpr | undefined, right: KExpr | undefined): KExpr | undefined {
  if (left === undefined) return right;
  if (right === undefined) return left;
  return { kind: 'and', of: left.kind === 'and' ? [...left.of, right] : [left, right] };
}

/**
 * Reads a condition: symbols, relations, `!`, `&&`, `||` and parentheses. `bareModule` makes a bare m mean
 * "m where modules are enabled", as in all conditions but not in the value of a default.
 */
export function parseKExpr(cursor: TokenCursor, table: SymbolTable, bareModule: boolean): KExpr {
  return parseOr(cursor, table, bareModule, 0);
}

/** Returns a condition in which a bare m means "m where modules are enabled". */
export function withModules(condition: KExpr, table: SymbolTable): KExpr {
  switch (condition.kind) {
    case 'symbol':
      return condition.symbol === table.module ? { kind: 'module' } : condition;
    case 'not':
      return { kind: 'not', of: withModules(condition.of, table) };
    case 'and':
    case 'or':
      return { kind: condition.kind, of: condition.of.map((part) => withModules(part, table)) };
    default:
      return condition;
  }
}

function parseOr(cursor: TokenCursor, table: SymbolTable, bareModule: boolean, depth: number): KExpr {
  const parts = [parseAnd(cursor, table, bareModule, depth)];
  while (takeOperator(cursor, '||')) parts.push(parseAnd(cursor, table, bareModule, depth));
  return joined('or', parts);
}

function parseAnd(cursor: TokenCursor, table: SymbolTable, bareModule: boolean, depth: number): KExpr {
  const parts = [parsePart(cursor, table, bareModule, depth)];
  while (takeOperator(cursor, '&&')) parts.push(parsePart(cursor, table, bareModule, depth));
  return joined('and', parts);
}

function joined(kind: 'and' | 'or', parts: readonly KExpr[]): KExpr {
  const [first] = parts;
  return parts.length === 1 && first !== undefined ? first : { kind, of: parts };
}

function parsePart(cursor: TokenCursor, table: SymbolTable, bareModule: boolean, depth: number): KExpr {
  const token = cursor.tokens[cursor.next];
  if (depth > MAX_CONDITION_DEPTH) throw new LineFault('a condition is nested more than 200 deep', token, true);
  if (takeOperator(cursor, '!')) return { kind: 'not', of: parsePart(cursor, table, bareModule, depth + 1) };
  if (takeOperator(cursor, '(')) {
    const inside = parseOr(cursor, table, bareModule, depth + 1);
    if (!takeOperator(cursor, ')')) throw new LineFault('expected `)`', cursor.tokens[cursor.next]);
    return inside;
  }
  const left = parseOperand(cursor, table);
  const relation = relationAt(cursor);
  if (relation === undefined)
    return bareModule && left === table.module ? { kind: 'module' } : { kind: 'symbol', symbol: left };
  cursor.next += 1;
  return { kind: 'relation', relation, left, right: parseOperand(cursor, table) };
}

/** Reads a symbol or a constant. */
export function parseOperand(cursor: TokenCursor, table: SymbolTable): KSymbol {
  const token = cursor.tokens[cursor.next];
  if (token?.kind === 'text') {
    cursor.next += 1;
    return table.constant(token.text);
  }
  return table.named(takeName(cursor));
}

/** Reads the name of a symbol. */
export function takeName(cursor: TokenCursor): string {
  const token = cursor.tokens[cursor.next];
  if (token?.kind !== 'word') throw new LineFault('expected a symbol', token);
  if (KEYWORDS.has(token.text)) throw new LineFault('expected a symbol, found a word of the language', token);
  cursor.next += 1;
  return token.text;
}

/** Reads an optional `if CONDITION`. */
export function takeCondition(cursor: TokenCursor, table: SymbolTable, bareModule = true): KExpr | undefined {
  const token = cursor.tokens[cursor.next];
  if (token?.kind !== 'word' || token.text !== 'if') return undefined;
  cursor.next += 1;
  return parseKExpr(cursor, table, bareModule);
}

/** Refuses what stands behind the end of a statement. */
export function expectEnd(cursor: TokenCursor): void {
  const token = cursor.tokens[cursor.next];
  if (token !== undefined) throw new LineFault('expected the end of the line', token);
}

function takeOperator(cursor: TokenCursor, text: string): boolean {
  const token = cursor.tokens[cursor.next];
  if (token?.kind !== 'operator' || token.text !== text) return false;
  cursor.next += 1;
  return true;
}

const RELATIONS: ReadonlyMap<string, Relation> = new Map(
  (['=', '!=', '<', '<=', '>', '>='] as const).map((relation) => [relation, relation]),
);

function relationAt(cursor: TokenCursor): Relation | undefined {
  const token = cursor.tokens[cursor.next];
  return token?.kind === 'operator' ? RELATIONS.get(token.text) : undefined;
}
