// SPDX-License-Identifier: MIT
import { existsSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { git } from '../../edge/sweep-folder/provenance.ts';

/**
 * Returns the hint to keep results out of git, when the folder of sweeps is about to be made inside a work tree that does not
 * ignore it: so it is said once. Undefined where there is nothing to say.
 */
export function ignoreHint(outputDir: string, configDir: string, cwd: string): string | undefined {
  if (existsSync(outputDir) || !existsSync(dirname(outputDir))) return undefined;
  const folder = dirname(outputDir);
  const top = git(folder, ['rev-parse', '--show-toplevel'])?.trim();
  if (top === undefined || top === '') return undefined;
  // check-ignore fails for a path that is not ignored.
  const open = [outputDir, configDir].filter(
    (path) => inside(top, path) && git(folder, ['check-ignore', '-q', `${path}/`]) === undefined,
  );
  if (open.length === 0) return undefined;
  const names = open.map((path) => `${relative(top, path)}/`);
  return `hint: git does not ignore ${names.join(' and ')}: printf '%s\\n' ${names.join(' ')} >>${relative(cwd, top) || '.'}/.gitignore`;
}

function inside(top: string, path: string): boolean {
  const shown = relative(top, path);
  return shown !== '' && !shown.startsWith('..');
}
