// SPDX-License-Identifier: MIT
import type { RunFiles } from '../../scripts/lib/results/gather-entries.ts';

/** When the files of `filesOf` were written, epoch ms. */
export const WRITTEN_MS = 1_700_000_000_123;

/** Returns a run folder that holds these texts, by path. */
export function filesOf(
  texts: Readonly<Record<string, string>>,
  mtimeMs: number | ((name: string) => number) = WRITTEN_MS,
): RunFiles {
  return {
    read: (name) =>
      Object.hasOwn(texts, name)
        ? { text: texts[name] ?? '', mtimeMs: typeof mtimeMs === 'number' ? mtimeMs : mtimeMs(name) }
        : undefined,
    list: (folder) => {
      const inside = Object.keys(texts).filter((name) => folder === '' || name.startsWith(`${folder}/`));
      const names = inside.map((name) => name.slice(folder === '' ? 0 : folder.length + 1).split('/')[0] ?? '');
      return names.length === 0 && folder !== '' ? undefined : [...new Set(names)];
    },
  };
}
