// SPDX-License-Identifier: MIT
import { Scalar } from 'yaml';
import type { PlaceKind } from './place.ts';

// YAML 1.2 core schema (yaml.org/spec/1.2.2, 10.3.2), and what readers of YAML 1.1 such as PyYAML take for booleans and
// numbers beside it: a sweep must not turn yes into a text because another reader would.
const NULL = /^(~|null|Null|NULL|)$/;
const BOOLEAN = /^(true|false|yes|no|on|off)$/i;
const INT = /^([-+]?[0-9][0-9_]*|0o[0-7]+|0x[0-9a-fA-F]+)$/;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?$/;
const NOT_FINITE = /^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/;

/** A value that stands for another one until the program has read it (OmegaConf). */
const STAND_IN = /^(\$\{.*\}|\?\?\?)$/s;

const CORE_TAG = 'tag:yaml.org,2002:';
const TAG_KINDS: Readonly<Record<string, PlaceKind>> = {
  str: 'text',
  int: 'int',
  float: 'float',
  bool: 'boolean',
  null: 'null',
};

/** Returns the kind of a scalar that was read under the failsafe schema, where its value is the text it was written as. */
export function yamlScalarKind(scalar: Scalar): PlaceKind {
  const text = String(scalar.value ?? '');
  const tag = scalar.tag ?? '';
  if (tag.startsWith(CORE_TAG)) return TAG_KINDS[tag.slice(CORE_TAG.length)] ?? 'any';
  if (tag !== '' && tag !== '?') return 'any';
  if (isStandIn(text)) return 'any';
  return (scalar.type ?? Scalar.PLAIN) === Scalar.PLAIN ? plainKind(text) : 'text';
}

/** Tells whether a text only stands for a value, so that its kind says nothing. */
export function isStandIn(text: string): boolean {
  return STAND_IN.test(text);
}

/** Returns the kind of an unquoted scalar. */
export function plainKind(text: string): PlaceKind {
  if (NULL.test(text)) return 'null';
  if (BOOLEAN.test(text)) return 'boolean';
  if (INT.test(text)) return 'int';
  return FLOAT.test(text) || NOT_FINITE.test(text) ? 'float' : 'text';
}

/** Tells whether the text of a boolean means true. */
export function isTrueText(text: string): boolean {
  return /^(true|yes|on)$/i.test(text);
}
