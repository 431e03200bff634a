// SPDX-License-Identifier: MIT
import type { Checked, Diagnostic } from '../core/diagnostic.ts';
import type { Source } from '../core/source.ts';
import { FUNCTIONS, isFunctionName } from './functions.ts';
import { MAX_DEPTH } from './list.ts';
import { fail, peek, quoted, type Reader, spanOf } from './reader.ts';
import { type Mark, readToken, type Token } from './token.ts';
import type { ArithmeticOperator, ArithmeticStep, CompareOperator, Expression } from './tree.ts';

export type { Expression } from './tree.ts';

/** Returns the expression that a whole text holds (ONLY=, ORDER=, FILTER=). */
export function parseExpression(source: Source): Checked<Expression> {
  const diagnostics: Diagnostic[] = [];
  const broken = source.text.search(/[\0\r\n]/);
  const reader: Reader = { source, at: 0, end: source.text.length, diagnostics };
  if (broken !== -1) {
    fail(reader, {
      code: 'E_ENCODING',
      message: 'an expression holds a line break or a NUL character',
      hint: 'write it in one line',
      at: broken,
      end: broken + 1,
    });
    return { diagnostics };
  }
  const value = readExpression(reader);
  return value === undefined ? { diagnostics } : { value, diagnostics };
}

/** Reads an expression up to the end of the line or a comment; with `untilIf` to an `if`, on which the reader then stands. */
export function readExpression(reader: Reader, { untilIf = false } = {}): Expression | undefined {
  const parser: Parser = { reader, token: { kind: 'end', at: reader.at, end: reader.at }, depth: 0, untilIf };
  if (!advance(parser)) return undefined;
  const expression = parseOr(parser);
  if (expression === undefined) return undefined;
  if (parser.token.kind === 'end') return expression;
  return unexpected(parser, 'an operator such as && or the end of the line');
}

interface Parser {
  readonly reader: Reader;
  token: Token;
  depth: number;
  readonly untilIf: boolean;
}

function advance(parser: Parser): boolean {
  const token = readToken(parser.reader);
  if (token === undefined) return false;
  if (parser.untilIf && token.kind === 'name' && token.name === 'if' && token.isBraced !== true) {
    parser.reader.at = token.at;
    parser.token = { kind: 'end', at: token.at, end: token.at };
  } else parser.token = token;
  return true;
}

function isMark(parser: Parser, ...marks: readonly Mark[]): boolean {
  return parser.token.kind === 'mark' && marks.includes(parser.token.mark);
}

function parseOr(parser: Parser): Expression | undefined {
  return parseChain(parser, '||', 'or', parseAnd);
}

function parseAnd(parser: Parser): Expression | undefined {
  return parseChain(parser, '&&', 'and', parseNot);
}

function parseChain(
  parser: Parser,
  mark: Mark,
  kind: 'and' | 'or',
  next: (p: Parser) => Expression | undefined,
): Expression | undefined {
  const first = next(parser);
  if (first === undefined) return undefined;
  const operands = [first];
  while (isMark(parser, mark)) {
    if (!advance(parser)) return undefined;
    const operand = next(parser);
    if (operand === undefined) return undefined;
    operands.push(operand);
  }
  const last = operands.at(-1) ?? first;
  return operands.length === 1 ? first : { kind, operands, span: join(parser, first, last) };
}

/** As in Kconfig, ! reaches over a whole comparison: !A=1 means !(A=1). */
function parseNot(parser: Parser): Expression | undefined {
  if (!isMark(parser, '!')) return parseComparison(parser);
  return parsePrefixed(parser, parseNot, (operand, span) => ({ kind: 'not', operand, span }));
}

/** Parses what stands behind the mark that the parser is at, and returns what the two make together. */
function parsePrefixed(
  parser: Parser,
  next: (p: Parser) => Expression | undefined,
  made: (operand: Expression, span: Expression['span']) => Expression,
): Expression | undefined {
  return nested(parser, () => {
    const at = parser.token.at;
    const operand = advance(parser) ? next(parser) : undefined;
    return operand === undefined ? undefined : made(operand, spanOf(parser.reader, at, endOf(operand)));
  });
}

const COMPARISONS: readonly Mark[] = ['=', '!=', '<', '<=', '>', '>='];

function parseComparison(parser: Parser): Expression | undefined {
  const left = parseSum(parser);
  if (left === undefined || !isMark(parser, ...COMPARISONS)) return left;
  const operator = (parser.token as { mark: Mark }).mark as CompareOperator; // isMark has seen one of COMPARISONS
  if (!advance(parser)) return undefined;
  const right = parseSum(parser);
  if (right === undefined) return undefined;
  if (isMark(parser, ...COMPARISONS)) {
    const hint = 'compare two things at a time: a < b && b < c';
    return fail(parser.reader, {
      code: 'E_EXPRESSION',
      message: 'comparisons cannot be chained',
      hint,
      at: parser.token.at,
      end: parser.token.end,
    });
  }
  return { kind: 'compare', operator, left, right, span: join(parser, left, right) };
}

