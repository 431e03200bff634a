// SPDX-License-Identifier: MIT
import { isInnerPath } from '../core/inner-path.ts';
import { type ConfigId, sha256, type Sha256 } from '../core/hash.ts';
import type { SettingName } from '../core/settings/index.ts';
import { isJsonObject } from '../core/json-object.ts';

/** Name of the manifest in a folder of configurations and in a sweep folder. */
export const MANIFEST_NAME = 'sweep.json';
/** Source of a manifest that holds what a Kconfig tree was told by its surroundings; only a sweep over a tree has it. */
export const KCONFIG_ANSWERS = 'kconfig-answers.json';

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
  /** Folders of stages. */
  readonly stages?: readonly string[];
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
  /** Names of the stages, in the order of the file; missing in a sweep without. Each has a folder of its name. */
  readonly stages?: readonly string[];
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
  if (!isJsonObject(value) || !('ksweep' in value)) return { problem: 'it was not written by ksweep' };
  if (value.ksweep !== 1)
    return {
      problem: `its version is ${JSON.stringify(value.ksweep)}, this ksweep knows version 1${isNewer(value.ksweep) ? '; a newer ksweep wrote it: update this one, or use that one' : ''}`,
    };
  const problem = problemIn(value);
  return problem === undefined ? { manifest: value as unknown as Manifest } : { problem }; // what it must have is checked
}

function isNewer(version: unknown): boolean {
  return typeof version === 'number' && version > 1;
}

const isText = (value: unknown): boolean => typeof value === 'string';
/** A name without a way to somewhere else in it. */
const isName = (value: unknown): boolean => typeof value === 'string' && !value.includes('/') && isInnerPath(value);

/** What a field must be, as a check and in words. */
interface Field {
  readonly holds: (value: unknown) => boolean;
  readonly expected: string;
}

const REQUIRED: Readonly<Record<string, Field>> = {
  complete: { holds: (value) => typeof value === 'boolean', expected: 'true or false' },
  range: { holds: isName, expected: 'the name of a file' },
  rangeDir: { holds: isText, expected: 'a path' },
  settings: { holds: isTexts, expected: 'texts by name' },
  seed: { holds: isText, expected: 'a text' },
  count: { holds: (value) => Number.isSafeInteger(value) && Number(value) >= 0, expected: 'a whole number' },
  extension: {
    holds: (value) => value === '' || (isName(value) && /^\./.test(String(value))),
    expected: 'an extension',
  },
  sources: { holds: (value) => Array.isArray(value) && value.every(isSource), expected: 'files with path and text' },
};

const OPTIONAL: Readonly<Record<string, Field>> = {
  idsSha256: { holds: isText, expected: 'a text' },
  configFile: { holds: isName, expected: 'the name of a file' },
  rangeFolder: { holds: isText, expected: 'a path' },
  cwdBase: { holds: isText, expected: 'a path' },
  command: { holds: isText, expected: 'a text' },
  provenance: { holds: isOrigin, expected: 'where a sweep was started' },
  check: { holds: isCheck, expected: 'a sweep-check (runs, setup, cwd)' },
  nameWidth: { holds: (value) => Number.isSafeInteger(value) && Number(value) >= 1, expected: 'a whole number' },
};

/** Returns what is wrong in a manifest; undefined when nothing is. Fields that are not known may be anything. */
function problemIn(value: Readonly<Record<string, unknown>>): string | undefined {
  for (const [name, { holds, expected }] of Object.entries(REQUIRED)) {
    if (!Object.hasOwn(value, name)) return `"${name}" is missing in it`;
    if (!holds(value[name])) return `"${name}" in it is not ${expected}`;
  }
  for (const [name, { holds, expected }] of Object.entries(OPTIONAL))
    if (Object.hasOwn(value, name) && !holds(value[name])) return `"${name}" in it is not ${expected}`;
  return undefined;
}

/** Tells whether a value is an object whose members are all texts. */
export function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isJsonObject(value) && Object.values(value).every(isText);
}

/** Fields that older versions did not write may be missing. */
function isOrigin(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  const { git, environment = {} } = value;
  const texts = ['host', 'system', 'node', 'ksweep'].every((name) => value[name] === undefined || isText(value[name]));
  const counts = ['cpus', 'memoryBytes'].every((name) => value[name] === undefined || Number.isFinite(value[name]));
  const isGit =
    git === null ||
    (isJsonObject(git) && isText(git['commit']) && isText(git['branch']) && typeof git['isDirty'] === 'boolean');
  return texts && counts && isGit && isTexts(environment);
}

function isCheck(value: unknown): boolean {
  return (
    isJsonObject(value) &&
    Array.isArray(value.runs) &&
    value.runs.every(isText) &&
    isText(value.setup) &&
    isText(value.cwd)
  );
}

function isSource(value: unknown): boolean {
  return isJsonObject(value) && isText(value.path) && isText(value.text);
}
