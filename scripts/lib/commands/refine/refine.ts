// SPDX-License-Identifier: MIT
import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { rangeLine } from '../../core/make-line.ts';
import { besideSweep } from '../call/sweep-place.ts';
import { DiagnosticsError, UsageError } from '../../core/diagnostic.ts';
import { writeFileAtomic, writing } from '../../edge/files.ts';
import { gatherRefined } from '../../edge/metrics/gather-view.ts';
import { areDrawn } from '../../edge/page/report-question.ts';
import { readSweepManifest, type SweepManifest } from '../../edge/sweep-folder/sweep-manifest.ts';
import { refineHead } from '../../report/refine/refine-head.ts';
import { FEWEST_TO_REFINE } from '../../report/next-rules.ts';
import { type RefinedFactor, refinePlan } from '../../report/refine/refine-plan.ts';
import { numberAt } from '../../report/refine/refine-axes.ts';
import { settingStatistics } from '../../report/statistics-of.ts';
import { commandOf, EXIT } from '../call/command.ts';
import { openReportSource, tellNewest } from '../call/report-source.ts';
import { REFINE_SPEC } from '../specs/results.ts';
import { definedFrom } from './recorded-sweep.ts';
import { refinedText } from './refine-text.ts';
import type { DefinedSweep } from '../../config/definition.ts';
import type { RangeFile } from '../../range/parse.ts';
import type { Definition } from '../../range/tree.ts';
import { chosenStage } from '../../run/stages/chosen.ts';

/** Writes the range file that looks closer at where the best of a sweep lies: to standard output, or to TO. */
export const REFINE = commandOf(REFINE_SPEC, (call) => {
  const source = openReportSource(call);
  tellNewest(call, source);
  const { folder, settings } = source;
  const view = gatherRefined(folder, settings, Date.now());
  const areSampled = areDrawn(settings);
  const statistics = settingStatistics(view, { seedSymbol: settings.get('SEED_SYMBOL'), areSampled });
  if (statistics === undefined)
    throw new UsageError('nothing says which setting is best', 'METRIC=NAME ranks the runs');
  const manifest = readSweepManifest(folder);
  const defined = definedFrom(manifest, folder);
  const part = refinedPart(defined, settings.text('STAGE'));
  const plan = refinePlan(statistics, part.definitions)?.filter(part.isOwn);
  if (plan === undefined)
    throw new UsageError(
      `nothing can be told of where the best lies: ${statistics.value.settings.filter((s) => s.n > 0).length} settings have a value`,
      `at least ${FEWEST_TO_REFINE} settings that differ in their results are needed`,
    );
  if (plan.length === 0)
    throw new UsageError(`nothing varies in stage ${part.stage ?? ''} itself`, 'STAGE=NAME names another');
  const head = refineHead(view, statistics.value, plan);
  const { text, count } = refinedText({
    manifest,
    sweepDir: folder,
    defined,
    file: part.file,
    plan,
    statistics: statistics.value,
    head,
    refines: [view.name, ...(view.earlier ?? []).map((sweep) => sweep.name)],
  });
  const to = call.settings.text('TO') ?? '';
  const json = {
    ...(part.stage === undefined ? {} : { stage: part.stage }),
    configurations: count,
    factors: plan.map(factorJson),
  };
  if (to === '') return { text: () => text, json: () => ({ range: text, ...json }), exit: EXIT.done };
  const target = resolve(call.cwd, to);
  refusePlace(target, to, manifest);
  writing(target, () => writeFileAtomic(target, text), 'nothing was written');
  return {
    // Runs of the other stages are the same ones.
    text: () =>
      `${to}: ${count} configurations; ${rangeLine('sweep', to, besideSweep(call, folder), part.stage === undefined ? '' : 'REUSE=1')} runs them\n`,
    json: () => ({ file: target, ...json }),
    exit: EXIT.done,
  };
});

/** Files that the lines name are relative to the range file. */
function refusePlace(target: string, to: string, { sources, rangeFolder }: SweepManifest): void {
  if (existsSync(target))
    throw new UsageError(
      `${to} is there already`,
      'name another file, or take it away: sweep-refine overwrites nothing',
    );
  if (sources.length < 2 || dirname(target) === rangeFolder) return;
  throw new UsageError(
    `lines of the range file name other files (${sources[1]?.path ?? ''}), as seen from ${rangeFolder}`,
    `TO=${resolve(rangeFolder, basename(to))} puts the new one beside it`,
  );
}

function factorJson({ symbols, axis, region, isFixed }: RefinedFactor): unknown {
  const number = (place: number): number | null => (axis.kind === 'number' ? numberAt(axis, place) : null);
  return {
    symbols,
    fixed: isFixed,
    edge: region.edge ?? null,
    best: axis.kind === 'number' ? numberAt(axis, region.best) : (axis.factor.levels[region.best] ?? null),
    low: number(region.low),
    high: number(region.high),
    levels: axis.kind === 'number' ? [] : region.levels.map((level) => axis.factor.levels[level] ?? ''),
  };
}

/** The lines that are looked at closer: of the whole sweep, or of one of its stages. */
interface RefinedPart {
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
function refinedPart({ file, stages }: DefinedSweep, named: string | undefined): RefinedPart {
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
