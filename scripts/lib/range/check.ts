// SPDX-License-Identifier: MIT
import { CONFIG_PREFIX } from '../core/configuration-name.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Trouble } from './file.ts';
import { environmentVariable } from './names.ts';
import { suggest } from './reader.ts';
import { partUnsets, SET_PATH } from './set.ts';
import { expressionsOf, symbolsOf } from './symbols.ts';
import type { Definition, Expression, Named, Rule } from './tree.ts';

interface Place {
  readonly named: Named;
  /** Index of the symbol's last line. */
  last: number;
}

/** What the lines of a stage may name besides their own symbols. */
export interface Surroundings {
  /** Lines above all stages; they have been checked. */
  readonly shared: readonly Definition[];
  /** Symbols of the stages that it needs, as it names them: target.CONFIG_MODEL. */
  readonly needed: readonly Named[];
}

const NOTHING_AROUND: Surroundings = { shared: [], needed: [] };

/**
 * Notes what is wrong between lines: names that clash, conditions that name nothing, or something below them. Returns the
 * rules that a Kconfig tree has to judge, where there is one: those that name symbols which the file does not have.
 */
export function checkFile(
  definitions: readonly Definition[],
  rules: readonly Rule[],
  trouble: Trouble,
  { shared, needed }: Surroundings = NOTHING_AROUND,
  isOverTree = false,
): readonly Rule[] {
  const places = placesOf(definitions);
  const sharedNames = new Set(shared.flatMap((line) => line.names.map(({ name }) => name)));
  checkClashes([...placesOf(shared).values(), ...places.values()], sharedNames, trouble.diagnostics);
  for (const named of [...shared.flatMap((line) => line.names), ...needed])
    if (!places.has(named.name)) places.set(named.name, { named, last: -1 });
  for (const [index, definition] of definitions.entries()) {
    for (const symbol of expressionsOf(definition).flatMap(symbolsOf)) {
      const place = places.get(symbol.name);
      if (place === undefined) unknown(symbol, places, trouble, isOverTree);
      else if (place.last >= index) belowItself(symbol, definition, definitions[place.last], trouble.diagnostics);
    }
  }
  return rules.filter(({ expression }) => {
    const foreign = symbolsOf(expression).filter(({ name }) => !places.has(name));
    const ofTree = foreign.filter(({ name }) => isOverTree && name.startsWith(CONFIG_PREFIX));
    for (const symbol of foreign) if (!ofTree.includes(symbol)) unknown(symbol, places, trouble);
    return ofTree.length > 0;
  });
}

function placesOf(definitions: readonly Definition[]): Map<string, Place> {
  const places = new Map<string, Place>();
  const unset = new Set(partUnsets(definitions).unsets.map(({ named }) => named.name)); // they name no symbol
  for (const [index, { names }] of definitions.entries()) {
    for (const named of names) {
      if (unset.has(named.name)) continue;
      const place = places.get(named.name);
      if (place === undefined) places.set(named.name, { named, last: index });
      else place.last = index;
    }
  }
  return places;
}

/** a.b and a_b would be the same variable of a run. */
function checkClashes(places: readonly Place[], known: ReadonlySet<string>, diagnostics: Diagnostic[]): void {
  const variables = new Map<string, Named>();
  for (const { named } of places) {
    const variable = environmentVariable(named.name);
    const earlier = variables.get(variable);
    if (earlier === undefined) variables.set(variable, named);
    else if (earlier.name !== named.name && !known.has(named.name)) diagnostics.push(clash(named, earlier));
  }
}

/** Returns the diagnostic of two names that would be one variable. */
export function clash(named: Named, earlier: Named): Diagnostic {
  return {
    code: 'E_NAME_CLASH',
    span: named.span,
    hint: 'rename one of them',
    notes: [{ message: `${earlier.name} stands here`, span: earlier.span }],
    message: `${named.name} and ${earlier.name} would be the same variable ${environmentVariable(named.name)} in the environment of a run`,
  };
}

function unknown(
  symbol: Expression & { kind: 'symbol' },
  places: ReadonlyMap<string, Place>,
  trouble: Trouble,
  isBesideTree = false,
): void {
  if (trouble.missingParts || trouble.brokenNames.has(symbol.name)) return;
  const { name, span } = symbol;
  trouble.diagnostics.push({
    code: 'E_SYMBOL_UNKNOWN',
    message: `there is no symbol ${name} in this range file`,
    span,
    hint:
      stageHint(name, trouble) ??
      nearName(name, places, trouble) ??
      (isBesideTree && name.startsWith(CONFIG_PREFIX) ? LINE_FIRST : asText(name)),
  });
}

/** The symbol may be one that a stage has to itself. */
function stageHint(name: string, { stageOf }: Trouble): string | undefined {
  const stage = stageOf?.get(name);
  if (stage === undefined) return undefined;
  return `${name} belongs to stage "${stage}": name it there, or as ${stage}.${name} in a stage that needs "${stage}"`;
}

/** Which values a line gives is settled before the tree completes them. */
const LINE_FIRST =
  'an if and := look at symbols of the file; of those that only the Kconfig tree has write depends on or exclude if';

function asText(name: string): string {
  return `if it is meant as text, write "${name}"`;
}

function nearName(name: string, places: ReadonlyMap<string, Place>, trouble: Trouble): string | undefined {
  const hyphened = [...places.keys()].find((other) => other.includes('-') && other.split('-').includes(name));
  if (hyphened !== undefined) return `a name with a hyphen stands in braces: {${hyphened}}`;
  const prefixed = `CONFIG_${name.toUpperCase()}`;
  if (places.has(prefixed)) return `did you mean ${prefixed}? If it is meant as text, write "${name}"`;
  return suggest(trouble, name, places.keys(), name.startsWith(CONFIG_PREFIX) ? CONFIG_PREFIX : '');
}

function belowItself(
  symbol: Expression & { kind: 'symbol' },
  line: Definition,
  below: Definition | undefined,
  diagnostics: Diagnostic[],
): void {
  const own = line.names.some((n) => n.name === symbol.name);
  const message = own
    ? `a line of ${symbol.name} cannot look at ${symbol.name} itself`
    : `${symbol.name} gets its value below this line`;
  const notes = own || below === undefined ? [] : [{ message: `${symbol.name} stands here`, span: below.span }];
  diagnostics.push({
    code: 'E_IF_ORDER',
    message,
    span: symbol.span,
    ...(notes.length === 0 ? {} : { notes }),
    hint: own ? 'a rule between values is written depends on ... or exclude if ...' : moveUp(symbol.name, line, below),
  });
}

/** What a file overrides keeps its own place, so it may stand below a condition of the file that is sourced above it. */
function moveUp(name: string, line: Definition, below: Definition | undefined): string {
  const from = below?.span.source;
  if (from === undefined || from === line.span.source) return `move the lines of ${name} above this line`;
  if (from.path === SET_PATH) return `write the lines of ${name} into the range file, above this line`;
  return `move the lines of ${name} above the one that sources ${line.span.source.path}`;
}
