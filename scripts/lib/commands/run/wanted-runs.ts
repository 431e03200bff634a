// SPDX-License-Identifier: MIT
import { DiagnosticsError, UsageError } from '../../core/diagnostic.ts';
import type { RunId } from '../../core/hash.ts';
import type { OpenSweep } from '../../edge/definition/sweep-definition.ts';
import { type RunContext, runIdOf } from '../../config/identity.ts';
import type { WantedRun } from '../../run/wanted.ts';

/** What makes runs out of configurations. */
export interface RunMaking {
  /** SWEEP_COMMAND of a stage as written; of the whole sweep where it has none. */
  commandOf(stage: string | undefined): string;
  readonly codeVersion: string | undefined;
  /** How {{args}} of a stage is written, or of the whole sweep; undefined for the default. */
  argsOf(stage: string | undefined): RunContext['args'] | undefined;
  readonly configFile: string;
}

/**
 * Returns the run of every configuration of a sweep; those of a stage stand behind all that they need. Throws
 * DiagnosticsError when one cannot be rendered, UsageError when two stages have the same runs.
 */
export function wantedRuns(sweep: OpenSweep, making: RunMaking): WantedRun[] {
  const runs: WantedRun[] = [];
  const { codeVersion } = making;
  const idOf = new Map<string, RunId>();
  const stageOf = new Map<RunId, string | undefined>();
  for (const configuration of sweep.configurations()) {
    const rendered = sweep.renderer.render(configuration);
    if ('diagnostic' in rendered) throw new DiagnosticsError([rendered.diagnostic]);
    const { id: config, number, name, assignments: values, swept, stage, requested } = configuration;
    const needs = (configuration.needs ?? []).flatMap((ref) => idOf.get(`${ref.stage}/${ref.number}`) ?? []);
    const command = making.commandOf(stage);
    const args = making.argsOf(stage);
    const run = runIdOf(config, {
      command,
      needs,
      ...(codeVersion === undefined ? {} : { codeVersion }),
      ...(args === undefined ? {} : { args }),
    });
    if (stage !== undefined) {
      idOf.set(`${stage}/${number}`, run);
      refuseSameRuns(stage, stageOf.get(run));
      stageOf.set(run, stage);
    }
    runs.push({
      run,
      config,
      number,
      name,
      values,
      swept,
      ...(stage === undefined ? {} : { stage, needs }),
      ...(requested === undefined ? {} : { requested }),
      configFileName: making.configFile,
      configText: rendered.text,
    });
  }
  return runs;
}

/** A run has one folder, so it cannot be of two stages. */
function refuseSameRuns(stage: string, other: string | undefined): void {
  if (other === undefined || other === stage) return;
  throw new UsageError(
    `stages "${other}" and "${stage}" have a run with the same command, values and needs`,
    'such a run is one run: give one of the stages another command, or a symbol of its own',
  );
}
