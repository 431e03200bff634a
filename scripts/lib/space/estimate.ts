// SPDX-License-Identifier: MIT
import { createRng, type Rng } from '../core/rng.ts';
import type { Level, Line, Model } from './model.ts';
import { operandOf } from './operand.ts';
import { activeLine, clearRow, newState, putRow, type State } from './state.ts';

/** Random descents that an estimate averages, at most and at least. */
const MAX_DESCENTS = 20_000;
const MIN_DESCENTS = 200;

/** Values that all descents together draw, about. */
const DRAWS = 4_000_000;

/** A fixed seed: the same file always shows the same estimate. */
const SEED = 'ksweep/count';

/**
 * Returns estimates like a histogram's sums: entry k is the number of configurations that satisfy the first k rules.
 * Each random descent stands for as many configurations as it had choices (D. E. Knuth, "Estimating the efficiency
 * of backtrack programs", 1975), which is unbiased but rough where rules are tight. Infinite with continuous symbols.
 */
export function estimateCounts(model: Model, rules: number): number[] {
  const rng = createRng(SEED);
  const sums = new Array<number>(rules + 1).fill(0);
  const state = newState(model);
  const descents = hasOneWay(model)
    ? 1
    : Math.max(MIN_DESCENTS, Math.min(MAX_DESCENTS, Math.floor(DRAWS / (model.levels.length + rules + 1))));
  for (let i = 0; i < descents; i += 1) {
    const { weight, broken } = descend(model, state, rng, rules);
    for (let k = 0; k <= broken; k += 1) sums[k] = (sums[k] ?? 0) + weight / descents;
  }
  const broken = model.brokenRule ?? rules;
  return sums.map((sum, k) => (k > broken ? 0 : Number.isFinite(sum) ? Math.round(sum) : sum));
}

/** Tells whether all descents have the same number of choices and break no rule. */
function hasOneWay({ levels }: Model): boolean {
  return levels.every(
    ({ lines, checks }) => checks.length === 0 && lines.every(({ condition }) => condition === undefined),
  );
}

/** Returns the number of choices a random descent had, and the first rule it breaks (their number for none). */
function descend(model: Model, state: State, rng: Rng, rules: number): { weight: number; broken: number } {
  let weight = 1;
  let broken = rules;
  for (const [i, level] of model.levels.entries()) {
    const line = activeLine(level, state.slots);
    state.lines[i] = line;
    weight *= drawRow(level, line, state, rng);
    for (const check of level.checks) if (check.rule < broken && !check.test(state.slots)) broken = check.rule;
  }
  return { weight, broken };
}

/** Gives a level a random choice and returns how many there were. */
function drawRow(level: Level, line: Line | undefined, state: State, rng: Rng): number {
  if (line === undefined) {
    clearRow(level, state.slots);
    return 1;
  }
  if (line.values.kind === 'rows') {
    const { rows } = line.values;
    putRow(level, rows.at(rng.below(rows.size)), state.slots);
    return rows.size;
  }
  const { law } = line.values;
  putRow(level, [operandOf(law.draw(() => rng.float()))], state.slots);
  return law.size;
}
