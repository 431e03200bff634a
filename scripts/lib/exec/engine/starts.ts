// SPDX-License-Identifier: MIT
import type { RunId } from '../../core/hash.ts';
import type { Event } from '../../run/event.ts';
import { outcomeOf } from '../../run/outcome-of.ts';
import type { LaunchSpec } from './backend.ts';
import { prepareAttempt } from './launch.ts';
import type { News } from './news-feed.ts';
import type { PatientJournal } from './patient-journal.ts';
import type { RunnerWork } from './held-sweep.ts';
import { errorCode } from '../../edge/files.ts';
import { WayOutError } from '../../edge/inner-folder.ts';

/**
 * Makes the folders of attempts and writes down that they start, on the disk before any process is made. Returns why some cannot be
 * prepared; undefined, and nothing has changed, while the disk is full.
 */
export function announceStarts(
  { clock, journal, folding }: Pick<RunnerWork, 'clock' | 'journal' | 'folding'>,
  writer: PatientJournal,
  specs: readonly LaunchSpec[],
): ReadonlyMap<RunId, string> | undefined {
  const t = clock.nowMs();
  const events = specs.map(
    ({ run, attempt, devices, place }): Event => ({ kind: 'starting', t, run, attempt, devices, place }),
  );
  const unprepared = new Map<RunId, string>();
  const isWritten = writer.tryTo(() => {
    for (const spec of specs) {
      const trouble = troubleOfRun(() => prepareAttempt(spec));
      if (trouble !== undefined) unprepared.set(spec.run, trouble);
    }
    journal.append(events, true);
  });
  if (!isWritten) return undefined;
  for (const event of events) folding.apply(event);
  return unprepared;
}

/** Returns the end of an attempt that could not be prepared. */
export function unpreparedEnd(spec: LaunchSpec, detail: string, endedAtMs: number): News {
  const ending = { exit: null, startedAtMs: null, endedAtMs, host: '', devices: spec.devices };
  return { key: spec, seen: { kind: 'ended', outcome: { ...outcomeOf({ ...ending, cause: 'launch' }), detail } } };
}

/** What the system says of a folder of one run, and not of the disk. */
const OF_ONE_RUN: ReadonlySet<string | undefined> = new Set([
  'EACCES',
  'EPERM',
  'EISDIR',
  'ENOTDIR',
  'ENOTREG',
  'ELOOP',
]);

/** Returns why an attempt cannot be begun where its run's own folder is to blame; throws any other trouble. */
function troubleOfRun(prepare: () => void): string | undefined {
  try {
    prepare();
    return undefined;
  } catch (error) {
    const isOwn = error instanceof WayOutError || OF_ONE_RUN.has(errorCode(error));
    if (!isOwn || !(error instanceof Error)) throw error;
    return `it could not be begun: ${error.message}`;
  }
}
