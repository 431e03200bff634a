// SPDX-License-Identifier: MIT
import type { Level, Model } from './model.ts';
import { activeLine, clearRow, newState, putRow, situationKey, type State } from './state.ts';

export interface TallyOptions {
  /** Number of classes that rules are counted by. */
  readonly classes: number;
  /** Class of a rule of the file. */
  readonly classOf: (rule: number) => number;
  /** Whether configurations that break a rule are left out rather than counted: far faster. */
  readonly isPruned: boolean;
  /** Values that may be tried. */
  readonly budget: number;
}

/** Entry j: configurations of which rule class j is the first that is broken; the last entry: those that break none. */
export type Histogram = readonly bigint[];

/** One level that is being counted. */
interface Frame {
  /** Index into the levels that are walked. */
  readonly at: number;
  readonly size: number;
  /** All choices lead to equally many configurations, so one is followed and multiplied. */
  readonly factor: bigint;
  readonly key: string | number | undefined;
  readonly sums: bigint[];
  /** Configurations that end at this level: plain numbers are faster. */
  readonly ended: number[];
  /** First rule class that the present choice breaks; the number of classes for none. */
  broken: number;
  next: number;
}

interface Tally {
  readonly model: Model;
  readonly options: TallyOptions;
  readonly state: State;
  /** Levels that matter, as indexes into the model's. */
  readonly walked: readonly number[];
  /** Whether equal situations can turn up more than once at a level. */
  readonly isRepeating: readonly boolean[];
  readonly memo: readonly Map<string | number, Histogram>[];
  readonly frames: Frame[];
  memoSize: number;
  result: Histogram | undefined;
}

/** Situations that are remembered at most. */
const MAX_MEMO = 1_000_000;

/**
 * Counts the configurations of a model without drawn symbols by the first rule they break; undefined when it takes
 * more than the budget. Levels that no rule looks at are multiplied; a situation is counted once.
 */
export function tally(model: Model, options: TallyOptions): Histogram | undefined {
  const { levels } = model;
  const walked = levels.flatMap((level, i) => (isFactor(level) ? [] : [i]));
  const factor = levels.reduce(
    (product, level) => (isFactor(level) ? product * BigInt(lineSize(level, 0)) : product),
    1n,
  );
  const scaled = (histogram: Histogram): Histogram => histogram.map((n) => n * factor);
  if (walked.length === 0) return scaled(unit(options.classes));
  const isRepeating = walked.map((i, at) => {
    const live = levels[i]?.live;
    return live !== undefined && live.length < at;
  });
  const run: Tally = {
    model,
    options,
    walked,
    isRepeating,
    state: newState(model),
    memo: walked.map(() => new Map()),
    frames: [],
    memoSize: 0,
    result: undefined,
  };
  push(run, 0);
  let tried = 0;
  for (let frame = run.frames.at(-1); frame !== undefined; frame = run.frames.at(-1)) {
    if (frame.next >= frame.size) {
      pop(run, frame);
      continue;
    }
    tried += 1;
    if (tried > options.budget) return undefined;
    step(run, frame);
  }
  return run.result === undefined ? undefined : scaled(run.result);
}

/** A level with one line without condition that nothing looks at only multiplies. */
function isFactor(level: Level): boolean {
  return !level.isReferenced && level.lines.length === 1 && level.lines[0]?.condition === undefined;
}

function lineSize(level: Level, line: number): number {
  const values = level.lines[line]?.values;
  return values?.kind === 'rows' ? values.rows.size : 1;
}

function unit(classes: number): bigint[] {
  return [...new Array<bigint>(classes).fill(0n), 1n];
}

/** Opens a level, or takes what is known of its situation. */
function push(run: Tally, at: number): void {
  const index = run.walked[at] as number; // at stays inside of the walked levels
  const level = run.model.levels[index] as Level;
  const line = activeLine(level, run.state.slots);
  const key = run.isRepeating[at] === true ? situationKey(run.model, index, run.state) : undefined;
  const known = key === undefined ? undefined : run.memo[at]?.get(key);
  if (known !== undefined) {
    deliver(run, known);
    return;
  }
  run.state.lines[index] = line;
  const rows = line?.values.kind === 'rows' ? line.values.rows.size : 1;
  const { classes } = run.options;
  run.frames.push({
    at,
    key,
    size: level.isReferenced ? rows : 1,
    factor: level.isReferenced ? 1n : BigInt(rows),
    sums: new Array<bigint>(classes + 1).fill(0n),
    ended: new Array<number>(classes + 1).fill(0),
    broken: classes,
    next: 0,
  });
}

/** Takes the next choice of a level, and opens the level behind it. */
function step(run: Tally, frame: Frame): void {
  const index = run.walked[frame.at] as number;
  const level = run.model.levels[index] as Level;
  const { state, options } = run;
  if (level.isReferenced) {
    const line = state.lines[index];
    if (line?.values.kind === 'rows') putRow(level, line.values.rows.at(frame.next), state.slots);
    else clearRow(level, state.slots);
    state.rows[index] = frame.next;
  }
  frame.next += 1;
  frame.broken = firstBroken(level, state, options);
  if (options.isPruned && frame.broken < options.classes) return;
  if (frame.at + 1 < run.walked.length) push(run, frame.at + 1);
  else frame.ended[frame.broken] = (frame.ended[frame.broken] ?? 0) + 1;
}

function firstBroken(level: Level, state: State, options: TallyOptions): number {
  let first = options.classes;
  for (const check of level.checks) {
    const rule = options.classOf(check.rule);
    if (rule < first && !check.test(state.slots)) first = rule;
  }
  return first;
}

/** Closes a level and hands its counts to the level before it. */
function pop(run: Tally, frame: Frame): void {
  run.frames.pop();
  const index = run.walked[frame.at] as number;
  const level = run.model.levels[index] as Level;
  clearRow(level, run.state.slots);
  const histogram = frame.sums.map((sum, j) => (sum + BigInt(frame.ended[j] ?? 0)) * frame.factor);
  if (frame.key !== undefined && run.memoSize < MAX_MEMO) {
    run.memo[frame.at]?.set(frame.key, histogram);
    run.memoSize += 1;
  }
  deliver(run, histogram);
}

/** Adds the counts behind a choice; what the choice itself breaks comes first. */
function deliver(run: Tally, histogram: Histogram): void {
  const parent = run.frames.at(-1);
  if (parent === undefined) {
    run.result = histogram;
    return;
  }
  for (let j = 0; j < histogram.length; j += 1) {
    const to = Math.min(j, parent.broken);
    parent.sums[to] = (parent.sums[to] ?? 0n) + (histogram[j] ?? 0n);
  }
}
