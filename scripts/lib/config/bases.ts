// SPDX-License-Identifier: MIT
import { type Diagnostic, DiagnosticsError } from '../core/diagnostic.ts';
import type { Source, Span } from '../core/source.ts';
import { type Assignment, jsonText } from '../core/value.ts';
import { type Base, openBase } from './base/base.ts';
import { type BaseSubject, checkAgainstBase, configurationCheck } from './base/check.ts';
import { type Merge, mergeInto } from './base/merge.ts';
import { compileStrict } from './strict-template.ts';
import { printedText, templateContext, yamlInline } from './template-context.ts';

/** The base files of a sweep: one, or one for each value of the symbols in its path. */
export interface Bases {
  /** SWEEP_BASE as it was given. */
  readonly path: string;
  /** True when the path holds a symbol. */
  readonly isChosen: boolean;
  readonly format: Base['format'];
  readonly subject: BaseSubject;
  /** Returns the base of a configuration; undefined when there is trouble with it, which is told by `diagnostics`. */
  of(assignments: readonly Assignment[]): Base | undefined;
  /** Returns what a configuration makes of its base; undefined as above. */
  merge(assignments: readonly Assignment[]): MergedBase | undefined;
  /** Those that were opened so far. */
  opened(): readonly Base[];
  /** What is wrong with the bases that were opened so far, and what is probably not meant. */
  diagnostics(): readonly Diagnostic[];
}

/** A base with what a configuration makes of it. */
export interface MergedBase extends Merge {
  readonly base: Base;
}

export interface BasesInput {
  readonly path: string;
  /** Where a file has that path. */
  readonly value?: Span | undefined;
  readonly format: Base['format'];
  readonly subject: BaseSubject;
  /** Reads a base. Throws DiagnosticsError. */
  readonly load: (path: string) => Source;
}

/** Returns the bases of a sweep; each is opened and checked when the first configuration asks for it. */
export function openBases({ path, value, format, subject, load }: BasesInput): Bases {
  const diagnostics: Diagnostic[] = [];
  const byPath = new Map<string, Base | undefined>();
  const checks = new Map<Base, ReturnType<typeof configurationCheck>>();
  const isChosen = path.includes('{{');
  const pathOf = isChosen ? pathChooser({ path: 'SWEEP_BASE', text: path, value }, diagnostics) : () => path;
  const open = (chosen: string): Base | undefined => {
    try {
      const source = load(chosen);
      const base = openBase(format, source);
      if ('problem' in base) {
        diagnostics.push(unusable(source, base.problem, format));
        return undefined;
      }
      if (isChosen) checks.set(base, configurationCheck(base, subject));
      else diagnostics.push(...checkAgainstBase(base, subject));
      return base;
    } catch (error) {
      if (!(error instanceof DiagnosticsError)) throw error;
      diagnostics.push(...error.diagnostics);
      return undefined;
    }
  };
  const of = (assignments: readonly Assignment[]): Base | undefined => {
    const chosen = pathOf(assignments);
    if (chosen === undefined) return undefined;
    if (!byPath.has(chosen)) byPath.set(chosen, open(chosen));
    return byPath.get(chosen);
  };
  const merges = new WeakMap<readonly Assignment[], MergedBase>();
  const stuck = new Set<string>();
  return {
    path,
    isChosen,
    format,
    subject,
    of,
    merge: (assignments) => {
      const known = merges.get(assignments);
      const base = known?.base ?? of(assignments);
      if (known !== undefined || base === undefined) return known;
      const merged = { ...mergeInto(base, assignments, subject, format === 'yaml' ? yamlInline : jsonText), base };
      merges.set(assignments, merged);
      diagnostics.push(...(checks.get(base)?.(assignments, merged.unset) ?? []));
      for (const name of merged.stuck) {
        if (!stuck.has(name)) diagnostics.push(stuckInList(base, name));
        stuck.add(name);
      }
      return merged;
    },
    opened: () => [...byPath.values()].filter((base) => base !== undefined),
    diagnostics: () => diagnostics,
  };
}

function stuckInList({ source, find }: Base, name: string): Diagnostic {
  const place = find(name);
  return {
    code: 'E_BASE_LIST',
    message: `${name} is absent in some configurations, and an item of a list in the base file cannot be taken out`,
    span: { source, offset: place.found === 'place' ? place.offset : 0, length: 1 },
    hint: `give ${name} a value there too: a last line without a condition, or null`,
  };
}

function unusable(
  source: Source,
  { message, offset }: { message: string; offset: number },
  format: Base['format'],
): Diagnostic {
  const isOther = format === 'json' && /\.ya?ml$/i.test(source.path);
  return {
    code: 'E_BASE',
    message,
    span: { source, offset, length: 1 },
    hint: isOther
      ? 'a base in YAML needs FORMAT=yaml; FORMAT=json needs one in JSON'
      : 'SWEEP_BASE is the file that each configuration is merged into',
  };
}

/** A value may choose a file, but not lead out of the folder that the path names. */
function pathChooser(
  source: Source,
  diagnostics: Diagnostic[],
): (assignments: readonly Assignment[]) => string | undefined {
  const path = source.text;
  const told = new Set<string>();
  let refused: string | undefined;
  const render = compileStrict(path, {
    escape: (value) => {
      const text = printedText(value);
      if (text === '' || /[/\\\0]|\.\./.test(text)) refused ??= text;
      return text;
    },
  });
  const tell = (message: string, hint: string): undefined => {
    if (!told.has(message))
      diagnostics.push({ code: 'E_BASE_PATH', message, span: { source, offset: 0, length: path.length }, hint });
    told.add(message);
    return undefined;
  };
  return (assignments) => {
    refused = undefined;
    const rendered = render(templateContext(assignments));
    if ('problem' in rendered)
      return tell(
        `${rendered.problem.message}, so no base file can be chosen`,
        'give the symbol a value in every configuration',
      );
    if (refused !== undefined || climbs(rendered.text) > climbs(path))
      return tell(
        `the value ${JSON.stringify(refused ?? rendered.text)} cannot be a part of SWEEP_BASE`,
        'a value in the path is not empty and holds neither / nor ..; write folders into the path itself',
      );
    return rendered.text;
  };
}

/** How many parts of a path lead upwards. */
function climbs(path: string): number {
  return path.split('/').filter((part) => part === '..').length;
}
