// SPDX-License-Identifier: MIT
import { jsonText } from '../../../../scripts/lib/core/value.ts';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { OpenSweep } from '../../../../scripts/lib/edge/definition/sweep-definition.ts';
import type { Rng } from '../../../../scripts/lib/core/rng.ts';

/** A question to other-systems.py. */
export type Question =
  | { readonly system: 'wandb'; readonly text: string }
  | { readonly system: 'hydra' | 'hydra reads'; readonly overrides: readonly string[] }
  | { readonly system: 'prot'; readonly base: string; readonly sweep: string; readonly mode: string };

/** Returns what the other systems answer, one answer a question. */
export function askOthers(questions: readonly Question[]): readonly unknown[] {
  const program = new URL('other-systems.py', import.meta.url).pathname;
  const { status, stdout, stderr } = spawnSync('python3', [program], {
    input: JSON.stringify(questions),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as unknown[];
}

/** Returns the values of each configuration by their names, as JSON reads them. */
export function ourValues(sweep: OpenSweep): Record<string, unknown>[] {
  return [...sweep.configurations()].map(({ assignments }) =>
    Object.fromEntries(assignments.map(({ name, value }) => [name, JSON.parse(jsonText(value)) as unknown])),
  );
}

/** Returns the same in an order of its own, for comparing sets. */
export function asSet(rows: readonly unknown[]): readonly string[] {
  return rows.map((row) => JSON.stringify(sortedKeys(row))).sort();
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortedKeys(inner)]),
  );
}

export function pick<T>(rng: Rng, items: readonly T[]): T {
  const item = items[rng.below(items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

/** Between `least` and `most` items that a function makes. */
export function several<T>(rng: Rng, least: number, most: number, make: (i: number) => T): T[] {
  return Array.from({ length: least + rng.below(most - least + 1) }, (_, i) => make(i));
}
