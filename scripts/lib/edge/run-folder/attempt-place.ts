// SPDX-License-Identifier: MIT
import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { isInnerPath, joinInner } from '../../core/inner-path.ts';
import { unreachable } from '../../core/unreachable.ts';
import type { AttemptPlace } from '../../run/event.ts';
import type { RunState } from '../../run/state.ts';
import { isMissing } from '../files.ts';

/** Folder beside the run folders that holds their attempts: a program may remove its own folder and make it anew. */
export const ATTEMPTS_NAME = '.attempts';

/** Folder inside a run folder that held its attempts in 0.1. */
export const INNER_ATTEMPTS_NAME = 'attempts';

/** A run's folder by its two parts: what it lies in (the sweep folder, or where prune moved it to) and its name there. */
export interface RunHome {
  readonly home: string;
  /** May hold a stage: sample/config_001_9f2c01ab. */
  readonly folder: string;
}

/** Returns the folder that holds the attempts of a run in one of the places. */
export function attemptsFolder({ home, folder }: RunHome, place: AttemptPlace): string {
  switch (place) {
    case 'inside':
      return joinInner(joinInner(home, folder), INNER_ATTEMPTS_NAME);
    case 'apart':
      return joinInner(joinInner(home, ATTEMPTS_NAME), folder);
    default:
      return unreachable(place);
  }
}

/** Returns the folder of one attempt of a run. */
export function attemptFolder(
  run: RunHome,
  { attempt, place }: { readonly attempt: number; readonly place: AttemptPlace },
): string {
  return joinInner(attemptsFolder(run, place), String(attempt));
}

/** Folder of an attempt that ran in another sweep, beside those of this one, which are numbers. */
const IMPORTED_NAME = 'imported';

/** Returns the folder of the attempt whose result a run took over from another sweep. */
export function importedFolder(run: RunHome): string {
  return join(attemptsFolder(run, 'apart'), IMPORTED_NAME);
}

/** Returns what the link to the log of such an attempt says. */
export function importedLogLink(folder: string): string {
  return posix.join(posix.relative(folder, '.'), ATTEMPTS_NAME, folder, IMPORTED_NAME, 'output.log');
}

/** Returns the folder of the attempt that a run's outcome is of, wherever it ran; undefined where none began. */
export function lastAttemptFolder(
  run: RunHome,
  { importedFrom, attempts }: Pick<RunState, 'importedFrom' | 'attempts'>,
): string | undefined {
  if (importedFrom !== null) return importedFolder(run);
  const last = attempts.at(-1);
  return last === undefined ? undefined : attemptFolder(run, last);
}

/** Returns the name of the run folder that an attempt's folder belongs to, for messages. */
export function runOfAttempt(attemptDir: string): string {
  const parts = attemptDir.split('/');
  const apart = parts.lastIndexOf(ATTEMPTS_NAME);
  if (apart !== -1 && apart < parts.length - 2) return parts.slice(apart + 1, -1).join('/');
  return parts.at(-3) ?? attemptDir;
}

/** Returns what the link to an attempt's log says, which lies in the run folder: a sweep folder may be moved. */
export function logLinkOf(folder: string, attempt: number, place: AttemptPlace): string {
  switch (place) {
    case 'inside':
      return `${INNER_ATTEMPTS_NAME}/${attempt}/output.log`;
    case 'apart':
      return isInnerPath(folder)
        ? `${upFrom(folder)}/${ATTEMPTS_NAME}/${folder}/${attempt}/output.log`
        : posix.join(posix.relative(folder, '.'), ATTEMPTS_NAME, folder, String(attempt), 'output.log');
    default:
      return unreachable(place);
  }
}

/** Returns the way up from a folder inside of another to that. */
function upFrom(folder: string): string {
  return folder.replace(/[^/]+/g, '..');
}

/** Returns the attempts that have a folder, in either place, the newest first. */
export function attemptsThere(run: RunHome): readonly { readonly attempt: number; readonly place: AttemptPlace }[] {
  return (['apart', 'inside'] as const)
    .flatMap((place) => numbersIn(attemptsFolder(run, place)).map((attempt) => ({ attempt, place })))
    .sort((a, b) => b.attempt - a.attempt);
}

function numbersIn(folder: string): readonly number[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^[1-9]\d{0,8}$/.test(name))
      .map(Number);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
