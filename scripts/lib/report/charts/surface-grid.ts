// SPDX-License-Identifier: MIT
import { surfaceDependence } from '../../results/surface/dependence.ts';
import type { SurfaceModel } from '../../results/surface/kernel.ts';
import { columnNamed, type PageData, type PageParameter } from '../page-data.ts';
import { canBeAxis, coordinates, modelCoordinates, type StudyModel } from '../study-model.ts';
import type { Scene } from './chart.ts';
import type { ValueGrid } from './contours.ts';

/** Crossings along each side. */
export const CROSSINGS = 25;
/** Crossings to each side that are near: an eighth of an axis. */
const NEAR = 3;
/** Settings over which the others are averaged. */
const MOST_OTHERS = 24;
/** The model is asked at every second crossing: it bends little between two. */
const ASKED = (CROSSINGS + 1) / 2;

export type ParameterPair = readonly [x: PageParameter, y: PageParameter];

/** A run on the surface. */
export interface SurfacePlace {
  readonly run: number;
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

/** What the model expects at each crossing, and how many of the chosen runs are near. */
export interface SurfaceGrid extends ValueGrid {
  readonly near: readonly number[];
  readonly places: readonly SurfacePlace[];
}

/** Where numbers lie on an axis of the surface. */
export interface SurfaceScale {
  readonly low: number;
  readonly high: number;
  toUnit(x: number): number;
  fromUnit(u: number): number;
}

/** Returns whether a surface can be told: two parameters of numbers, and a model that has both. */
export function canBeSurface(data: PageData, pair: ParameterPair): boolean {
  const known = new Set(data.model?.axes.map(({ name }) => name));
  const [x, y] = pair;
  return x.name !== y.name && pair.every((p) => canBeAxis(p) && known.has(p.name));
}

/**
 * Returns the metric over two parameters as the model has it: the partial dependence, all others as they are in the chosen settings. Where no
 * chosen run is near nothing is told. Undefined without a model.
 */
export function surfaceGrid(scene: Scene, pair: ParameterPair): SurfaceGrid | undefined {
  const { data, chosen } = scene;
  const known = lastGrids.get(data);
  if (known !== undefined && known.chosen === chosen && known.pair.every((p, i) => p === pair[i])) return known.grid;
  const grid = gridOf(scene, pair);
  lastGrids.set(data, { chosen, pair, grid });
  return grid;
}

/** Legend and drawing ask for the same one. */
const lastGrids = new WeakMap<
  PageData,
  { readonly chosen: readonly number[]; readonly pair: ParameterPair; readonly grid: SurfaceGrid | undefined }
>();

function gridOf(scene: Scene, pair: ParameterPair): SurfaceGrid | undefined {
  const { data } = scene;
  if (data.model === null) return undefined;
  const places = placesOf(scene, pair);
  const near = nearCounts(places, pair.map(scaleOfParameter));
  const answers = askedModel(scene, data.model, pair);
  if (answers === undefined) return undefined;
  const values = Array.from(answers, (v, i) => ((near[i] ?? 0) === 0 ? undefined : v));
  return { columns: CROSSINGS, rows: CROSSINGS, values, near, places };
}

/** Returns how the numbers of a parameter lie on its axis, between its least and its greatest. */
export function scaleOfParameter({ numbers, isLog }: PageParameter): SurfaceScale {
  const [low, high] = [numbers?.[0] ?? 0, numbers?.at(-1) ?? 1];
  const [a, b] = isLog ? [Math.log(low), Math.log(high)] : [low, high];
  const span = b - a || 1;
  return {
    low,
    high,
    toUnit: (x) => ((isLog ? Math.log(x) : x) - a) / span,
    fromUnit: (u) => (isLog ? Math.exp(a + u * span) : a + u * span),
  };
}

function placesOf({ data, chosen }: Scene, [x, y]: ParameterPair): readonly SurfacePlace[] {
  const metric = columnNamed(data, data.metric);
  return chosen.flatMap((run) => {
    const [a, b] = [x.numbers?.[x.codes[run] ?? -1], y.numbers?.[y.codes[run] ?? -1]];
    const value = metric?.values[run] ?? null;
    return a === undefined || b === undefined || value === null || data.runs.ranks[run] === null
      ? []
      : [{ run, x: a, y: b, value }];
  });
}

/** Each run is counted at its crossing, and each crossing takes what is counted around it: thousands of runs are gone through once. */
function nearCounts(places: readonly SurfacePlace[], [sx, sy]: readonly SurfaceScale[]): readonly number[] {
  const own = new Uint32Array(CROSSINGS * CROSSINGS);
  const crossing = (u: number): number => Math.max(0, Math.min(CROSSINGS - 1, Math.round(u * (CROSSINGS - 1))));
  for (const { x, y } of places) {
    const i = crossing(sx?.toUnit(x) ?? 0) * CROSSINGS + crossing(sy?.toUnit(y) ?? 0);
    own[i] = (own[i] ?? 0) + 1;
  }
  return Array.from(own, (_, i) => {
    const [column, row] = [Math.floor(i / CROSSINGS), i % CROSSINGS];
    let count = 0;
    for (let x = Math.max(0, column - NEAR); x <= Math.min(CROSSINGS - 1, column + NEAR); x += 1)
      for (let y = Math.max(0, row - NEAR); y <= Math.min(CROSSINGS - 1, row + NEAR); y += 1)
        count += own[x * CROSSINGS + y] ?? 0;
    return count;
  });
}

function askedModel({ data, chosen }: Scene, model: StudyModel, pair: ParameterPair): Float64Array | undefined {
  const starts = new Map<string, number>();
  let size = 0;
  for (const axis of model.axes) {
    starts.set(axis.name, size);
    size += coordinates(axis);
  }
  const asked = pair.flatMap(({ name }) => starts.get(name) ?? []);
  const axes = pair.flatMap(({ name }) => model.axes.find((axis) => axis.name === name) ?? []);
  const [ax, ay] = axes;
  if (asked.length !== 2 || ax === undefined || ay === undefined) return undefined;
  const { points, runs, surface } = modelOf(data, model);
  const isChosen = new Set(chosen.map((run) => data.settings?.[run] ?? run));
  const hasBoth = (run: number): boolean => pair.every(({ codes }) => (codes[run] ?? -1) >= 0);
  const all = [...points.keys()].filter((i) => {
    const run = runs[i] ?? -1;
    return hasBoth(run) && isChosen.has(data.settings?.[run] ?? run);
  });
  if (all.length === 0) return undefined;
  const step = Math.max(1, all.length / MOST_OTHERS);
  const averaged = Array.from({ length: Math.min(MOST_OTHERS, all.length) }, (_, i) => all[Math.floor(i * step)] ?? 0);
  const [sx, sy] = pair.map(scaleOfParameter);
  const question = JSON.stringify([pair.map(({ name }) => name), sx?.low, sx?.high, sy?.low, sy?.high, averaged]);
  const before = lastAnswers.get(model);
  if (before?.question === question) return before.answers;
  const others = averaged.map((i) => points[i] ?? []);
  const units = Array.from({ length: ASKED }, (_, i) => i / (ASKED - 1));
  const alongX = units.map((u) => modelCoordinates(ax, { level: '', number: sx?.fromUnit(u) })[0] ?? 0);
  const alongY = units.map((v) => modelCoordinates(ay, { level: '', number: sy?.fromUnit(v) })[0] ?? 0);
  const answers = betweenEach(
    surfaceDependence(surface, { coordinates: asked, at: alongX.flatMap((x) => alongY.map((y) => [x, y])), others }),
  );
  lastAnswers.set(model, { question, answers });
  return answers;
}

/** A live page has new runs many times a second and a new model seldom: asking it is the dearest part of the picture. */
const lastAnswers = new WeakMap<StudyModel, { readonly question: string; readonly answers: Float64Array }>();

/** Returns the values with those between each two, along both axes: by the cubic through the four that are nearest. */
function betweenEach(asked: Float64Array): Float64Array {
  const all = new Float64Array(CROSSINGS * CROSSINGS);
  for (let x = 0; x < ASKED; x += 1) fill(all, { start: 2 * x * CROSSINGS, step: 1 }, (y) => asked[x * ASKED + y] ?? 0);
  for (let y = 0; y < CROSSINGS; y += 1) {
    const column = Float64Array.from({ length: ASKED }, (_, x) => all[2 * x * CROSSINGS + y] ?? 0);
    fill(all, { start: y, step: CROSSINGS }, (x) => column[x] ?? 0);
  }
  return all;
}

function fill(
  all: Float64Array,
  { start, step }: { readonly start: number; readonly step: number },
  at: (i: number) => number,
): void {
  for (let i = 0; i < ASKED; i += 1) {
    all[start + 2 * i * step] = at(i);
    if (i === ASKED - 1) continue;
    const [before, after] = [
      i === 0 ? 3 * at(0) - 3 * at(1) + at(2) : at(i - 1),
      i === ASKED - 2 ? 3 * at(i + 1) - 3 * at(i) + at(i - 1) : at(i + 2),
    ];
    all[start + (2 * i + 1) * step] = (9 * (at(i) + at(i + 1)) - before - after) / 16;
  }
}

interface OpenModel {
  readonly surface: SurfaceModel;
  readonly points: readonly (readonly number[])[];
  /** Position of the first run of each setting. */
  readonly runs: readonly number[];
}

const opened = new WeakMap<PageData, OpenModel>();

/** The page holds names of runs; the points are made of their values. */
function modelOf(data: PageData, model: StudyModel): OpenModel {
  const known = opened.get(data);
  if (known !== undefined) return known;
  const placeOf = new Map(data.runs.names.map((name, i) => [name, i]));
  const runs = model.runs.map((name) => placeOf.get(name) ?? -1);
  const parameters = model.axes.map((axis) => data.parameters.find((p) => p.name === axis.name));
  const points = runs.map((run) =>
    model.axes.flatMap((axis, i) => {
      const parameter = parameters[i];
      const code = parameter?.codes[run] ?? -1;
      // The level of runs that lack a parameter is the last. Among runs that the model does not know may be words: then the page has no numbers.
      const level = code < 0 ? parameter?.levels.at(-1) : parameter?.levels[code];
      return modelCoordinates(axis, { level: level ?? '', number: code < 0 ? undefined : Number(level) });
    }),
  );
  const { weights, kernel, middle, scale } = model;
  const open = {
    points,
    runs,
    surface: { kept: [...runs.keys()], points, weights, kernel, middle, scale },
  };
  opened.set(data, open);
  return open;
}
