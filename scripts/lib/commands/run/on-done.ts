// SPDX-License-Identifier: MIT
import { spawnSync } from 'node:child_process';
import { inheritedEnvironment } from '../../run/environment.ts';

/** What SWEEP_ON_DONE is told, in its environment. */
export interface DoneFacts {
  readonly sweepDir: string;
  /** The last line of the call. */
  readonly summary: string;
  readonly exitCode: number;
  /** The answer on standard output is JSON: what the command says goes to standard error. */
  readonly asJson: boolean;
}

/** Runs SWEEP_ON_DONE when a sweep ends, whichever way; a failing command is reported, nothing more. */
export function runOnDone(command: string | undefined, cwd: string, facts: DoneFacts): string | undefined {
  if (command === undefined || command.trim() === '') return undefined;
  const env = {
    ...inheritedEnvironment(process.env),
    SWEEP_DIR: facts.sweepDir,
    SWEEP_SUMMARY: facts.summary,
    SWEEP_EXIT: String(facts.exitCode),
  };
  const { status, signal, error } = spawnSync('bash', ['-c', command], {
    cwd,
    env,
    stdio: ['ignore', facts.asJson ? 2 : 1, 2],
  });
  if (error !== undefined) return `SWEEP_ON_DONE cannot be run: ${error.message}`;
  return status === 0 ? undefined : `SWEEP_ON_DONE ended with ${signal ?? `exit code ${status}`}`;
}
