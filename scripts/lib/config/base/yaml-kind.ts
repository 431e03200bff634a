// SPDX-License-Identifier: MIT
import { Scalar } from 'yaml';
import { plainKind } from '../../core/yaml-word.ts';
import type { PlaceKind } from './place.ts';

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
