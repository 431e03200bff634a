// SPDX-License-Identifier: MIT
// The functions of Hydra's overrides (hydra.cc, "Extended override syntax").
import { didYouMean } from '../../core/nearest.ts';
import { numberByPython } from '../../core/python-number.ts';
import {
  type HydraElement,
  HydraFault,
  type HydraNumber,
  type HydraSweep,
  type HydraValue,
  isSweep,
} from './hydra-value.ts';

/** A call as it was written: choice(a,b), range(start=1,stop=4). */
export interface HydraCall {
  readonly name: string;
  readonly at: number;
  readonly end: number;
  readonly args: readonly HydraValue[];
  readonly named: ReadonlyMap<string, HydraValue>;
}

type Function = (call: HydraCall) => HydraValue;

const FUNCTIONS: Readonly<Record<string, Function>> = {
  choice,
  range,
  interval,
  glob,
  sort,
  tag,
  shuffle,
  int: (call) => cast(call, toInt),
  float: (call) => cast(call, toFloat),
  str: (call) => cast(call, toText),
  bool: (call) => cast(call, toBoolean),
};

/** Returns what a call stands for. Throws HydraFault. */
export function callHydra(call: HydraCall): HydraValue {
  const names = Object.keys(FUNCTIONS);
  const apply = Object.hasOwn(FUNCTIONS, call.name) ? FUNCTIONS[call.name] : undefined;
  if (apply !== undefined) return apply(call);
  throw fault(
    call,
    `there is no function ${call.name}`,
    `${didYouMean(call.name, names) ?? 'write the values'}; there are ${names.join(', ')}`,
  );
}

function fault({ at, end }: HydraCall, message: string, hint: string): HydraFault {
  return new HydraFault(message, hint, at, end);
}

/** Arguments by the names of the parameters; positional ones first, as in Python. */
function bound(call: HydraCall, parameters: readonly string[]): ReadonlyMap<string, HydraValue> {
  const found = new Map<string, HydraValue>();
  if (call.args.length > parameters.length)
    throw fault(
      call,
      `${call.name}() takes ${parameters.length} values at most`,
      `write ${call.name}(${parameters.join(',')})`,
    );
  for (const [i, value] of call.args.entries()) found.set(parameters[i] ?? '', value);
  for (const [name, value] of call.named) {
    if (!parameters.includes(name))
      throw fault(call, `${call.name}() has no ${name}`, `it has ${parameters.join(', ')}`);
    if (found.has(name)) throw fault(call, `${call.name}() is given ${name} twice`, 'write it once');
    found.set(name, value);
  }
  return found;
}

function choice(call: HydraCall): HydraValue {
  const [first, ...others] = call.args;
  if (first === undefined || call.named.size > 0) throw fault(call, 'choice() needs values', 'write choice(a,b)');
  if (isSweep(first)) {
    if (first.kind === 'choice' && first.isSimple && others.length === 0) return { ...first, isSimple: false };
    throw fault(call, 'choices cannot stand in choices', 'write choice(a,b)');
  }
  const items = call.args.map((one) => elementOf(call, one));
  if (items.some(({ kind }) => kind === 'null'))
    throw fault(call, 'choice() takes no null', 'write the values with commas: a,null');
  return { kind: 'choice', items, isSimple: false };
}

function elementOf(call: HydraCall, value: HydraValue): HydraElement {
  if (!isSweep(value)) return value;
  throw fault(call, `${call.name}() takes values, and one of them is a sweep itself`, 'write the values themselves');
}

function range(call: HydraCall): HydraValue {
  const found = bound(call, ['start', 'stop', 'step']);
  const first = numberOf(call, found.get('start'), 'start');
  const stop = found.get('stop');
  const step = found.has('step') ? numberOf(call, found.get('step'), 'step') : ({ kind: 'int', text: '1' } as const);
  if (Number(step.text) === 0)
    throw fault(call, 'the step of range() is 0', 'write a step that leads from start to stop');
  return stop === undefined
    ? { kind: 'range', start: { kind: 'int', text: '0' }, stop: first, step }
    : { kind: 'range', start: first, stop: numberOf(call, stop, 'stop'), step };
}

function interval(call: HydraCall): HydraValue {
  const found = bound(call, ['start', 'end']);
  const [start, end] = [numberOf(call, found.get('start'), 'start'), numberOf(call, found.get('end'), 'end')];
  return { kind: 'interval', start: { ...start, kind: 'float' }, end: { ...end, kind: 'float' }, isLog: false };
}

