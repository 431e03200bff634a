// SPDX-License-Identifier: MIT
// A range file over a base, both in memory.
import { type Diagnostic, DiagnosticsError } from '../../scripts/lib/core/diagnostic.ts';
import type { GivenSetting } from '../../scripts/lib/core/settings/resolve.ts';
import { type OpenSweep, openSweep } from '../../scripts/lib/edge/definition/sweep-definition.ts';
import { rangeOfText } from './range-text.ts';

export type BaseFormat = 'yaml' | 'json';

export interface OverBase {
  readonly format?: BaseFormat;
  /** Further settings, such as BASE_NEW_KEYS, MODE, or BASE with symbols in it. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Further files by path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Opens a range file over a base. Throws DiagnosticsError. */
export function openOverBase(range: string, base: string, over: OverBase = {}): OpenSweep {
  const { format = 'yaml', settings = {}, files = {} } = over;
  const texts = { FORMAT: format, BASE: `base.${format}`, ...settings };
  const given = Object.entries(texts).map(([name, text]): GivenSetting => ({ name, text, layer: 'flag' }));
  return openSweep(rangeOfText(range, { [`base.${format}`]: base, ...files }), given);
}

/** Returns the files of all configurations, without the header. */
export function filesOverBase(range: string, base: string, over: OverBase = {}): string[] {
  const sweep = openOverBase(range, base, over);
  return [...sweep.configurations()].map((configuration) => {
    const rendered = sweep.renderer.render(configuration);
    if ('diagnostic' in rendered) throw new DiagnosticsError([rendered.diagnostic]);
    if (over.format === 'json') return rendered.text;
    const header = sweep.definition.space.swept.length === 0 ? 1 : 2;
    return rendered.text.split('\n').slice(header).join('\n');
  });
}

/** Returns everything that is said of a range file over a base, errors and warnings. */
export function saidOverBase(range: string, base: string, over: OverBase = {}): readonly Diagnostic[] {
  try {
    return openOverBase(range, base, over).warnings;
  } catch (error) {
    if (error instanceof DiagnosticsError) return error.diagnostics;
    throw error;
  }
}
