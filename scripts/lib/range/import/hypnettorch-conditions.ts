// SPDX-License-Identifier: MIT
// Conditions of hypnettorch, one after another: a command that has the values of the first mapping is replaced by those that
// have the values of the second. Where each key is set before it is looked at, that is what `if` lines say; else it is rows.
import { printReference } from '../names.ts';
import { type GridValue, lastOfEqual } from './hypnettorch-value.ts';
import { groupBy } from '../../core/grouped.ts';

export interface GridKey {
  /** As our lines have it. */
  readonly name: string;
  /** Empty for a key that the grid lacks and a condition adds. */
  readonly values: readonly GridValue[];
}

export interface GridCondition {
  readonly has: ReadonlyMap<string, ReadonlySet<string>>;
  readonly gets: ReadonlyMap<string, readonly GridValue[]>;
}

/** Lines of one key, or of some that can only be told together. */
export interface GridLines {
  /** Keys that the lines give values. */
  readonly keys: readonly string[];
  readonly texts: readonly string[];
}

export type Keys = ReadonlyMap<string, GridKey>;

/** Commands that are gone through at most to find out what conditions come to. */
export const MOST_COMMANDS = 20_000;

/** Returns the lines of all keys, those that a condition looks at above those that it sets; or the keys that are too many together. */
export function gridLines(
  keys: Keys,
  conditions: readonly GridCondition[],
): { readonly lines: readonly GridLines[] } | { readonly tooMany: readonly string[] } {
  const lines: (GridLines & { readonly depth: number })[] = [];
  for (const part of parts(keys, conditions)) {
    const depths = writeDepths(part.keys, part.conditions);
    if (depths !== undefined) {
      for (const key of part.keys)
        lines.push({ keys: [key], texts: keyLines(key, keys, part.conditions), depth: depths.get(key) ?? -1 });
      continue;
    }
    const rows = rowLines(part.keys, keys, part.conditions);
    if (rows === undefined) return { tooMany: part.keys };
    lines.push({ keys: part.keys, texts: [rows], depth: -1 });
  }
  return { lines: lines.sort((a, b) => a.depth - b.depth) };
}

interface Part {
  readonly keys: readonly string[];
  readonly conditions: readonly GridCondition[];
}

/** Keys that no condition connects are told apart. */
function parts(keys: Keys, conditions: readonly GridCondition[]): Part[] {
  const group = new Map([...keys.keys()].map((key) => [key, key]));
  const rootOf = (key: string): string => {
    const above = group.get(key) ?? key;
    return above === key ? key : rootOf(above);
  };
  for (const { has, gets } of conditions) {
    const [first, ...others] = [...has.keys(), ...gets.keys()];
    if (first !== undefined) for (const other of others) group.set(rootOf(other), rootOf(first));
  }
  return [...groupBy(keys.keys(), rootOf).values()].map((members) => ({
    keys: members,
    conditions: conditions.filter(({ gets, has }) =>
      [...gets.keys(), ...has.keys()].some((key) => members.includes(key)),
    ),
  }));
}

/**
 * Returns the last condition that sets each key (-1: none), where every key is set before the first condition that looks at it;
 * undefined where some key is set later.
 */
function writeDepths(keys: readonly string[], conditions: readonly GridCondition[]): Map<string, number> | undefined {
  const depths = new Map<string, number>();
  for (const key of keys) {
    const last = conditions.findLastIndex(({ gets }) => gets.has(key));
    const firstLook = conditions.findIndex(({ has }) => has.has(key));
    if (last !== -1 && firstLook !== -1 && last >= firstLook) return undefined;
    depths.set(key, last);
  }
  return depths;
}

/** Lines of a key: of the conditions that set it the last that fires counts, and the grid where none does. */
function keyLines(key: string, keys: Keys, conditions: readonly GridCondition[]): string[] {
  const own = keys.get(key) ?? { name: key, values: [] };
  const textOf = writerOf(key, keys, conditions);
  const alternatives = (values: readonly GridValue[]): string => lastOfEqual(values).map(textOf).join('|');
  const texts: string[] = [];
  for (const condition of [...conditions].reverse()) {
    const values = condition.gets.get(key);
    if (values === undefined) continue;
    const test = testOf(condition, keys, conditions);
    if (test === undefined) continue;
    texts.push(`${own.name}=${alternatives(values)}${test === '' ? '' : ` if ${test}`}`);
    if (test === '') return texts;
  }
  if (own.values.length > 0) texts.push(`${own.name}=${alternatives(own.values)}`);
  return texts;
}

