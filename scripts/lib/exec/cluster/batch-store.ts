// SPDX-License-Identifier: MIT
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { sha256, shortId } from '../../core/hash.ts';
import { isSchedulerName, type SchedulerName } from '../../core/schedulers/index.ts';
import { errorCode, readTextIfExists, writeFileAtomic } from '../../edge/files.ts';
import { parseTaskLine, type TaskRun, taskWord } from './launch-file.ts';
import { parseJsonObject } from '../../core/json-object.ts';

/** Folder of a sweep folder that holds its arrays: cluster/b001, b002, ... */
export const CLUSTER_FOLDER = 'cluster';

/** One array of a sweep, as its folder tells it: which runs each task has, and the scheduler's id once it is known. */
export interface Batch {
  /** Job name: by it an array is found again whose id was not written down. */
  readonly name: string;
  readonly dir: string;
  readonly number: number;
  readonly scheduler: SchedulerName;
  readonly tasks: readonly (readonly TaskRun[])[];
  /** Throttle it was submitted with; null: none. */
  readonly throttle: number | null;
  /** The scheduler's id; null: submitted perhaps, the answer was lost. */
  readonly job: string | null;
}

/** Returns the head that the names of all arrays of a sweep share: folder name and a hash of the whole path. */
export function batchNameHead(sweepDir: string): string {
  const slug = basename(sweepDir)
    .replace(/[^A-Za-z0-9._=-]/g, '_')
    .slice(0, 60);
  return `${slug}-${shortId(sha256(sweepDir))}-b`;
}

/** Makes the folder of the next array and returns its number and path; two that try at once get two numbers. */
export function makeBatchFolder(sweepDir: string): { readonly number: number; readonly dir: string } {
  const parent = join(sweepDir, CLUSTER_FOLDER);
  mkdirSync(parent, { recursive: true });
  const taken = readdirSync(parent).map(batchNumber);
  for (let number = Math.max(0, ...taken) + 1; ; number += 1) {
    const dir = join(parent, `b${String(number).padStart(3, '0')}`);
    try {
      mkdirSync(dir);
      return { number, dir };
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
}

/** Writes what the tasks of an array read, and the script; the record comes last, so that a folder without one never was. */
export function writeBatch(batch: Batch, script: string): void {
  writeFileSync(join(batch.dir, 'tasks'), batch.tasks.map((task) => `${task.map(taskWord).join(' ')}\n`).join(''));
  writeFileSync(join(batch.dir, 'script.sh'), script, { mode: 0o755 });
  writeBatchRecord(batch);
}

/** Writes the record of an array; again when its throttle changed. */
export function writeBatchRecord({ dir, name, number, scheduler, throttle }: Batch): void {
  writeFileAtomic(join(dir, 'batch.json'), `${JSON.stringify({ name, number, scheduler, throttle })}\n`);
}

/** Writes down the id that the scheduler gave. */
export function writeBatchJob(batch: Batch, job: string): Batch {
  writeFileAtomic(join(batch.dir, 'job'), `${job}\n`);
  return { ...batch, job };
}

/** Removes an array that the scheduler refused. */
export function dropBatch(batch: Batch): void {
  rmSync(batch.dir, { recursive: true, force: true });
}

/** Forgets an array that the scheduler does not seem to have; its files stay, should it turn up after all. */
export function forgetBatch(batch: Batch): void {
  rmSync(join(batch.dir, 'batch.json'), { force: true });
}

/** Returns the arrays of a sweep in the order of their numbers; folders without a record are left out. */
export function readBatches(sweepDir: string): readonly Batch[] {
  const parent = join(sweepDir, CLUSTER_FOLDER);
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .filter((name) => batchNumber(name) > 0)
    .flatMap((name) => readBatch(join(parent, name)) ?? [])
    .sort((a, b) => a.number - b.number);
}

function readBatch(dir: string): Batch | undefined {
  const record = recordOf(readTextIfExists(join(dir, 'batch.json')));
  const lines = readTextIfExists(join(dir, 'tasks'))?.trimEnd().split('\n');
  if (record === undefined || lines === undefined) return undefined;
  const tasks = lines.map(parseTaskLine);
  if (tasks.some((task) => task === undefined)) return undefined;
  const job = readTextIfExists(join(dir, 'job'))?.trim();
  return {
    ...record,
    dir,
    tasks: tasks.filter((task) => task !== undefined),
    job: job === undefined || job === '' ? null : job,
  };
}

function recordOf(text: string | undefined): Pick<Batch, 'name' | 'number' | 'scheduler' | 'throttle'> | undefined {
  const { name, number, scheduler, throttle } = parseJsonObject(text) ?? {};
  if (typeof name !== 'string' || typeof number !== 'number' || !isSchedulerName(scheduler)) return undefined;
  return { name, number, scheduler, throttle: typeof throttle === 'number' ? throttle : null };
}

function batchNumber(folder: string): number {
  const match = /^b(\d+)$/.exec(folder);
  return match === null ? 0 : Number(match[1]);
}
