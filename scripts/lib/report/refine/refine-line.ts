// SPDX-License-Identifier: MIT
import { displayText, valueTextIn } from '../../core/value.ts';
import { printName } from '../../range/names.ts';
import { printExpression, printValue } from '../../range/print.ts';
import type { Alternative, Cell, Definition, Distribution } from '../../range/tree.ts';
import type { ReportRun } from '../view.ts';
import { type NumberAxis, numberAt, placeOn } from './refine-axes.ts';
import type { RefinedFactor } from './refine-plan.ts';
import { rowBeyond } from './zipped-rows.ts';

/** A line of the next range file. */
export interface RefinedLine {
  readonly text: string;
  /** Why it is so, for a comment. */
  readonly reason: string;
  /** How many values a list has; undefined for others. */
  readonly listed: number | undefined;
}

/** Digits of a bound that is drawn between, and of a value that is listed. */
const DIGITS = 4;

/**
 * Returns the line that takes the place of one; undefined where it stays: what has several lines, what is computed, and laws without bounds.
 * `most` is how many values a list of numbers may have (5: two half steps to each side; 3: one; 1: the best alone).
 */
export function refinedLine(line: Definition, factor: RefinedFactor, most: number): RefinedLine | undefined {
  const { right, names } = line;
  if (right.kind === 'rows') return rowsLine(line, right.rows, factor);
  if (names.length !== 1) return undefined;
  const { axis } = factor;
  if (axis.kind === 'levels') {
    if (right.kind === 'choices') return levelsLine(line, right.alternatives, factor);
    return right.kind === 'sampled' && right.distribution.name === 'choice' ? drawnLevels(line, factor) : undefined;
  }
  if (axis.symbol !== names[0]?.name) return undefined;
  if (factor.isFixed) {
    const best = fixedValue(axis, factor.region.best);
    return {
      ...written(line, best),
      reason: `no effect of it is shown: fixed where the model has its best`,
      listed: 1,
    };
  }
  if (axis.law !== undefined) return lawLine(line, axis.law, factor);
  return listLine(line, axis, { factor, most });
}

function written(line: Definition, right: string): { readonly text: string } {
  const tail = line.condition === undefined ? '' : ` if ${printExpression(line.condition)}`;
  const head = `${line.helper === true ? 'let ' : ''}${line.names.map((n) => printName(n.name)).join(',')}`;
  return { text: `${head}=${right}${tail}` };
}

function fixedValue(axis: NumberAxis, best: number): string {
  if (axis.values.length > 0) {
    const near = axis.values.reduce((a, b) =>
      Math.abs(placeOn(axis, b) - best) < Math.abs(placeOn(axis, a) - best) ? b : a,
    );
    return String(near);
  }
  return stepped(axis, numberAt(axis, best), Math.round);
}

function lawLine(line: Definition, law: Distribution, { axis, region }: RefinedFactor): RefinedLine {
  if (axis.kind !== 'number') throw new Error('internal: a law is of numbers');
  const [low, high] = [region.low, region.high].map((place) => numberAt(axis, place));
  const [from, to] = [stepped(axis, low ?? 0, Math.floor), stepped(axis, high ?? 0, Math.ceil)];
  if (from === to) return { ...written(line, from), reason: reasonOf(axis, region, 'one value is left'), listed: 1 };
  const rest = `${law.step === undefined ? '' : `,q=${law.step}`}${law.round === undefined ? '' : `,round=${law.round}`}`;
  return { ...written(line, `~${law.name}(${from},${to}${rest})`), reason: reasonOf(axis, region), listed: undefined };
}

/** A number on the steps of the axis: whole numbers, powers of two, multiples of q; else as short as its size allows. */
function stepped(axis: NumberAxis, number: number, towards: (x: number) => number): string {
  const { law } = axis;
  if (law?.name === 'pow2') return short(2 ** towards(Math.log2(number)), 15);
  if (law?.step !== undefined) {
    const q = Number(law.step);
    return short(
      Math.max(axis.isLog ? q : Number.NEGATIVE_INFINITY, towards(Number((number / q).toPrecision(10))) * q),
      12,
    );
  }
  if (axis.areWhole) return String(Math.max(axis.low >= 1 ? 1 : Number.NEGATIVE_INFINITY, towards(number)));
  return short(number, DIGITS);
}

function short(number: number, digits: number): string {
  return String(Number(number.toPrecision(digits)));
}

/** Half a step to each side of the best, two of them where there is room; beyond the end by steps like the last one. */
function listLine(
  line: Definition,
  axis: NumberAxis,
  { factor, most }: { readonly factor: RefinedFactor; readonly most: number },
): RefinedLine {
  const { region } = factor;
  const centre = Math.round(2 * indexAt(axis, region.best)) / 2;
  const offsets = most >= 5 ? [-1, -0.5, 0, 0.5, 1] : most >= 3 ? [-0.5, 0, 0.5] : [0];
  const numbers = offsets.map((offset) => valueAtIndex(axis, centre + offset));
  const kept = numbers.filter((n) => axis.low < 0 || (axis.low > 0 ? n > 0 : n >= 0));
  const texts = [
    ...new Set(kept.map((n) => short(axis.areWhole ? Math.max(axis.low >= 1 ? 1 : 0, Math.round(n)) : n, DIGITS))),
  ];
  return {
    ...written(line, texts.join('|')),
    reason: reasonOf(axis, region, most >= 3 ? 'half the step' : 'the best alone, so that not more is run than before'),
    listed: texts.length,
  };
}

