// SPDX-License-Identifier: MIT
import { type Diagnostic, formatDiagnostics } from '../../core/diagnostic.ts';
import type { CommandSpec } from '../../core/settings/command-spec.ts';
import type { SettingName } from '../../core/settings/index.ts';
import type { GivenSetting, Settings } from '../../core/settings/resolve.ts';
import { type Invocation, settingsOf } from '../../edge/invocation.ts';

/** A command: what it declares, and what it does with a call. What it does not declare to read it cannot read. */
export interface Command<N extends SettingName = SettingName> {
  readonly spec: CommandSpec<N>;
  readonly run: (call: Call<N>) => Answer | Promise<Answer>;
}

/** Returns a command whose call can read what `spec` declares, and nothing else. */
export function commandOf<N extends SettingName>(spec: CommandSpec<N>, run: Command<N>['run']): Command<N> {
  return { spec, run };
}

/** Exit codes of every script. */
export const EXIT = { done: 0, someFailed: 1, usage: 2, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a command says when it is done: the text for people or, with --json, the data for programs. */
export interface Answer {
  /** Whole lines; made when it is asked for. */
  readonly text: () => string;
  /** Printed as JSON: an array with one line for each of its values, anything else on one line, undefined not at all. Made when it is asked for. */
  readonly json: () => unknown;
  readonly exit: ExitCode;
  /** Whole lines for people, told on standard error after it. */
  readonly note?: string;
  /** What went wrong although there is an answer: told after it, with exit code 2. */
  readonly trouble?: Error | undefined;
}

/** Returns an answer as it is printed. */
export function printAnswer({ text, json }: Answer, asJson: boolean): string {
  if (!asJson) return text();
  const value = json();
  if (value === undefined) return '';
  if (!Array.isArray(value)) return `${JSON.stringify(value)}\n`;
  return value.length === 0 ? '[]\n' : `[\n${value.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`;
}

/** Where a call reads keys and writes: the streams of its process. */
type Streams = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>;

/** One call of a command. `N`: the settings that the command declares; no other can be read. */
export interface Call<N extends SettingName = SettingName>
  extends Pick<Invocation, 'given' | 'switches' | 'cwd' | 'warn'> {
  /** What was given to the call, the environment and .env hold; before any range file or sweep folder adds its own. */
  readonly settings: Settings<N>;
  readonly asJson: boolean;
  /** For what is written while the command works; its answer is printed by what started it. */
  readonly streams: Streams;
}

/** Returns the call of an invocation. Throws DiagnosticsError for settings that are malformed. */
export function openCall(invocation: Invocation, streams: Streams): Call {
  const { given, switches, cwd, warn } = invocation;
  return { settings: settingsOf(given, warn), given, switches, asJson: switches.has('json'), cwd, warn, streams };
}

/**
 * Returns the settings of a call over those of a range file or a sweep folder, which may give any: they are not narrowed to
 * what the command declares. Throws DiagnosticsError.
 */
export function settingsOver(call: Pick<Call, 'given' | 'warn'>, further: readonly GivenSetting[]): Settings {
  return settingsOf([...call.given, ...further], call.warn);
}

/** Writes a line for people to standard error, at once. */
export function tell(call: Pick<Call, 'streams'>, line: string): void {
  call.streams.stderr.write(`${line}\n`);
}

/** Writes warnings to standard error, if there are any. */
export function tellWarnings(call: Pick<Call, 'streams'>, warnings: readonly Diagnostic[]): void {
  if (warnings.length > 0) tell(call, formatDiagnostics(warnings));
}
