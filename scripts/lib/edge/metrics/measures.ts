// SPDX-License-Identifier: MIT
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CHECK_RECORD, knownAnswers } from '../../config/check/record.ts';
import { MANIFEST_NAME, parseManifest } from '../../config/manifest.ts';
import type { ConfigId } from '../../core/hash.ts';
import type { Measures } from '../../core/measures.ts';

type MeasuresOf = (config: ConfigId) => Measures | undefined;

const NONE: MeasuresOf = () => undefined;

/** The last folder that was looked at: a watch looks at it each second. */
let last: { readonly key: string; readonly measuresOf: MeasuresOf } | undefined;

/** Returns what SWEEP_CHECK_COMMAND measured of the configurations of a sweep folder; nothing where there was no check. */
export function measuresIn(sweepDir: string): MeasuresOf {
  const path = join(sweepDir, MANIFEST_NAME);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() !== true) return NONE;
  const key = JSON.stringify([path, stat.size, stat.mtimeMs]);
  if (last?.key !== key) last = { key, measuresOf: readMeasures(path) };
  return last.measuresOf;
}

function readMeasures(path: string): MeasuresOf {
  const text = readFileSync(path, 'utf8');
  if (!text.includes(CHECK_RECORD)) return NONE;
  const parsed = parseManifest(text);
  const known = 'manifest' in parsed ? knownAnswers(parsed.manifest.sources) : undefined;
  return known === undefined ? NONE : (config) => known.get(config)?.measures;
}
