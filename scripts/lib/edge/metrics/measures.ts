// SPDX-License-Identifier: MIT
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { readTextIfExists } from '../files.ts';
import { CHECK_RECORD, knownAnswers } from '../../config/check/record.ts';
import { MANIFEST_NAME, parseManifest } from '../../config/manifest.ts';
import type { ConfigId } from '../../core/hash.ts';
import type { Measures } from '../../core/measures.ts';

type MeasuresOf = (config: ConfigId) => Measures | undefined;

const NONE: MeasuresOf = () => undefined;

/** Folders that were looked at: a watch looks at one each second, a server at several. */
const known = new Map<string, { readonly stamp: string; readonly measuresOf: MeasuresOf }>();
const MOST_KNOWN = 64;

/** Returns what SWEEP_CHECK_COMMAND measured of the configurations of a sweep folder; nothing where there was no check. */
export function measuresIn(sweepDir: string): MeasuresOf {
  const path = join(sweepDir, MANIFEST_NAME);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() !== true) return NONE;
  const stamp = `${stat.size} ${stat.mtimeMs}`;
  const before = known.get(path);
  if (before?.stamp === stamp) return before.measuresOf;
  if (known.size >= MOST_KNOWN) known.clear();
  const measuresOf = readMeasures(path);
  known.set(path, { stamp, measuresOf });
  return measuresOf;
}

function readMeasures(path: string): MeasuresOf {
  const text = readTextIfExists(path) ?? '';
  if (!text.includes(CHECK_RECORD)) return NONE;
  const parsed = parseManifest(text);
  const answers = 'manifest' in parsed ? knownAnswers(parsed.manifest.sources) : undefined;
  return answers === undefined ? NONE : (config) => answers.get(config)?.measures;
}
