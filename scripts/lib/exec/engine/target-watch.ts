// SPDX-License-Identifier: MIT
import type { Target } from '../../run/target.ts';

/** Looks whether runs report what TARGET asks for. */
export interface TargetWatch {
  ended(folder: string, values: Readonly<Record<string, unknown>>): void;
}

/** Returns a watch that says once that a run lacks the metric of TARGET: a mistyped one would never be reached, without a word. */
export function watchTarget(target: Target | undefined, note: (text: string) => void): TargetWatch {
  let isTold = false;
  return {
    ended: (folder, values) => {
      if (target === undefined || isTold || typeof values[target.metric] === 'number') return;
      isTold = true;
      note(`${folder} reports no number "${target.metric}", so it cannot reach the target ${target.text}`);
    },
  };
}
