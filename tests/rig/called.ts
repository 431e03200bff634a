// SPDX-License-Identifier: MIT
import type { SettingName } from '../../scripts/lib/core/settings/index.ts';
import { type Answer, type Command, openCall, printAnswer } from '../../scripts/lib/commands/call/command.ts';
import { TARGETS } from '../../scripts/lib/commands/specs/index.ts';
import { openInvocation } from '../../scripts/lib/edge/invocation.ts';

/** Calls a command in this process as its script does, without a caller's environment; returns its text. */
export async function textOf<N extends SettingName>(
  command: Command<N>,
  cwd: string,
  argv: readonly string[],
): Promise<string> {
  const invocation = openInvocation(command.spec, { argv, env: {}, cwd, targets: TARGETS });
  const answer: Answer = await command.run(openCall(invocation, process));
  return printAnswer(answer, false);
}
