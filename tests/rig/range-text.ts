// SPDX-License-Identifier: MIT
import type { GivenSetting } from '../../scripts/lib/core/settings/resolve.ts';
import type { RangeSource } from '../../scripts/lib/edge/definition/range-source.ts';
import { openSweep, type OpenSweep } from '../../scripts/lib/edge/definition/sweep-definition.ts';
import { sourceRecord } from '../../scripts/lib/config/manifest.ts';

/** A range file that lives in memory: it can include nothing but the other texts given. */
export function rangeOfText(text: string, others: Readonly<Record<string, string>> = {}): RangeSource {
  const read = (path: string) => {
    const found = others[path];
    return found === undefined ? { unreadable: 'no such file or folder' } : { path, text: found };
  };
  return {
    source: { path: 'test-range', text },
    load: (path) => read(path),
    list: () => Object.keys(others).sort(),
    loadNamed: (path) => ({ path, text: others[path] ?? '' }),
    name: 'test-range',
    folder: '/nowhere',
    record: () => undefined,
    records: () => [
      sourceRecord('test-range', text),
      ...Object.entries(others).map(([path, other]) => sourceRecord(path, other)),
    ],
  };
}

/** Opens the sweep of a range file that lives in memory, with settings as flags give them. */
export function sweepOfText(
  text: string,
  settings: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): OpenSweep {
  const given: GivenSetting[] = Object.entries(settings).map(([name, value]) => ({ name, text: value, layer: 'flag' }));
  return openSweep(rangeOfText(text, files), given);
}

/** Returns the text of each configuration's file. */
export function filesOfSweep(sweep: OpenSweep): string[] {
  return [...sweep.configurations()].map((c) => {
    const rendered = sweep.renderer.render(c);
    if ('text' in rendered) return rendered.text;
    throw new Error(rendered.diagnostic.message);
  });
}
