// SPDX-License-Identifier: MIT
import type { Level, Line, Model } from './model.ts';
import type { Row } from './rows.ts';
import { activeLine, clearRow, newState, passes, putRow, situationKey, type State } from './state.ts';

/** What a level may be given while walking. */
export interface Choices {
  readonly size: number;
  at(index: number): Row;
  /** Row of the line that a choice is, where not every row can be chosen. */
  indexOf?(index: number): number;
}

export interface WalkOptions {
  /** Choices of a level; by default the rows of its line, and one absent row when it has no line. */
  readonly choose?: (level: number, line: Line | undefined) => Choices;
  /** Values tried without finding a configuration after which the walk gives up. */
  readonly patience?: number;
}

/** Values tried without a find after which walking a space is hopeless: some seconds. */
const PATIENCE = 10_000_000;

/** Dead situations that are remembered at most. */
const MAX_DEAD = 1_000_000;

const ABSENT: Choices = { size: 1, at: () => [] };
const NONE: Choices = { size: 0, at: () => [] };

/** The choices of a level when nothing restricts them. */
export function allRows(_level: number, line: Line | undefined): Choices {
  if (line === undefined) return ABSENT;
  if (line.values.kind === 'law') throw new Error('internal: a distribution cannot be listed');
  return line.values.rows;
}

/** Where a walk stands: for each level what it chooses from, and how far it has come. */
interface Walk {
  readonly model: Model;
  readonly choose: (level: number, line: Line | undefined) => Choices;
  readonly state: State;
  readonly frames: Frame[];
  /** For each level the situations in which nothing was found. */
  readonly dead: readonly Set<string | number>[];
  deadCount: number;
  found: number;
}

interface Frame {
  readonly choices: Choices;
  readonly foundBefore: number;
  next: number;
}

/**
 * Walks all valid configurations in file order, the last level fastest, testing each rule as soon as its symbols are
 * known. Yields the same state object each time; returns false when it gave up. A situation (values that later
 * rules look at) that led nowhere once is not entered again.
 */
export function* walk(model: Model, options: WalkOptions = {}): Generator<State, boolean> {
  const { choose = allRows, patience = PATIENCE } = options;
  const state = newState(model);
  if (model.brokenRule !== undefined) return true;
  if (model.levels.length === 0) {
    yield state;
    return true;
  }
  const at: Walk = {
    model,
    choose,
    state,
    frames: [],
    dead: model.levels.map(() => new Set()),
    deadCount: 0,
    found: 0,
  };
  let tried = 0;
  enter(at);
  for (let frame = at.frames.at(-1); frame !== undefined; frame = at.frames.at(-1)) {
    if (frame.next >= frame.choices.size) {
      leave(at, frame);
      continue;
    }
    tried += 1;
    if (tried > patience) return false;
    if (!take(at, frame)) continue;
    if (at.frames.length < model.levels.length) enter(at);
    else {
      at.found += 1;
      tried = 0;
      yield state;
    }
  }
  return true;
}

/** Opens the next level. */
function enter(at: Walk): void {
  const depth = at.frames.length;
  const line = activeLine(levelAt(at, depth), at.state.slots);
  at.state.lines[depth] = line;
  const key = at.deadCount === 0 ? undefined : situationKey(at.model, depth, at.state);
  const isDead = key !== undefined && at.dead[depth]?.has(key) === true;
  at.frames.push({ choices: isDead ? NONE : at.choose(depth, line), foundBefore: at.found, next: 0 });
}

/** Closes the last level. When nothing was found in it, that is remembered, and so are the choices it did not depend on. */
function leave(at: Walk, frame: Frame): void {
  at.frames.pop();
  const depth = at.frames.length;
  clearRow(levelAt(at, depth), at.state.slots);
  if (frame.foundBefore !== at.found) return;
  const before = at.frames.at(-1);
  const { live } = levelAt(at, depth);
  if (before !== undefined && live !== undefined && !live.includes(depth - 1)) before.next = before.choices.size; // its other rows lead nowhere as well
  if (frame.choices === NONE || at.deadCount >= MAX_DEAD) return;
  const key = situationKey(at.model, depth, at.state);
  if (key === undefined) return;
  at.dead[depth]?.add(key);
  at.deadCount += 1;
}

/** Gives the last level its next row; returns whether all that can be tested holds. */
function take(at: Walk, frame: Frame): boolean {
  const depth = at.frames.length - 1;
  const level = levelAt(at, depth);
  putRow(level, frame.choices.at(frame.next), at.state.slots);
  at.state.rows[depth] = frame.choices.indexOf?.(frame.next) ?? frame.next;
  frame.next += 1;
  return level.checks.length === 0 || passes(level, at.state.slots);
}

function levelAt(at: Walk, depth: number): Level {
  return at.model.levels[depth] as Level; // depth stays inside of the levels
}
