// SPDX-License-Identifier: MIT
import { type Diagnostic, DiagnosticsError } from '../../core/diagnostic.ts';
import type { Design, DesignSummary, Point } from '../../space/designs/index.ts';
import { shortfall } from '../../space/designs/drawn.ts';
import type { CheckAnswer } from './answers.ts';

/** Configurations that a check is asked about at most: beyond, the rules should look at more of them. */
export const MOST_ASKED = 200_000;

export interface CheckedOptions {
  /** Configurations that are wanted of a design that draws; undefined for one that lists. */
  readonly samples: number | undefined;
  /** Points in a row that are one configuration with its repeats. */
  readonly repeats: number;
  /** Answers for points, in their order. */
  readonly ask: (points: readonly Point[]) => readonly CheckAnswer[];
  /** How many points the next question may hold. */
  readonly batchSize: () => number;
  readonly most?: number;
}

/**
 * Returns a design without the points that a check refuses. One that draws must be given with `most` samples: it goes on
 * drawing until as many pass as are wanted, so more samples only add to its end here too.
 */
export function checkedDesign(design: Design, options: CheckedOptions): Design {
  const { samples, repeats, most = MOST_ASKED } = options;
  return {
    mode: design.mode,
    size: () => ({ value: samples === undefined ? design.size().value : samples * repeats, exact: false }),
    *points() {
      const taken = { asked: 0, passed: 0, settings: 0 };
      const batches = inBatches(design, options, most);
      for (let step = batches.next(); ; step = batches.next()) {
        if (step.done === true) return summaryOf(step.value, taken, { samples, most });
        const answers = options.ask(step.value);
        for (let at = 0; at < step.value.length; at += repeats) {
          const group = step.value.slice(at, at + repeats);
          const passed = group.flatMap((point, i) => withMeasures(point, answers[at + i]));
          taken.asked += group.length;
          taken.passed += passed.length;
          if (passed.length > 0) taken.settings += 1;
          yield* passed;
          if (taken.settings === samples) return summaryOf(undefined, taken, { samples, most });
        }
      }
    },
  };
}

function withMeasures(point: Point, answer: CheckAnswer | undefined): Point[] {
  if (answer?.ok !== true) return [];
  return [answer.measures === undefined ? point : { ...point, measures: answer.measures }];
}

/** Points of a design in pieces that end with the repeats of a configuration. */
function* inBatches(
  design: Design,
  { batchSize, repeats }: CheckedOptions,
  most: number,
): Generator<readonly Point[], DesignSummary | 'too many'> {
  const points = design.points();
  let batch: Point[] = [];
  for (let taken = 0; ; ) {
    const step = points.next();
    if (step.done === true) {
      if (batch.length > 0) yield batch;
      return step.value;
    }
    if (taken >= most * repeats) return 'too many';
    batch.push(step.value);
    taken += 1;
    if (batch.length % repeats !== 0 || (batch.length < batchSize() && taken < most * repeats)) continue;
    yield batch;
    batch = [];
  }
}

interface Taken {
  readonly asked: number;
  readonly passed: number;
  readonly settings: number;
}

/** `ending` is that of the design; undefined where as many passed as were wanted. */
function summaryOf(
  ending: DesignSummary | 'too many' | undefined,
  { asked, passed, settings }: Taken,
  { samples, most }: { readonly samples: number | undefined; readonly most: number },
): DesignSummary {
  const left = asked - passed;
  const notes = left === 0 ? [] : [leftOut(left, asked)];
  if (ending === undefined) return { notes, points: passed, complete: true };
  if (ending === 'too many' && samples === undefined) throw new DiagnosticsError([tooMany(most)]);
  const own = [shortfall(asked, most, 'all'), shortfall(asked, most, 'not found')];
  const before = ending === 'too many' ? [] : ending.notes.filter((note) => !own.includes(note));
  const isWhole = ending !== 'too many' && ending.complete;
  if (samples !== undefined) notes.push(tooFew(settings, samples, isWhole));
  const diagnostics = ending === 'too many' ? undefined : ending.diagnostics;
  return {
    notes: [...before, ...notes],
    points: passed,
    complete: isWhole,
    ...(diagnostics === undefined ? {} : { diagnostics }),
  };
}

function leftOut(left: number, asked: number): string {
  return `${left} of ${asked} configurations ${left === 1 ? 'is' : 'are'} left out by SWEEP_CHECK_COMMAND`;
}

function tooFew(settings: number, samples: number, isWhole: boolean): string {
  const passed = `only ${settings} ${settings === 1 ? 'configuration passes' : 'configurations pass'} SWEEP_CHECK_COMMAND`;
  return `${passed}, SAMPLES asks for ${samples}${isWhole ? '' : '; the search for more was given up'}`;
}

function tooMany(most: number): Diagnostic {
  return {
    code: 'E_LIMIT',
    message: `SWEEP_CHECK_COMMAND would have to be asked about more than ${most.toLocaleString('en-US')} configurations`,
    hint: 'write depends on lines for what needs no program, sweep fewer values, or draw some: MODE=random SAMPLES=N',
  };
}
