// SPDX-License-Identifier: MIT
import { type Value, valueKey } from '../../core/value.ts';
import { type ForeignFields, foreignFields, itemsIn, numberIn, wordIn } from './fields.ts';
import type { ForeignEntry } from './node.ts';
import { entrySpan } from './node.ts';
import { type ImportTrouble, type NativeLine, refuse } from './system.ts';
import { foreignValue, nativeName, nativeValue } from './value.ts';
import { wandbGridRange, wandbLaw } from './wandb-law.ts';

export type WandbMethod = 'grid' | 'random';

/** A parameter as the command line names it. */
export interface WandbArgument {
  readonly name: string;
  /** Which of its values are true or false. */
  readonly booleans: 'all' | 'some' | 'none';
}

/** What parameters come to: lines of ours in the order of W&B, by name, and the words of a command line. */
export interface WandbParameters {
  readonly lines: readonly NativeLine[];
  readonly parameters: readonly WandbArgument[];
}

const KEYS = [
  'value',
  'values',
  'probabilities',
  'distribution',
  'parameters',
  'min',
  'max',
  'mu',
  'sigma',
  'q',
  'a',
  'b',
];

/** Returns the parameters of a sweep. */
export function wandbParameters(entry: ForeignEntry, method: WandbMethod, trouble: ImportTrouble): WandbParameters {
  return parametersIn(entry, { method, folder: '', trouble });
}

interface Context {
  readonly method: WandbMethod;
  /** What stands before the names: optim. */
  readonly folder: string;
  readonly trouble: ImportTrouble;
}

function parametersIn(entry: ForeignEntry, context: Context): WandbParameters {
  const { trouble } = context;
  const fields = foreignFields(entry.value, { what: entry.key }, trouble);
  if (fields?.size === 0)
    refuse(trouble, {
      code: 'E_IMPORT_KIND',
      span: entry.value.span,
      message: `${entry.key} holds no parameter`,
      hint: 'write names with their values: lr: {values: [0.1, 0.01]}',
    });
  const read = [...(fields?.values() ?? [])]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map((one) => parameterIn(one, context));
  return { lines: read.flatMap((one) => one.lines), parameters: read.flatMap((one) => one.parameters) };
}

function parameterIn(entry: ForeignEntry, context: Context): WandbParameters {
  const { folder, trouble } = context;
  const what = `parameter ${folder}${entry.key}`;
  const fields = foreignFields(entry.value, { what, known: KEYS }, trouble);
  const argument = (booleans: WandbArgument['booleans']): WandbParameters['parameters'] => [
    { name: entry.key, booleans },
  ];
  if (fields === undefined) return { lines: [], parameters: argument('none') };
  const nested = fields.get('parameters');
  if (nested !== undefined) {
    foreignFields(entry.value, { what: `${what}, which holds parameters,`, known: ['parameters'] }, trouble);
    const { lines } = parametersIn(nested, { ...context, folder: `${folder}${entry.key}.` });
    return { lines, parameters: argument('none') };
  }
  const name = nativeName(`${folder}${entry.key}`, entry.keySpan, trouble);
  const right = rightSide(entry, fields, { ...context, what });
  if (name === undefined || right === undefined) return { lines: [], parameters: argument('none') };
  return { lines: [{ text: `${name}=${right.text}`, span: entrySpan(entry) }], parameters: argument(right.booleans) };
}

/** What stands behind the = of a line. */
interface Right {
  readonly text: string;
  readonly booleans: WandbArgument['booleans'];
}

