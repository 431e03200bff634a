// SPDX-License-Identifier: MIT
import { makeLine } from '../../core/make-line.ts';
import { UsageError } from '../../core/diagnostic.ts';
import { type RunId, sha256 } from '../../core/hash.ts';
import { resolveSettings } from '../../core/settings/resolve.ts';
import { openManifest } from '../../edge/definition/config-folder.ts';
import type { OpenSweep } from '../../edge/definition/sweep-definition.ts';
import { stageSettings } from '../../config/stage-definition.ts';
import { recordedRange } from '../call/report-source.ts';
import { runMaking } from './run-making.ts';
import type { SweepManifest } from '../../edge/sweep-folder/sweep-manifest.ts';
import type { SweepState } from '../../run/state.ts';
import type { WantedRun } from '../../run/wanted.ts';
import { styleIdentity } from '../../run/arguments.ts';
import { argumentStyleOf } from './argument-style.ts';
import { wantedRuns } from './wanted-runs.ts';

/**
 * Returns the runs that sweep.json asks for when the journal holds others: making or extending the folder was cut short
 * before all were added (the runner was killed, the disk was full). Null when they are those, which is nearly always.
 * Throws UsageError when they cannot be made again.
 */
export function unaddedRuns(sweepDir: string, manifest: SweepManifest, state: SweepState): readonly WantedRun[] | null {
  const configs = [...state.runs.values()].filter((run) => !run.retired && !run.isExtra).map((run) => run.config);
  if (sha256(configs.join('\n')) === manifest.idsSha256) return null;
  const sweep = openManifest(manifest, sweepDir);
  if (sweep.idsSha256 !== manifest.idsSha256) {
    if (configs.length >= manifest.count) return null;
    throw new UsageError(
      `${sweepDir} holds ${configs.length} of its ${manifest.count} runs, and this version of ksweep makes others of its range file`,
      `${makeLine('sweep-resume', sweepDir, 'RANGE_CONFIG=FILE')} with ${manifest.range} brings it up to date`,
    );
  }
  return makeAgain(sweepDir, manifest, sweep);
}

/** Returns the text of each run's configuration, made again from sweep.json when it is first asked for; undefined for a run it does not make. */
export function recordedConfigs(sweepDir: string, manifest: SweepManifest): (run: RunId) => string | undefined {
  let known: ReadonlyMap<RunId, string> | undefined;
  const make = (): ReadonlyMap<RunId, string> =>
    new Map(makeAgain(sweepDir, manifest, openManifest(manifest, sweepDir)).map((one) => [one.run, one.configText()]));
  return (run) => {
    known ??= make();
    return known.get(run);
  };
}

function makeAgain(sweepDir: string, manifest: SweepManifest, sweep: OpenSweep): readonly WantedRun[] {
  const { given, stages: files } = recordedRange(sweepDir);
  const { settings } = resolveSettings(given);
  const stages = files.map((file) => ({ name: file.named.name, settings: stageSettings(file, given).settings }));
  const { configFile, command } = manifest;
  if (stages.length > 0) return wantedRuns(sweep, runMaking({ settings, stages }, configFile));
  return wantedRuns(sweep, {
    commandOf: () => command,
    argsOf: () => styleIdentity(argumentStyleOf(settings)),
    codeVersion: settings.text('CODE_VERSION'),
    configFile,
  });
}
