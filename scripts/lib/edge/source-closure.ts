// SPDX-License-Identifier: MIT
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { INSTALLATION, TEMPLATES } from './installation.ts';

/** Folder of the sources. */
export const SOURCES = join(INSTALLATION, 'scripts', 'lib');

/** A value that is imported from another source; types change nothing that runs. */
const IMPORT = /^(?:import(?! type\b)|export(?! type\b))\b[^;'"]*from '(\.{1,2}\/[^']+)';/gm;

/** Returns the sources that some files (relative to the folder of sources) run, themselves too, each relative to it, sorted. */
export function sourcesOf(entries: readonly string[], root = SOURCES): readonly string[] {
  const found = new Set<string>();
  const open = [...entries];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    const folder = dirname(join(root, file));
    for (const [, path = ''] of readFileSync(join(root, file), 'utf8').matchAll(IMPORT))
      open.push(relative(root, join(folder, path)));
  }
  return [...found].sort();
}

/**
 * Returns what tells the code of some sources, all that they import and the packages from any other state of it; undefined
 * when it cannot be told: there are no sources here, or one has changed since this process began, which runs the older one.
 */
export function fingerprintOf(entries: readonly string[], root = SOURCES): string | undefined {
  try {
    const files = sourcesOf(entries, root).map((file) => join(root, file));
    const named = (path: string): string => relative(root, path);
    return hashOfFiles([join(INSTALLATION, 'package.json'), ...files], named)?.slice(0, 32);
  } catch (error) {
    if (existsSync(root)) throw error;
    return undefined;
  }
}

let ofAll: { readonly text: string | undefined } | undefined;

/** Returns what tells all that this ksweep is made of, its templates and the packages that are installed too, from any other state of it; undefined as above. */
export function fingerprintOfAll(): string | undefined {
  ofAll ??= { text: hashOfFolders([SOURCES, TEMPLATES], PACKAGES) };
  return ofAll.text;
}

/** What tells the packages: what is asked for, and what npm put there. */
const PACKAGES = ['package.json', join('node_modules', '.package-lock.json')].map((file) => join(INSTALLATION, file));

/** Returns the SHA-256 of all files below some folders and of some others; undefined where one is younger than this process, which may run an older one. */
export function hashOfFolders(folders: readonly string[], others: readonly string[] = []): string | undefined {
  const within = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .sort()
      .map((name) => join(folder, name)),
  );
  return hashOfFiles([...within, ...others.filter((file) => existsSync(file))], (path) => path);
}

/** Returns the SHA-256 of files with their names, folders passed over; undefined where one is younger than this process. */
function hashOfFiles(paths: readonly string[], nameOf: (path: string) => string): string | undefined {
  const hash = createHash('sha256');
  for (const path of paths) {
    const stat = statSync(path);
    if (stat.isDirectory()) continue;
    if (stat.mtimeMs > performance.timeOrigin) return undefined;
    hash
      .update(`${nameOf(path)}\n`)
      .update(readFileSync(path))
      .update('\n');
  }
  return hash.digest('hex');
}
