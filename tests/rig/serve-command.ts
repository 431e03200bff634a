// SPDX-License-Identifier: MIT
import { sourceOf } from '../../scripts/lib/commands/call/report-source.ts';
import { openCall } from '../../scripts/lib/commands/call/call.ts';
import { TARGETS } from '../../scripts/lib/commands/specs/index.ts';
import { SERVE_SPEC } from '../../scripts/lib/commands/specs/results.ts';
import { openInvocation } from '../../scripts/lib/edge/invocation.ts';
import type { SweepOpener } from '../../scripts/lib/edge/serve/sweep-list.ts';

/** Returns how the command opens a sweep folder, with nothing given to it. */
export function openAsCommand(cwd: string): SweepOpener {
  const call = openCall(openInvocation(SERVE_SPEC, { argv: [], env: {}, cwd, targets: TARGETS }), process);
  return (folder) => sourceOf(call, folder, false);
}