function numberOf(call: HydraCall, value: HydraValue | undefined, name: string): HydraNumber {
  if (value?.kind === 'int' || value?.kind === 'float') return value;
  throw fault(
    call,
    `${name} of ${call.name}() is ${value === undefined ? 'missing' : 'no number'}`,
    `write ${call.name}(0,10)`,
  );
}

function glob(call: HydraCall): HydraValue {
  const found = bound(call, ['include', 'exclude']);
  const include = textsOf(call, found.get('include'));
  if (include.length === 0) throw fault(call, 'glob() needs a pattern', 'write glob(*)');
  return { kind: 'glob', include, exclude: textsOf(call, found.get('exclude')) };
}

function textsOf(call: HydraCall, value: HydraValue | undefined): readonly string[] {
  if (value === undefined) return [];
  const items = value.kind === 'list' ? value.items : [value];
  return items.map((item) => {
    if (item.kind === 'text') return item.text;
    throw fault(call, 'glob() takes patterns', 'write glob(*) or glob([a*,b*],exclude=c*)');
  });
}

/** The sweep that a function is about: its only value, several values as a choice, or sweep=. */
function sweepOf(call: HydraCall, listName: string): HydraValue {
  const [first, ...others] = call.args;
  const named = call.named.get('sweep') ?? call.named.get(listName);
  const strange = [...call.named.keys()].find((name) => !['sweep', listName, 'reverse'].includes(name));
  if (strange !== undefined) throw fault(call, `${call.name}() has no ${strange}`, `write ${call.name}(a,b)`);
  if (named !== undefined && first === undefined) return named;
  if (first === undefined || named !== undefined)
    throw fault(call, `${call.name}() needs values`, `write ${call.name}(a,b)`);
  if (others.length === 0) return first;
  return { kind: 'choice', items: call.args.map((one) => elementOf(call, one)), isSimple: true };
}

function tag(call: HydraCall): HydraValue {
  const sweep = call.named.get('sweep') ?? call.args.at(-1);
  const tags = call.named.has('sweep') ? call.args : call.args.slice(0, -1);
  if (sweep === undefined || !isSweep(sweep))
    throw fault(call, 'tag() needs a sweep behind its words', 'write tag(log,interval(1,10))');
  const words = tags.map((one) => (one.kind === 'text' ? one.text : ''));
  const isLog = sweep.kind === 'interval' && words.includes('log');
  const others = words.filter((word) => !(isLog && word === 'log'));
  const tagged = isLog && sweep.kind === 'interval' ? { ...sweep, isLog } : sweep;
  return others.length === 0 ? tagged : noted(tagged, `the tags ${others.join(', ')} are for sweepers that search`);
}

function shuffle(call: HydraCall): HydraValue {
  const value = sweepOf(call, 'list');
  return isSweep(value)
    ? noted(value, 'shuffle() changes only the order of runs; here SWEEP_ORDER=shuffle does')
    : value;
}

function noted(sweep: HydraSweep, note: string): HydraSweep {
  return { ...sweep, notes: [...(sweep.notes ?? []), note] };
}

function sort(call: HydraCall): HydraValue {
  const reverse = call.named.get('reverse');
  if (reverse !== undefined && reverse.kind !== 'boolean')
    throw fault(call, 'reverse is no boolean', 'write reverse=true');
  const isDown = reverse?.kind === 'boolean' && reverse.isTrue;
  const value = sweepOf(call, 'list');
  if (value.kind === 'choice') return { ...value, items: sorted(call, value.items, isDown) };
  if (value.kind === 'list') return { ...value, items: sorted(call, value.items, isDown) };
  if (value.kind !== 'range') return value;
  const [from, to] = [Number(value.start.text), Number(value.stop.text)];
  if (isDown ? from >= to : from <= to) return value;
  throw fault(
    call,
    'a range that is sorted the other way round is not read',
    'write the range in the order that is meant',
  );
}

function sorted(call: HydraCall, items: readonly HydraElement[], isDown: boolean): readonly HydraElement[] {
  const isNumbers = items.every((item) => item.kind === 'int' || item.kind === 'float' || item.kind === 'boolean');
  const isTexts = items.every((item) => item.kind === 'text');
  if (!isNumbers && !isTexts)
    throw fault(call, 'sort() takes numbers only, or texts only', 'list the values in their order');
  const keyOf = (item: HydraElement): number | string =>
    item.kind === 'boolean'
      ? Number(item.isTrue)
      : item.kind === 'text'
        ? item.text
        : 'text' in item
          ? Number(item.text)
          : 0;
  const compare = (a: HydraElement, b: HydraElement): number => {
    const [left, right] = [keyOf(a), keyOf(b)];
    return left === right ? 0 : left < right ? -1 : 1;
  };
  return [...items].sort((a, b) => (isDown ? compare(b, a) : compare(a, b)));
}

