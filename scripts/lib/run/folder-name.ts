// SPDX-License-Identifier: MIT
import { type RunId, shortId } from '../core/hash.ts';

/** Longest name of a run folder, in bytes (file systems allow 255, and people add suffixes). */
const MOST_BYTES = 120;

/** Names that ksweep's own files in a sweep folder have. */
const TAKEN = /^(attempts|sweep\.json|status\.json|journal\.jsonl|lock-.*|analysis\.html|sweep_.*)$/;

/** Returns the usual name of a run's folder: config_017_9f2c01ab. */
export function plainFolderName(name: string, run: RunId): string {
  return `${name}_${shortId(run)}`;
}

/** Returns a text as a folder name: only A-Z a-z 0-9 . _ = -, no leading dot or dash, at most 120 bytes; the id is appended on a clash. */
export function slugFolderName(text: string, run: RunId, isTaken: (name: string) => boolean): string {
  const slug = text
    .replace(/[^A-Za-z0-9._=-]+/g, '_')
    .replace(/^[.-]+/, '')
    .slice(0, MOST_BYTES);
  const usable = slug === '' || TAKEN.test(slug) ? '' : slug;
  if (usable !== '' && !isTaken(usable)) return usable;
  return `${usable.slice(0, MOST_BYTES - 9)}${usable === '' ? 'run' : ''}_${shortId(run)}`;
}
