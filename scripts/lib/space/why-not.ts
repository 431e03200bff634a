// SPDX-License-Identifier: MIT
import { CONFIG_PREFIX } from '../core/configuration-name.ts';
import { type Assignment, displayText, type Value, valueKey } from '../core/value.ts';
import { valueOfSymbol } from '../range/kinds.ts';
import { suggest } from '../range/reader.ts';
import type { Group, Line } from './model.ts';
import { placeOf } from './place.ts';
import { searchWith } from './restricted.ts';
import type { Space } from './space.ts';
import { pointOf } from './state.ts';

/** Values of a symbol that are listed at most. */
const SHOWN_VALUES = 10;

/** Returns lines that say why no configuration has all these values, or that one has. */
export function whyNot(space: Space, asked: readonly Assignment[]): string[] {
  const { kinds } = space.file;
  const assignments = asked.map(({ name, value }) => ({ name, value: valueOfSymbol(value, name, kinds) }));
  const impossible = assignments.flatMap((a) => impossibleValue(space, a));
  if (impossible.length > 0) return impossible;
  const wanted = assignments.filter((a) => a.name !== space.repeats?.symbol);
  const found = searchWith(space.model, wanted);
  if (found === 'gave up') return ['no valid configuration with these values was found, but not all could be tried'];
  if (found === 'none') return reasons(space, wanted);
  const swept = new Set(space.swept);
  const { assignments: values } = pointOf(space.model, found);
  const shown = values.filter((a) => swept.has(a.name)).map(textOf);
  return ['nothing excludes these values; a valid configuration that has them:', ...shown.map((text) => `  ${text}`)];
}

function textOf({ name, value }: Assignment): string {
  return `${name}=${displayText(value)}`;
}

/** Says what is wrong with a single value: its symbol is unknown, or never has it. */
function impossibleValue(space: Space, { name, value }: Assignment): string[] {
  if (name === space.repeats?.symbol) return repeatTrouble(space.repeats, value);
  const group = space.model.groups.find((g) => g.names.includes(name));
  if (group === undefined) {
    const hint = suggest({ diagnostics: [] }, name, space.symbols, name.startsWith(CONFIG_PREFIX) ? CONFIG_PREFIX : '');
    return [`there is no symbol ${name} in this range file${hint === undefined ? '' : `; ${hint}`}`];
  }
  const column = group.names.indexOf(name);
  if (group.computed !== undefined) return [];
  if (group.lines.some((line) => canGive(line, column, value))) return [];
  return [`${name} is never ${displayText(value)}; it gets its values here:`, ...linesOf(group)];
}

function repeatTrouble(repeats: NonNullable<Space['repeats']>, value: Value): string[] {
  const number = value.kind === 'number' ? Number(value.text) : Number.NaN;
  const isOne = Number.isInteger(number) && number >= 1 && number <= repeats.count;
  return isOne
    ? []
    : [`${repeats.symbol} is never ${displayText(value)}; SWEEP_REPEATS gives it the values 1 to ${repeats.count}`];
}

function canGive({ values }: Line, column: number, value: Value): boolean {
  if (values.kind === 'law') return values.law.supports(value);
  const { rows } = values;
  if (rows.size > 0 && rows.at(0).length === 1) return rows.find([value]) !== -1;
  for (let i = 0; i < rows.size; i += 1) {
    const cell = rows.at(i)[column]?.value;
    if (cell !== undefined && valueKey(cell) === valueKey(value)) return true;
  }
  return false;
}

function linesOf(group: Group): string[] {
  const spans = group.computed?.spans ?? group.lines.map((line) => line.span);
  return spans.slice(0, SHOWN_VALUES).map((span) => `  ${placeOf(span)}`);
}

/** Finds the fewest rules, or the lines with conditions and rows, that rule the values out. */
function reasons(space: Space, wanted: readonly Assignment[]): string[] {
  const { model, file } = space;
  if (searchWith(model, wanted, new Set()) === 'none') return structureReasons(space, wanted);
  const all = file.rules.map((_, index) => index);
  const single = all.find((rule) => searchWith(model, wanted, new Set([rule])) === 'none');
  const core = single === undefined ? smallestCore(space, wanted, all) : [single];
  const head = core.length === 1 ? 'this rule excludes them:' : 'these rules together exclude them:';
  return [head, ...core.flatMap((index) => file.rules[index]?.span ?? []).map((span) => `  ${placeOf(span)}`)];
}

/** Leaves out each rule without which the values are still excluded. */
function smallestCore(space: Space, wanted: readonly Assignment[], rules: readonly number[]): number[] {
  let core = [...rules];
  for (const rule of rules) {
    const fewer = core.filter((other) => other !== rule);
    if (searchWith(space.model, wanted, new Set(fewer)) === 'none') core = fewer;
  }
  return core;
}

/** No rule is at work: conditions or zipped rows do not let the values stand together. */
function structureReasons(space: Space, wanted: readonly Assignment[]): string[] {
  let core = [...wanted];
  for (const assignment of wanted) {
    const fewer = core.filter((other) => other !== assignment);
    if (searchWith(space.model, fewer, new Set()) === 'none') core = fewer;
  }
  const isBound = (g: Group): boolean =>
    g.computed !== undefined || g.names.length > 1 || g.lines.some((line) => line.conditionText !== undefined);
  const groups = space.model.groups.filter((g) => isBound(g) && core.some((a) => g.names.includes(a.name)));
  return [`no line gives ${core.map(textOf).join(' together with ')}:`, ...groups.flatMap(linesOf)];
}