type Convert = (element: HydraElement, call: HydraCall) => HydraElement;

function cast(call: HydraCall, convert: Convert): HydraValue {
  const named = call.named.get('value');
  const [only, ...others] = call.args;
  const value: HydraValue | undefined =
    named ??
    (others.length === 0
      ? only
      : { kind: 'choice', items: call.args.map((one) => elementOf(call, one)), isSimple: true });
  if (value === undefined || (named !== undefined && only !== undefined))
    throw fault(call, `${call.name}() needs a value`, `write ${call.name}(a)`);
  if (!isSweep(value)) return casted(value, call, convert);
  const part = (number: HydraNumber): HydraNumber => {
    const made = convert(number, call);
    if (made.kind === 'int' || made.kind === 'float') return made;
    throw fault(call, `${call.name}() cannot be of a range or an interval`, 'int() and float() can');
  };
  return castSweep(value, call, { convert, part });
}

function castSweep(
  sweep: HydraSweep,
  call: HydraCall,
  { convert, part }: { readonly convert: Convert; readonly part: (number: HydraNumber) => HydraNumber },
): HydraSweep {
  switch (sweep.kind) {
    case 'choice':
      return { ...sweep, items: sweep.items.map((item) => casted(item, call, convert)) };
    case 'range':
      return { ...sweep, start: part(sweep.start), stop: part(sweep.stop), step: part(sweep.step) };
    case 'interval':
      return { ...sweep, start: part(sweep.start), end: part(sweep.end) };
    case 'glob':
      throw fault(call, `${call.name}() cannot be of a glob`, 'write glob(*) alone');
  }
}

function casted(value: HydraElement, call: HydraCall, convert: Convert): HydraElement {
  if (value.kind === 'list') return { ...value, items: value.items.map((item) => casted(item, call, convert)) };
  if (value.kind === 'map')
    return { ...value, entries: value.entries.map(([key, item]) => [key, casted(item, call, convert)] as const) };
  return convert(value, call);
}

const NUMBER = /^\s*([-+]?)(\d[\d_]*)?(?:\.(\d[\d_]*)?)?(?:[eE]([-+]?\d+))?\s*$/;

function toInt(value: HydraElement, call: HydraCall): HydraElement {
  if (value.kind === 'boolean') return { kind: 'int', text: value.isTrue ? '1' : '0' };
  if (value.kind === 'int') return value;
  if (value.kind === 'float') return { kind: 'int', text: BigInt(Math.trunc(Number(value.text))).toString() };
  if (value.kind === 'text' && /^\s*[-+]?\d+\s*$/.test(value.text))
    return { kind: 'int', text: BigInt(value.text.trim().replace(/^\+/, '')).toString() };
  throw uncastable(value, call);
}

function toFloat(value: HydraElement, call: HydraCall): HydraElement {
  if (value.kind === 'boolean') return { kind: 'float', text: value.isTrue ? '1.0' : '0.0' };
  if (value.kind === 'float') return value;
  const text = value.kind === 'int' || value.kind === 'text' ? value.text.trim() : '';
  if (NUMBER.test(text) && /\d/.test(text) && Number.isFinite(Number(text)))
    return { kind: 'float', text: /[.eE]/.test(text) ? String(Number(text)) : `${text.replace(/^\+/, '')}.0` };
  throw uncastable(value, call);
}

function toText(value: HydraElement, call: HydraCall): HydraElement {
  if (value.kind === 'boolean') return { kind: 'text', text: String(value.isTrue) };
  if (value.kind === 'float') return { kind: 'text', text: numberByPython(value.text) };
  if (value.kind === 'int' || value.kind === 'text') return { kind: 'text', text: value.text };
  throw uncastable(value, call);
}

function toBoolean(value: HydraElement, call: HydraCall): HydraElement {
  if (value.kind === 'boolean') return value;
  if (value.kind === 'int' || value.kind === 'float') return { kind: 'boolean', isTrue: Number(value.text) !== 0 };
  if (value.kind === 'text' && /^(true|false)$/i.test(value.text))
    return { kind: 'boolean', isTrue: /^true$/i.test(value.text) };
  throw uncastable(value, call);
}

function uncastable(value: HydraElement, call: HydraCall): HydraFault {
  const shown = 'text' in value ? value.text : value.kind;
  return fault(
    call,
    `${shown} cannot become ${call.name === 'str' ? 'a text' : call.name === 'bool' ? 'a boolean' : 'a number'}`,
    'write the value that is meant',
  );
}
