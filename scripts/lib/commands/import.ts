// SPDX-License-Identifier: MIT
import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { rangeLine } from '../core/make-line.ts';
import { DiagnosticsError, UsageError, valueOrThrow } from '../core/diagnostic.ts';
import { positionOf } from '../core/source.ts';
import { writeFileAtomic, writing } from '../edge/files.ts';
import { parseRangeFile } from '../range/parse.ts';
import { type TranslatedDefinition, translateDefinition } from '../range/import/translate.ts';
import { commandOf, EXIT, tellWarnings } from './call/command.ts';
import { openCalledRange } from './call/named-sweep.ts';
import { IMPORT_SPEC } from './specs/configurations.ts';

/** Writes the range file that a definition of another system stands for: to standard output, or to TO. */
export const IMPORT = commandOf(IMPORT_SPEC, (call) => {
  const from = call.settings.text('FROM') ?? '';
  if (from === '')
    throw new UsageError(
      'no definition is named',
      'make sweep-import FROM=sweep.yaml [TO=my-range]; TO= is where it goes',
    );
  const to = call.settings.text('TO') ?? '';
  const target = to === '' ? undefined : resolve(call.cwd, to);
  if (target !== undefined && existsSync(target))
    throw new UsageError(
      `${to} is there already`,
      'name another file, or take it away: sweep-import overwrites nothing',
    );
  const range = openCalledRange(call, from);
  const { list = () => [], load } = range;
  const rangePath = to === '' ? 'range' : relative(call.cwd, resolve(call.cwd, to));
  const translated = translateDefinition(
    range.source,
    { load, list, rangePath, presets: call.settings.text('PRESETS') },
    call.settings.text('FROM_FORMAT'),
  );
  if (translated === undefined)
    throw new UsageError(`${from} is a range file already`, `${rangeLine('sweep', from)} runs it`);
  if (translated.value === undefined) throw new DiagnosticsError(translated.diagnostics);
  // What our rules say against its lines is told with places in the definition.
  valueOrThrow(parseRangeFile(translated.value.source, load));
  tellWarnings(call, translated.diagnostics);
  const { system, untranslated, source } = translated.value;
  const text = printedRange(translated.value);
  const json = { system: system.name, range: text, untranslated: untranslated.map((one) => one.text) };
  if (target === undefined) return { text: () => text, json: () => json, exit: EXIT.done };
  writing(target, () => writeFileAtomic(target, text), 'nothing was written');
  const count = source.text.split('\n').length - 1;
  return {
    text: () =>
      `${to}: ${count} lines for a definition of ${system.title}; ${rangeLine('sweep-list', to)} counts its configurations\n`,
    json: () => ({ file: target, ...json }),
    exit: EXIT.done,
  };
});

/** The lines, with what was left out of the definition as comments. */
function printedRange({ system, source, untranslated }: TranslatedDefinition): string {
  const comments = [
    `# Made of a definition of ${system.title} by make sweep-import.`,
    ...untranslated.map(({ text, span }) => `# Line ${positionOf(span.source, span.offset).line}: ${text}`),
  ];
  return `${comments.join('\n')}\n${source.text}`;
}
