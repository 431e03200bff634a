// SPDX-License-Identifier: MIT
import { formatDiagnostics, type Diagnostic } from '../../core/diagnostic.ts';
import type { SettingName } from '../../core/settings/index.ts';
import type { GivenSetting, Settings } from '../../core/settings/resolve.ts';
import { type Invocation, settingsOf } from '../../edge/invocation.ts';

/** Where a call reads keys and writes: the streams of its process. */
export type Streams = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>;

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
