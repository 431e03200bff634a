// SPDX-License-Identifier: MIT
import { type DefinedSweep, defineSweep } from '../../config/definition.ts';
import { valueOrThrow } from '../../core/diagnostic.ts';
import { recordedGiven, recordedSource } from '../../edge/definition/config-folder.ts';
import type { SweepManifest } from '../../edge/sweep-folder/sweep-manifest.ts';

/** Returns the sweep of a folder as its manifest has it; with a text, that text in the place of the range file. Throws DiagnosticsError. */
export function definedFrom(
  manifest: SweepManifest,
  sweepDir: string,
  { text, isWhole = false }: { readonly text?: string; readonly isWhole?: boolean } = {},
): DefinedSweep {
  const range = recordedSource(manifest, sweepDir);
  return valueOrThrow(
    defineSweep({
      ...range,
      source: text === undefined ? range.source : { path: manifest.range, text },
      given: isWhole ? [] : recordedGiven(manifest),
    }),
  );
}

/** Returns how many configurations a sweep has, those of all stages together, counted no further than one past `most`. */
export function countOf({ design, stages }: DefinedSweep, most: number): number {
  let count = 0;
  for (
    const points: Iterator<unknown> = stages?.points() ?? design.points();
    count <= most && points.next().done !== true;
  )
    count += 1;
  return count;
}
