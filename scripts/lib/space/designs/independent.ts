// SPDX-License-Identifier: MIT
import type { Checked, Diagnostic } from '../../core/diagnostic.ts';
import type { Span } from '../../core/source.ts';
import type { Value } from '../../core/value.ts';
import type { Default } from '../../range/parse.ts';
import type { Line, Model } from '../model.ts';
import { type Operand, operandOf } from '../operand.ts';
import { type Row, rowKey } from '../rows.ts';
import type { Count, Space } from '../space.ts';
import { activeLine, clearRow, newState, passes, pointOf, putRow, type State } from '../state.ts';
import type { Design, DesignOptions, Point } from '../design.ts';
import { type Ending, repeated, repeatedCount } from './repeats.ts';

/**
 * The baseline, then one axis at a time; an error when the baseline breaks a rule. With `onlyListed` each configuration is one
 * that a line lists: the baseline is none unless one of its values is listed.
 */
export function independentDesign(
  space: Space,
  { baseline: fromBase = [], onlyListed = false }: Partial<Pick<DesignOptions, 'baseline' | 'onlyListed'>> = {},
): Checked<Design> {
  const baseline = newState(space.model);
  const defaults = defaultRows(space, fromBase);
  const broken = space.model.brokenRule ?? resolve(space.model, baseline, defaults);
  if (broken !== undefined) return { diagnostics: [baselineTrouble(space, baseline, broken)] };
  const points = (): Generator<Point, Ending> => independentPoints(space, { baseline, defaults, onlyListed });
  const value: Design = {
    mode: 'independent',
    size: () => repeatedCount(space, independentSize(space, baseline, points)),
    points: () => repeated(space, points()),
  };
  return { value, diagnostics: [] };
}

/** Values that are counted one by one, since a rule may forbid them beside the baseline. */
const MAX_COUNTED = 1_000_000;

function independentSize({ model }: Space, baseline: State, points: () => Generator<Point, Ending>): Count {
  const values = model.levels.reduce((sum, level) => {
    const line = activeLine(level, baseline.slots);
    return sum + (line?.values.kind === 'rows' ? line.values.rows.size : 0);
  }, 1);
  if (values > MAX_COUNTED) return { value: values, exact: false };
  let size = 0;
  for (const _ of points()) size += 1;
  return { value: size, exact: true };
}

/** Values that a sourced file, or else a base file, gives to a level's symbols; such a value need not be one of the swept ones. */
interface DefaultRow {
  readonly row: Row;
  readonly line: Span;
}

function defaultRows({ file, model }: Space, fromBase: readonly Default[]): (DefaultRow | undefined)[] {
  const defaults = new Map([...fromBase, ...file.defaults].map((d) => [d.assignment.name, d]));
  return model.levels.map(({ group }) => {
    const found = group.names.map((name) => defaults.get(name));
    const [first] = found;
    if (first === undefined || found.some((d) => d === undefined)) return undefined;
    return { row: found.map((d) => (d === undefined ? undefined : operandOf(d.assignment.value))), line: first.span };
  });
}

/** The choice of one level that differs from the baseline. */
interface Change {
  readonly level: number;
  readonly index: number;
}

/**
 * Gives each level its baseline value (the sourced one, else the first of its line), but for the one that changes.
 * Returns the first rule that is broken.
 */
function resolve(
  model: Model,
  state: State,
  defaults: readonly (DefaultRow | undefined)[],
  change?: Change,
): number | undefined {
  for (const [depth, level] of model.levels.entries()) {
    const line = activeLine(level, state.slots);
    state.lines[depth] = line;
    state.rows[depth] = 0;
    const row = line === undefined ? undefined : rowOf(line, depth, defaults, change);
    if (row === undefined || line === undefined) clearRow(level, state.slots);
    else {
      putRow(level, row, state.slots);
      if (row === defaults[depth]?.row) state.lines[depth] = { ...line, span: defaults[depth].line };
    }
  }
  const failed = model.levels.find((level) => !passes(level, state.slots));
  return failed?.checks.find((check) => !check.test(state.slots))?.rule;
}

