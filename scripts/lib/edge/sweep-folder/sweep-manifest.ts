// SPDX-License-Identifier: MIT
import { join, relative, resolve } from 'node:path';
import { shellQuote } from '../../core/shell-quote.ts';
import { UsageError } from '../../core/diagnostic.ts';
import { type SettingName, settingSpec } from '../../core/settings/index.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { MANIFEST_NAME, type Manifest, parseManifest } from '../../config/manifest.ts';
import { writeFileDurably } from '../durable.ts';
import { readTextIfExists } from '../files.ts';
import type { Provenance } from './provenance.ts';

/** sweep.json of a sweep folder: what its configurations are made of, and what its runs need to be started again. */
export interface SweepManifest extends Manifest {
  /** Absolute folder of the range file: {{range_dir}}. */
  readonly rangeFolder: string;
  /** Absolute folder that SWEEP_CWD is relative to: where the sweep was started, or where its range file names it. */
  readonly cwdBase: string;
  /** Name of each run's configuration file: config.txt, config.yaml, ... */
  readonly configFile: string;
  /** Digits of a configuration's number in names. */
  readonly nameWidth: number;
  /** SWEEP_COMMAND as written: earlier sweeps of the same command tell how long a run takes. */
  readonly command: string;
  readonly provenance: Provenance;
  /** Of a green sweep-check: ids of its runs, and the settings they ran with that are in no id. */
  readonly check?: { readonly runs: readonly string[]; readonly setup: string; readonly cwd: string };
}

/** Settings that mean where things lie for one call, or this machine right now: a later call has its own. */
const NOT_RECORDED: ReadonlySet<SettingName> = new Set([
  'CONFIG_DIR',
  'OUTPUT_DIR',
  'SHARD',
  'ONLY',
  'MAX_TIME',
  'MAX_RUNS',
  'ON_DONE',
  'REUSE',
]);

/** Returns the settings of a call that a resume must know: what was given and did not come from the range file. */
export function recordedTexts(settings: Settings): Partial<Record<SettingName, string>> {
  const texts: Partial<Record<SettingName, string>> = {};
  for (const { name, text } of settings.given) {
    const layer = settings.layer(name);
    if (NOT_RECORDED.has(name) || settingSpec(name).callOnly === true) continue;
    if (layer === 'range file' || layer === '.env' || layer === 'allocation') continue;
    texts[name] = text;
  }
  return texts;
}

/** Returns the manifest of a sweep folder. Throws UsageError when there is none or it cannot be used. */
export function readSweepManifest(sweepDir: string): SweepManifest {
  const path = join(sweepDir, MANIFEST_NAME);
  const text = readTextIfExists(path);
  if (text === undefined)
    throw new UsageError(`${sweepDir} is no sweep folder (no ${MANIFEST_NAME} in it)`, 'name one with SWEEP=DIR');
  const parsed = parseManifest(text);
  if ('problem' in parsed) throw new UsageError(`${path} cannot be used: ${parsed.problem}`);
  const manifest = parsed.manifest as Partial<SweepManifest>; // written by us, checked below
  if (manifest.configFile === undefined || manifest.cwdBase === undefined) {
    throw new UsageError(
      `${sweepDir} holds configurations, no sweep`,
      `make sweep-run CONFIG_DIR=${shellQuote(sweepDir)} runs them`,
    );
  }
  for (const name of NEEDED)
    if (manifest[name] === undefined) throw new UsageError(`${path} cannot be used: "${name}" is missing in it`);
  return manifest as SweepManifest;
}

/** What a sweep has, from 0.1 on, and configurations alone do not. */
const NEEDED = ['rangeFolder', 'nameWidth', 'command', 'provenance'] as const;

/** Writes sweep.json into a sweep folder. */
export function writeSweepManifest(sweepDir: string, manifest: SweepManifest): void {
  writeFileDurably(join(sweepDir, MANIFEST_NAME), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

/** Returns the manifest of generated configurations as it stands in a sweep folder. */
export function movedManifest(
  manifest: Manifest,
  from: string,
  sweepDir: string,
): Manifest & { readonly rangeFolder: string } {
  const rangeFolder = resolve(from, manifest.rangeDir);
  return { ...manifest, rangeDir: relative(sweepDir, rangeFolder) || '.', rangeFolder };
}
