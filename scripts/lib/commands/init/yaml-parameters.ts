// SPDX-License-Identifier: MIT
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import { UsageError } from '../../core/diagnostic.ts';
import { isNumberText } from '../../core/value.ts';
import type { ScriptDefault, ScriptParameter } from './script-parameter.ts';

interface Walk {
  readonly lines: LineCounter;
  readonly found: ScriptParameter[];
}

/**
 * Returns the leaves of a YAML file as parameters, nested names joined by dots. With `isHydra` its defaults list gives the
 * groups as parameters with their files as choices, and what the chosen files hold. Throws UsageError for a file that is no YAML map.
 */
export function yamlParameters(path: string, isHydra: boolean): readonly ScriptParameter[] {
  const map = openMap(path);
  const found: ScriptParameter[] = [];
  if (isHydra) found.push(...groupsOf(map.value, dirname(path)));
  collect(map.value, '', { lines: map.lines, found });
  return found.filter((one, i) => found.findIndex((other) => other.flag === one.flag) === i);
}

function openMap(path: string): { readonly value: YAMLMap; readonly lines: LineCounter } {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter: lines, version: '1.2' });
  const [trouble] = document.errors;
  if (trouble !== undefined) throw new UsageError(`${path}: ${trouble.message}`);
  if (!isMap(document.contents)) throw new UsageError(`${path} holds no map of parameters`);
  return { value: document.contents, lines };
}

function collect(map: YAMLMap, prefix: string, walk: Walk): void {
  for (const { key, value } of map.items) {
    if (!isScalar(key)) continue;
    const name = prefix + String(key.value);
    if (prefix === '' && (name === 'defaults' || name === 'hydra')) continue;
    if (isMap(value)) collect(value, `${name}.`, walk);
    else {
      const line = walk.lines.linePos(key.range?.[0] ?? 0).line;
      walk.found.push(parameterOf(name, line, defaultOf(value as Node | null)));
    }
  }
}

function parameterOf(
  flag: string,
  line: number,
  value: ScriptDefault,
  choices: readonly string[] = [],
): ScriptParameter {
  return {
    flag,
    line,
    default: value,
    kind: '',
    choices: choices.length === 0 ? null : choices.map((s) => ({ t: 'text', s })),
    action: value.t === 'bool' ? 'word' : '',
    list: '',
  };
}

function defaultOf(node: Node | null): ScriptDefault {
  if (isSeq(node)) {
    const items: unknown = node.toJSON();
    return { t: 'list', s: JSON.stringify(items) };
  }
  if (!isScalar(node) || node.value === null) return { t: 'null' };
  const { value, source = '' } = node;
  if (typeof value === 'boolean') return { t: 'bool', s: String(value) };
  if (typeof value === 'number') return { t: 'number', s: isNumberText(source) ? source : String(value) };
  const text = String(value);
  if (text === '???') return { t: 'none' };
  return text.includes('${') ? { t: 'code', s: text } : { t: 'text', s: text };
}

/** Entries `- model: resnet` of the defaults list: the group is a parameter, the files beside the chosen one are its choices. */
function groupsOf(map: YAMLMap, folder: string): readonly ScriptParameter[] {
  const defaults = map.get('defaults');
  if (!isSeq(defaults)) return [];
  return defaults.items.flatMap((item) => {
    if (!isMap(item)) return [];
    return item.items.flatMap(({ key, value }) => {
      if (!isScalar(key) || !isScalar(value) || typeof value.value !== 'string') return [];
      const group = String(key.value).replace(/^(?:override|optional)\s+/, '');
      if (group.startsWith('hydra/')) return [];
      const file = join(folder, group, `${value.value}.yaml`);
      const found: ScriptParameter[] = [
        parameterOf(group, 0, { t: 'text', s: value.value }, filesOf(join(folder, group))),
      ];
      if (existsSync(file)) {
        const { value: inner, lines } = openMap(file);
        collect(inner, `${group.replaceAll('/', '.')}.`, { lines, found });
      }
      return found;
    });
  });
}

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => name.slice(0, -'.yaml'.length))
      .sort();
  } catch {
    return [];
  }
}
