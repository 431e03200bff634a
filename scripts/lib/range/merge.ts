// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Span } from '../core/source.ts';
import { type Assignment, valueKey } from '../core/value.ts';
import type { FileNode } from './include.ts';
import { checkOwnLines } from './own-lines.ts';
import type { Definition, Rule, SettingLine } from './tree.ts';

/** A plain value that a sourced file gives: the baseline of MODE=independent. */
export interface Default {
  readonly assignment: Assignment;
  readonly span: Span;
}

/** A line with the file it stands in; lines of one symbol that come from two sourced files are a conflict. */
export interface Owned<T> {
  readonly item: T;
  readonly owner: FileNode;
}

/** A file merged with all it sources: own lines over sourced ones, each in its place. */
export interface Layer {
  definitions: Owned<Definition>[];
  settings: Owned<SettingLine>[];
  readonly rules: Rule[];
  readonly defaults: Map<string, Default>;
}

/** Merges a file with the files it sources. */
export function mergeNode(node: FileNode, diagnostics: Diagnostic[]): Layer {
  const layer: Layer = { definitions: [], settings: [], rules: [], defaults: new Map() };
  for (const item of node.items) {
    if (item.kind === 'definition') layer.definitions.push({ item, owner: node });
    else if (item.kind === 'setting') layer.settings.push({ item: item.setting, owner: node });
    else if (item.kind === 'included') addLayer(layer, mergeNode(item.node, diagnostics));
    else if (item.kind !== 'stage') layer.rules.push(item);
  }
  const own = checkOwnLines(node, diagnostics);
  layer.definitions = layer.definitions.filter(
    (d) => d.owner === node || !isOverridden(d.item, own.definitions, layer, diagnostics),
  );
  layer.settings = layer.settings.filter((s) => s.owner === node || !own.settings.has(s.item.name));
  return layer;
}

function addLayer(layer: Layer, inner: Layer): void {
  for (const definition of inner.definitions) layer.definitions.push(definition);
  for (const setting of inner.settings) layer.settings.push(setting);
  for (const rule of inner.rules) layer.rules.push(rule);
  for (const [name, value] of inner.defaults) layer.defaults.set(name, value);
}

/** A line of this file overrides a sourced plain value; a plain one overrides a sourced sweep as well. */
function isOverridden(
  sourced: Definition,
  own: ReadonlyMap<string, Definition>,
  layer: Layer,
  diagnostics: Diagnostic[],
): boolean {
  const overriding = sourced.names.map(({ name }) => own.get(name));
  const first = overriding.find((d) => d !== undefined);
  if (first === undefined) return false;
  if (!overridesAll(sourced, overriding, diagnostics)) return true;
  const plain = plainValues(sourced);
  for (const value of plain ?? []) layer.defaults.set(value.assignment.name, value);
  if (
    plain === undefined &&
    overriding.some((d) => d !== undefined && plainValues(d) === undefined && d.right.kind !== 'computed')
  ) {
    diagnostics.push({
      code: 'E_ASSIGNED_TWICE',
      span: first.span,
      message: `${listNames(sourced)} ${sourced.names.length > 1 ? 'are' : 'is'} swept here and in the sourced file`,
      notes: [{ message: 'the sourced line, which counts as if it stood here', span: sourced.span }],
      hint: 'delete one of the lines; a plain value (NAME=value) here would override the sourced line',
    });
  }
  return true;
}

/** Zipped symbols can only be overridden together; what is left of them would have no partners. */
export function overridesAll(
  old: Definition,
  overriding: readonly (Definition | undefined)[],
  diagnostics: Diagnostic[],
): boolean {
  const missing = old.names.filter((_, i) => overriding[i] === undefined);
  const first = overriding.find((d) => d !== undefined);
  if (missing.length === 0 || first === undefined) return true;
  diagnostics.push({
    code: 'E_ZIP_OVERRIDE',
    span: first.span,
    message: `this overrides only a part of the zipped symbols ${listNames(old)}`,
    notes: [{ message: 'they are zipped here', span: old.span }],
    hint: `give ${missing.map((n) => n.name).join(' and ')} a line as well`,
  });
  return false;
}

/** Returns the values of a line that gives exactly one and has no condition, or undefined for any other line. */
export function plainValues(definition: Definition): Default[] | undefined {
  const { right, condition, names } = definition;
  if (condition !== undefined) return undefined;
  if (right.kind === 'unset') return [];
  if (right.kind === 'choices') {
    const [only] = right.alternatives;
    const [name] = names;
    if (right.alternatives.length !== 1 || only?.kind !== 'value' || name === undefined) return undefined;
    return [{ assignment: { name: name.name, value: only.value }, span: definition.span }];
  }
  const row = right.kind === 'rows' && right.rows.length === 1 ? right.rows[0] : undefined;
  return row?.flatMap((cell, i) =>
    cell === undefined
      ? []
      : [{ assignment: { name: names[i]?.name ?? '', value: cell.value }, span: definition.span }],
  );
}

/** Drops what two sourced files say alike, and notes where they differ and no file above them decides. */
export function settleConflicts(layer: Layer, diagnostics: Diagnostic[]): void {
  const first = new Map<string, Owned<Definition>>();
  layer.definitions = layer.definitions.filter((d) => {
    const earlier = d.item.names.map(({ name }) => first.get(name)).find((e) => e !== undefined && e.owner !== d.owner);
    for (const { name } of d.item.names) if (!first.has(name)) first.set(name, d);
    if (earlier === undefined) return true;
    if (!samePlainValues(earlier.item, d.item))
      conflict(listNames(d.item), earlier.item.span, d.item.span, diagnostics);
    return false;
  });
  const settings = new Map<string, Owned<SettingLine>>();
  layer.settings = layer.settings.filter((s) => {
    const earlier = settings.get(s.item.name);
    if (earlier === undefined) settings.set(s.item.name, s);
    else if (earlier.item.text !== s.item.text && earlier.owner !== s.owner)
      conflict(`SWEEP_${s.item.name}`, earlier.item.span, s.item.span, diagnostics);
    return earlier === undefined;
  });
}

function samePlainValues(a: Definition, b: Definition): boolean {
  const key = (d: Definition): string | undefined =>
    plainValues(d)
      ?.map((v) => `${v.assignment.name}=${valueKey(v.assignment.value)}`)
      .sort()
      .join('\n');
  const left = key(a);
  return left !== undefined && left === key(b);
}

function conflict(names: string, first: Span, second: Span, diagnostics: Diagnostic[]): void {
  diagnostics.push({
    code: 'E_SOURCE_CONFLICT',
    span: second,
    message: `two sourced files give ${names}, each another way`,
    notes: [{ message: 'the other file', span: first }],
    hint: 'write the line you want in the file that sources both',
  });
}

/** The names of a line, for messages. */
function listNames(definition: Definition): string {
  return definition.names.map((n) => n.name).join(',');
}
