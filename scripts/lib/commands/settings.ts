// SPDX-License-Identifier: MIT
import { valueOrThrow } from '../core/diagnostic.ts';
import { makeVariableOf, SETTING_NAMES } from '../core/settings/index.ts';
import { settingsEnvExample, settingsMakefile, settingsMarkdown } from '../core/settings/pages.ts';
import type { GivenSetting } from '../core/settings/resolve.ts';
import { parseRangeFile } from '../range/parse.ts';
import { type Invocation, settingsOf } from '../edge/invocation.ts';
import { openRangeFile } from '../edge/definition/range-source.ts';

export { settingsEnvExample as settingsExample, settingsMakefile, settingsMarkdown as settingsPage };

/** Returns every setting with its value and its origin, as a table or JSON; the range file is read when one is named. */
export function listSettings(invocation: Invocation): string {
  const settings = settingsOf(invocation, rangeFileLines(invocation));
  const rows = SETTING_NAMES.map((name) => ({
    name: makeVariableOf(name),
    value: settings.text(name) ?? null,
    origin: settings.layer(name),
  }));
  if (invocation.switches.has('json')) return `${JSON.stringify(rows, undefined, 2)}\n`;
  const nameWidth = Math.max(...rows.map((row) => row.name.length));
  const originWidth = Math.max(...rows.map((row) => row.origin.length));
  return rows
    .map((row) =>
      `${row.name.padEnd(nameWidth)}  ${(row.value === null ? 'unset' : row.origin).padEnd(originWidth)}  ${row.value ?? ''}`.trimEnd(),
    )
    .join('\n')
    .concat('\n');
}

function rangeFileLines(invocation: Invocation): readonly GivenSetting[] {
  const settings = settingsOf(invocation);
  const path = settings.text('RANGE_CONFIG');
  if (path === undefined || path === '') return [];
  const range = openRangeFile(path, invocation.cwd);
  return valueOrThrow(parseRangeFile(range.source, range.load, settings.text('SET'))).settings.map((line) => ({
    ...line,
    layer: 'range file' as const,
  }));
}
