// SPDX-License-Identifier: MIT
import type { Rng } from '../../scripts/lib/core/rng.ts';
import type { Source, Span } from '../../scripts/lib/core/source.ts';
import type { Value } from '../../scripts/lib/core/value.ts';
import type {
  Alternative,
  Cell,
  ChoiceItem,
  Definition,
  Distribution,
  Drawn,
  Expression,
  RightSide,
  Statement,
} from '../../scripts/lib/range/tree.ts';

const NOWHERE: Source = { path: 'nowhere', text: '' };
const span: Span = { source: NOWHERE, offset: 0, length: 0 };

export function pick<T>(rng: Rng, items: readonly T[]): T {
  return items[rng.below(items.length)] as T; // callers never give an empty list
}

const TEXTS = [
  'adam',
  'if',
  'a b',
  'a|b',
  'a,b',
  '',
  '5',
  'y',
  '0x1f',
  '1:2:3',
  '@x',
  '~uniform(0,1)',
  '#',
  'a # b',
  'q"q',
  'b\\s',
  '[1]',
  "it's",
  'ünï',
  '\u{1F600}',
  '-',
  '--flag',
  'x\ty',
  '\u00a0',
  ';',
  '=',
  '$(rm)',
  '{{x}}',
  'true',
  'None',
  'w',
  'w=1',
  'f(x)',
  '{1}',
];
const NUMBERS = ['0', '-0', '1', '-1.50', '1e-5', '2.5E+10', '123456789012345678901234567890'];

function randomValue(rng: Rng): Value {
  switch (rng.below(8)) {
    case 6:
      return { kind: 'boolean', text: pick(rng, ['true', 'false', 'True', 'False'] as const) };
    case 7:
      return { kind: 'null', text: pick(rng, ['null', 'None'] as const) };
    case 0:
    case 1:
      return { kind: 'number', text: pick(rng, NUMBERS) };
    case 2:
      return { kind: 'tristate', text: pick(rng, ['y', 'n', 'm'] as const) };
    case 3:
      return { kind: 'hex', text: pick(rng, ['0x1F', '0X0', '0xdeadBEEF']) };
    case 4:
      return {
        kind: 'list',
        text: pick(rng, [
          '[]',
          '[1,2.50,-3e2]',
          '["a\\"b",true,false,null]',
          '[[1],[[]],"x y"]',
          '{}',
          '{"a":[1,{"b":null}],"c d":true}',
          '[{"x":-1.50}]',
        ]),
      };
    default:
      return { kind: 'text', text: pick(rng, TEXTS) };
  }
}

const NAMES = [
  'CONFIG_A',
  'CONFIG_B',
  'training.lr',
  '_x',
  'stage',
  'source',
  'depends',
  'exclude',
  'Z9',
  'learning-rate',
  'a.1.b',
  'n',
  'true',
  'let',
  'if',
  'round',
];

/** Objects stand in no expression. */
function randomLiteral(rng: Rng): Value {
  const value = randomValue(rng);
  return value.kind === 'list' && value.text.includes('{') ? randomLiteral(rng) : value;
}

function randomExpression(rng: Rng, depth: number): Expression {
  if (depth === 0)
    return rng.below(2) === 0
      ? { kind: 'symbol', name: pick(rng, NAMES), span }
      : { kind: 'literal', value: randomLiteral(rng), span };
  const child = (): Expression => randomExpression(rng, depth - 1 - rng.below(depth));
  switch (rng.below(8)) {
    case 6: {
      const [name, count] = pick(rng, [
        ['pow', 2],
        ['max', 3],
        ['round', 1],
        ['log10', 1],
      ] as const);
      return { kind: 'call', function: name, args: Array.from({ length: count }, child), span };
    }
    case 0:
      return { kind: 'not', operand: child(), span };
    case 1:
      return randomNegation(child());
    case 2:
    case 3:
      return {
        kind: rng.below(2) === 0 ? 'and' : 'or',
        operands: Array.from({ length: 2 + rng.below(3) }, child),
        span,
      };
    case 4:
      return {
        kind: 'compare',
        operator: pick(rng, ['=', '!=', '<', '<=', '>', '>='] as const),
        left: child(),
        right: child(),
        span,
      };
    case 5: {
      const operators = pick(rng, [
        ['+', '-'],
        ['*', '/', '%'],
      ] as const);
      return {
        kind: 'arithmetic',
        first: child(),
        rest: Array.from({ length: 1 + rng.below(3) }, () => ({ operator: pick(rng, operators), operand: child() })),
        span,
      };
    }
    default:
      return randomExpression(rng, 0);
  }
}

/** A minus before a number belongs to the number, so this never stands in a tree that was read. */
function randomNegation(operand: Expression): Expression {
  const isFolded = operand.kind === 'literal' && operand.value.kind === 'number' && !operand.value.text.startsWith('-');
  return isFolded ? operand : { kind: 'negate', operand, span };
}

