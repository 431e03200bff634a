// SPDX-License-Identifier: MIT
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { isSettingName, type SettingName } from '../../scripts/lib/core/settings/index.ts';
import { ROOT } from './sandbox.ts';

const LIB = join(ROOT, 'scripts', 'lib');
/** Where settings are declared, not read. */
const DECLARING = /^(core\/settings|commands\/specs)\//;

/** Returns the settings that a file and all it imports name, each with the files that do: 'METRIC' in quotes is a read. */
export function settingsNamedBy(entry: string): ReadonlyMap<SettingName, readonly string[]> {
  const found = new Map<SettingName, string[]>();
  for (const path of reachedFrom(join(LIB, entry))) {
    const name = relative(LIB, path);
    if (DECLARING.test(name)) continue;
    for (const [, word = ''] of withoutComments(readFileSync(path, 'utf8')).matchAll(/'([A-Z][A-Z_]*)'/g)) {
      if (isSettingName(word)) found.set(word, [...new Set([...(found.get(word) ?? []), name])]);
    }
  }
  return found;
}

function reachedFrom(entry: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path) || !existsSync(path)) return;
    seen.add(path);
    const text = withoutComments(readFileSync(path, 'utf8'));
    for (const [, target = ''] of text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g))
      visit(resolve(dirname(path), target));
  };
  visit(entry);
  return seen;
}

export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}
