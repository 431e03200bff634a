// SPDX-License-Identifier: MIT
import type { TreeFiles } from './parsing.ts';

/** Returns a path inside of the tree's folder without . and .., or undefined when it leads out of it. */
export function pathInTree(path: string, from = ''): string | undefined {
  if (path.startsWith('/')) return undefined;
  const parts: string[] = from === '' ? [] : from.split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** Returns the folder of a path, '' for the tree's own. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

/** Tells whether a path is a pattern. */
export function isPattern(path: string): boolean {
  return /[*?[]/.test(path);
}

/** Most paths that one pattern may give. */
const MAX_MATCHES = 20_000;

/** Returns the paths that a pattern with *, ? and [...] gives, sorted; a star does not match a leading point. */
export function matchPattern(pattern: string, files: TreeFiles): string[] {
  let found = [''];
  const parts = pattern.split('/');
  for (const [i, part] of parts.entries()) {
    const isLast = i === parts.length - 1;
    const next: string[] = [];
    for (const folder of found) {
      const names = isPattern(part) ? files.list(folder).filter((name) => matchesName(part, name)) : [part];
      for (const name of [...names].sort()) next.push(folder === '' ? name : `${folder}/${name}`);
      if (next.length > MAX_MATCHES) return next.slice(0, MAX_MATCHES);
    }
    found = isLast ? next.filter((path) => !('unreadable' in files.read(path))) : next;
  }
  return found.sort();
}

/** Matches by going through both texts, so that a pattern of many stars takes no long time. */
function matchesName(pattern: string, name: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  let p = 0;
  let n = 0;
  let star = -1;
  let starName = 0;
  while (n < name.length) {
    const step = pattern[p] === '*' ? undefined : matchOne(pattern, p, name.charAt(n));
    if (step !== undefined) {
      p = step;
      n += 1;
    } else if (pattern[p] === '*') {
      star = p;
      starName = n;
      p += 1;
    } else if (star !== -1) {
      p = star + 1;
      starName += 1;
      n = starName;
    } else return false;
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}

/** Returns the place in the pattern behind what matched one character, or undefined. */
function matchOne(pattern: string, at: number, character: string): number | undefined {
  if (at >= pattern.length) return undefined;
  if (pattern[at] === '?') return at + 1;
  if (pattern[at] !== '[') return pattern[at] === character ? at + 1 : undefined;
  const close = pattern.indexOf(']', at + 2);
  if (close === -1) return character === '[' ? at + 1 : undefined;
  const negated = pattern[at + 1] === '!' || pattern[at + 1] === '^';
  let isIn = false;
  for (let i = at + (negated ? 2 : 1); i < close; i += 1) {
    if (pattern[i + 1] === '-' && i + 2 < close) {
      if (pattern.charAt(i) <= character && character <= pattern.charAt(i + 2)) isIn = true;
      i += 2;
    } else if (pattern[i] === character) isIn = true;
  }
  return isIn === negated ? undefined : close + 1;
}
