// SPDX-License-Identifier: MIT
import { type RunId, shortId } from '../core/hash.ts';

/** Longest name of a run folder, in bytes (file systems allow 255, and people add suffixes). */
const MOST_BYTES = 120;

/** Names that ksweep's own files in a sweep folder have. */
const TAKEN =
  /^(attempts|cluster|code|repro|latest|sweep\.json|status\.json|journal\.jsonl|lock-.*|analysis\.html|search_results\.csv|seeds_summary_text\.txt|sweep_.*)$/;

/** Returns the usual name of a run's folder: config_017_9f2c01ab. */
export function plainFolderName(name: string, run: RunId): string {
  return `${name}_${shortId(run)}`;
}

/**
 * Returns a text as the path of a run's folder: each part only A-Z a-z 0-9 . _ = -, no leading dot or dash, at most 120 bytes
 * in all; the id is appended on a clash, and where the folder would lie inside another run's.
 */
export function slugFolderName(text: string, run: RunId, isTaken: (name: string) => boolean): string {
  const parts = slugParts(text);
  const slug = slugPath(text);
  const usable = slug === '' || TAKEN.test(parts[0] ?? '') ? '' : slug;
  const isInside = parts.slice(1).some((_, i) => isTaken(parts.slice(0, i + 1).join('/')));
  if (usable !== '' && !isInside && !isTaken(usable)) return usable;
  const flat = isInside ? usable.replaceAll('/', '_') : usable;
  return `${flat.slice(0, MOST_BYTES - 9)}${flat === '' ? 'run' : ''}_${shortId(run)}`;
}

/** Returns a text as a path of safe parts, at most 120 bytes in all; empty where nothing of it is left. */
export function slugPath(text: string): string {
  return slugParts(text).join('/').slice(0, MOST_BYTES).replace(/\/$/, '');
}

function slugParts(text: string): readonly string[] {
  return text
    .split('/')
    .map((part) => part.replace(/[^A-Za-z0-9._=-]+/g, '_').replace(/^[.-]+/, ''))
    .filter((part) => part !== '');
}