function randomDrawn(rng: Rng): Drawn {
  if (rng.below(3) > 0) return randomDistribution(rng);
  const items = Array.from(
    { length: 2 + rng.below(3) },
    (): ChoiceItem =>
      rng.below(3) === 0
        ? { kind: 'law', law: randomDistribution(rng) }
        : { kind: 'value', value: randomValue(rng), span },
  );
  const weights = items.map((_, i) => (i === 0 ? '1.5' : pick(rng, ['0', '3', '1e-3'])));
  return { name: 'choice', items, ...(rng.below(2) === 0 ? {} : { weights }) };
}

function randomDistribution(rng: Rng): Distribution {
  return pick<Distribution>(rng, [
    { name: 'uniform', low: '-1.5', high: '2e3' },
    { name: 'uniform', low: '0', high: '1', step: '0.25' },
    { name: 'int', low: '1', high: '8' },
    { name: 'loguniform', low: '1e-5', high: '1e-1' },
    { name: 'logint', low: '8', high: '64', step: '8' },
    { name: 'pow2', low: '0.25', high: '512' },
    { name: 'pow2_or_loguniform', low: '1', high: '128', step: '8' },
    { name: 'normal', low: '-1', high: '1' },
    { name: 'lognormal', low: '1', high: '100', step: '1' },
    { name: 'uniform', low: '0', high: '1', step: '0.25', round: 'nearest' },
    { name: 'gauss', low: '-1', high: '0.5' },
    { name: 'loggauss', low: '0', high: '1', step: '2', round: 'nearest' },
    { name: 'beta', low: '0.5', high: '2' },
  ]);
}

function randomAlternative(rng: Rng): Alternative {
  if (rng.below(4) !== 0) return { kind: 'value', value: randomValue(rng), span };
  const range = pick(rng, [
    { kind: 'arithmetic', start: '0', step: '0.1', end: '1' },
    { kind: 'arithmetic', start: '5', step: '-1', end: '-5' },
    { kind: 'geometric', start: '1e-5', step: '10', end: '1e-2' },
    { kind: 'geometric', start: '-8', step: '0.5', end: '-1' },
    { kind: 'points', start: '0', step: '4', end: '1' },
    { kind: 'geometric points', start: '1e-4', step: '5', end: '1e-2' },
  ] as const);
  return { kind: 'range', range, span };
}

function randomRight(rng: Rng, width: number): RightSide {
  if (width > 1) {
    if (rng.below(5) === 0) return { kind: 'rows-file', path: pick(rng, ['rows.csv', 'a b.csv', 'q"x.csv']), span };
    const cell = (): Cell => (rng.below(4) === 0 ? undefined : { value: randomValue(rng), span });
    return { kind: 'rows', rows: Array.from({ length: 1 + rng.below(3) }, () => Array.from({ length: width }, cell)) };
  }
  switch (rng.below(6)) {
    case 0:
      return { kind: 'sampled', distribution: randomDrawn(rng), span };
    case 1:
      return { kind: 'sampled-list', length: 1 + rng.below(5), item: randomDrawn(rng), span };
    default:
      return { kind: 'choices', alternatives: Array.from({ length: 1 + rng.below(4) }, () => randomAlternative(rng)) };
  }
}

function randomDefinition(rng: Rng): Definition {
  const width = rng.below(3) === 0 ? 2 + rng.below(2) : 1;
  const first = rng.below(NAMES.length);
  const names = [...NAMES.slice(first), ...NAMES].slice(0, width).map((name) => ({ name, span }));
  const condition = rng.below(2) === 0 ? { condition: randomExpression(rng, 3) } : {};
  const helper = rng.below(5) === 0 ? { helper: true as const } : {};
  if (width === 1 && rng.below(8) === 0)
    return { kind: 'definition', names, right: { kind: 'unset' }, span, ...condition };
  const isComputed = width === 1 && rng.below(4) === 0;
  const right: RightSide = isComputed
    ? { kind: 'computed', expression: randomExpression(rng, 3) }
    : randomRight(rng, width);
  return { kind: 'definition', names, right, span, ...condition, ...helper };
}

/** Returns a random statement with places that mean nothing. */
export function randomStatement(rng: Rng): Statement {
  switch (rng.below(6)) {
    case 0:
      return { kind: rng.below(2) === 0 ? 'depends' : 'exclude', expression: randomExpression(rng, 4), span };
    case 1:
      return { kind: 'source', path: pick(rng, ['base.config', '../a b/c"d.config', 'x\\y']), span };
    case 2: {
      const text = pick(rng, [
        'python train.py --config {{config}}',
        'a # b',
        '"x" \'y\'',
        '\\',
        '$(rm -rf /)',
        'ends \\',
      ]);
      return { kind: 'setting', setting: { name: 'COMMAND', text, span }, span };
    }
    default:
      return randomDefinition(rng);
  }
}
