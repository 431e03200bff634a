// SPDX-License-Identifier: MIT
import { type ConfigId, sha256, type Sha256 } from '../core/hash.ts';
import type { SettingName } from '../core/settings/index.ts';

/** Name of the manifest in a folder of configurations and in a sweep folder. */
export const MANIFEST_NAME = 'sweep.json';

/** A file that went into a sweep, by its path relative to the range file's folder. */
export interface SourceRecord {
  readonly path: string;
  readonly sha256: Sha256;
  readonly text: string;
}

/** Which configuration files a folder may hold: numbers 1..count, with one of the extensions. */
export interface WrittenFiles {
  readonly count: number;
  readonly extensions: readonly string[];
}

/**
 * sweep.json of a folder of configurations: everything that is needed to make the same configurations again, without
 * any file outside. It is written last; while the folder is being changed it says `complete: false`.
 */
export interface Manifest {
  readonly ksweep: 1;
  /** Version of the ksweep that wrote it; missing: 0.1. */
  readonly version?: string;
  readonly complete: boolean;
  /** File name of the range file. */
  readonly range: string;
  /** Path of the range file's folder, relative to this folder. */
  readonly rangeDir: string;
  /** Settings that decided the configurations and did not come from the range file. */
  readonly settings: Readonly<Partial<Record<SettingName, string>>>;
  readonly seed: string;
  readonly count: number;
  /** Extension of the configuration files: '', .yaml, .json or a template's. */
  readonly extension: string;
  /** While incomplete: what the folder may still hold of earlier sweeps. */
  readonly was?: WrittenFiles;
  /** Over the ids of all configurations, in order: tells whether they are still the same. */
  readonly idsSha256: Sha256;
  /** Symbols of words that have a y, n or m: for them these are words as well. */
  readonly kinds?: Readonly<Record<string, 'words'>>;
  /** The range file first, then what it includes, then base and template. */
  readonly sources: readonly SourceRecord[];
  /** Further seeds of some settings, beside what the range file asks for. */
  readonly extra?: readonly ExtraSeeds[];
}

/** Seeds that a configuration is to be run with beside its own. */
export interface ExtraSeeds {
  readonly of: ConfigId;
  /** Values of the seed's symbol, as they are written. */
  readonly seeds: readonly string[];
}
export function sourceRecord(path: string, text: string): SourceRecord {
  return { path, sha256: sha256(text), text };
}

/** Returns the text of sweep.json; the same manifest gives the same bytes. */
export function printManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** Returns a manifest, or why the text is none. */
export function parseManifest(text: string): { manifest: Manifest } | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `it is no JSON (${error instanceof Error ? error.message : String(error)})` };
  }
  if (typeof value !== 'object' || value === null || !('ksweep' in value))
    return { problem: 'it was not written by ksweep' };
  if (value.ksweep !== 1)
    return { problem: `its version is ${JSON.stringify(value.ksweep)}, this ksweep knows version 1` };
  for (const key of ['complete', 'range', 'rangeDir', 'settings', 'seed', 'count', 'extension', 'sources']) {
    if (!(key in value)) return { problem: `"${key}" is missing in it` };
  }
  return { manifest: value as Manifest }; // the keys are checked, and only we write this file
}
