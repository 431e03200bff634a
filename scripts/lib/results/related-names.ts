// SPDX-License-Identifier: MIT
import { nearest } from '../core/nearest.ts';
import { knownGoal } from './readers/metric-spec.ts';

/** Words of a name that say of which data a metric is, or how often it was taken: not what it measures. */
const DATA_WORDS = new Set([
  'test',
  'val',
  'valid',
  'validation',
  'train',
  'training',
  'eval',
  'dev',
  'best',
  'final',
  'epoch',
  'mean',
  'avg',
  'last',
]);

/** Returns those of the names that may be meant by a wanted metric, best first, at most two. */
export function relatedNames(wanted: string, names: readonly string[]): readonly string[] {
  const exact = names.filter((name) => name.toLowerCase() === wanted.toLowerCase());
  const related = names.filter((name) => isRelatedName(wanted, name));
  const near = nearest(wanted, names);
  const goal = knownGoal(wanted);
  const alike = goal === undefined ? [] : names.filter((name) => knownGoal(name) === goal && !isOwnTime(name));
  const all = [...exact, ...related, ...near, ...(alike.length === 1 ? alike : [])];
  return [...new Set(all)].slice(0, 2);
}

/**
 * Tells whether two names may mean the same: but for case and the data they name a part of one begins a part of the other
 * (acc and accuracy, test_acc and acc.top1, val/f1 and F1).
 */
export function isRelatedName(wanted: string, name: string): boolean {
  const [a, b] = [partsOf(wanted), partsOf(name)];
  return a.some((x) =>
    b.some((y) => x === y || (Math.min(x.length, y.length) >= 3 && (x.startsWith(y) || y.startsWith(x)))),
  );
}

function partsOf(name: string): readonly string[] {
  const parts = name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== '');
  const own = parts.filter((part) => !DATA_WORDS.has(part));
  return own.length === 0 ? parts : own;
}

function isOwnTime(name: string): boolean {
  return name === 'total_time';
}
