// SPDX-License-Identifier: MIT
import { openCall } from '../../scripts/lib/commands/call/command.ts';
import { sourceOf } from '../../scripts/lib/commands/call/report-source.ts';
import { comparedPage } from '../../scripts/lib/commands/serve.ts';
import { TARGETS } from '../../scripts/lib/commands/specs/index.ts';
import { SERVE_SPEC } from '../../scripts/lib/commands/specs/results.ts';
import { openInvocation } from '../../scripts/lib/edge/invocation.ts';
import type { ServeOptions } from '../../scripts/lib/edge/serve/server.ts';

/** Returns how the command opens and compares sweep folders, with nothing given to it. */
export function asCommand(cwd: string): Pick<ServeOptions, 'open' | 'compare'> {
  const call = openCall(openInvocation(SERVE_SPEC, { argv: [], env: {}, cwd, targets: TARGETS }), process);
  return {
    open: (folder) => sourceOf(call, folder, false),
    compare: (folders, gathered) =>
      comparedPage(
        folders.map((folder) => ({ ...sourceOf(call, folder, false), folder })),
        gathered,
      ),
  };
}
