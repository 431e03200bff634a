// SPDX-License-Identifier: MIT
import { type Assignment, type Value, valueKey } from '../core/value.ts';
import type { Line, Model, Slots } from './model.ts';
import { operandOf } from './operand.ts';
import type { Row, Rows } from './rows.ts';
import type { State } from './state.ts';
import { allRows, type Choices, walk } from './walk.ts';

/** What a search for a configuration with given values came to. */
export type Search = State | 'none' | 'gave up';

/** Values tried for one search. */
const PATIENCE = 500_000;

/** Values of a distribution that are tried where none is given. */
const PROBES = 16;

const NOTHING: Choices = { size: 0, at: () => [] };

/** Looks for a valid configuration that has all these values; `rules` limits the rules that count. */
export function searchWith(model: Model, assignments: readonly Assignment[], rules?: ReadonlySet<number>): Search {
  const wanted = new Map(
    assignments.flatMap((a) => (model.slotOf.has(a.name) ? [[model.slotOf.get(a.name) ?? -1, a.value]] : [])),
  );
  const limited = withComputed(rules === undefined ? model : limitedTo(model, rules), assignments);
  if (limited === undefined || !allowsFixed(model, wanted)) return 'none';
  const memo = new Map<Line, Choices>();
  const looked = slotsLookedAt(limited);
  const choose = (depth: number, line: Line | undefined): Choices => {
    const values = model.levels[depth]?.group.slots.map((slot) => wanted.get(slot)) ?? [];
    if (line === undefined) return values.some((value) => value !== undefined) ? NOTHING : allRows(depth, line);
    const isLookedAt = model.levels[depth]?.group.slots.some((slot) => looked.has(slot)) === true;
    const known = memo.get(line) ?? restrict(line, values, isLookedAt ? PROBES : 1);
    memo.set(line, known);
    return known;
  };
  const step = walk(limited, { choose, patience: PATIENCE }).next();
  if (step.done === true) return step.value && !hasProbes(limited, wanted, looked) ? 'none' : 'gave up';
  return step.value;
}

function limitedTo(model: Model, rules: ReadonlySet<number>): Model {
  return {
    ...model,
    brokenRule: model.brokenRule !== undefined && rules.has(model.brokenRule) ? model.brokenRule : undefined,
    levels: model.levels.map((level) => ({ ...level, checks: level.checks.filter((check) => rules.has(check.rule)) })),
  };
}

/** Rule number of what is asked of computed values: no rule of the file. */
const ASKED = -1;

/** Returns the model in which computed symbols have the values that are asked for; undefined when one never has. */
function withComputed(model: Model, assignments: readonly Assignment[]): Model | undefined {
  let levels = model.levels;
  for (const { name, value } of assignments) {
    const computed = model.groups.find((group) => group.names.includes(name))?.computed;
    if (computed === undefined) continue;
    const test = (slots: Slots): boolean => {
      const found = computed.get(slots)?.value;
      return found !== undefined && valueKey(found) === valueKey(value);
    };
    const depth = levels.findLastIndex((level) => level.group.slots.some((slot) => computed.slots.includes(slot)));
    if (depth === -1 && !test(model.base)) return undefined;
    const check = { rule: ASKED, slots: computed.slots, test };
    levels = levels.map((level, i) =>
      i <= depth ? { ...level, live: undefined, checks: i === depth ? [...level.checks, check] : level.checks } : level,
    );
  }
  return { ...model, levels };
}

/** Tells whether the groups that never change have the wanted values; the walk does not come by them. */
function allowsFixed({ groups, base }: Model, wanted: ReadonlyMap<number, Value>): boolean {
  return groups.every(
    ({ fixed, slots }) =>
      fixed === undefined ||
      fits(
        slots.map((slot) => base[slot]),
        slots.map((slot) => wanted.get(slot)),
      ),
  );
}

/** Slots of symbols that a rule or a condition looks at: all values of the others are alike. */
function slotsLookedAt({ levels }: Model): ReadonlySet<number> {
  return new Set(
    levels.flatMap(({ lines, checks }) => [
      ...lines.flatMap((line) => line.conditionSlots),
      ...checks.flatMap((check) => check.slots),
    ]),
  );
}

/** Tells whether a value that is drawn was not given and matters, so that the search could only probe it. */
function hasProbes({ levels }: Model, wanted: ReadonlyMap<number, Value>, looked: ReadonlySet<number>): boolean {
  return levels.some(({ group, lines }) => {
    const [slot = -1] = group.slots;
    return lines.some(({ values }) => values.kind === 'law') && !wanted.has(slot) && looked.has(slot);
  });
}

function restrict(line: Line, values: readonly (Value | undefined)[], probes: number): Choices {
  if (line.values.kind === 'rows') return restrictRows(line.values.rows, values);
  const { law } = line.values;
  const [value] = values;
  if (value !== undefined) return law.supports(value) ? { size: 1, at: () => [operandOf(value)] } : NOTHING;
  return { size: probes, at: (i) => [operandOf(law.draw(() => (i + 0.5) / probes))] };
}

function restrictRows(rows: Rows, values: readonly (Value | undefined)[]): Choices {
  if (values.every((value) => value === undefined)) return rows;
  if (values.length === 1) {
    const index = rows.find(values);
    return index === -1 ? NOTHING : { size: 1, at: () => rows.at(index), indexOf: () => index };
  }
  const indexes = Array.from({ length: rows.size }, (_, i) => i).filter((i) => fits(rows.at(i), values));
  return { size: indexes.length, at: (i) => rows.at(indexes[i] ?? 0), indexOf: (i) => indexes[i] ?? 0 };
}

function fits(row: Row, values: readonly (Value | undefined)[]): boolean {
  return values.every((value, i) => {
    const cell = row[i]?.value;
    return value === undefined || (cell !== undefined && valueKey(cell) === valueKey(value));
  });
}
