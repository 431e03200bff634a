// SPDX-License-Identifier: MIT
import type { DesignFactor, SweepDesign } from '../results/design/design.ts';
import { createFactor } from '../results/factors.ts';
import { asksForResults, type Names, parametersIn } from './conditions.ts';
import type { DerivedColumn } from './derive.ts';
import { parameterValue } from './parameters.ts';
import type { MeasureColumn, ParameterValue, ReportRun } from './view.ts';
import { valueIn } from '../core/value.ts';

/** Numbers that say how large a configuration is, whatever came out of it. */
const COMPLEXITY = /^complexity\./;

/** Returns the columns that a configuration decides by itself, and that may explain a metric as a parameter does: derived ones of parameters alone, and complexity measures. */
export function measureColumns(
  derived: readonly DerivedColumn[],
  columns: readonly string[],
  names: Names,
): readonly MeasureColumn[] {
  const own = derived
    .filter(({ expression }) => !asksForResults(expression, names))
    .map(({ name, expression }): MeasureColumn => ({ name, symbols: parametersIn(expression, names) }));
  const measured = columns.filter((name) => COMPLEXITY.test(name) && !own.some((one) => one.name === name));
  return [...own, ...measured.map((name): MeasureColumn => ({ name, symbols: undefined }))];
}

/** Returns a design of samples with the measures as further factors; one that stands in the order of a parameter says nothing of its own. */
export function withMeasures(
  design: SweepDesign,
  rows: readonly ReportRun[],
  measures: readonly string[],
): SweepDesign {
  if (design.kind !== 'samples' || measures.length === 0) return design;
  const known = new Set(design.factors.map(({ factor }) => factor.codes.join(' ')));
  const further = measures.flatMap((name): readonly DesignFactor[] => {
    const factor = createFactor(
      name,
      rows.map((run) => {
        const number = measureOf(run, name);
        return number === undefined ? undefined : { text: String(number), number };
      }),
    );
    const codes = factor.codes.join(' ');
    const turned = factor.codes.map((code) => factor.levels.length - 1 - code).join(' ');
    if (factor.levels.length < 2 || known.has(codes) || known.has(turned)) return [];
    known.add(codes);
    return [{ symbols: [name], members: [factor], factor, isDrawn: false, nesting: undefined, condition: null }];
  });
  return { ...design, factors: [...design.factors, ...further] };
}

/** Returns what a symbol or a measure is in a run; undefined where the run lacks it. */
export function factorValue(run: ReportRun | undefined, name: string): ParameterValue | undefined {
  const found = valueIn(run?.values ?? [], name);
  if (found !== undefined) return parameterValue(found);
  return run === undefined ? undefined : measureOf(run, name);
}

function measureOf({ metrics }: ReportRun, name: string): number | undefined {
  const value = Object.hasOwn(metrics, name) ? metrics[name] : undefined;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
