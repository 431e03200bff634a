// SPDX-License-Identifier: MIT
// The distributions of W&B (docs.wandb.ai, sweep configuration options) as ours. What it rounds it rounds to the nearest multiple
// of q, whatever the bounds.
import { compareDecimals, formatPlain, mantissaAt, parseDecimal } from '../../core/decimal.ts';
import { didYouMean } from '../../core/nearest.ts';
import { type ForeignFields, foreignFields, numberIn } from './fields.ts';
import type { ForeignEntry, ForeignNode } from './node.ts';
import { quantised } from './quantised.ts';
import { type ImportTrouble, refuse } from './system.ts';

/** How a law of W&B is one of ours. */
interface LawForm {
  readonly ours: 'uniform' | 'int' | 'loguniform' | 'gauss' | 'loggauss' | 'beta';
  /** Its parameters, with what they are when they are left out. */
  readonly parameters: readonly (readonly [name: string, left: string | undefined])[];
  /** What its bounds are of the values: themselves, their logarithms, or those of their inverses. */
  readonly bounds?: 'logarithms' | 'inverse logarithms';
  readonly isRounded?: true;
}

const BOUNDS = [
  ['min', undefined],
  ['max', undefined],
] as const;
const NORMAL = [
  ['mu', '0'],
  ['sigma', '1'],
] as const;
const BETA = [
  ['a', '1'],
  ['b', '1'],
] as const;

/** By the word behind `distribution:`. */
const LAWS: Readonly<Record<string, LawForm>> = {
  uniform: { ours: 'uniform', parameters: BOUNDS },
  int_uniform: { ours: 'int', parameters: BOUNDS },
  log_uniform: { ours: 'loguniform', parameters: BOUNDS, bounds: 'logarithms' },
  log_uniform_values: { ours: 'loguniform', parameters: BOUNDS },
  inv_log_uniform: { ours: 'loguniform', parameters: BOUNDS, bounds: 'inverse logarithms' },
  inv_log_uniform_values: { ours: 'loguniform', parameters: BOUNDS },
  normal: { ours: 'gauss', parameters: NORMAL },
  log_normal: { ours: 'loggauss', parameters: NORMAL },
  beta: { ours: 'beta', parameters: BETA },
  q_uniform: { ours: 'uniform', parameters: BOUNDS, isRounded: true },
  q_log_uniform: { ours: 'loguniform', parameters: BOUNDS, bounds: 'logarithms', isRounded: true },
  q_log_uniform_values: { ours: 'loguniform', parameters: BOUNDS, isRounded: true },
  q_normal: { ours: 'gauss', parameters: NORMAL, isRounded: true },
  q_log_normal: { ours: 'loggauss', parameters: NORMAL, isRounded: true },
  q_beta: { ours: 'beta', parameters: BETA, isRounded: true },
};

/** Words behind `distribution:` that list their values. */
const LISTING_WORDS = ['constant', 'categorical', 'categorical_w_probabilities'] as const;

/** All words that may stand behind `distribution:`. */
const WANDB_DISTRIBUTIONS: readonly string[] = [...Object.keys(LAWS), ...LISTING_WORDS];

/** Returns the right side of a line for a parameter that is drawn: ~uniform(0,1), or the one value that it can have. */
export function wandbLaw(entry: ForeignEntry, fields: ForeignFields, trouble: ImportTrouble): string | undefined {
  const word = lawWord(entry, fields, trouble);
  const form = word === undefined ? undefined : LAWS[word];
  if (word === undefined || form === undefined) return undefined;
  const names = [...form.parameters.map(([name]) => name), ...(form.isRounded === true ? ['q'] : [])];
  const what = `a parameter of distribution ${word}`;
  if (foreignFields(entry.value, { what, known: ['distribution', ...names] }, trouble) === undefined) return undefined;
  const numbers = form.parameters.map(([name, left]) => numberOf(entry, fields, { name, left, what }, trouble));
  const step = form.isRounded === true ? numberOf(entry, fields, { name: 'q', left: '1', what }, trouble) : undefined;
  const [first, second] = numbers;
  if (first === undefined || second === undefined || (form.isRounded === true && step === undefined)) return undefined;
  const [low, high] = boundsOf(first, second, form.bounds);
  const isBounded = form.parameters === BOUNDS;
  if (isBounded && isAbove(low, high))
    return refuse(trouble, {
      code: 'E_IMPORT_VALUE',
      span: fields.get('min')?.value.span ?? entry.keySpan,
      message: `min is ${first} and max is ${second}, expected a max that is not below min`,
      hint: 'change them over',
    });
  if (step !== undefined && !(Number(step) > 0))
    return refuse(trouble, {
      code: 'E_IMPORT_VALUE',
      span: fields.get('q')?.value.span ?? entry.keySpan,
      message: `q is ${step}, expected a number above 0`,
      hint: 'q is the distance between two values: q: 0.1',
    });
  if (step !== undefined) return quantised({ law: form.ours, low, high, step }, entry.keySpan, trouble);
  const isSingle = isBounded ? !isAbove(high, low) : form.ours !== 'beta' && Number(high) === 0;
  if (isSingle) return form.ours === 'loggauss' ? String(Math.exp(Number(low))) : low;
  return `~${form.ours}(${low},${high})`;
}

