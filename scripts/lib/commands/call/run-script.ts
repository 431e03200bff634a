// SPDX-License-Identifier: MIT
import { helpText, type CommandSpec } from '../../core/settings/args.ts';
import { DiagnosticsError, formatDiagnostics, UsageError } from '../../core/diagnostic.ts';
import { errorCode, errorInWords } from '../../edge/files.ts';
import { type Invocation, openInvocation } from '../../edge/invocation.ts';

/** Exit codes of every script. */
export const EXIT = { done: 0, someFailed: 1, usage: 2, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * Runs a script: --help, then `main`, with expected trouble printed to stderr as people read it (exit code 2) and a bug
 * with its stack. Sets process.exitCode, so that pending output still leaves.
 */
export async function runScript(
  spec: CommandSpec,
  main: (invocation: Invocation) => ExitCode | Promise<ExitCode>,
): Promise<void> {
  const output = heedLostOutput();
  try {
    refuseOldPlatform();
    const argv = process.argv.slice(2);
    if (argv.includes('--help') || argv.includes('-h')) {
      process.stdout.write(helpText(spec));
      return;
    }
    const invocation = openInvocation(spec, {
      argv,
      env: process.env,
      cwd: process.cwd(),
      warn: (warnings) => process.stderr.write(`${formatDiagnostics(warnings)}\n`),
    });
    if (invocation.warnings.length > 0) process.stderr.write(`${formatDiagnostics(invocation.warnings)}\n`);
    const code = await main(invocation);
    process.exitCode = output.isLost && code === EXIT.done ? EXIT.usage : code;
  } catch (error) {
    process.stderr.write(`${troubleText(error)}\n`);
    process.exitCode = EXIT.usage;
  }
}

function troubleText(error: unknown): string {
  if (error instanceof DiagnosticsError) return error.message;
  if (error instanceof UsageError)
    return error.hint === undefined ? `error: ${error.message}` : `error: ${error.message}\n  hint: ${error.hint}`;
  const system = systemTrouble(error);
  if (system !== undefined)
    return `error: ${system}\n  hint: nothing that was there is lost; when that is mended, the same command goes on`;
  return `internal error, please report it:\n${error instanceof Error ? error.stack : String(error)}`;
}

/** A full disk or a folder without permission is no bug of ours: it is told in words, with the path. */
function systemTrouble(error: unknown): string | undefined {
  if (!(error instanceof Error) || errorCode(error) === undefined || !('syscall' in error)) return undefined;
  const path = 'path' in error && typeof error.path === 'string' ? `${error.path}: ` : '';
  return `${path}${errorInWords(error)} (${String(error.syscall)})`;
}

function refuseOldPlatform(): void {
  if (process.platform !== 'linux') throw new UsageError(`ksweep runs on Linux; this is ${process.platform}`);
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) throw new UsageError(`ksweep needs Node 20 or newer; this is ${process.version}`);
}

/**
 * Output that cannot be written ends no work: `make sweep-list | head` closes ours on purpose, and where it goes to a file
 * on a full disk the exit code tells.
 */
function heedLostOutput(): { readonly isLost: boolean } {
  const output = { isLost: false };
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    output.isLost = true;
    if ((process.exitCode ?? EXIT.done) === EXIT.done) process.exitCode = EXIT.usage;
    process.stderr.write(
      `error: standard output cannot be written: ${errorInWords(error)}\n  hint: what the command did is done; when that is mended, the same command says it again\n`,
    );
  });
  process.stderr.on('error', () => undefined); // nobody is left to tell
  return output;
}
