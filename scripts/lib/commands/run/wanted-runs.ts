// SPDX-License-Identifier: MIT
import { DiagnosticsError, UsageError } from '../../core/diagnostic.ts';
import type { RunId } from '../../core/hash.ts';
import type { OpenSweep } from '../../edge/definition/sweep-definition.ts';
import type { Configuration } from '../../config/configuration.ts';
import type { Renderer } from '../../config/render.ts';
import { type RunContext, runIdsOf } from '../../config/identity.ts';
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
  const runOf = runMaker(making, sweep.renderer);
  const idOf = new Map<string, RunId>();
  const stageOf = new Map<RunId, string | undefined>();
  for (const configuration of sweep.configurations()) {
    const { stage, number } = configuration;
    const needs = (configuration.needs ?? []).flatMap((ref) => idOf.get(`${ref.stage}/${ref.number}`) ?? []);
    const wanted = runOf(configuration, needs);
    if (stage !== undefined) {
      idOf.set(`${stage}/${number}`, wanted.run);
      refuseSameRuns(stage, stageOf.get(wanted.run));
      stageOf.set(wanted.run, stage);
    }
    runs.push(wanted);
  }
  return runs;
}

/** Returns what makes the run of a configuration, which needs others or none. It throws DiagnosticsError where one cannot be rendered. */
export function runMaker(
  making: RunMaking,
  renderer: Renderer,
): (configuration: Configuration, needs?: readonly RunId[]) => WantedRun {
  const idsOf = openIds(making);
  return (configuration, needs = []) => {
    const { id: config, number, name, assignments: values, swept, stage, requested, listedBy } = configuration;
    const configText = textOf(renderer, configuration);
    return {
      run: idsOf(stage)(config, needs),
      config,
      number,
      name,
      values,
      swept,
      ...(stage === undefined ? {} : { stage, needs }),
      ...(requested === undefined ? {} : { requested }),
      ...(listedBy === undefined ? {} : { listedBy }),
      configFileName: making.configFile,
      configText,
    };
  };
}

/** What can fail is rendered at once: what is wrong with a template is told before anything is written. */
function textOf(renderer: Renderer, configuration: Configuration): () => string {
  const render = (): string => {
    const rendered = renderer.render(configuration);
    if ('diagnostic' in rendered) throw new DiagnosticsError([rendered.diagnostic]);
    return rendered.text;
  };
  if (!renderer.canFail) return render;
  const text = render();
  return () => text;
}

/** Runs of a stage have one command. */
function openIds({
  commandOf,
  argsOf,
  codeVersion,
}: RunMaking): (stage: string | undefined) => ReturnType<typeof runIdsOf> {
  const known = new Map<string | undefined, ReturnType<typeof runIdsOf>>();
  return (stage) => {
    const args = argsOf(stage);
    const context = {
      command: commandOf(stage),
      ...(codeVersion === undefined ? {} : { codeVersion }),
      ...(args === undefined ? {} : { args }),
    };
    const ids = known.get(stage) ?? runIdsOf(context);
    known.set(stage, ids);
    return ids;
  };
}

/** A run has one folder, so it cannot be of two stages. */
function refuseSameRuns(stage: string, other: string | undefined): void {
  if (other === undefined || other === stage) return;
  throw new UsageError(
    `stages "${other}" and "${stage}" have a run with the same command, values and needs`,
    'such a run is one run: give one of the stages another command, or a symbol of its own',
  );
}
