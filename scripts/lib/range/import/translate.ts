// SPDX-License-Identifier: MIT
import { type Diagnostic, hasErrors } from '../../core/diagnostic.ts';
import type { Source } from '../../core/source.ts';
import type { Translate } from '../include.ts';
import { parseRangeFile } from '../parse.ts';
import { foreignSystemOf } from './recognise.ts';
import type { ForeignSurroundings, ForeignSystem, NativeLine, Translation, Untranslated } from './system.ts';

/** A definition of another system as a range file. */
export interface TranslatedDefinition {
  readonly system: ForeignSystem;
  readonly source: Source;
  readonly untranslated: readonly Untranslated[];
}

/**
 * Returns the range file that a definition stands for, undefined where the file is a range file itself. `format` is the system
 * that somebody says it is of. No value where there are errors.
 */
export function translateDefinition(
  source: Source,
  around: ForeignSurroundings,
  format: string | undefined,
): { readonly value?: TranslatedDefinition; readonly diagnostics: readonly Diagnostic[] } | undefined {
  const found = foreignSystemOf(source, around, format);
  if (found === undefined) return undefined;
  if ('trouble' in found) return { diagnostics: [found.trouble] };
  const { system, root } = found;
  const translation = system.read({ source, root }, around);
  const { untranslated } = translation;
  const diagnostics = [...translation.diagnostics, ...untranslated.map((one) => leftOut(system, one))];
  if (hasErrors(diagnostics)) return { diagnostics };
  return { value: { system, source: nativeSource(source, translation), untranslated }, diagnostics };
}

/** Returns what reads definitions of other systems; `format` is that of FROM_FORMAT, which holds for files that do not say. */
export function translator(around: ForeignSurroundings, format: string | undefined): Translate {
  return (source, said, diagnostics) => {
    const surroundings = said.presets === undefined ? around : { ...around, presets: said.presets };
    const translated = translateDefinition(source, surroundings, said.format ?? format);
    if (translated === undefined) return undefined;
    diagnostics.push(...translated.diagnostics);
    return translated.value?.source ?? { unreadable: true };
  };
}

/** Warnings of what is hardly meant in a range file, and says nothing of one that was made of another file. */
const OF_WRITING: ReadonlySet<string> = new Set(['W_QUOTED_CHOICES', 'W_KINDS', 'W_OTHER_TOOL', 'W_RANGE_END']);

/** Returns the lines that a definition stands for, as a range file whose places are those of the definition. */
function nativeSource(source: Source, { lines }: Translation): Source {
  const text = textOf(lines);
  const { diagnostics } = parseRangeFile({ path: source.path, text }, () => ({ unreadable: 'it is not read' }));
  const codes = [...new Set(diagnostics.map(({ code }) => code))].filter((code) => OF_WRITING.has(code)).sort();
  const [first] = lines;
  const quiet: readonly NativeLine[] =
    codes.length === 0 || first === undefined ? [] : [{ text: `SWEEP_QUIET='${codes.join(' ')}'`, span: first.span }];
  const all = [...quiet, ...lines];
  return {
    path: source.path,
    text: textOf(all),
    origin: { source, spans: all.map(({ span }) => span) },
    ...(source.isRecorded === true ? { isRecorded: true } : {}),
  };
}

function textOf(lines: readonly NativeLine[]): string {
  return lines.map(({ text }) => `${text}\n`).join('');
}

function leftOut(
  { title }: ForeignSystem,
  { span, text, changes = 'it changes no configuration' }: Untranslated,
): Diagnostic {
  return {
    code: 'W_IMPORT_LEFT_OUT',
    message: `of the definition of ${title}, ${text}`,
    span,
    hint: `${changes}; SWEEP_QUIET=W_IMPORT_LEFT_OUT in a range file that sources this one silences it`,
  };
}
