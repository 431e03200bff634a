// SPDX-License-Identifier: MIT
import type { JobRef } from '../../core/scheduling/array-scheduler.ts';
import type { LaunchSpec } from '../engine/backend.ts';
import type { BatchBook } from './batch-book.ts';

/** Runs that wait for more different tasks than this wait for whole arrays: each choice is an array of its own. */
const MOST_CHOICES = 16;

/**
 * Returns what the scheduler shall wait for before it starts each of these attempts: the tasks of its needs, or their whole arrays where
 * there would be too many arrays else. A need that no array is known to hold is left out: the attempt's own task asks how it ended.
 */
export function dependenciesOf(
  specs: readonly LaunchSpec[],
  book: Pick<BatchBook, 'refOf'>,
): (spec: LaunchSpec) => readonly JobRef[] {
  const byTask = new Map(
    specs.map((spec) => [spec, (spec.needs ?? []).flatMap(({ folder }) => book.refOf(folder) ?? [])]),
  );
  const choices = new Set([...byTask.values()].map(keyOf));
  const isFew = choices.size <= MOST_CHOICES;
  return (spec) => {
    const refs = byTask.get(spec) ?? [];
    return isFew ? distinct(refs) : distinct(refs.map(({ job }) => ({ job, index: 'all' as const })));
  };
}

function keyOf(refs: readonly JobRef[]): string {
  return refs.map(({ job, index }) => `${job}_${index}`).join(' ');
}

function distinct(refs: readonly JobRef[]): readonly JobRef[] {
  return [...new Map(refs.map((ref) => [keyOf([ref]), ref])).values()];
}
