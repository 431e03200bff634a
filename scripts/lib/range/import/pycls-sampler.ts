// SPDX-License-Identifier: MIT
// SETUP.SAMPLERS of pycls (sweep/config.py, sweep/samplers.py): one line of ours for each parameter that is drawn.
import { parseDecimal } from '../../core/decimal.ts';
import { type Value, valueKey } from '../../core/value.ts';
import { entryIn, type ForeignFields, foreignFields, itemsIn, wholeIn, wordIn } from './fields.ts';
import type { ForeignEntry, ForeignNode } from './node.ts';
import { isOfItsKind } from './pycls-base.ts';
import { boundsIn, rightOf, sampledNumber, type SampledParameter, type SamplerSide } from './pycls-bounds.ts';
import { PYCLS_KEYS, type PyclsKind } from './pycls-keys.ts';
import { pyclsSide, RAND_TYPES, type RandType } from './pycls-law.ts';
import { regnetSampler } from './pycls-regnet.ts';
import { type ImportTrouble, refuse } from './system.ts';
import { foreignValue, nativeValue } from './value.ts';
import type { Span } from '../../core/source.ts';

const SAMPLERS = ['value_sampler', 'float_sampler', 'int_sampler', 'list_sampler', 'regnet_sampler'] as const;
type SamplerType = (typeof SAMPLERS)[number];

const KIND_OF: Readonly<Record<Exclude<SamplerType, 'value_sampler' | 'regnet_sampler'>, PyclsKind>> = {
  float_sampler: 'float',
  int_sampler: 'int',
  list_sampler: 'list',
};

/** Returns the parameters that an entry of SAMPLERS draws. */
export function sampledParameters(entry: ForeignEntry, trouble: ImportTrouble): readonly SampledParameter[] {
  const type = samplerType(entry, trouble);
  if (type === 'regnet_sampler') return regnetSampler(entry, trouble);
  const kind = PYCLS_KEYS.get(entry.key);
  if (type !== undefined && type !== 'value_sampler' && kind !== undefined && KIND_OF[type] !== kind)
    refuse(trouble, {
      code: 'E_IMPORT_KIND',
      span: entry.value.span,
      message: `${entry.key} is of kind ${kind} in pycls, and a ${type} draws others`,
      hint: `take ${kind === 'float' || kind === 'int' || kind === 'list' ? `${kind}_sampler` : 'value_sampler'}`,
    });
  const right = type === undefined ? undefined : rightOf(samplerSide(entry, type, trouble));
  return right === undefined ? [] : [{ name: entry.key, right, entry }];
}

function samplerType(entry: ForeignEntry, trouble: ImportTrouble): SamplerType | undefined {
  const fields = foreignFields(entry.value, samplerOf(entry), trouble);
  const type = fields?.get('TYPE');
  if (fields === undefined || type !== undefined)
    return type === undefined ? undefined : wordIn(type, SAMPLERS, trouble);
  return refuse(trouble, {
    code: 'E_IMPORT_KEY',
    span: entry.keySpan,
    message: `the sampler of ${entry.key} has no TYPE`,
    hint: `write TYPE: with one of ${SAMPLERS.join(', ')}`,
  });
}

function samplerSide(entry: ForeignEntry, type: SamplerType, trouble: ImportTrouble): SamplerSide | undefined {
  switch (type) {
    case 'value_sampler':
      return valueSide(entry, trouble);
    case 'float_sampler':
    case 'int_sampler':
      return scalarSide(entry, type === 'float_sampler', trouble);
    case 'list_sampler':
      return listSide(entry, trouble);
    case 'regnet_sampler':
      return refuse(trouble, {
        code: 'E_IMPORT_VALUE',
        span: entry.keySpan,
        message: 'a regnet_sampler draws several parameters and cannot be the item of a list',
        hint: 'write it as the sampler of REGNET',
      });
  }
}

