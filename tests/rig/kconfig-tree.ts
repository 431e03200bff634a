// SPDX-License-Identifier: MIT
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { valueOrThrow } from '../../scripts/lib/core/diagnostic.ts';
import type { Source } from '../../scripts/lib/core/source.ts';
import { evaluateTree } from '../../scripts/lib/kconfig/evaluate.ts';
import { Evaluation } from '../../scripts/lib/kconfig/evaluation.ts';
import { loadTree } from '../../scripts/lib/kconfig/load.ts';
import type { KconfigDialect, KTree } from '../../scripts/lib/kconfig/model.ts';
import type { TreeFiles } from '../../scripts/lib/kconfig/parsing.ts';
import { readConfigLines } from '../../scripts/lib/kconfig/read-config.ts';
import { settleLines } from '../../scripts/lib/kconfig/settle.ts';
import { UserValues } from '../../scripts/lib/kconfig/user-values.ts';
import { writeConfig } from '../../scripts/lib/kconfig/write-config.ts';

/** Files of a tree that stand in a folder. */
export function filesIn(folder: string): TreeFiles {
  return {
    read: (path) => {
      try {
        return { path, text: readFileSync(join(folder, path), 'utf8') };
      } catch {
        return { unreadable: 'no such file' };
      }
    },
    list: (path) => (existsSync(join(folder, path)) ? readdirSync(join(folder, path)) : []),
  };
}

/** Files of a tree that are given by name. */
export function filesOf(texts: Readonly<Record<string, string>>): TreeFiles {
  return {
    read: (path) => (Object.hasOwn(texts, path) ? { path, text: texts[path] ?? '' } : { unreadable: 'no such file' }),
    list: (folder) => {
      const start = folder === '' ? '' : `${folder}/`;
      const inside = Object.keys(texts).filter((path) => path.startsWith(start));
      return [...new Set(inside.map((path) => path.slice(start.length).split('/')[0] ?? ''))];
    },
  };
}

/** Returns the source of a tree's first file. */
export function firstFile(files: TreeFiles, name = 'Kconfig'): Source {
  const source = files.read(name);
  if ('unreadable' in source) throw new Error(`the tree has no ${name}`);
  return source;
}

/** Loads a tree that is known to be good. */
export function goodTree(
  files: TreeFiles,
  dialect: KconfigDialect,
  environment: Readonly<Record<string, string>> = {},
  shell?: (command: string) => string,
): KTree {
  const input = { source: firstFile(files), files, dialect, environment, ...(shell === undefined ? {} : { shell }) };
  return valueOrThrow(loadTree(input)).tree;
}

/** Returns a function that completes a .config as `conf --olddefconfig` does. */
export function completer(tree: KTree): (config: string) => string {
  const user = new UserValues(tree);
  const evaluation = new Evaluation(tree);
  return (text) => {
    user.clear();
    settleLines(readConfigLines({ path: '.config', text }, tree.dialect).lines, tree, user);
    evaluateTree(user, evaluation);
    return writeConfig(evaluation);
  };
}
