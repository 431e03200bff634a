// SPDX-License-Identifier: MIT
import type { SettingValue } from '../core/settings/value.ts';
import { shellQuote } from '../core/shell-quote.ts';
import { unreachable } from '../core/unreachable.ts';
import type { Assignment } from '../core/value.ts';
import { argumentName, hydraOverride } from './hydra-override.ts';
import { jsonItems, plainJson } from '../core/json-node.ts';

/** How {{args}} is written: SWEEP_ARGS and what belongs to it. */
export interface ArgumentStyle {
  readonly names: SettingValue<'ARGS'>;
  readonly off: SettingValue<'ARGS_OFF'>;
  readonly list: SettingValue<'ARGS_LIST'>;
  /** What a symbol is called there, where it isn't its own name: depth is +model.depth. */
  readonly called?: ReadonlyMap<string, string>;
  /** Words at the end. */
  readonly more?: readonly string[];
}

export const DEFAULT_STYLE: ArgumentStyle = { names: 'underscores', off: 'omit', list: 'json' };

/** A style as the identity of a run holds it. */
export type StyleIdentity = Readonly<Record<'names' | 'off' | 'list', string>> &
  Readonly<Partial<Record<'called' | 'more', string>>>;

/** Returns a style for the identity of a run: undefined for the default, which 0.1 had no word for. */
export function styleIdentity({ names, off, list, called, more = [] }: ArgumentStyle): StyleIdentity | undefined {
  const words = [...(called ?? [])].map(([name, word]) => `${name}=${word}`);
  const isDefault = names === 'underscores' && off === 'omit' && list === 'json';
  if (isDefault && words.length === 0 && more.length === 0) return undefined;
  return {
    names,
    off,
    list,
    ...(words.length === 0 ? {} : { called: words.sort().join(' ') }),
    ...(more.length === 0 ? {} : { more: more.join(' ') }),
  };
}

/** Returns {{args}}: every symbol as quoted words of the shell, in file order. */
export function argumentWords(values: readonly Assignment[], style: ArgumentStyle = DEFAULT_STYLE): string {
  return [...values.flatMap((assignment) => wordsOf(assignment, style)), ...(style.more ?? [])]
    .map(shellQuote)
    .join(' ');
}

function wordsOf(assignment: Assignment, style: ArgumentStyle): readonly string[] {
  const { value } = assignment;
  const called = style.called?.get(assignment.name);
  const name = called ?? argumentName(assignment);
  if (style.names === 'hydra') return [hydraOverride(name, value)];
  const key = style.names === 'dashes' && called === undefined ? name.replaceAll('_', '-') : name;
  switch (value.kind) {
    case 'null':
      return [];
    case 'tristate':
      return value.text === 'n' ? offWords(key, style.off) : [value.text === 'y' ? `--${key}` : `--${key}=m`];
    case 'list':
      return listWords(key, value.text, style.list);
    default:
      return [`--${key}=${value.text}`];
  }
}

function offWords(key: string, off: ArgumentStyle['off']): readonly string[] {
  switch (off) {
    case 'omit':
      return [];
    case 'no':
      return [`--no-${key}`];
    case 'false':
      return [`--${key}=false`];
    default:
      return unreachable(off);
  }
}

function listWords(key: string, json: string, list: ArgumentStyle['list']): readonly string[] {
  switch (list) {
    case 'json':
      return [`--${key}=${json}`];
    case 'words':
      return [`--${key}`, ...(jsonItems(json) ?? []).map(plainJson)];
    case 'repeat':
      return (jsonItems(json) ?? []).map(plainJson).map((item) => `--${key}=${item}`);
    default:
      return unreachable(list);
  }
}
