// SPDX-License-Identifier: MIT
import { jsonText, type Value } from '../core/value.ts';
import { changeJson } from './base/json-base.ts';
import { emptyObject, type JsonNode, printJson, readJson } from '../core/json-node.ts';
import { changeTree, type PathChange } from './base/place.ts';

/** Returns a json file: the base with changes made in it, or what is set alone. JSON has no comments, so no header. */
export function renderJson(changes: readonly PathChange<Value>[], base: string | undefined): string {
  const root: JsonNode = base === undefined ? emptyObject() : readJson(base);
  const nodes = changes.map(({ path, change }): PathChange<JsonNode> => {
    if (change.kind === 'remove') return { path, change };
    return { path, change: { kind: 'set', value: { kind: 'raw', text: jsonText(change.value), offset: 0 } } };
  });
  changeJson(root, changeTree(nodes));
  return `${printJson(root, '')}\n`;
}
