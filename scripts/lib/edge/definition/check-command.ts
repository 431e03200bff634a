// SPDX-License-Identifier: MIT
// SWEEP_CHECK_COMMAND: a program of the user's that says which configurations are worth a run.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { type CheckAnswer, type Question, questionLine, readAnswers } from '../../config/check/answers.ts';
import { type CheckKey, type KnownAnswers, knownAnswers } from '../../config/check/record.ts';
import type { SourceRecord } from '../../config/manifest.ts';
import { type Diagnostic, DiagnosticsError } from '../../core/diagnostic.ts';
import type { Settings } from '../../core/settings/resolve.ts';

/** Whether a call may run the check, and what is known of earlier calls. */
export type CheckPolicy =
  /** Configurations are listed as they are before the check. */
  { readonly kind: 'skip' } | { readonly kind: 'run'; readonly cwd: string; readonly known: readonly SourceRecord[] };

/** Seconds that one batch of questions may take. */
const BATCH_S = 60;
/** Batches are sized to take about this long, so that one that is slower than the last is not too long yet. */
const AIMED_MS = 10_000;
const [FIRST_BATCH, LARGEST_BATCH] = [64, 4096];
const MOST_BYTES = 64 * 1024 * 1024;

/** A check that remembers what it was told. */
export interface ConfigCheck {
  readonly key: CheckKey;
  /** All answers that this call has used. */
  readonly used: ReadonlyMap<string, CheckAnswer>;
  batchSize(): number;
  /** Answers in the order of the questions. Throws DiagnosticsError when the command fails. */
  ask(questions: readonly Question[]): readonly CheckAnswer[];
}

/** Returns what the answers of a check depend on; undefined where there is no check. */
export function checkKeyOf(settings: Settings): CheckKey | undefined {
  const command = settings.text('CHECK_COMMAND') ?? '';
  return command.trim() === '' ? undefined : { command, codeVersion: settings.text('CODE_VERSION') ?? null };
}

/** Returns a check that runs its command, in the folder of the runs, for what no earlier call asked. */
export function runningCheck(
  key: CheckKey,
  settings: Settings,
  { known, cwd }: Omit<Extract<CheckPolicy, { kind: 'run' }>, 'kind'>,
): ConfigCheck {
  const folder = folderOf(settings, cwd);
  const earlier = sameKey(knownAnswers(known), key);
  const used = new Map<string, CheckAnswer>();
  let size = FIRST_BATCH;
  return {
    key,
    used,
    batchSize: () => size,
    ask: (questions) => {
      const answers = new Map<string, CheckAnswer>();
      for (const { id } of questions) {
        const answer = used.get(id) ?? earlier?.get(id);
        if (answer !== undefined) answers.set(id, answer);
      }
      const open = [...new Map(questions.filter(({ id }) => !answers.has(id)).map((q) => [q.id, q])).values()];
      if (open.length > 0) {
        const began = performance.now();
        for (const [id, answer] of askCommand(key.command, folder, open)) answers.set(id, answer);
        size = nextSize(size, performance.now() - began);
      }
      return questions.map(({ id }) => {
        const answer = answers.get(id) ?? { ok: false };
        used.set(id, answer);
        return answer;
      });
    },
  };
}

/** Returns a check that knows all answers from the records of a manifest. */
export function recordedCheck(key: CheckKey, records: readonly SourceRecord[]): ConfigCheck {
  const known = knownAnswers(records);
  return {
    key,
    used: new Map(),
    batchSize: () => 1, // no further than was asked then
    ask: (questions) =>
      questions.map(({ id }) => {
        const answer = known?.get(id);
        if (answer === undefined)
          throw new DiagnosticsError([trouble('sweep.json lacks the answer for a configuration')]);
        return answer;
      }),
  };
}

function sameKey(known: KnownAnswers | undefined, { command, codeVersion }: CheckKey): KnownAnswers | undefined {
  return known?.key.command === command && known.key.codeVersion === codeVersion ? known : undefined;
}

function nextSize(size: number, tookMs: number): number {
  const factor = Math.min(4, Math.max(0.25, AIMED_MS / Math.max(1, tookMs)));
  return Math.max(1, Math.min(LARGEST_BATCH, Math.floor(size * factor)));
}

function folderOf(settings: Settings, base: string): string {
  const cwd = settings.text('CWD') ?? '';
  if (cwd.includes('{{'))
    throw new DiagnosticsError([
      trouble(
        `SWEEP_CWD is ${cwd}, another folder for each run, and SWEEP_CHECK_COMMAND is asked about many at once`,
        'take the {{...}} out of SWEEP_CWD, and cd in SWEEP_COMMAND',
      ),
    ]);
  return resolve(base, cwd === '' ? '.' : cwd);
}

/** In a process group of its own, so that nothing of it outlives its time. */
function askCommand(command: string, cwd: string, questions: readonly Question[]): ReadonlyMap<string, CheckAnswer> {
  const ran = spawnSync('timeout', ['--kill-after=1', String(BATCH_S), 'bash', '-c', command], {
    cwd,
    input: questions.map(questionLine).join(''),
    encoding: 'utf8',
    maxBuffer: MOST_BYTES,
  });
  const asked = `asked about ${questions.length} ${questions.length === 1 ? 'configuration' : 'configurations'}`;
  if (ran.error !== undefined && !isClosedPipe(ran.error))
    throw new DiagnosticsError([trouble(`SWEEP_CHECK_COMMAND cannot be run in ${cwd}: ${ran.error.message}`)]);
  if (ran.status === 124 || ran.status === 137)
    throw new DiagnosticsError([
      trouble(
        `SWEEP_CHECK_COMMAND took longer than ${BATCH_S} s, ${asked}`,
        'answer from less, or from a faster model',
      ),
    ]);
  if (ran.status !== 0)
    throw new DiagnosticsError([
      trouble(`SWEEP_CHECK_COMMAND ended with exit code ${ran.status ?? 'none'}, ${asked}`, undefined, ran.stderr),
    ]);
  const read = readAnswers(
    ran.stdout,
    questions.map(({ id }) => id),
  );
  if ('answers' in read) return read.answers;
  throw new DiagnosticsError([
    trouble(
      `SWEEP_CHECK_COMMAND cannot be understood: ${read.problem}`,
      'it writes {"id": ..., "ok": true or false, "measures": {"name": number}} a line to standard output for each line that it reads, and all else to standard error',
      ran.stderr,
    ),
  ]);
}

/** It need not read all that it is asked before it ends. */
function isClosedPipe(error: Error): boolean {
  return 'code' in error && error.code === 'EPIPE';
}

const LINES_TOLD = 10;

function trouble(message: string, hint?: string, stderr = ''): Diagnostic {
  const said = stderr.trimEnd().split('\n').slice(-LINES_TOLD);
  return {
    code: 'E_CHECK_COMMAND',
    message,
    ...(stderr.trim() === '' ? {} : { notes: said.map((line) => ({ message: `it said: ${line}` })) }),
    hint: hint ?? 'run it by hand: echo \'{"id":"a","values":{}}\' | COMMAND',
  };
}
