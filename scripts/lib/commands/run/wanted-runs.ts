// SPDX-License-Identifier: MIT
import { DiagnosticsError } from '../../core/diagnostic.ts';
import type { OpenSweep } from '../../edge/definition/sweep-definition.ts';
import { type RunContext, runIdOf } from '../../config/identity.ts';
import type { WantedRun } from '../../run/wanted.ts';

/** What makes runs out of configurations. */
export interface RunMaking {
  /** SWEEP_COMMAND as written. */
  readonly command: string;
  readonly codeVersion: string | undefined;
  /** How {{args}} is written; undefined for the default. */
  readonly args: RunContext['args'] | undefined;
  readonly configFile: string;
}

/** Returns the run of every configuration of a sweep. Throws DiagnosticsError when one cannot be rendered. */
export function wantedRuns(sweep: OpenSweep, making: RunMaking): WantedRun[] {
  const runs: WantedRun[] = [];
  const context = {
    command: making.command,
    ...(making.codeVersion === undefined ? {} : { codeVersion: making.codeVersion }),
    ...(making.args === undefined ? {} : { args: making.args }),
  };
  for (const configuration of sweep.configurations()) {
    const rendered = sweep.renderer.render(configuration);
    if ('diagnostic' in rendered) throw new DiagnosticsError([rendered.diagnostic]);
    const { id: config, number, name, assignments: values, swept, requested } = configuration;
    runs.push({
      run: runIdOf(config, context),
      config,
      number,
      name,
      values,
      swept,
      ...(requested === undefined ? {} : { requested }),
      configFileName: making.configFile,
      configText: rendered.text,
    });
  }
  return runs;
}
