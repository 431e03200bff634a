// SPDX-License-Identifier: MIT
// Presets of Lambda-Hat: conf/model/small.yaml and others, in a folder beside or above the file, or in SWEEP_PRESETS.
import { join } from 'node:path';
import { didYouMean } from '../../core/nearest.ts';
import type { Source, Span } from '../../core/source.ts';
import { type ForeignEntry, readForeignText } from './node.ts';
import { type ForeignSurroundings, type ImportTrouble, refuse } from './system.ts';

/** Folders above the file in which presets are looked for. */
const MOST_ABOVE = 6;

/** Reads presets. */
export interface Presets {
  /** Returns what a preset holds: `model/small`. A missing one is an error, with near names, unless it need not be there. */
  entries(path: string, span: Span, isNeeded: boolean): readonly ForeignEntry[] | undefined;
}

/** Returns the presets of a definition; undefined, with an error, where there is no folder of them. */
export function findPresets(
  source: Source,
  around: ForeignSurroundings,
  span: Span,
  trouble: ImportTrouble,
): Presets | undefined {
  const { presets } = around;
  const caller: Source = { path: '', text: '' };
  const named = presets === undefined || presets === '' ? undefined : { folder: presets, from: caller };
  const above = Array.from({ length: MOST_ABOVE + 1 }, (_, i) => '../'.repeat(i));
  const places = above.flatMap((up) => [`${up}conf`, `${up}lambda_hat/conf`]);
  const found = named ?? { folder: places.find((place) => isPresets(place, source, around)), from: source };
  const { folder, from } = found;
  if (folder === undefined || !isPresets(folder, from, around))
    return refuse(trouble, {
      code: 'E_FILE_MISSING',
      span,
      message:
        named === undefined
          ? 'there is no folder conf with presets (conf/model/NAME.yaml) beside this file or above it'
          : `SWEEP_PRESETS is ${folder ?? ''}, which has no folder model with presets`,
      hint: 'SWEEP_PRESETS=DIR names the folder of presets, as in SWEEP_PRESETS=lambda_hat/conf',
    });
  return {
    entries: (path, at, isNeeded) => {
      const file = join(folder, `${path}.yaml`);
      const loaded = around.load(file, from);
      if ('unreadable' in loaded) {
        if (!isNeeded) return [];
        const [group = '', name = ''] = splitLast(path);
        const names = around.list(join(folder, group), from).map((one) => one.replace(/\.yaml$/, ''));
        return refuse(trouble, {
          code: 'E_FILE_MISSING',
          span: at,
          message: `there is no preset ${path}: ${file} cannot be read`,
          hint: didYouMean(name, names) ?? `there are ${names.length === 0 ? 'none' : names.join(', ')}`,
        });
      }
      const read = readForeignText(loaded);
      if ('trouble' in read) {
        trouble.diagnostics.push(read.trouble);
        return undefined;
      }
      const { root } = read;
      if (root === undefined || (root.kind === 'scalar' && /^(null|~|)$/.test(root.text))) return [];
      if (root.kind === 'map') return root.entries;
      return refuse(trouble, {
        code: 'E_IMPORT_KIND',
        span: root.span,
        message: 'a preset is a mapping, and this is none',
        hint: 'write names with values: depth: 2',
      });
    },
  };
}

function isPresets(folder: string, from: Source, { list }: ForeignSurroundings): boolean {
  return list(join(folder, 'model'), from).length > 0;
}

function splitLast(path: string): readonly [string, string] {
  const at = path.lastIndexOf('/');
  return [path.slice(0, at), path.slice(at + 1)];
}
