// SPDX-License-Identifier: MIT
import { formatPlain, parseDecimal } from '../../core/decimal.ts';
import { textValue, type Value } from '../../core/value.ts';
import { unreachable } from '../../core/unreachable.ts';
import { isStandIn, type PlaceKind } from './place.ts';

/** What kinds of values there are, when it comes to what a base holds. */
export type ValueClass = 'number' | 'boolean' | 'text' | 'list' | 'map' | 'null' | 'any';

/** A value as it is written where a base holds a kind, and how well it goes there. */
export interface Fit {
  readonly value: Value;
  /**
   * `refused`: only a text, list or folder against a number or boolean. `float`: a fraction where a whole number stands.
   * `other kind`: it is written as it is, and so the file holds another kind than the base.
   */
  readonly clash?: 'refused' | 'float' | 'other kind';
}

/** Returns a value as it is written where a base holds this kind: the base's kind wins. */
export function fitValue(value: Value, place: PlaceKind): Fit {
  const own = classOf(value);
  if (own === 'any' || own === 'null') return { value };
  switch (place) {
    case 'any':
    case 'null':
      return { value };
    case 'int':
      if (own === 'number') return fitInt(value);
      return { value, clash: own === 'boolean' ? 'other kind' : 'refused' };
    case 'float':
      if (own === 'number') return { value: asFloat(value) };
      return { value, clash: own === 'boolean' ? 'other kind' : 'refused' };
    case 'boolean':
      if (own === 'boolean') return { value };
      return { value, clash: own === 'number' ? 'other kind' : 'refused' };
    case 'text':
      if (own === 'number') return { value: textValue(value.text) };
      if (own === 'text') return { value };
      return { value, clash: own === 'boolean' ? 'refused' : 'other kind' };
    case 'list':
    case 'map':
      if (own === place) return { value };
      return { value, clash: own === 'number' || own === 'boolean' ? 'refused' : 'other kind' };
    default:
      return unreachable(place);
  }
}

/** Returns the class of a value; y and n are booleans here, m is a word. */
export function classOf(value: Value): ValueClass {
  switch (value.kind) {
    case 'number':
    case 'hex':
      return 'number';
    case 'tristate':
      return value.text === 'm' ? 'text' : 'boolean';
    case 'boolean':
      return 'boolean';
    case 'null':
      return 'null';
    case 'text':
      return isStandIn(value.text) ? 'any' : 'text';
    case 'list':
      return value.text.startsWith('{') ? 'map' : 'list'; // an object is a list value too
    default:
      return unreachable(value);
  }
}

/** Most digits that a whole number in scientific notation is written out with. */
const MAX_WHOLE = 20;

/** 1e3 is 1000 where a whole number stands; 1.0 and 0.5 are told to be floats. */
function fitInt(value: Value): Fit {
  if (value.kind !== 'number' || /^-?[0-9]+$/.test(value.text)) return { value };
  const decimal = value.text.includes('.') ? undefined : parseDecimal(value.text);
  const whole = decimal === undefined ? '' : formatPlain(decimal, 0);
  return /^-?[0-9]+$/.test(whole) && whole.length <= MAX_WHOLE
    ? { value: { kind: 'number', text: whole } }
    : { value, clash: 'float' };
}

function asFloat(value: Value): Value {
  const text = value.kind === 'hex' ? BigInt(value.text).toString() : value.text;
  return { kind: 'number', text: /[.eE]/.test(text) ? text : `${text}.0` };
}