function parseSum(parser: Parser): Expression | undefined {
  return parseSteps(parser, ['+', '-'], (p) => parseSteps(p, ['*', '/', '%'], parseSign));
}

function parseSteps(
  parser: Parser,
  marks: readonly ArithmeticOperator[],
  next: (p: Parser) => Expression | undefined,
): Expression | undefined {
  const first = next(parser);
  if (first === undefined) return undefined;
  const rest: ArithmeticStep[] = [];
  while (isMark(parser, ...marks)) {
    const operator = (parser.token as { mark: Mark }).mark as ArithmeticOperator; // isMark has seen one of marks
    if (!advance(parser)) return undefined;
    const operand = next(parser);
    if (operand === undefined) return undefined;
    rest.push({ operator, operand });
  }
  const last = rest.at(-1)?.operand ?? first;
  return rest.length === 0 ? first : { kind: 'arithmetic', first, rest, span: join(parser, first, last) };
}

function parseSign(parser: Parser): Expression | undefined {
  if (!isMark(parser, '-')) return parseOperand(parser);
  return parsePrefixed(parser, parseSign, negated);
}

/** A minus before a number belongs to the number: CONFIG_A = -0.5. */
function negated(operand: Expression, span: Expression['span']): Expression {
  if (operand.kind !== 'literal' || operand.value.kind !== 'number' || operand.value.text.startsWith('-'))
    return { kind: 'negate', operand, span };
  return { kind: 'literal', value: { kind: 'number', text: `-${operand.value.text}` }, span };
}

function parseOperand(parser: Parser): Expression | undefined {
  const { token } = parser;
  const span = spanOf(parser.reader, token.at, token.end);
  if (token.kind === 'name' && token.isBraced !== true && peek(parser.reader) === '(')
    return nested(parser, () => parseCall(parser, token.name, token.at));
  if (token.kind === 'name') return advance(parser) ? { kind: 'symbol', name: token.name, span } : undefined;
  if (token.kind === 'value') return advance(parser) ? { kind: 'literal', value: token.value, span } : undefined;
  if (!isMark(parser, '(')) return unexpected(parser, 'a symbol, a number, "text", y or n');
  return nested(parser, () => {
    if (!advance(parser)) return undefined;
    const inner = parseOr(parser);
    if (inner === undefined) return undefined;
    if (!isMark(parser, ')')) return unexpected(parser, ') for this (', token.at);
    const closed = spanOf(parser.reader, token.at, parser.token.end);
    return advance(parser) ? { ...inner, span: closed } : undefined;
  });
}

/** Reads the ( and the numbers of a function whose name has been read. */
function parseCall(parser: Parser, name: string, at: number): Expression | undefined {
  const nameEnd = at + name.length;
  if (!isFunctionName(name)) {
    const hint = `there are ${Object.keys(FUNCTIONS).join(', ')}`;
    return fail(parser.reader, {
      code: 'E_EXPRESSION',
      message: `there is no function ${quoted(name)}`,
      hint,
      at,
      end: nameEnd,
    });
  }
  if (!advance(parser) || !advance(parser)) return undefined;
  const args: Expression[] = [];
  for (;;) {
    const arg = parseOr(parser);
    if (arg === undefined) return undefined;
    args.push(arg);
    if (!isMark(parser, ',')) break;
    if (!advance(parser)) return undefined;
  }
  if (!isMark(parser, ')')) return unexpected(parser, `, or ) for this ${name}(`, at);
  const span = spanOf(parser.reader, at, parser.token.end);
  const [least, most] = FUNCTIONS[name];
  if (args.length < least || args.length > most) {
    const count = least === most ? String(least) : `${least} or more`;
    const message = `${name} has ${args.length} ${args.length === 1 ? 'number' : 'numbers'}, expected ${count}`;
    return fail(parser.reader, { code: 'E_EXPRESSION', message, at, end: parser.token.end });
  }
  return advance(parser) ? { kind: 'call', function: name, args, span } : undefined;
}

function nested(parser: Parser, read: () => Expression | undefined): Expression | undefined {
  if (parser.depth >= MAX_DEPTH) {
    const { at, end } = parser.token;
    return fail(parser.reader, {
      code: 'E_TOO_DEEP',
      message: `a condition is nested deeper than ${MAX_DEPTH}`,
      hint: 'split it into several lines',
      at,
      end,
    });
  }
  parser.depth += 1;
  const expression = read();
  parser.depth -= 1;
  return expression;
}

function unexpected(parser: Parser, expected: string, at = parser.token.at): undefined {
  const { reader, token } = parser;
  const found =
    token.kind === 'end' ? 'the end of the condition' : quoted(reader.source.text.slice(token.at, token.end));
  return fail(reader, {
    code: 'E_EXPRESSION',
    message: `found ${found}, expected ${expected}`,
    at,
    end: Math.max(token.end, at + 1),
  });
}

function endOf(expression: Expression): number {
  return expression.span.offset + expression.span.length;
}

function join(parser: Parser, first: Expression, last: Expression): Expression['span'] {
  return spanOf(parser.reader, first.span.offset, endOf(last));
}
