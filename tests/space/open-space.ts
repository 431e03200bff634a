// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { formatDiagnostics } from '../../scripts/lib/core/diagnostic.ts';
import type { Source } from '../../scripts/lib/core/source.ts';
import { parseRangeFile } from '../../scripts/lib/range/parse.ts';
import { buildSpace, type SpaceOptions } from '../../scripts/lib/space/build.ts';
import {
  type Design,
  type DesignSummary,
  type Mode,
  openDesign,
  type Point,
} from '../../scripts/lib/space/designs/index.ts';
import type { Space } from '../../scripts/lib/space/space.ts';

/** Returns the space of a range file that must be right. */
export function spaceOf(
  text: string,
  files: Readonly<Record<string, string>> = {},
  options: SpaceOptions & { set?: string } = {},
): Space {
  const load = (path: string): Source => ({ path, text: files[path] ?? assert.fail(`there is no file ${path}`) });
  const { set, ...rest } = options;
  const file = parseRangeFile({ path: 'x.range', text }, load, set);
  assert.ok(file.value !== undefined, formatDiagnostics(file.diagnostics));
  const space = buildSpace(file.value, rest);
  assert.ok(space.value !== undefined, formatDiagnostics(space.diagnostics));
  return space.value;
}

/** Returns a design that must be possible. */
export function designOf(space: Space, mode: Mode, samples?: number, seed = '0'): Design {
  const design = openDesign(space, { mode, seed, ...(samples === undefined ? {} : { samples }) });
  assert.ok(design.value !== undefined, formatDiagnostics(design.diagnostics));
  return design.value;
}

/** Returns all configurations of a design. */
export function pointsOf(space: Space, mode: Mode = 'combination', samples?: number, seed = '0'): Point[] {
  return [...designOf(space, mode, samples, seed).points()];
}

/** Returns what a design says at its end. */
export function summaryOf(space: Space, mode: Mode, samples?: number): DesignSummary {
  const points = designOf(space, mode, samples).points();
  for (let step = points.next(); ; step = points.next()) if (step.done === true) return step.value;
}

/** Returns the texts of a symbol's values; it must have one in each configuration. */
export function valuesOf(points: readonly Point[], name: string): string[] {
  return points.map(
    (point) => point.assignments.find((a) => a.name === name)?.value.text ?? assert.fail(`${name} is absent`),
  );
}

/** Returns configurations as texts: the values of all symbols without CONFIG_, absent ones left out. */
export function shown(points: readonly Point[]): string[] {
  return points.map((point) =>
    point.assignments.map(({ name, value }) => `${name.replace('CONFIG_', '')}=${value.text}`).join(' '),
  );
}