/** Returns the expression that holds where a condition fires: empty for always, undefined for never. */
function testOf({ has }: GridCondition, keys: Keys, conditions: readonly GridCondition[]): string | undefined {
  const tests: string[] = [];
  for (const [key, wanted] of has) {
    const all = [...(keys.get(key)?.values ?? []), ...conditions.flatMap(({ gets }) => gets.get(key) ?? [])];
    const possible = [...new Map(all.map((value) => [value.text, value])).values()];
    const matching = possible.filter((value) => wanted.has(value.key));
    if (matching.length === 0) return undefined;
    if (matching.length === possible.length) continue;
    const each = matching.map((value) => `${printReference(key)} = ${operand(value)}`);
    tests.push(each.length === 1 || has.size === 1 ? each.join(' || ') : `(${each.join(' || ')})`);
  }
  return tests.join(' && ');
}

/** In an expression a text stands in quotes. */
function operand({ kind, text }: GridValue): string {
  return kind === 'text' && !text.startsWith('"') ? `"${text}"` : text;
}

/** A symbol with a flag among its values, in whatever line, must not become one of words: there all texts stand in quotes. */
function writerOf(key: string, keys: Keys, conditions: readonly GridCondition[]): (value: GridValue) => string {
  const all = [...(keys.get(key)?.values ?? []), ...conditions.flatMap(({ gets }) => gets.get(key) ?? [])];
  return all.some(({ kind }) => kind === 'flag') ? operand : ({ text }) => text;
}

type Command = ReadonlyMap<string, GridValue>;

/** Goes through the commands as hypnettorch does, and returns them as rows of all their keys. */
function rowLines(names: readonly string[], keys: Keys, conditions: readonly GridCondition[]): string | undefined {
  const grid = new Map(
    names.flatMap((key) => (keys.get(key)?.values.length === 0 ? [] : [[key, keys.get(key)?.values ?? []]])),
  );
  let commands: readonly Command[] | undefined = product(grid);
  for (const { has, gets } of conditions) {
    if (commands === undefined) return undefined;
    const fires = (command: Command): boolean =>
      [...has].every(([key, wanted]) => wanted.has(command.get(key)?.key ?? ''));
    const setTo = product(gets);
    if (setTo === undefined) return undefined;
    const fired = commands.filter(fires);
    if (fired.length * setTo.length > MOST_COMMANDS) return undefined;
    commands = [
      ...commands.filter((command) => !fires(command)),
      ...fired.flatMap((command) => setTo.map((set) => new Map([...command, ...set]))),
    ];
    if (commands.length > MOST_COMMANDS) return undefined;
  }
  const last = new Map(
    commands?.map((command) => [names.map((key) => command.get(key)?.key ?? '-').join('\n'), command]),
  );
  const writers = new Map(names.map((key) => [key, writerOf(key, keys, conditions)]));
  const cell = (key: string, value: GridValue | undefined): string =>
    value === undefined ? '' : (writers.get(key)?.(value) ?? value.text);
  const rows = [...last.values()].map((command) => names.map((key) => cell(key, command.get(key))).join(','));
  return `${names.map((key) => keys.get(key)?.name ?? key).join(',')}=${rows.join('|')}`;
}

/** Every combination, the last key moving fastest; undefined where they are too many. */
function product(grid: ReadonlyMap<string, readonly GridValue[]>): readonly Command[] | undefined {
  let commands: readonly Command[] = [new Map()];
  for (const [key, values] of grid) {
    if (commands.length * values.length > MOST_COMMANDS) return undefined;
    commands = commands.flatMap((command) => values.map((value) => new Map([...command, [key, value]])));
  }
  return commands;
}
