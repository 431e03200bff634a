// SPDX-License-Identifier: MIT
import { valueOrThrow } from '../core/diagnostic.ts';
import { codesMarkdown } from '../core/codes-page.ts';
import { makeVariableOf, SETTING_NAMES } from '../core/settings/index.ts';
import { settingsEnvExample, settingsMakefile, settingsMarkdown } from '../core/settings/pages.ts';
import type { GivenSetting } from '../core/settings/resolve.ts';
import { parseDefinition } from '../config/definition-files.ts';
import { type Answer, type Call, commandOf, EXIT, settingsOver } from './call/command.ts';
import { openCalledRange } from './call/named-sweep.ts';
import { SETTINGS_SPEC } from './specs/configurations.ts';

/** Lists every setting with its value and its origin, a range file read when one is named; or prints a page made from the table. */
export const SHOW_SETTINGS = commandOf(SETTINGS_SPEC, (call) => {
  if (call.switches.has('markdown')) return pageOf(settingsMarkdown());
  if (call.switches.has('example')) return pageOf(settingsEnvExample());
  if (call.switches.has('makefile')) return pageOf(settingsMakefile());
  if (call.switches.has('errors')) return pageOf(codesMarkdown());
  const settings = settingsOver(call, rangeFileLines(call));
  const rows = SETTING_NAMES.map((name) => ({
    name: makeVariableOf(name),
    value: settings.text(name) ?? null,
    origin: settings.layer(name),
  }));
  return { text: () => tableOf(rows), json: () => rows, exit: EXIT.done };
});

function pageOf(page: string): Answer {
  return { text: () => page, json: () => page, exit: EXIT.done };
}

/** A setting as it is listed. */
interface SettingRow {
  readonly name: string;
  readonly value: string | null;
  readonly origin: string;
}

function tableOf(rows: readonly SettingRow[]): string {
  const nameWidth = Math.max(...rows.map((row) => row.name.length));
  const originWidth = Math.max(...rows.map((row) => row.origin.length));
  const lines = rows.map((row) =>
    `${row.name.padEnd(nameWidth)}  ${(row.value === null ? 'unset' : row.origin).padEnd(originWidth)}  ${row.value ?? ''}`.trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

function rangeFileLines({
  settings,
  cwd,
}: Call<'RANGE_CONFIG' | 'SET' | 'FROM_FORMAT' | 'PRESETS' | 'ALLOW_CODE'>): readonly GivenSetting[] {
  const path = settings.text('RANGE_CONFIG');
  if (path === undefined || path === '') return [];
  const range = openCalledRange({ settings, cwd }, path);
  return valueOrThrow(parseDefinition(range, settings, { hasTree: () => true })).settings.map((line) => ({
    ...line,
    layer: 'range file' as const,
  }));
}