function rowOf(
  line: Line,
  depth: number,
  defaults: readonly (DefaultRow | undefined)[],
  change: Change | undefined,
): Row {
  if (line.values.kind !== 'rows') throw new Error('internal: a distribution cannot be listed');
  if (change?.level === depth) return line.values.rows.at(change.index);
  return defaults[depth]?.row ?? line.values.rows.at(0);
}

/** What the points are made of. */
interface Walk {
  readonly baseline: State;
  readonly defaults: readonly (DefaultRow | undefined)[];
  readonly onlyListed: boolean;
}

/** First symbols of the axes that list what the baseline gives them. */
function listsOfBaseline(model: Model, baseline: State): readonly string[] {
  return model.levels.flatMap((level) => {
    const { group } = level;
    const line = activeLine(level, baseline.slots);
    if (line?.values.kind !== 'rows' || line.values.rows.size < 1) return [];
    const own = keyOf(group.slots.map((slot) => baseline.slots[slot]));
    for (let index = 0; index < line.values.rows.size; index += 1)
      if (keyOf(line.values.rows.at(index)) === own) return group.names.slice(0, 1);
    return [];
  });
}

function* independentPoints({ model }: Space, { baseline, defaults, onlyListed }: Walk): Generator<Point, Ending> {
  const absent: string[] = [];
  let equal = 0;
  let broken = 0;
  const listedBy = onlyListed ? listsOfBaseline(model, baseline) : [];
  if (!onlyListed) yield pointOf(model, baseline);
  else if (listedBy.length > 0) yield { ...pointOf(model, baseline), listedBy };
  const state = newState(model);
  for (const [depth, level] of model.levels.entries()) {
    const line = activeLine(level, baseline.slots);
    if (line?.values.kind !== 'rows') {
      absent.push(level.group.names.join(','));
      continue;
    }
    const own = keyOf(level.group.slots.map((slot) => baseline.slots[slot]));
    for (let index = 0; index < line.values.rows.size; index += 1) {
      if (keyOf(line.values.rows.at(index)) === own) equal += 1;
      else if (resolve(model, state, defaults, { level: depth, index }) === undefined)
        yield { ...pointOf(model, state), listedBy: level.group.names.slice(0, 1) };
      else broken += 1;
    }
  }
  return { notes: notesOf(absent, equal, broken), complete: true };
}

function notesOf(absent: readonly string[], equal: number, broken: number): string[] {
  const notes: string[] = [];
  if (equal > 0)
    notes.push(`${equal} ${equal === 1 ? 'value equals' : 'values equal'} the baseline, which counts once`);
  if (broken === 1) notes.push('1 value breaks a rule beside the baseline and is left out');
  if (broken > 1) notes.push(`${broken} values break a rule beside the baseline and are left out`);
  for (const names of absent) notes.push(`${names} is absent in the baseline, so it is not varied`);
  return notes;
}

function keyOf(row: readonly (Operand | undefined)[]): string {
  return rowKey(row.map((operand): Value | undefined => operand?.value));
}

function baselineTrouble(space: Space, baseline: State, broken: number): Diagnostic {
  const rule = space.file.rules[broken];
  const { assignments } = pointOf(space.model, baseline);
  const swept = new Set(space.swept);
  const values = assignments
    .filter((a) => swept.has(a.name))
    .slice(0, 8)
    .map((a) => `${a.name}=${a.value.text}`)
    .join(', ');
  return {
    code: 'E_BASELINE',
    ...(rule === undefined ? {} : { span: rule.span }),
    message: `the baseline of MODE=independent (${values === '' ? 'no swept symbols' : values}) breaks this rule`,
    hint: 'put a valid value first in its line, or source a file with the plain values of the baseline',
  };
}
