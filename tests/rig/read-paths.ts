// SPDX-License-Identifier: MIT
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { join, sep } from 'node:path';

const fs = createRequire(import.meta.url)('node:fs') as Record<string, (...args: readonly unknown[]) => unknown>;

/** The ways in which ksweep looks at files. */
const LOOKS = [
  'openSync',
  'readFileSync',
  'statSync',
  'lstatSync',
  'existsSync',
  'readdirSync',
  'realpathSync',
] as const;

/** Does something; returns which paths below a folder it looked at meanwhile, each once, from that folder. */
export async function readPaths(root: string, action: () => Promise<void>): Promise<readonly string[]> {
  const seen = new Set<string>();
  const originals = LOOKS.map((name) => [name, fs[name]] as const);
  for (const [name, original] of originals) {
    const look = (...args: readonly unknown[]): unknown => {
      const [path] = args;
      if (typeof path === 'string' && path.startsWith(root + sep)) seen.add(join(path).slice(root.length + 1));
      return original?.(...args);
    };
    fs[name] = Object.assign(look, original); // realpathSync.native among them
  }
  syncBuiltinESMExports();
  try {
    await action();
  } finally {
    for (const [name, original] of originals) if (original !== undefined) fs[name] = original;
    syncBuiltinESMExports();
  }
  return [...seen].sort();
}
