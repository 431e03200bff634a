// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import { UsageError } from '../../core/diagnostic.ts';
import { fileWords } from '../../config/inputs.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { openInspection } from '../../edge/metrics/run-inspection.ts';
import { missingFiles, stampFiles } from '../../edge/run-folder/outputs.ts';
import type { Inspection } from '../../exec/engine/engine-request.ts';
import type { RunState } from '../../run/state.ts';
import type { SweepSettings } from './run-making.ts';

/** Returns the files that SWEEP_OUTPUTS names. Throws UsageError for one that lies outside of the run's folder. */
export function outputWords(settings: Settings<'OUTPUTS'>): readonly string[] {
  const words = fileWords(settings.text('OUTPUTS') ?? '');
  const outside = words.find(
    (word) => word.startsWith('/') || word.split('/').some((part) => ['', '.', '..'].includes(part)),
  );
  if (outside === undefined) return words;
  throw new UsageError(
    `SWEEP_OUTPUTS names ${outside}, which is no file inside of a run's folder`,
    'write names relative to the folder of the run: model.pt, checkpoints/last.pt',
  );
}

/** Returns what tells which files a run left once and has no more. */
export function lostOutputsIn(sweepDir: string, sweep: SweepSettings): (run: RunState) => readonly string[] {
  const words = byStage(sweep, outputWords);
  return (run) => missingFiles(join(sweepDir, run.folder), words(run));
}

/** Returns the reader of ended runs: what ranks runs of their stage, and whether they left what they must. */
export function openStageInspection(sweep: SweepSettings): (run: RunState, runDir: string) => Inspection {
  const inspect = byStage(sweep, (settings) => {
    const [metrics, words] = [openInspection(settings), outputWords(settings)];
    return (run: RunState, runDir: string): Inspection => {
      const missingOutputs = missingFiles(runDir, words);
      if (missingOutputs.length > 0) return { values: {}, missingOutputs };
      const found = metrics(run, runDir);
      if (words.length === 0) return found;
      const { reported = { metrics: {}, files: [], outputs: [] } } = found;
      return { ...found, reported: { ...reported, outputs: stampFiles(runDir, words) } };
    };
  });
  return (run, runDir) => inspect(run)(run, runDir);
}

/** Works something out once for each stage, or once for a sweep without stages. */
function byStage<T>({ settings, stages }: SweepSettings, open: (settings: Settings) => T): (run: RunState) => T {
  const whole = open(settings);
  const known = new Map(stages.map((stage) => [stage.name, open(stage.settings)]));
  return (run) => known.get(run.stage ?? '') ?? whole;
}
