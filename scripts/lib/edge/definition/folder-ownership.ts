// SPDX-License-Identifier: MIT
import { readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from '../../config/configuration.ts';
import { MANIFEST_NAME, type Manifest, type WrittenFiles } from '../../config/manifest.ts';
import { errorCode, isMissing } from '../files.ts';

export const SUMMARY_NAME = 'combinations_summary.txt';
export const CSV_NAME = 'combinations.csv';
export const CONFIG_NAME = /^(?:([a-z][a-z0-9_]*)\/)?config_(\d{3,})(\..+)?$/;

/** Returns where the file of a configuration stands in its folder: config_017, or sample/config_017. */
export function fileOf({ stage, name }: Pick<Configuration, 'stage' | 'name'>, extension: string): string {
  return `${stage === undefined ? '' : `${stage}/`}${name}${extension}`;
}

/** A file of any sweep of ours, by its name alone. */
export function mayBeOurs(name: string): boolean {
  return CONFIG_NAME.test(name) || [MANIFEST_NAME, SUMMARY_NAME, CSV_NAME].includes(name);
}

/** Returns which names are files that ksweep wrote there: numbers and extensions that were in a sweep, and their half-written copies. */
export function ownershipOf(manifest: Manifest): (name: string) => boolean {
  const { count, extensions, stages = [] } = writtenFiles(manifest);
  return (name) => {
    const whole = name.replace(/\.tmp-\d+$/, '');
    if ([MANIFEST_NAME, SUMMARY_NAME, CSV_NAME].includes(whole)) return true;
    const [, stage, number, extension = ''] = CONFIG_NAME.exec(whole) ?? [];
    if (number === undefined || (stage !== undefined && !stages.includes(stage))) return false;
    return Number(number) <= count && Number(number) > 0 && extensions.includes(extension);
  };
}

/** Returns what the folder of a manifest may hold, that of earlier sweeps too while it is incomplete. */
export function writtenFiles({ count, extension, stages, was }: Manifest): WrittenFiles {
  const folders = [...new Set([...(stages ?? []), ...(was?.stages ?? [])])];
  return {
    count: Math.max(count, was?.count ?? 0),
    extensions: [...new Set([extension, ...(was?.extensions ?? [])])],
    ...(folders.length === 0 ? {} : { stages: folders }),
  };
}

/** Returns what stands in the folders of stages, as `stage/name`. */
export function listStages(folder: string, stages: readonly string[]): readonly string[] {
  return stages.flatMap((stage) => {
    try {
      return readdirSync(join(folder, stage))
        .sort()
        .map((name) => `${stage}/${name}`);
    } catch (error) {
      if (isMissing(error) || errorCode(error) === 'ENOTDIR') return [];
      throw error;
    }
  });
}

/** Removes the folders of stages in which nothing is left. */
export function removeEmptyStages(folder: string, stages: readonly string[]): void {
  for (const stage of stages) {
    try {
      rmdirSync(join(folder, stage));
    } catch {
      // not empty, or not there: it stays as it is
    }
  }
}
