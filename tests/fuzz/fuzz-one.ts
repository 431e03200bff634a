// SPDX-License-Identifier: MIT
import { type Diagnostic, formatDiagnostics, hasErrors } from '../../scripts/lib/core/diagnostic.ts';
import type { Rng } from '../../scripts/lib/core/rng.ts';
import type { Source } from '../../scripts/lib/core/source.ts';
import { parseRangeFile } from '../../scripts/lib/range/parse.ts';
import { buildSpace } from '../../scripts/lib/space/build.ts';
import { openDesign } from '../../scripts/lib/space/designs/index.ts';
import { randomInput } from './fuzz-input.ts';

/** What became of one input. */
export type Fate = 'errors' | 'configurations' | 'no configurations';

/** Configurations that are read of each space. */
const READ = 20;

/** Throws when a file ends in anything but a space or diagnostics with places inside of their files. */
export function fuzzOne(rng: Rng): Fate {
  const source: Source = { path: 'main.range', text: randomInput(rng) };
  const files = new Map<string, Source>([
    [
      'base.config',
      { path: 'base.config', text: rng.below(2) === 0 ? 'CONFIG_A=1\nCONFIG_Q="x"\n' : randomInput(rng) },
    ],
    ['rows.csv', { path: 'rows.csv', text: rng.below(2) === 0 ? 'CONFIG_M,CONFIG_N\n1,2\n3,\n' : randomInput(rng) }],
  ]);
  const set = rng.below(4) === 0 ? randomInput(rng) : undefined;
  const file = parseRangeFile(source, (path) => files.get(path) ?? { unreadable: 'no such file' }, set);
  checkDiagnostics(file.diagnostics, file.value === undefined);
  if (file.value === undefined) return 'errors';
  const space = buildSpace(file.value);
  checkDiagnostics(space.diagnostics, space.value === undefined);
  if (space.value === undefined) return 'errors';
  const mode = rng.below(2) === 0 ? 'random' : 'combination';
  const design = openDesign(space.value, { mode, samples: 5, seed: '0' });
  checkDiagnostics(design.diagnostics, design.value === undefined);
  if (design.value === undefined) return 'errors';
  let read = 0;
  for (const { assignments, lines } of design.value.points()) {
    if (assignments.length !== lines.length) throw new Error('a value without its line');
    read += 1;
    if (read === READ) break;
  }
  return read === 0 ? 'no configurations' : 'configurations';
}

function checkDiagnostics(diagnostics: readonly Diagnostic[], isRefused: boolean): void {
  if (isRefused !== hasErrors(diagnostics))
    throw new Error(isRefused ? 'refused without an error' : 'accepted in spite of an error');
  for (const { message, span, notes = [] } of diagnostics) {
    if (message === '') throw new Error('an empty message');
    for (const place of [span, ...notes.map((n) => n.span)]) {
      if (place === undefined) continue;
      const { offset, length, source } = place;
      if (!Number.isInteger(offset) || offset < 0 || length < 0 || offset + length > source.text.length)
        throw new Error(`a place outside of ${source.path}: ${offset}+${length} of ${source.text.length} (${message})`);
    }
  }
  if (diagnostics.length > 0 && formatDiagnostics(diagnostics) === '')
    throw new Error('diagnostics that print as nothing');
}
