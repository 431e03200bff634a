// SPDX-License-Identifier: MIT

/** Names in one folder of the run folder ('' is the run folder itself); undefined when there is no such folder. */
export type FolderListing = (folder: string) => readonly string[] | undefined;

/** One path that a pattern may mean, with the texts its stars stand for. */
export interface GlobMatch {
  readonly path: string;
  readonly starred: readonly string[];
}

/** What a pattern means in one run folder. */
export interface GlobResult {
  /**
   * Best first: by the largest number in the first starred part, then in the second, and so on; without numbers by the
   * last name. Never by time: a copied folder has other times. The part behind the last star may be missing on the disk.
   */
  readonly matches: readonly GlobMatch[];
  /** Folders below the run folder whose names were asked for: what comes into them changes the answer. */
  readonly looked: readonly string[];
}

/** Tells whether a path of a metric source is a pattern: `*` stands for any text without `/`. */
export function isGlob(path: string): boolean {
  return path.includes('*');
}

/** Returns the paths that a pattern means; a path without a star means itself. A star matches no leading dot. */
export function matchGlob(pattern: string, list: FolderListing): GlobResult {
  const looked: string[] = [];
  let matches: GlobMatch[] = [{ path: '', starred: [] }];
  const parts = pattern.split('/');
  for (const part of parts) {
    if (!isGlob(part)) {
      matches = matches.map((m) => ({ ...m, path: joined(m.path, part) }));
      continue;
    }
    const regex = new RegExp(`^${part.split('*').map(escaped).join('(.*)')}$`, 's');
    matches = matches.flatMap((match) => {
      const names = list(match.path);
      if (names === undefined) return [];
      if (match.path !== '') looked.push(match.path);
      return names.flatMap((name) => {
        const found = name.startsWith('.') && part.startsWith('*') ? null : regex.exec(name);
        if (found === null) return [];
        return [{ path: joined(match.path, name), starred: [...match.starred, ...found.slice(1)] }];
      });
    });
  }
  matches.sort((a, b) => compareMatches(b, a));
  return { matches, looked };
}

function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function escaped(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}

function compareMatches(a: GlobMatch, b: GlobMatch): number {
  for (const [i, text] of a.starred.entries()) {
    const order = compareStarred(text, b.starred[i] ?? '');
    if (order !== 0) return order;
  }
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** Numbers are compared part by part (`2_10` is behind `2_9`), one with a number is behind one without, else the names decide. */
function compareStarred(a: string, b: string): number {
  const [numbersA, numbersB] = [a.match(/\d+/g) ?? [], b.match(/\d+/g) ?? []];
  for (let i = 0; i < Math.max(numbersA.length, numbersB.length); i += 1) {
    const order = compareDigits(numbersA[i], numbersB[i]);
    if (order !== 0) return order;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whole numbers of any length, as text: a time stamp may have more digits than a double. */
function compareDigits(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return (a === undefined ? 0 : 1) - (b === undefined ? 0 : 1);
  const [x, y] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  if (x.length !== y.length) return x.length - y.length;
  return x < y ? -1 : x > y ? 1 : 0;
}
