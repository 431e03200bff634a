// SPDX-License-Identifier: MIT
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type GivenSetting, resolveSettings } from '../../core/settings/resolve.ts';
import { shellQuote } from '../../core/shell-quote.ts';
import { LATEST_NAME } from '../../edge/sweep-folder/sweep-folder.ts';
import type { Call } from './command.ts';
import { shownPath } from './shown-path.ts';

/**
 * Returns how a line that a call prints names a sweep folder: undefined where the next call finds it without a word, because it is the one
 * that the environment and .env lead to. What stood on this call's own line is not there the next time.
 */
export function sweepPlace({ given, cwd }: Pick<Call, 'given' | 'cwd'>, folder: string): string | undefined {
  const { named, outputDir } = foundAgain(given, cwd);
  const found = named ?? join(outputDir, LATEST_NAME);
  return existsSync(found) && realpathSync(found) === realpathSync(folder) ? undefined : shownPath(folder, cwd);
}

/** Returns what a line that makes another sweep needs so that it lies beside one: `OUTPUT_DIR=runs`, or nothing where it does so by itself. */
export function besideSweep({ given, cwd }: Pick<Call, 'given' | 'cwd'>, folder: string): string {
  const beside = dirname(folder);
  const { outputDir } = foundAgain(given, cwd);
  if (outputDir === beside || (existsSync(outputDir) && realpathSync(outputDir) === realpathSync(beside))) return '';
  return `OUTPUT_DIR=${shellQuote(shownPath(beside, cwd))}`;
}

/** The folders that the next call of the same shell means. */
function foundAgain(
  given: readonly GivenSetting[],
  cwd: string,
): { readonly named: string | undefined; readonly outputDir: string } {
  const { settings } = resolveSettings(given.filter(({ layer }) => layer !== 'make' && layer !== 'flag'));
  const named = settings.text('FOLDER') ?? '';
  return {
    named: named === '' ? undefined : resolve(cwd, named),
    outputDir: resolve(cwd, settings.get('OUTPUT_DIR')),
  };
}
