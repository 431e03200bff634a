// SPDX-License-Identifier: MIT
import type { CommandSpec } from '../../core/settings/command-spec.ts';
import type { SettingName } from '../../core/settings/index.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';

/** A command: what it declares, and what it does with a call. What it does not declare to read it cannot read. */
export interface Command<N extends SettingName = SettingName> {
  readonly spec: CommandSpec<N>;
  readonly run: (call: Call<N>) => Answer | Promise<Answer>;
}

/** Returns a command whose call can read what `spec` declares, and nothing else. */
export function commandOf<N extends SettingName>(spec: CommandSpec<N>, run: Command<N>['run']): Command<N> {
  return { spec, run };
}
