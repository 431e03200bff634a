// SPDX-License-Identifier: MIT
import type { DefinedSweep } from '../../config/definition.ts';
import { DiagnosticsError, UsageError } from '../../core/diagnostic.ts';
import type { RangeFile } from '../../range/parse.ts';
import type { Definition } from '../../range/tree.ts';
import type { RefinedFactor } from '../../report/refine/refine-plan.ts';
import { chosenStage } from '../../run/stages/chosen.ts';

/** The lines that are looked at closer: of the whole sweep, or of one of its stages. */
export interface RefinedPart {
  /** Undefined in a sweep without stages. */
  readonly stage: string | undefined;
  readonly definitions: readonly Definition[];
  /** The range file with those lines as its own. */
  readonly file: RangeFile;
  /** Tells whether a factor is of these lines: what a stage is built upon, and what all stages share, stays as it is. */
  readonly isOwn: (factor: RefinedFactor) => boolean;
}

/**
 * Returns what is refined: of a sweep with stages the one that STAGE names, else the last. Throws UsageError where lines of the stage do not
 * stand in the range file, DiagnosticsError for a name that no stage has.
 */
export function refinedPart({ file, stages }: DefinedSweep, named: string | undefined): RefinedPart {
  if (stages === undefined) return { stage: undefined, definitions: file.definitions, file, isOwn: () => true };
  const { value: stage, diagnostics } = chosenStage(
    { STAGE: named },
    stages.stages.map((one) => one.name),
  );
  if (diagnostics.length > 0) throw new DiagnosticsError(diagnostics);
  const definitions = stages.stages.find((one) => one.name === stage)?.file.definitions ?? [];
  const other =
    definitions.find((line) => line.span.source !== file.source)?.span.source ??
    file.sources.find(({ path }) => path !== file.source.path && path.startsWith('SET'));
  if (other !== undefined)
    throw new UsageError(
      `with stages sweep-refine changes lines of the range file alone, and some of this sweep come from ${other.path}`,
      'write them into the range file itself',
    );
  const names = new Set(definitions.flatMap((line) => line.names.map((one) => one.name)));
  return {
    stage,
    definitions,
    file: { ...file, definitions },
    isOwn: ({ symbols }) => symbols.some((symbol) => names.has(symbol)),
  };
}
