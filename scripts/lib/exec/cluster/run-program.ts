// SPDX-License-Identifier: MIT
import { spawn } from 'node:child_process';
import { isSchedulerVariable, isSiteVariable } from '../../core/settings/schedulers.ts';
import { errorCode } from '../../edge/files.ts';
import type { CommandLine } from './scheduler.ts';

/** How a program of the scheduler ended. `code` is null when it could not be started or was stopped for being late. */
export interface ProgramResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** True when there is no such program, or it may not be run: then nothing was asked. */
  readonly isAbsent: boolean;
}

export interface ProgramOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** It is killed after this long: a scheduler that does not answer must not hold the sweep. */
  readonly timeoutMs: number;
}

/** Runs a program without a shell and collects what it says; never throws. */
export function runProgram(command: CommandLine, options: ProgramOptions): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(command.program, [...command.args], { env: options.env, stdio: ['pipe', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, options.timeoutMs);
    const finish = (code: number | null, extra: string, isAbsent = false): void => {
      clearTimeout(timer);
      resolve({
        code,
        stdout: Buffer.concat(out).toString('utf8'),
        stderr: Buffer.concat(err).toString('utf8') + extra,
        isAbsent,
      });
    };
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin.on('error', () => {}); // it need not read its input
    child.stdin.end(command.input ?? '');
    child.on('error', (error) => {
      const isAbsent = ['ENOENT', 'EACCES'].includes(errorCode(error) ?? '');
      finish(
        null,
        isAbsent ? `there is no program ${command.program} to be run here` : `${command.program}: ${error.message}`,
        isAbsent,
      );
    });
    child.on('close', (code) =>
      finish(late ? null : code, late ? `${command.program} did not answer in ${options.timeoutMs / 1000} s` : ''),
    );
  });
}

const SCRUBBED =
  /^(KSWEEP_|SWEEP_|MAKE(FLAGS|LEVEL|OVERRIDES|_TERMOUT|_TERMERR)$|MFLAGS$|NODE_OPTIONS$|TSX_TSCONFIG_PATH$)/;

/**
 * Returns the environment for the scheduler's programs, and so for the tasks: without make's variables, our own and
 * those of an allocation that we run in ourselves (sbatch takes SLURM_ and SBATCH_ variables for options).
 */
export function schedulerEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const isKept = (name: string): boolean => isSiteVariable(name) || !(isSchedulerVariable(name) || SCRUBBED.test(name));
  return Object.fromEntries(Object.entries(env).filter(([name]) => isKept(name)));
}
