// SPDX-License-Identifier: MIT
// The folder of a Kconfig tree: what may be read in it, and how its commands run.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { TreeFiles } from '../../kconfig/parsing.ts';
import { errorInWords } from '../files.ts';
import { kindOf, readRegularBytes } from '../regular-file.ts';

/** Returns why a path is not in a tree's folder, where a link leads out of it or nothing is there; undefined when it is. */
function leadsOut(root: string, path: string): string | undefined {
  try {
    const real = realpathSync(path);
    return real === root || real.startsWith(root + sep) ? undefined : 'it is a link that leads out of the tree';
  } catch (error) {
    return errorInWords(error);
  }
}

/** Returns why a file of a tree is not read: it is not in its folder, or something else (a pipe) that is waited for or never ends. */
export function whyUnread(root: string, path: string): string | undefined {
  const outside = leadsOut(root, path);
  if (outside !== undefined) return outside;
  const stat = statSync(path);
  return stat.isFile() ? undefined : kindOf(stat);
}

/** Returns the names in a folder of a tree; none for what is no folder of it. */
export function namesIn(root: string, path: string): readonly string[] {
  return existsSync(path) && leadsOut(root, path) === undefined ? readdirSync(path) : [];
}

/** Returns the files of a tree's folder as they are on disk. */
export function diskTree(folder: string): TreeFiles {
  const root = realpathSync(folder);
  return {
    read: (path) => {
      const place = join(folder, path);
      const outside = leadsOut(root, place);
      if (outside !== undefined) return { unreadable: outside };
      try {
        return { path, text: new TextDecoder().decode(readRegularBytes(place)) };
      } catch (error) {
        return { unreadable: errorInWords(error) };
      }
    },
    list: (path) => namesIn(root, join(folder, path)),
  };
}

/** How long a command of a tree may take. */
const COMMAND_TIMEOUT_MS = 60_000;

/** Returns what runs the commands of a tree: in its folder, with the caller's environment, texts in the C locale. */
export function treeShell(folder: string): (command: string) => string {
  return (command) => {
    const ran = spawnSync('/bin/sh', ['-c', command], {
      cwd: folder,
      env: { ...process.env, LC_ALL: 'C', srctree: '.' },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: COMMAND_TIMEOUT_MS,
    });
    return ran.stdout ?? '';
  };
}

/** The environment that the macros of a tree see: the caller's, and srctree, which is the tree itself. */
export function treeEnvironment(): Record<string, string> {
  const strings: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) strings[name] = value;
  return { ...strings, srctree: '.' };
}

/** Files in which a project says that it uses Kconfiglib. */
const MENTIONS = /^(?:(?:GNU)?[Mm]akefile(?:\..+)?|.+\.mk|requirements.*\.txt|pyproject\.toml|setup\.(?:cfg|py))$/;

/** Returns the file in a tree's folder that names Kconfiglib, if one does. */
export function namesKconfiglib(folder: string): string | undefined {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return names
    .filter((name) => MENTIONS.test(name))
    .map((name) => join(folder, name))
    .find(
      (path) =>
        statSync(path, { throwIfNoEntry: false })?.isFile() === true && /kconfiglib/i.test(readFileSync(path, 'utf8')),
    );
}
