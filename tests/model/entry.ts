// SPDX-License-Identifier: MIT
// The transition functions that the model plays: bundled with a file system and processes of the model in the place of the system's.
export { makeFolder } from '../../scripts/lib/edge/files.ts';
export { killMarked } from '../../scripts/lib/edge/holding/kill.ts';
export { takeLock } from '../../scripts/lib/edge/holding/lock-file.ts';
export { readRawOutcome, revokeAttempt } from '../../scripts/lib/edge/run-folder/attempt-files.ts';
export { attemptFolder } from '../../scripts/lib/edge/run-folder/attempt-place.ts';
export { lookAt, trackRun } from '../../scripts/lib/exec/cluster/tracked-run.ts';
export { againEvents, isOpenRun } from '../../scripts/lib/exec/engine/again.ts';
export { settleNeverStarted } from '../../scripts/lib/exec/engine/settled-starts.ts';
export { adoptAttempt } from '../../scripts/lib/exec/local/adopted.ts';
export { startFolding } from '../../scripts/lib/run/fold.ts';
export { outcomeOf } from '../../scripts/lib/run/outcome-of.ts';
export { SILENT_REPORTER } from '../../scripts/lib/exec/engine/reporter.ts';
export { createRetryBook } from '../../scripts/lib/run/retry.ts';