function rightSide(
  entry: ForeignEntry,
  fields: ForeignFields,
  { method, what, trouble }: Context & { readonly what: string },
): Right | undefined {
  const [value, values] = [fields.get('value'), fields.get('values')];
  if ([...fields.keys()].some((key) => !KEYS.includes(key))) return undefined; // it is told already
  if (value === undefined && values === undefined) {
    if (['min', 'max', 'distribution'].some((key) => fields.has(key))) {
      const text = method === 'grid' ? wandbGridRange(entry, fields, trouble) : wandbLaw(entry, fields, trouble);
      return text === undefined ? undefined : { text, booleans: 'none' };
    }
    return refuse(trouble, {
      code: 'E_IMPORT_KEY',
      span: entry.keySpan,
      message: `${what} has no values`,
      hint: 'write values: [a, b], value: a, or min and max',
    });
  }
  const [known, words] =
    value === undefined
      ? [
          ['values', 'probabilities', 'distribution'],
          ['categorical', 'categorical_w_probabilities'],
        ]
      : [['value', 'distribution'], ['constant']];
  const before = trouble.diagnostics.length;
  foreignFields(entry.value, { what: `${what}, which lists its values,`, known }, trouble);
  wordIn(fields.get('distribution'), words, trouble);
  if (trouble.diagnostics.length > before) return undefined;
  if (values !== undefined) return listedValues(values, fields.get('probabilities'), { method, trouble });
  const only = value === undefined ? undefined : foreignValue(value.value, trouble);
  return only === undefined ? undefined : { text: nativeValue(only), booleans: booleansAmong([only]) };
}

/** A value that is listed twice is drawn twice as often; in a grid it is one. */
function listedValues(
  entry: ForeignEntry,
  probabilities: ForeignEntry | undefined,
  { method, trouble }: Pick<Context, 'method' | 'trouble'>,
): Right | undefined {
  const items = itemsIn(entry, trouble);
  const read = items?.map((item) => foreignValue(item, trouble)) ?? [];
  const values = read.filter((one) => one !== undefined);
  if (items === undefined || values.length < items.length) return undefined;
  const weights =
    probabilities === undefined
      ? items.map(() => '1')
      : weightsIn(probabilities, { count: items.length, method, trouble });
  if (weights === undefined) return undefined;
  const shares = [...sharesOf(values, weights)].filter(({ weight }) => weight > 0);
  const texts = shares.map(({ value }) => nativeValue(value));
  const booleans = booleansAmong(values);
  const isEven = method === 'grid' || shares.every(({ weight }) => weight === shares[0]?.weight);
  if (isEven) return { text: texts.join('|'), booleans };
  return { text: `~choice(${texts.join(',')},w=${shares.map(({ text }) => text).join(':')})`, booleans };
}

interface Share {
  readonly value: Value;
  weight: number;
  /** The weight as it was written. */
  text: string;
}

function sharesOf(values: readonly Value[], weights: readonly string[]): Iterable<Share> {
  const shares = new Map<string, Share>();
  for (const [i, value] of values.entries()) {
    const text = weights[i] ?? '0';
    const known = shares.get(valueKey(value));
    if (known === undefined) {
      shares.set(valueKey(value), { value, weight: Number(text), text });
      continue;
    }
    known.weight += Number(text);
    known.text = String(Number(known.weight.toPrecision(15)));
  }
  return shares.values();
}

function weightsIn(
  entry: ForeignEntry,
  { count, method, trouble }: Pick<Context, 'method' | 'trouble'> & { readonly count: number },
): readonly string[] | undefined {
  if (method === 'grid')
    return refuse(trouble, {
      code: 'E_IMPORT_VALUE',
      span: entry.keySpan,
      message: 'a grid takes every value once, so probabilities mean nothing',
      hint: 'delete them, or write method: random',
    });
  const items = itemsIn(entry, trouble);
  const read = items?.map((item) => numberIn({ ...entry, value: item }, trouble)) ?? [];
  const weights = read.filter((one) => one !== undefined);
  if (items === undefined || weights.length < items.length) return undefined;
  const numbers = weights.map(Number);
  if (weights.length === count && numbers.every((one) => one >= 0) && numbers.some((one) => one > 0)) return weights;
  return refuse(trouble, {
    code: 'E_IMPORT_VALUE',
    span: entry.value.span,
    message:
      weights.length === count
        ? 'probabilities are numbers from 0 on, and one of them is above 0'
        : `there are ${weights.length} probabilities for ${count} values`,
    hint: 'write one for each value, such as [0.75, 0.25]',
  });
}

function booleansAmong(values: readonly Value[]): WandbArgument['booleans'] {
  const count = values.filter(({ kind }) => kind === 'boolean').length;
  return count === 0 ? 'none' : count === values.length ? 'all' : 'some';
}
