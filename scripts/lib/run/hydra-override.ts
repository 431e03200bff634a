// SPDX-License-Identifier: MIT
import { CONFIG_PREFIX } from '../core/configuration-name.ts';
import { type JsonNode, readJson } from '../core/json-node.ts';
import { unreachable } from '../core/unreachable.ts';
import type { Assignment, Value } from '../core/value.ts';

/**
 * Returns one override of Hydra's command line, `learning_rate=0.1`: dotted names as they are, y and n as true and false,
 * null as null, hex as the number that it is, texts quoted by its grammar (hydra/grammar/OverrideLexer.g4 of Hydra 1.3).
 */
export function hydraOverride(key: string, value: Value): string {
  return `${key}=${overrideValue(value)}`;
}

/** Returns what stands for a symbol in an override: without CONFIG_ in small letters, else as written. */
export function argumentName({ name }: Pick<Assignment, 'name'>): string {
  return name.startsWith(CONFIG_PREFIX) ? name.slice(CONFIG_PREFIX.length).toLowerCase() : name;
}

function overrideValue(value: Value): string {
  switch (value.kind) {
    case 'tristate':
      return value.text === 'm' ? 'm' : String(value.text === 'y');
    case 'hex':
      return BigInt(value.text).toString(); // Hydra knows no hex: 0x10 would be a text
    case 'list':
      return jsonOverride(readJson(value.text));
    case 'text':
      return quotedText(value.text);
    case 'null':
      return 'null'; // Python's None is no word of the grammar
    case 'number':
    case 'boolean':
      return value.text;
    default:
      return unreachable(value);
  }
}

/** Numbers stay as they were written: 1.0 is no 1, and a long one loses no digits. */
function jsonOverride(node: JsonNode): string {
  switch (node.kind) {
    case 'raw':
      return node.text.startsWith('"') ? quotedText(String(JSON.parse(node.text))) : node.text;
    case 'array':
      return `[${node.items.map(jsonOverride).join(',')}]`;
    case 'object':
      return `{${[...node.entries].map(([key, item]) => `${escapedKey(key)}:${jsonOverride(item)}`).join(',')}}`;
    default:
      return unreachable(node);
  }
}

/** Words that stand for something else than themselves. */
const RESERVED = /^(true|false|null|nan|inf)$/i;

/**
 * A word that begins like a name needs no quotes. In quotes only a quote and the backslashes right before one (or before the
 * end) are escaped; a text with `${` is one for OmegaConf, which reads `\${` as it, and the backslashes before it in pairs.
 */
function quotedText(text: string): string {
  if (/^[A-Za-z_][\w-]*$/.test(text) && !RESERVED.test(text)) return text;
  const literal = text.includes('${') ? text.replace(/(\\*)\$\{/g, '$1$1\\${') : text;
  return `'${literal.replace(/(\\*)'/g, "$1$1\\'").replace(/(\\+)$/, '$1$1')}'`;
}

/** Keys of a map cannot be quoted; what means something is escaped. */
function escapedKey(key: string): string {
  return key.replace(/[\\()[\]{}:=, \t]/g, (c) => `\\${c}`);
}
