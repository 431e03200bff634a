// SPDX-License-Identifier: MIT
import { type Assignment, valueKeyIn } from '../../core/value.ts';
import type { Basis } from './card.ts';
import { type Classes, type Measured, sortIntoClasses } from './classes.ts';
import { extrapolate } from './extrapolate.ts';

/** What was seen of one run's need, on its fullest card. */
export interface PeakSeen {
  readonly values: readonly Assignment[];
  readonly peakBytes: number;
  /**
   * `whole`: the run went to its end. `settled`: it still runs, past its start-up. `at least`: it died of GPU memory, so
   * it needs more than this.
   */
  readonly kind: 'whole' | 'settled' | 'at least';
}

/** How much memory a run is expected to need on each of its cards. */
export interface MemoryEstimate {
  /** null: nothing is known, so the run starts on a card of its own. */
  readonly bytes: number | null;
  /** Seen in runs like it, without the margin: enough on a card that it has for itself. Never above `bytes`. */
  readonly provenBytes: number | null;
  /** Where `bytes` is null: a run like it died with this much, so that its card must have more; 0 when none did. */
  readonly leastBytes: number;
  readonly basis: Basis;
  /** For people: "2 runs with the same CONFIG_MODEL, CONFIG_BATCH". */
  readonly why: string;
}

/** Foretells the need of runs from what earlier ones needed. */
export interface MemoryModel {
  estimate(values: readonly Assignment[]): MemoryEstimate;
}

/** Added to the largest peak seen of a class with one run; it shrinks with the square root of the number. */
const FEW_RUNS_MARGIN = 0.2;
/** Added where only running runs were seen, which may yet grow. */
const UNFINISHED_MARGIN = 0.15;
/** Factor on the memory at which a run of the class died. */
const DIED_FACTOR = 1.25;

/** Returns the model for what was seen so far. `givenBytes` is SWEEP_GPU_MEMORY: it holds until runs proved to need more. */
export function learnMemory(seen: readonly PeakSeen[], givenBytes: number | null): MemoryModel {
  const complete = seen.filter((one) => one.kind !== 'at least');
  const measured: Measured[] = complete.map((one) => ({ values: one.values, amount: one.peakBytes }));
  const classes = sortIntoClasses(measured);
  const whole = mostByClass(
    classes.symbols,
    seen.filter((one) => one.kind === 'whole'),
  );
  const dead = seen.filter((one) => one.kind === 'at least');
  const died = mostByClass(classes.symbols, dead);
  return {
    estimate: (values) => {
      const learnt = fromClass(classes, whole, values) ?? extrapolated(classes, measured, values);
      const estimate = givenBytes === null ? learnt : given(givenBytes, learnt);
      return estimate === null ? unknown(classes, dead, values) : raised(estimate, died(values));
    },
  };
}

/** The largest peak among runs with the same values of these symbols; 0 when there is none. */
function mostByClass(symbols: readonly string[], some: readonly PeakSeen[]): (values: readonly Assignment[]) => number {
  const most = new Map<string, number>();
  for (const one of some) {
    const key = keyOf(symbols, one.values);
    most.set(key, Math.max(most.get(key) ?? 0, one.peakBytes));
  }
  return (values) => most.get(keyOf(symbols, values)) ?? 0;
}

function keyOf(symbols: readonly string[], values: readonly Assignment[]): string {
  return JSON.stringify(symbols.map((name) => valueKeyIn(values, name)));
}

function fromClass(
  classes: Classes,
  whole: (v: readonly Assignment[]) => number,
  values: readonly Assignment[],
): MemoryEstimate | null {
  const found = classes.find(values);
  if (found === null || classes.untested(values) !== null) return null;
  const spread = found.least > 0 ? found.most / found.least - 1 : 0;
  const isFinished = whole(values) > 0;
  const margin = (FEW_RUNS_MARGIN + spread) / Math.sqrt(found.count) + (isFinished ? 0 : UNFINISHED_MARGIN);
  const alike = classes.symbols.length === 0 ? '' : ` with the same ${classes.symbols.join(', ')}`;
  return {
    bytes: found.most * (1 + margin),
    provenBytes: found.most,
    leastBytes: 0,
    basis: isFinished ? 'learnt' : 'extrapolated',
    why: `${found.count} ${isFinished ? '' : 'running '}run${found.count === 1 ? '' : 's'}${alike}`,
  };
}

function extrapolated(
  classes: Classes,
  measured: readonly Measured[],
  values: readonly Assignment[],
): MemoryEstimate | null {
  if (classes.untested(values) !== null) return null;
  const bound = extrapolate(measured, classes.symbols, values);
  return bound === null
    ? null
    : { bytes: bound.amount, provenBytes: bound.amount, leastBytes: 0, basis: 'extrapolated', why: bound.why };
}

function given(bytes: number, learnt: MemoryEstimate | null): MemoryEstimate {
  // The user's figure is a ceiling to be corrected upwards by whole runs only; finished runs may also lower it.
  if (learnt?.basis === 'learnt' && learnt.bytes !== null) return learnt;
  return { bytes, provenBytes: bytes, leastBytes: 0, basis: 'given', why: 'SWEEP_GPU_MEMORY' };
}

function unknown(classes: Classes, dead: readonly PeakSeen[], values: readonly Assignment[]): MemoryEstimate {
  const untested = classes.untested(values);
  const telling = untested === null ? classes.symbols : [...classes.symbols, untested];
  const leastBytes = mostByClass(telling, dead)(values) * DIED_FACTOR;
  const why = untested === null ? 'no run like it was measured yet' : `no run with this ${untested} was measured yet`;
  return { bytes: null, provenBytes: null, leastBytes, basis: 'unknown', why };
}

function raised(estimate: MemoryEstimate, diedAtBytes: number): MemoryEstimate {
  if (diedAtBytes * DIED_FACTOR <= (estimate.bytes ?? Infinity)) return estimate;
  const bytes = diedAtBytes * DIED_FACTOR;
  return {
    bytes,
    provenBytes: Math.max(diedAtBytes, estimate.provenBytes ?? 0),
    leastBytes: 0,
    basis: 'extrapolated',
    why: 'a run like it ran out of memory',
  };
}
