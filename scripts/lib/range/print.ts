// SPDX-License-Identifier: MIT
import { unreachable } from '../core/unreachable.ts';
import { isBareText, type Value } from '../core/value.ts';
import { printName, printReference } from './names.ts';
import { quoteText } from './quoted-text.ts';
import type {
  Alternative,
  Cell,
  Definition,
  Distribution,
  Drawn,
  DrawnList,
  Expression,
  RightSide,
  Statement,
} from './tree.ts';

/** Returns the line of a range file that is read back as the same statement. */
export function printStatement(statement: Statement): string {
  switch (statement.kind) {
    case 'definition':
      return printDefinition(statement);
    case 'depends':
      return `depends on ${printExpression(statement.expression)}`;
    case 'exclude':
      return `exclude if ${printExpression(statement.expression)}`;
    case 'source':
      return `source ${quoteText(statement.path)}`;
    case 'setting':
      return `SWEEP_${statement.setting.name}=${quoteText(statement.setting.text)}`;
    default:
      return unreachable(statement);
  }
}

/** Returns a value as a range file holds it: text bare where that is read back as the same text. */
export function printValue(value: Value): string {
  if (value.kind !== 'text') return value.text;
  return isBareText(value.text) && value.text !== 'if' ? value.text : quoteText(value.text);
}

/** Returns a condition with no more parentheses than it needs. */
export function printExpression(expression: Expression): string {
  return print(expression, 0);
}

function printDefinition({ names, right, condition, helper }: Definition): string {
  const listed = names.map((n) => printName(n.name)).join(',');
  const sign = right.kind === 'computed' ? ' := ' : '=';
  const head =
    right.kind === 'unset' ? `unset ${listed}` : `${helper === true ? 'let ' : ''}${listed}${sign}${printRight(right)}`;
  return condition === undefined ? head : `${head} if ${printExpression(condition)}`;
}

function printRight(right: Exclude<RightSide, { kind: 'unset' }>): string {
  switch (right.kind) {
    case 'choices':
      return right.alternatives.map(printAlternative).join('|');
    case 'sampled':
      return `~${printDrawn(right.distribution)}`;
    case 'sampled-list':
      return `~${printDrawnList(right)}`;
    case 'rows':
      return right.rows.map((row) => row.map(printCell).join(',')).join('|');
    case 'computed':
      return printExpression(right.expression);
    case 'rows-file':
      return `@${quoteText(right.path)}`;
    default:
      return unreachable(right);
  }
}

function printAlternative(alternative: Alternative): string {
  if (alternative.kind === 'value') return printValue(alternative.value);
  const { kind, start, step, end } = alternative.range;
  return `${start}:${MARKS[kind]}${step}:${end}`;
}

const MARKS = { arithmetic: '', geometric: '*', points: '/', 'geometric points': '*/' } as const;

function printCell(cell: Cell): string {
  return cell === undefined ? '' : printValue(cell.value);
}

function printDrawnList({ length, item }: Pick<DrawnList, 'length' | 'item'>): string {
  return `list(${length}, ${item.name === 'list' ? printDrawnList(item) : printDrawn(item)})`;
}

function printDrawn(drawn: Drawn): string {
  if (drawn.name !== 'choice') return printDistribution(drawn);
  const items = drawn.items.map((item) => (item.kind === 'law' ? printDistribution(item.law) : printItem(item.value)));
  return `choice(${items.join(',')}${drawn.weights === undefined ? '' : `,w=${drawn.weights.join(':')}`})`;
}

function printDistribution({ name, low, high, step, round }: Distribution): string {
  return `${name}(${low},${high}${step === undefined ? '' : `,q=${step}`}${round === undefined ? '' : `,round=${round}`})`;
}

/** A word of a choice may hold neither brackets nor =, but those it quotes by itself. */
function printItem(value: Value): string {
  return value.kind === 'text' && value.text === 'w' ? quoteText(value.text) : printValue(value);
}

/** How tightly each kind of expression binds; the operand of a looser one needs no parentheses. */
function strengthOf(expression: Expression): number {
  switch (expression.kind) {
    case 'or':
      return 1;
    case 'and':
      return 2;
    case 'not':
      return 3;
    case 'compare':
      return 4;
    case 'arithmetic':
      return expression.rest.some(({ operator }) => operator === '+' || operator === '-') ? 5 : 6;
    case 'negate':
      return 7;
    case 'symbol':
    case 'literal':
    case 'call':
      return 8;
    default:
      return unreachable(expression);
  }
}

function print(expression: Expression, least: number): string {
  const text = printBare(expression, strengthOf(expression));
  return strengthOf(expression) < least ? `(${text})` : text;
}

function printBare(expression: Expression, strength: number): string {
  switch (expression.kind) {
    case 'symbol':
      return printReference(expression.name);
    case 'literal':
      return expression.value.kind === 'text' ? quoteText(expression.value.text) : expression.value.text;
    case 'call':
      return `${expression.function}(${expression.args.map((arg) => print(arg, 0)).join(', ')})`;
    case 'not':
      return `!${print(expression.operand, strength)}`;
    case 'negate':
      return `-${print(expression.operand, strength)}`;
    case 'and':
    case 'or':
      return expression.operands.map((o) => print(o, strength + 1)).join(expression.kind === 'and' ? ' && ' : ' || ');
    case 'compare':
      return `${print(expression.left, strength + 1)} ${expression.operator} ${print(expression.right, strength + 1)}`;
    case 'arithmetic':
      return [
        print(expression.first, strength + 1),
        ...expression.rest.map((step) => `${step.operator} ${print(step.operand, strength + 1)}`),
      ].join(' ');
    default:
      return unreachable(expression);
  }
}