/** A list of values is drawn evenly by its places: a value that stands twice is twice as likely. */
function valueSide(entry: ForeignEntry, trouble: ImportTrouble): SamplerSide | undefined {
  const fields = known(entry, ['TYPE', 'VALUES'], trouble);
  const values = fields === undefined ? undefined : entryIn(fields, 'VALUES', samplerOf(entry), trouble);
  const items = itemsIn(values, trouble);
  const read = items?.map((item) => plainValue(item, trouble));
  if (read === undefined || read.includes(undefined)) return undefined;
  const texts = new Map<string, { text: string; times: number }>();
  for (const [i, value] of read.entries()) {
    if (value === undefined || !isOfItsKind(entry.key, value, items?.[i]?.span ?? entry.keySpan, trouble)) continue;
    const key = valueKey(value);
    const before = texts.get(key);
    texts.set(key, { text: before?.text ?? nativeValue(value), times: (before?.times ?? 0) + 1 });
  }
  const all = [...texts.values()];
  const isEven = all.every(({ times }) => times === all[0]?.times);
  if (isEven) return { kind: 'values', texts: all.map(({ text }) => text) };
  return {
    kind: 'law',
    text: `choice(${all.map(({ text }) => text).join(',')},w=${all.map(({ times }) => times).join(':')})`,
  };
}

/** No parameter of pycls is a mapping. */
function plainValue(node: ForeignNode, trouble: ImportTrouble): Value | undefined {
  if (node.kind !== 'map') return foreignValue(node, trouble);
  return refuse(trouble, {
    code: 'E_IMPORT_KIND',
    span: node.span,
    message: 'a value of VALUES is a mapping, and no parameter of pycls is',
    hint: 'write numbers, texts, True, False or lists',
  });
}

function scalarSide(entry: ForeignEntry, isFloat: boolean, trouble: ImportTrouble): SamplerSide | undefined {
  const fields = known(entry, ['TYPE', 'RAND_TYPE', 'RANGE', 'QUANTIZE'], trouble);
  if (fields === undefined) return undefined;
  const range = entryIn(fields, 'RANGE', samplerOf(entry), trouble);
  const quantize = fields.get('QUANTIZE');
  const typeEntry = fields.get('RAND_TYPE');
  const type: RandType | undefined = typeEntry === undefined ? 'uniform' : wordIn(typeEntry, RAND_TYPES, trouble);
  const bounds = range === undefined ? undefined : boundsIn(range, isFloat, trouble);
  const step =
    quantize === undefined
      ? isFloat
        ? '0.00001'
        : '1'
      : sampledNumber(quantize.value, quantize.key, isFloat, trouble);
  if (type === undefined || bounds === undefined || step === undefined) return undefined;
  const [low, high, by] = [parseDecimal(bounds[0]), parseDecimal(bounds[1]), parseDecimal(step)];
  if (low === undefined || high === undefined || by === undefined) return undefined;
  return pyclsSide({ type, low, high, step: by, isFloat }, range?.value.span ?? entry.keySpan, trouble);
}

function listSide(entry: ForeignEntry, trouble: ImportTrouble): SamplerSide | undefined {
  const fields = known(entry, ['TYPE', 'LENGTH', 'ITEM_SAMPLER'], trouble);
  if (fields === undefined) return undefined;
  const length = wholeIn(entryIn(fields, 'LENGTH', samplerOf(entry), trouble), 1, trouble);
  const itemEntry = entryIn(fields, 'ITEM_SAMPLER', samplerOf(entry), trouble);
  const type = itemEntry === undefined ? undefined : samplerType(itemEntry, trouble);
  const item = itemEntry === undefined || type === undefined ? undefined : samplerSide(itemEntry, type, trouble);
  if (length === undefined || item === undefined) return undefined;
  if (item.kind === 'values' && item.texts.length === 1)
    return { kind: 'values', texts: [`[${Array.from({ length }, () => jsonItem(item.texts[0] ?? '')).join(',')}]`] };
  const drawn = item.kind === 'values' ? `choice(${item.texts.join(',')})` : item.text;
  return { kind: 'list', text: `list(${length}, ${drawn})` };
}

/** A value of ours as an item of a list. */
function jsonItem(text: string): string {
  if (/^[-\d["{]/.test(text)) return text;
  if (/^(true|false|null)$/i.test(text)) return text.toLowerCase();
  return text === 'None' ? 'null' : JSON.stringify(text);
}

/** Returns how messages name a sampler, and where it stands. */
function samplerOf({ key, keySpan }: ForeignEntry): { readonly what: string; readonly span: Span } {
  return { what: `the sampler of ${key}`, span: keySpan };
}

function known(entry: ForeignEntry, names: readonly string[], trouble: ImportTrouble): ForeignFields | undefined {
  const before = trouble.diagnostics.length;
  const fields = foreignFields(entry.value, { ...samplerOf(entry), known: names }, trouble);
  return trouble.diagnostics.length > before ? undefined : fields;
}
