// SPDX-License-Identifier: MIT
import type { Source } from '../core/source.ts';
import type { Settings } from '../core/settings/resolve.ts';
import { type Diagnostic, DiagnosticsError, hasErrors } from '../core/diagnostic.ts';
import type { Assignment } from '../core/value.ts';
import type { Default, RangeFile } from '../range/parse.ts';
import { symbolsOf } from '../range/symbols.ts';
import type { Space } from '../space/space.ts';
import { baselineOf } from './base/baseline.ts';
import { type Bases, openBases } from './bases.ts';
import type { Format } from './render.ts';

/** Reads SWEEP_BASE or SWEEP_TEMPLATE: relative to the range file when the range file names it, else to the caller. Throws DiagnosticsError. */
export type NamedLoader = (path: string, namedBy: 'range file' | 'caller') => Source;

/** Returns the format of a sweep's configuration files. */
export function formatOf(settings: Settings): Format {
  return settings.isGiven('FORMAT') || settings.text('TEMPLATE') === undefined ? settings.get('FORMAT') : 'template';
}

/** Returns the bases of a sweep, undefined when it has none, with what is wrong with one that is the same for all configurations. */
export function basesOf(
  settings: Settings,
  space: Pick<Space, 'symbols'> & { readonly file: Pick<RangeFile, 'definitions' | 'unsets' | 'helpers'> },
  load: NamedLoader,
): { readonly bases?: Bases; readonly diagnostics: readonly Diagnostic[] } {
  const format = formatOf(settings);
  const path = settings.text('BASE') ?? '';
  const nesting =
    format === 'kconfig' ? [] : checkNesting([...space.symbols, ...space.file.unsets.map((u) => u.named.name)]);
  if (nesting.length > 0) return { diagnostics: nesting };
  if (path === '') return { diagnostics: space.file.unsets.map(nothingToUnset) };
  if (format !== 'yaml' && format !== 'json') return { diagnostics: [noBase(format)] };
  const namedBy = settings.layer('BASE') === 'range file' ? 'range file' : 'caller';
  const bases = openBases({
    path,
    value: settings.span('BASE'),
    format,
    load: (chosen) => load(chosen, namedBy),
    subject: {
      symbols: space.symbols,
      unsets: space.file.unsets,
      definitions: space.file.definitions.filter(({ helper }) => helper !== true),
      seedSymbol: settings.get('SEED_SYMBOL'),
      newKeys: settings.text('BASE_NEW_KEYS') ?? '',
    },
  });
  if (!bases.isChosen) bases.of([]);
  const uses = helpersInUnsets(space.file);
  return { bases, diagnostics: bases.isChosen ? uses : [...uses, ...bases.diagnostics()] };
}

/** Returns diagnostics without the warnings that values are of several kinds, where a base says what kind they are. */
export function settledByBase(diagnostics: readonly Diagnostic[], bases: Bases): readonly Diagnostic[] {
  const [base] = bases.opened();
  return diagnostics.filter(({ code, span }) => {
    if (code !== 'W_KINDS' || span === undefined || base === undefined || bases.isChosen) return true;
    const line = bases.subject.definitions.find(
      (d) =>
        d.span.source === span.source && d.span.offset <= span.offset && span.offset < d.span.offset + d.span.length,
    );
    const kinds = line?.names.map(({ name }) => base.find(name)) ?? [];
    return !kinds.some((found) => found.found === 'place' && found.kind !== 'null' && found.kind !== 'any');
  });
}

/** Helpers are no part of what is written, so what is written cannot hang on them. */
function helpersInUnsets({ unsets, helpers }: Pick<RangeFile, 'unsets' | 'helpers'>): Diagnostic[] {
  return unsets.flatMap(({ named, condition }) =>
    (condition === undefined ? [] : symbolsOf(condition))
      .filter(({ name }) => helpers.has(name))
      .map(({ name, span }) => ({
        code: 'E_UNSET_HELPER',
        message: `unset ${named.name} cannot ask for ${name}, which is a helper (let)`,
        span,
        hint: `write what ${name} stands for, or a symbol without let`,
      })),
  );
}

function nothingToUnset({ named, span }: RangeFile['unsets'][number]): Diagnostic {
  return {
    code: 'W_UNSET_NOTHING',
    message: `unset ${named.name} takes nothing away: there is no SWEEP_BASE`,
    span,
    hint: 'SWEEP_FORMAT=yaml and SWEEP_BASE=FILE merge configurations into a file; delete the line if there is none',
  };
}

function noBase(format: Format): Diagnostic {
  return {
    code: 'E_BASE',
    message: `SWEEP_BASE does not go with SWEEP_FORMAT=${format}`,
    hint: 'yaml and json merge into a base file; a kconfig range file includes one with source "..."',
  };
}

/**
 * Returns the baseline that a base gives: that of the first values, where its path holds symbols. Sourced plain values
 * stand over it.
 */
export function baselineFromBase({ file, model }: Space, bases: Bases): readonly Default[] {
  const sourced = new Map(file.defaults.map(({ assignment }) => [assignment.name, assignment]));
  const first = model.groups.flatMap(({ names, lines: [line] }): Assignment[] => {
    const row = line?.values.kind === 'rows' && line.values.rows.size > 0 ? line.values.rows.at(0) : [];
    return names.flatMap((name, i) => {
      const value = row[i]?.value;
      return sourced.get(name) ?? (value === undefined ? [] : { name, value });
    });
  });
  const base = bases.of(first);
  return base === undefined ? [] : baselineOf(base, file.definitions);
}

/** Throws what is wrong with the bases that configurations have chosen so far. */
export function refuseBadBases(bases: Bases | undefined): void {
  const diagnostics = bases?.diagnostics() ?? [];
  if (hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics);
}

/** Returns diagnostics for names of which one is a folder of the other: a value at `model` and one at `model.depth`. */
function checkNesting(names: readonly string[]): readonly Diagnostic[] {
  const all = new Set(names);
  const diagnostics: Diagnostic[] = [];
  for (const name of names) {
    for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
      const folder = name.slice(0, dot);
      if (!all.has(folder)) continue;
      diagnostics.push({
        code: 'E_NESTING',
        message: `${name} cannot stand inside ${folder}, which has a value of its own`,
        hint: 'in yaml and json a name is either a value or a folder of names',
      });
    }
  }
  return diagnostics;
}