/** Where a place of the axis lies among its listed values, 0 being the first; between two in parts. */
function indexAt(axis: NumberAxis, place: number): number {
  const places = axis.values.map((v) => placeOn(axis, v));
  const above = places.findIndex((p) => p >= place);
  if (above === -1) return places.length - 1;
  if (above === 0) return 0;
  const [a = 0, b = 1] = [places[above - 1], places[above]];
  return above - 1 + (place - a) / (b - a);
}

function valueAtIndex(axis: NumberAxis, index: number): number {
  const places = axis.values.map((v) => placeOn(axis, v));
  const last = places.length - 1;
  const step = (at: number): number => (places[at + 1] ?? 0) - (places[at] ?? 0);
  if (index < 0) return numberAt(axis, (places[0] ?? 0) + index * step(0));
  if (index > last) return numberAt(axis, (places[last] ?? 0) + (index - last) * step(last - 1));
  const below = Math.min(last - 1, Math.floor(index));
  const exact = axis.values[index];
  return exact ?? numberAt(axis, (places[below] ?? 0) + (index - below) * step(below));
}

function reasonOf(axis: NumberAxis, region: RefinedFactor['region'], how = ''): string {
  const at = short(numberAt(axis, region.best), 3);
  const tail = how === '' ? '' : `, ${how}`;
  if (region.edge === undefined) return `the model has its best near ${at}${tail}`;
  return `the best lies on the ${region.edge === 'low' ? 'lower' : 'upper'} end (${at}): the range goes beyond it${tail}`;
}

function levelsLine(
  line: Definition,
  alternatives: readonly Alternative[],
  factor: RefinedFactor,
): RefinedLine | undefined {
  const name = line.names[0]?.name ?? '';
  const wanted = wantedRuns(factor).map((run) => valueTextIn(run.values, name));
  const kept = alternatives.flatMap((a) =>
    a.kind === 'value' && wanted.includes(displayText(a.value)) ? [a.value] : [],
  );
  if (kept.length === 0) return undefined;
  kept.sort((a, b) => wanted.indexOf(displayText(a)) - wanted.indexOf(displayText(b)));
  return {
    ...written(line, kept.map(printValue).join('|')),
    reason: levelReason(factor, kept.length),
    listed: kept.length,
  };
}

function drawnLevels(line: Definition, factor: RefinedFactor): RefinedLine | undefined {
  const { right } = line;
  if (right.kind !== 'sampled' || right.distribution.name !== 'choice') return undefined;
  const name = line.names[0]?.name ?? '';
  const wanted = wantedRuns(factor).map((run) => valueTextIn(run.values, name));
  const kept = right.distribution.items.flatMap((item) =>
    item.kind === 'value' && wanted.includes(displayText(item.value)) ? [item.value] : [],
  );
  const [only] = kept;
  if (only === undefined) return undefined;
  const text = kept.length === 1 ? printValue(only) : `~choice(${kept.map(printValue).join(',')})`;
  return { ...written(line, text), reason: levelReason(factor, kept.length), listed: undefined };
}

/** Zipped rows stay or go as a whole; of rows of numbers with the best at their end one more goes beyond it. */
function rowsLine(
  line: Definition,
  rows: readonly (readonly Cell[])[],
  factor: RefinedFactor,
): RefinedLine | undefined {
  const names = line.names.map((named) => named.name);
  const wanted = wantedRuns(factor);
  const isOf = (row: readonly Cell[], run: ReportRun): boolean =>
    names.every((name, i) => (row[i] === undefined ? '' : displayText(row[i].value)) === valueTextIn(run.values, name));
  const kept = rows.filter((row) => wanted.some((run) => isOf(row, run)));
  if (kept.length === 0) return undefined;
  const bestRun = factor.levelRuns[factor.region.best];
  const best = bestRun === undefined ? undefined : rows.find((row) => isOf(row, bestRun));
  const beyond =
    factor.isFixed || best === undefined || kept.length === rows.length ? undefined : rowBeyond(rows, best);
  const texts = [
    ...kept.map((row) => row.map((cell) => (cell === undefined ? '' : printValue(cell.value))).join(',')),
    ...(beyond === undefined ? [] : [beyond]),
  ];
  const reason =
    beyond === undefined
      ? levelReason(factor, kept.length)
      : 'the best is the last of these rows: one more goes beyond it';
  return { ...written(line, texts.join('|')), reason, listed: texts.length };
}

function wantedRuns({ region, levelRuns }: RefinedFactor): readonly ReportRun[] {
  return region.levels.flatMap((level) => levelRuns[level] ?? []);
}

function levelReason({ isFixed }: RefinedFactor, kept: number): string {
  if (isFixed) return 'no effect of it is shown: fixed where the model has its best';
  return kept === 1 ? 'the model has its best here' : 'any of these may be best, by the model';
}
