// SPDX-License-Identifier: MIT
import { countEach } from '../../core/grouped.ts';
/** One run that has a value: its setting, its block (the seed, a draw) and the value. */
export interface SettingObservation {
  readonly setting: number;
  readonly block: number;
  readonly value: number;
}

/** The runs of one setting, by block; two runs may share one. */
export interface SettingRuns {
  readonly runs: readonly { readonly block: string; readonly value: number }[];
  /** Runs that were made and gave no usable value. */
  readonly failed: number;
}

/** The observations of all settings, blocks as numbers in the order they came in. */
export interface Layout {
  readonly settings: number;
  readonly blocks: readonly string[];
  readonly observations: readonly SettingObservation[];
}

/** Returns the observations of settings, which keep their place. */
export function settingLayout(settings: readonly SettingRuns[]): Layout {
  const placeOf = new Map<string, number>();
  const observations = settings.flatMap(({ runs }, setting) =>
    runs.map(({ block, value }): SettingObservation => {
      const place = placeOf.get(block) ?? placeOf.size;
      placeOf.set(block, place);
      return { setting, block: place, value };
    }),
  );
  return { settings: settings.length, blocks: [...placeOf.keys()], observations };
}

/**
 * Returns for each setting the part of the layout it is in: within a part each two settings are compared through blocks
 * that they share, or through settings that share blocks with both. -1 for a setting without a run. Part 0 has the most settings.
 */
export function connectedParts({ settings, blocks, observations }: Layout): readonly number[] {
  const parent = Array.from({ length: settings + blocks.length }, (_, i) => i);
  const rootOf = (node: number): number => {
    let root = node;
    while ((parent[root] ?? root) !== root) root = parent[root] ?? root;
    for (let at = node; at !== root; ) {
      const next = parent[at] ?? root;
      parent[at] = root;
      at = next;
    }
    return root;
  };
  for (const { setting, block } of observations) parent[rootOf(setting)] = rootOf(settings + block);
  const isRun = new Set(observations.map((o) => o.setting));
  const sizes = countEach([...isRun].map(rootOf));
  const order = [...sizes].sort((a, b) => b[1] - a[1]).map(([root]) => root);
  const placeOf = new Map(order.map((root, place) => [root, place]));
  return Array.from({ length: settings }, (_, setting) =>
    isRun.has(setting) ? (placeOf.get(rootOf(setting)) ?? -1) : -1,
  );
}
