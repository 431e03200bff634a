// SPDX-License-Identifier: MIT
import { isNumberText } from '../../core/value.ts';
import { isMap, isNode, isScalar, isSeq, type YAMLMap } from 'yaml';
import { type Found, noItem, type Place, yamlScalarKind } from './place.ts';
import { isTrueText } from '../../core/yaml-word.ts';
import { keysOf, type Links, mergedValue, targetOf } from './yaml-links.ts';

/** Returns what a document holds at a name. */
export function findInYaml(contents: unknown, links: Links, name: string): Found {
  const parts = name.split('.');
  const path: string[] = [];
  let node: unknown = contents;
  let inList = false;
  for (let i = 0; i < parts.length; ) {
    const target = targetOf(node, links);
    const offset = offsetOf(node);
    if (isVoid(target) || (isMap(target) && target.items.length === 0))
      return { found: 'room', path: [...path, ...parts.slice(i)] };
    const step = isMap(target)
      ? keyAt(target, parts.slice(i), links)
      : isSeq(target)
        ? itemAt(target.items, parts[i] ?? '')
        : undefined;
    if (step === undefined) {
      const folder = path.join('.');
      if (isMap(target)) return { found: 'nothing', path: [...path, ...parts.slice(i)], folder, offset };
      const message = isSeq(target)
        ? noItem(name, folder, target.items.length, parts[i] ?? '')
        : `${name} cannot stand inside ${folder}, which is ${shownScalar(target)} in the base file`;
      return { found: 'blocked', problem: { message, offset } };
    }
    inList = isSeq(target);
    node = step.node;
    path.push(step.key);
    i += step.parts;
  }
  return { found: 'place', path, inList, offset: offsetOf(node), ...placeOf(targetOf(node, links), links) };
}

interface Step {
  readonly key: string;
  readonly node: unknown;
  /** How many parts of the name the key takes: a base may write a.b as one key. */
  readonly parts: number;
}

function keyAt(map: YAMLMap, parts: readonly string[], links: Links): Step | undefined {
  for (let taken = 1; taken <= parts.length; taken += 1) {
    const key = parts.slice(0, taken).join('.');
    const node: unknown = map.get(key, true) ?? mergedValue(map, key, links)?.node;
    if (node !== undefined) return { key, node, parts: taken };
  }
  return undefined;
}

function itemAt(items: readonly unknown[], part: string): Step | undefined {
  if (!/^(0|[1-9][0-9]{0,8})$/.test(part)) return undefined;
  const node = items[Number(part)];
  return node === undefined ? undefined : { key: part, node, parts: 1 };
}

function placeOf(target: unknown, links: Links): Pick<Place, 'kind' | 'shown' | 'text' | 'isMerged' | 'inside'> {
  if (isMap(target)) {
    const inside = keysOf(target, links);
    return {
      kind: 'map',
      shown: 'a folder of names',
      text: jsonOfYaml(target, links),
      isMerged: mergesIn(target, links),
      inside,
    };
  }
  if (isSeq(target))
    return { kind: 'list', shown: 'a list', text: jsonOfYaml(target, links), isMerged: false, inside: [] };
  const kind = isScalar(target) ? yamlScalarKind(target) : 'null';
  const text = isScalar(target) ? String(target.value ?? '') : '';
  return { kind, shown: shownScalar(target), text, isMerged: false, inside: [] };
}

/** Returns a value as compact JSON, as far as JSON knows such values; what it does not know is a text. */
function jsonOfYaml(node: unknown, links: Links): string {
  const target = targetOf(node, links);
  if (isSeq(target)) return `[${target.items.map((item) => jsonOfYaml(item, links)).join(',')}]`;
  if (isMap(target)) {
    const entries = keysOf(target, links).map((key): string => {
      const value: unknown = target.get(key, true) ?? mergedValue(target, key, links)?.node;
      return `${JSON.stringify(key)}:${jsonOfYaml(value, links)}`;
    });
    return `{${entries.join(',')}}`;
  }
  if (!isScalar(target)) return 'null';
  const text = String(target.value ?? '');
  switch (yamlScalarKind(target)) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(isTrueText(text));
    case 'int':
    case 'float':
      return isNumberText(text) ? text : JSON.stringify(text);
    default:
      return JSON.stringify(text);
  }
}

function mergesIn(map: YAMLMap, links: Links): boolean {
  return [...links.targets].some(([alias, target]) => target === map && isMergePath(links.paths.get(alias) ?? []));
}

/** Tells whether a path ends in a merge key, or in a list of what is merged. */
export function isMergePath(path: readonly string[]): boolean {
  return path.at(-1) === '<<' || path.at(-2) === '<<';
}

/** Longest value that a message shows whole. */
const SHOWN = 40;

function shownScalar(node: unknown): string {
  if (!isScalar(node)) return 'nothing';
  const text = String(node.value ?? '');
  const cut = text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text;
  return yamlScalarKind(node) === 'text' ? JSON.stringify(cut) : cut === '' ? 'empty' : cut;
}

/** Nothing, or a scalar that is null: a folder may grow there. */
export function isVoid(node: unknown): boolean {
  return node === undefined || node === null || (isScalar(node) && yamlScalarKind(node) === 'null');
}

function offsetOf(node: unknown): number {
  return (isNode(node) ? node.range?.[0] : undefined) ?? 0;
}
