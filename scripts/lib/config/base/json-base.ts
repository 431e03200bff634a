// SPDX-License-Identifier: MIT
import { compactJson, emptyObject, type JsonNode, plainJson } from '../../core/json-node.ts';
import { type ChangeTree, type Found, isStandIn, MAX_NAMES, noItem, onlyRemoves, type PlaceKind } from './place.ts';

/** Returns what a JSON text holds at a name. */
export function findInJson(root: JsonNode, name: string): Found {
  const parts = name.split('.');
  const path: string[] = [];
  let node = root;
  let inList = false;
  for (let i = 0; i < parts.length; ) {
    const rest = parts.slice(i);
    if (isEmpty(node)) return { found: 'room', path: [...path, ...rest] };
    const step = stepInto(node, rest);
    if (step === undefined) {
      const folder = path.join('.');
      if (node.kind === 'object') return { found: 'nothing', path: [...path, ...rest], folder, offset: node.offset };
      const message =
        node.kind === 'array'
          ? noItem(name, folder, node.items.length, rest[0] ?? '')
          : `${name} cannot stand inside ${folder}, which is ${node.text} in the base file`;
      return { found: 'blocked', problem: { message, offset: node.offset } };
    }
    inList = node.kind === 'array';
    path.push(step.key);
    node = step.node;
    i += step.parts;
  }
  const { kind, shown, text } = kindOf(node);
  const inside = node.kind === 'object' ? [...node.entries.keys()] : [];
  return { found: 'place', path, kind, shown, text, offset: node.offset, inList, isMerged: false, inside };
}

interface JsonStep {
  readonly key: string;
  readonly node: JsonNode;
  readonly parts: number;
}

function stepInto(node: JsonNode, parts: readonly string[]): JsonStep | undefined {
  if (node.kind === 'raw') return undefined;
  if (node.kind === 'array') {
    const [key = ''] = parts;
    const item = /^(0|[1-9][0-9]{0,8})$/.test(key) ? node.items[Number(key)] : undefined;
    return item === undefined ? undefined : { key, node: item, parts: 1 };
  }
  for (let taken = 1; taken <= parts.length; taken += 1) {
    const key = parts.slice(0, taken).join('.');
    const child = node.entries.get(key);
    if (child !== undefined) return { key, node: child, parts: taken };
  }
  return undefined;
}

function isEmpty(node: JsonNode): boolean {
  return node.kind === 'object' ? node.entries.size === 0 : node.kind === 'raw' && node.text === 'null';
}

function kindOf(node: JsonNode): { kind: PlaceKind; shown: string; text: string } {
  if (node.kind === 'object') return { kind: 'map', shown: 'a folder of names', text: compactJson(node) };
  if (node.kind === 'array') return { kind: 'list', shown: 'a list', text: compactJson(node) };
  return { kind: rawKind(node.text), shown: node.text, text: plainJson(node) };
}

function rawKind(text: string): PlaceKind {
  if (text.startsWith('"')) return isStandIn(text.slice(1, -1)) ? 'any' : 'text';
  if (text === 'null') return 'null';
  if (text === 'true' || text === 'false') return 'boolean';
  return /[.eE]/.test(text) ? 'float' : 'int';
}

/** Makes changes in a tree. */
export function changeJson(root: JsonNode, changes: ChangeTree<JsonNode>): void {
  for (const [part, below] of changes.children) {
    const old =
      root.kind === 'object' ? root.entries.get(part) : root.kind === 'array' ? root.items[Number(part)] : undefined;
    const { change } = below;
    if (change?.kind === 'set') put(root, part, change.value);
    else if (change !== undefined) {
      if (root.kind === 'object') root.entries.delete(part);
    } else if (old !== undefined && old.kind !== 'raw') changeJson(old, below);
    else if (!onlyRemoves(below)) {
      const made = emptyObject();
      put(root, part, made);
      changeJson(made, below);
    }
  }
}

function put(folder: JsonNode, part: string, node: JsonNode): void {
  if (folder.kind === 'object') folder.entries.set(part, node);
  else if (folder.kind === 'array') folder.items[Number(part)] = node;
}

/** Returns the names of all values, and of the folders they are in. */
export function namesInJson(root: JsonNode): readonly string[] {
  const names: string[] = [];
  const gather = (node: JsonNode, name: string): void => {
    if (names.length >= MAX_NAMES) return;
    if (name !== '') names.push(name);
    const children = node.kind === 'object' ? node.entries : node.kind === 'array' ? node.items.entries() : [];
    for (const [key, child] of children) gather(child, name === '' ? String(key) : `${name}.${key}`);
  };
  gather(root, '');
  return names;
}

/** JSON has no aliases: nothing moves along. */
export function jsonFollowers(): readonly string[] {
  return [];
}
