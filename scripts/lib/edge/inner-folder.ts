// SPDX-License-Identifier: MIT
import { lstatSync, realpathSync, type Stats } from 'node:fs';
import { sep } from 'node:path';
import { UsageError } from '../core/diagnostic.ts';
import { isInnerPath, joinInner } from '../core/inner-path.ts';
import { isMissing } from './files.ts';

/**
 * Returns what is a link among the parts of a path inside a folder, the last one too; undefined when none is. A folder that
 * somebody else made may lead out of itself that way.
 */
export function linkOnTheWay(root: string, path: string): string | undefined {
  let at = root;
  for (const part of path.split('/')) {
    at = joinInner(at, part);
    const entry = entryAt(at);
    if (entry === undefined) return undefined;
    if (entry.isSymbolicLink()) return at;
  }
  return undefined;
}

/** Undefined where nothing is, be it that a file stands in the place of a folder. */
function entryAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false }); // an error costs ten times as much as a look
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** A path leads out of the folder that it belongs to. */
export class WayOutError extends UsageError {}

/** Throws WayOutError for a path that leads out of a folder: by its text, or by a link on the way. */
export function refuseWayOut(root: string, path: string): void {
  if (!isInnerPath(path))
    throw new WayOutError(`"${path}" leads out of ${root}`, 'the folder was changed by hand: restore it from a backup');
  const link = linkOnTheWay(root, path);
  if (link === undefined) return;
  throw new WayOutError(
    `${link} is a link, and none is followed inside a sweep folder`,
    'put the folder that it leads to in its place, or mount it there',
  );
}

/** Returns where a path really lies, with all links followed; undefined for what is not there, or outside of a folder. */
export function realInside(root: string, path: string): string | undefined {
  try {
    const real = realpathSync(path);
    return real.startsWith(`${realpathSync(root)}${sep}`) ? real : undefined;
  } catch {
    return undefined;
  }
}

/** Tells whether a path, with all links followed, lies inside a folder. False for what is not there. */
export function isReallyInside(root: string, path: string): boolean {
  return realInside(root, path) !== undefined;
}
