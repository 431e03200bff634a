// SPDX-License-Identifier: MIT
import { basename } from 'node:path';
import { shellQuote } from '../../core/shell-quote.ts';
import type { LaunchSpec } from './backend.ts';

/**
 * Returns the script that runs one configuration again by hand, with what it was given. It works in `repro/1`, `repro/2`, ... of
 * the run's folder, with a copy of the configuration: the recorded run stays as it is.
 */
export function reproScript(spec: LaunchSpec): string {
  const lines = [HEAD, `config=${shellQuote(basename(spec.env['SWEEP_CONFIG'] ?? ''))}`, FOLDER];
  for (const [name, value] of Object.entries(spec.env)) {
    // Marks what a runner may kill; the others are set above.
    if (name === 'SWEEP_ATTEMPT_DIR' || name === 'SWEEP_OUT_DIR' || name === 'SWEEP_CONFIG') continue;
    lines.push(value === null ? `unset -v ${name}` : `export ${name}=${shellQuote(value)}`);
  }
  lines.push(`cd -- ${cwdWord(spec)} || exit 126`, `exec bash -c ${shellQuote(spec.reproCommand)}`, '');
  return lines.join('\n');
}

/** A SWEEP_CWD inside the run's folder is inside the new one. */
function cwdWord({ cwd, runDir }: LaunchSpec): string {
  if (cwd !== runDir && !cwd.startsWith(`${runDir}/`)) return shellQuote(cwd);
  return `"$SWEEP_OUT_DIR"${cwd === runDir ? '' : shellQuote(cwd.slice(runDir.length))}`;
}

const HEAD = `#!/bin/bash
# Runs this configuration again, in a folder of its own below this one: repro/1, repro/2, ...
here=$(cd -- "$(dirname -- "\${BASH_SOURCE[0]}")" && pwd -P) || exit 126
mkdir -p -- "$here/repro" || exit 126
n=1
until mkdir -- "$here/repro/$n" 2>/dev/null; do
  [[ -e $here/repro/$n ]] || { printf 'cannot make %s\\n' "$here/repro/$n" >&2; exit 126; }
  n=$((n + 1))
done`;

const FOLDER = `export SWEEP_OUT_DIR=$here/repro/$n SWEEP_CONFIG=$here/repro/$n/$config
cp -- "$here/$config" "$SWEEP_CONFIG" || exit 126
printf 'repro: %s\\n' "$SWEEP_OUT_DIR" >&2`;
