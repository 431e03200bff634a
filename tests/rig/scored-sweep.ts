// SPDX-License-Identifier: MIT
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from './sandbox.ts';

/** Four configurations, each of which scores its number. */
export const RANGE = `CONFIG_A=1|2|3|4
CONFIG_LR=0.1
SWEEP_COMMAND="bash job.sh {{args}}"
SWEEP_METRIC="score max"
`;
/** Marks each start outside the run folder; run 3 fails unless there is a file `fixed`; waits while there is a file `hold`. */
export const JOB = `echo "$SWEEP_NUMBER" >>started
while [ -e hold ]; do sleep 0.02; done
[ "$CONFIG_A" = 3 ] && [ ! -e fixed ] && { echo "ValueError: no 3"; exit 1; }
echo "{\\"score\\": $CONFIG_A}" >"$SWEEP_OUT_DIR/training_metrics.json"
`;

export function prepared(box: Sandbox): void {
  box.write('range', RANGE);
  box.write('job.sh', JOB);
}

export const started = (box: Sandbox): string[] =>
  existsSync(box.path('started')) ? box.read('started').trim().split('\n').sort() : [];

export interface Row {
  readonly config_file: string;
  readonly status: string;
  readonly score?: number;
}
export const rows = (box: Sandbox, folder = 'test_matrix_results/latest'): Row[] =>
  JSON.parse(box.read(join(folder, 'sweep_summary.json'))) as Row[];
