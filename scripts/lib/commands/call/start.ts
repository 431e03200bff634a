// SPDX-License-Identifier: MIT
import { helpText } from '../../core/settings/args.ts';
import { DiagnosticsError, UsageError } from '../../core/diagnostic.ts';
import { errorCode, errorInWords } from '../../edge/files.ts';
import { KSWEEP_VERSION } from '../../edge/installation.ts';
import { openInvocation } from '../../edge/invocation.ts';
import { type CommandName, SPECS, TARGETS } from '../specs/index.ts';
import { type Command, EXIT, openCall, printAnswer, tellWarnings } from './command.ts';

/**
 * Starts a command of this process's arguments and prints its answer. Expected trouble is printed to stderr as people read
 * it (exit code 2), a bug with its stack. The command itself is loaded when it is known that it runs. Sets process.exitCode,
 * so that pending output still leaves.
 */
export async function start(name: CommandName, load: () => Promise<Command>): Promise<void> {
  const spec = SPECS[name];
  const output = heedLostOutput();
  const ended = expectEnd();
  try {
    refuseOldPlatform();
    const argv = process.argv.slice(2);
    const told = argv.includes('--help') || argv.includes('-h') ? helpText(spec, product()) : undefined;
    if (told !== undefined || argv.includes('--version')) {
      process.stdout.write(told ?? `${product()}\n`);
      return;
    }
    const invocation = openInvocation(spec, {
      argv,
      env: process.env,
      cwd: process.cwd(),
      targets: TARGETS,
      warn: (warnings) => tellWarnings({ streams: process }, warnings),
    });
    tellWarnings({ streams: process }, invocation.warnings);
    const command = await load();
    if (command.spec !== spec) throw new Error(`internal: ${name} started ${command.spec.name}`);
    const call = openCall(invocation, process);
    const answer = await command.run(call);
    process.stdout.write(printAnswer(answer, call.asJson));
    if (answer.note !== undefined) process.stderr.write(answer.note);
    if (answer.trouble !== undefined) throw answer.trouble;
    process.exitCode = output.isLost && answer.exit === EXIT.done ? EXIT.usage : answer.exit;
  } catch (error) {
    process.stderr.write(`${troubleText(error)}\n`);
    process.exitCode = EXIT.usage;
  } finally {
    ended();
    endAtOnce();
  }
}

/** What a front that is used like another program prints and exits with. */
export interface FrontAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts what has words of its own instead of settings, because it stands in for another program. Sets process.exitCode. */
export async function startFront(
  load: () => Promise<(argv: readonly string[], env: NodeJS.ProcessEnv) => FrontAnswer>,
): Promise<void> {
  heedLostOutput();
  const ended = expectEnd();
  try {
    refuseOldPlatform();
    const run = await load();
    const { code, stdout, stderr } = run(process.argv.slice(2), process.env);
    process.stderr.write(stderr);
    process.stdout.write(stdout);
    process.exitCode = code;
  } catch (error) {
    process.stderr.write(`${troubleText(error)}\n`);
    process.exitCode = EXIT.usage;
  } finally {
    ended();
    endAtOnce();
  }
}

function product(): string {
  return `ksweep ${KSWEEP_VERSION}`;
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

/** Work that waits for what never comes would end this process without a word, and well. Returns what says that it ended. */
function expectEnd(): () => void {
  const complain = (): void => {
    process.stderr.write('internal error, please report it:\nthe command waits for something that will not come\n');
    process.exitCode = EXIT.usage;
  };
  process.once('beforeExit', complain); // not where somebody calls process.exit
  return () => void process.removeListener('beforeExit', complain);
}

/** What is open as long as a process writes to a pipe or a terminal. */
const OUTPUT: ReadonlySet<string> = new Set(['PipeWrap', 'TTYWrap']);

/**
 * Ends the process when nothing is left to wait for. Left to itself Node would first finish the garbage collection that V8 has
 * begun, which takes as long as planning a thousand runs.
 */
function endAtOnce(): void {
  setImmediate(() => {
    const isWritten = process.stdout.writableLength === 0 && process.stderr.writableLength === 0;
    if (isWritten && process.getActiveResourcesInfo().every((kind) => OUTPUT.has(kind))) process.exit();
  });
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