/** A law that is not named is told by what its numbers look like. */
function lawWord(entry: ForeignEntry, fields: ForeignFields, trouble: ImportTrouble): string | undefined {
  const named = fields.get('distribution')?.value;
  if (named === undefined) {
    const bounds = [fields.get('min')?.value, fields.get('max')?.value];
    return bounds.every((bound) => bound !== undefined && isWholeNode(bound)) ? 'int_uniform' : 'uniform';
  }
  const word = named.kind === 'scalar' ? named.text : '';
  if (Object.hasOwn(LAWS, word)) return word;
  const needed = LISTING_WORDS.some((one) => one === word);
  return refuse(trouble, {
    code: 'E_IMPORT_VALUE',
    span: named.span,
    message: needed
      ? `${entry.key} has distribution ${word} and lists no values`
      : `${entry.key} has a distribution that W&B does not have`,
    hint: needed
      ? `write ${word === 'constant' ? 'value: 1' : 'values: [a, b]'}`
      : `${didYouMean(word, WANDB_DISTRIBUTIONS) ?? 'take another one'}; there are ${WANDB_DISTRIBUTIONS.join(', ')}`,
  });
}

function isWholeNode(node: ForeignNode): boolean {
  return node.kind === 'scalar' && !node.isQuoted && /^[-+]?[0-9][0-9_]*$/.test(node.text);
}

function numberOf(
  entry: ForeignEntry,
  fields: ForeignFields,
  wanted: { readonly name: string; readonly left: string | undefined; readonly what: string },
  trouble: ImportTrouble,
): string | undefined {
  const found = fields.get(wanted.name);
  if (found !== undefined) return numberIn(found, trouble);
  if (wanted.left !== undefined) return wanted.left;
  return refuse(trouble, {
    code: 'E_IMPORT_KEY',
    span: entry.keySpan,
    message: `${entry.key} lacks ${wanted.name}: ${wanted.what} needs it`,
    hint: `write ${wanted.name}: 0.1`,
  });
}

function boundsOf(first: string, second: string, bounds: LawForm['bounds']): readonly [low: string, high: string] {
  switch (bounds) {
    case undefined:
      return [first, second];
    case 'logarithms':
      return [String(Math.exp(Number(first))), String(Math.exp(Number(second)))];
    case 'inverse logarithms':
      return [String(Math.exp(-Number(second))), String(Math.exp(-Number(first)))];
  }
}

function isAbove(low: string, high: string): boolean {
  const [a, b] = [parseDecimal(low), parseDecimal(high)];
  return a !== undefined && b !== undefined && compareDecimals(a, b) > 0;
}

/** Returns the right side of a line for what a grid can list: int_uniform, and q_uniform without its end. */
export function wandbGridRange(entry: ForeignEntry, fields: ForeignFields, trouble: ImportTrouble): string | undefined {
  const word = lawWord(entry, fields, trouble);
  if (word === undefined) return undefined;
  if (word !== 'int_uniform' && word !== 'q_uniform')
    return refuse(trouble, {
      code: 'E_IMPORT_VALUE',
      span: fields.get('distribution')?.value.span ?? entry.keySpan,
      message: `${entry.key} has distribution ${word}, which a grid cannot list`,
      hint: 'a grid takes value, values, int_uniform (min and max that are whole) and q_uniform; or write method: random',
    });
  const names = word === 'q_uniform' ? ['min', 'max', 'q'] : ['min', 'max'];
  const what = `a parameter of distribution ${word}`;
  if (foreignFields(entry.value, { what, known: ['distribution', ...names] }, trouble) === undefined) return undefined;
  const [low, high, step] = [
    numberOf(entry, fields, { name: 'min', left: undefined, what }, trouble),
    numberOf(entry, fields, { name: 'max', left: undefined, what }, trouble),
    word === 'q_uniform' ? numberOf(entry, fields, { name: 'q', left: '1', what }, trouble) : '1',
  ];
  if (low === undefined || high === undefined || step === undefined) return undefined;
  const last = word === 'q_uniform' ? lastBelow(low, high, step) : high;
  const isListed = last !== undefined && !isAbove(low, last) && (word === 'q_uniform' || isWhole(low, high));
  if (isListed) return low === last ? low : `${low}:${step}:${last}`;
  return refuse(trouble, {
    code: 'E_IMPORT_VALUE',
    span: entry.value.span,
    message: `${entry.key} lists nothing from ${low} to ${high}${word === 'q_uniform' ? ` by ${step}, its end left out` : ''}`,
    hint: word === 'q_uniform' ? 'write a max above min, and a q above 0' : 'write whole numbers, max not below min',
  });
}

function isWhole(...texts: readonly string[]): boolean {
  return texts.every((text) => /^-?\d+$/.test(text));
}

/** The last number that a range without its end holds. */
function lastBelow(low: string, high: string, step: string): string | undefined {
  const [from, to, unit] = [parseDecimal(low), parseDecimal(high), parseDecimal(step)];
  if (from === undefined || to === undefined || unit === undefined || unit.mantissa <= 0n) return undefined;
  const scale = Math.max(from.scale, to.scale, unit.scale, 0);
  const [a, b, q] = [mantissaAt(from, scale), mantissaAt(to, scale), mantissaAt(unit, scale)];
  if (b <= a) return undefined;
  return formatPlain({ mantissa: a + ((b - a - 1n) / q) * q, scale }, scale);
}
