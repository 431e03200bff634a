// SPDX-License-Identifier: MIT
import { spawn } from 'node:child_process';
import { isSchedulerVariable, isSiteVariable } from '../../core/schedulers/index.ts';
import type { CommandLine, ProgramResult } from '../../core/scheduling/program.ts';
import { errorCode } from '../../edge/files.ts';

export interface ProgramOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** It is killed after this long: a scheduler that does not answer must not hold the sweep. */
  readonly timeoutMs: number;
  /** Aborted when the runner must end: whatever has not answered then is killed and not waited for, and nothing more is asked. */
  readonly ending?: AbortSignal | undefined;
}

/**
 * Runs a program without a shell and collects what it says; never throws. One that is late is killed and not waited for: sites
 * put scripts before the scheduler's programs, and what such a script started may hold its output for as long as it likes.
 */
export function runProgram(command: CommandLine, options: ProgramOptions): Promise<ProgramResult> {
  const { ending, timeoutMs } = options;
  if (ending?.aborted === true) return Promise.resolve(unasked(command.program));
  return new Promise((resolve) => {
    const child = spawn(command.program, [...command.args], { env: options.env, stdio: ['pipe', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    const giveUp = (why: string): void => {
      child.kill('SIGKILL');
      child.stdin.destroy();
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      finish(null, why);
    };
    const leave = (): void => giveUp(`${command.program} did not answer before the runner had to end`);
    const timer = setTimeout(() => giveUp(`${command.program} did not answer in ${timeoutMs / 1000} s`), timeoutMs);
    ending?.addEventListener('abort', leave, { once: true });
    const finish = (code: number | null, extra: string, isAbsent = false): void => {
      clearTimeout(timer);
      ending?.removeEventListener('abort', leave);
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
    child.on('close', (code) => finish(code, ''));
  });
}

function unasked(program: string): ProgramResult {
  return { code: null, stdout: '', stderr: `${program} was not asked: the runner ends`, isAbsent: false };
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
