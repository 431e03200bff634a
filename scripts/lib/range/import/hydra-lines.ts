// SPDX-License-Identifier: MIT
import { posix } from 'node:path';
import type { Span } from '../../core/source.ts';
import type { Value } from '../../core/value.ts';
import { quoted } from '../reader.ts';
import type { ParsedOverride } from './hydra-grammar.ts';
import { hydraRange } from './hydra-range.ts';
import { type HydraElement, type HydraSweep, isSweep } from './hydra-value.ts';
import {
  type ForeignFile,
  type ForeignReading,
  type ForeignSurroundings,
  type ImportTrouble,
  type NativeLine,
  refuse,
} from './system.ts';
import { nativeName, nativeValue } from './value.ts';

/** An override with its place. */
export interface PlacedOverride extends ParsedOverride {
  readonly span: Span;
}

/** An override with the symbol of ours that it is. */
export interface NamedOverride extends PlacedOverride {
  /** Undefined for what is deleted: that is a word of the command. */
  readonly symbol: string | undefined;
  /** What the command line calls it: +model.depth. */
  readonly word: string;
}

/**
 * Returns overrides with their symbols. Of two of the same name the later one counts, as for Hydra; a config group whose name is
 * the folder of other names gets another one here, and keeps its own on the command line.
 */
export function namedOverrides(
  overrides: readonly PlacedOverride[],
  reading: ForeignReading,
): readonly NamedOverride[] {
  const byWord = new Map<string, PlacedOverride>();
  for (const one of overrides) {
    const word = `${one.sign}${one.key}`;
    const earlier = byWord.get(word);
    if (earlier !== undefined)
      reading.untranslated.push({
        span: earlier.span,
        text: `${word} stands here and once more below, and the last one counts`,
      });
    byWord.set(word, one);
  }
  const symbols = [...byWord].map(([, { key, sign }]) => (sign === '~' ? '' : key.replace(/[/@$]/g, '_')));
  const taken = new Set(symbols);
  return [...byWord].map(([word, one], i): NamedOverride => {
    if (one.sign === '~') return { ...one, symbol: undefined, word: deleted(word, one) };
    const symbol = symbols[i] ?? '';
    const isFolder = symbols.some((other) => other.startsWith(`${symbol}.`));
    const isTaken = symbols.indexOf(symbol) !== i;
    if (!isFolder && !isTaken) return { ...one, symbol, word };
    let free = `${symbol}_group`;
    for (let n = 2; taken.has(free); n += 1) free = `${symbol}_group${n}`;
    taken.add(free);
    if (isTaken && !isFolder)
      refuse(reading, {
        code: 'E_ASSIGNED_TWICE',
        span: one.span,
        message: `${word} and an override above are one name`,
        hint: 'write one of them',
      });
    return { ...one, symbol: free, word };
  });
}

function deleted(word: string, { value }: PlacedOverride): string {
  if (value === undefined || isSweep(value)) return word;
  const text =
    value.kind === 'text' || value.kind === 'int' || value.kind === 'float'
      ? value.text
      : value.kind === 'boolean'
        ? String(value.isTrue)
        : '';
  return `${word}=${text}`;
}

interface LineContext {
  readonly file: ForeignFile;
  readonly around: ForeignSurroundings;
  readonly reading: ForeignReading;
}

/** Returns the line of an override; none for what is deleted, or cannot be a line. */
export function hydraLine(override: NamedOverride, context: LineContext): readonly NativeLine[] {
  const { symbol, value, span } = override;
  if (symbol === undefined || value === undefined) return [];
  if (isSweep(value)) for (const text of value.notes ?? []) context.reading.untranslated.push({ span, text });
  const name = nativeName(symbol, span, context.reading);
  const right = isSweep(value) ? sweptSide(override, value, context) : valueSide(value, span, context.reading);
  return name === undefined || right === undefined ? [] : [{ text: `${name}=${right}`, span }];
}

function valueSide(value: HydraElement, span: Span, trouble: ImportTrouble): string | undefined {
  const read = ourValue(value, span, trouble);
  return read === undefined ? undefined : nativeValue(read);
}

function sweptSide(override: NamedOverride, sweep: HydraSweep, context: LineContext): string | undefined {
  const { span } = override;
  const { reading: trouble } = context;
  switch (sweep.kind) {
    case 'choice': {
      const sides = sweep.items.map((item) => valueSide(item, span, trouble));
      return sides.includes(undefined) ? undefined : sides.join('|');
    }
    case 'range': {
      const side = hydraRange(sweep);
      const { start, stop, step } = sweep;
      if (side !== undefined) return side;
      const message = `range(${start.text},${stop.text},${step.text}) has no values, or more than 10,000 floats`;
      return refuse(trouble, {
        code: 'E_IMPORT_VALUE',
        span,
        message,
        hint: 'write a step that leads from start to stop',
      });
    }
    case 'interval': {
      const { start, end, isLog } = sweep;
      const isWhole = start.kind === 'int';
      if (Number(start.text) > Number(end.text)) {
        const message = `interval(${start.text},${end.text}) ends before it starts`;
        return refuse(trouble, { code: 'E_IMPORT_VALUE', span, message, hint: 'change its ends over' });
      }
      if (Number(start.text) === Number(end.text)) return start.text;
      return `~${isLog ? (isWhole ? 'logint' : 'loguniform') : isWhole ? 'int' : 'uniform'}(${start.text},${end.text})`;
    }
    case 'glob':
      return globSide(override, sweep, context);
  }
}

/** The options of a config group are files of a folder with its name, beside the config or in conf/. */
function globSide(
  { key, span }: NamedOverride,
  { include, exclude }: Extract<HydraSweep, { kind: 'glob' }>,
  { file, around, reading: trouble }: LineContext,
): string | undefined {
  const group = key.replace(/@.*$/, '').replaceAll('.', '/');
  const matches = (name: string, globs: readonly string[]): boolean =>
    globs.some((glob) => globPattern(glob).test(name));
  for (const folder of [group, posix.join('conf', group), posix.join('config', group), posix.join('configs', group)]) {
    const options = around
      .list(folder, file.source)
      .flatMap((name) => /^(.+)\.yaml$/.exec(name)?.[1] ?? [])
      .filter((name) => matches(name, include) && !matches(name, exclude));
    if (options.length === 0) continue;
    // Read, so that they are recorded: the sweep folder must know them again without these files.
    for (const option of options) around.load(posix.join(folder, `${option}.yaml`), file.source);
    return options.map((option) => nativeValue({ kind: 'text', text: option })).join('|');
  }
  return refuse(trouble, {
    code: 'E_IMPORT_VALUE',
    span,
    message: `no config of the group ${quoted(group)} matches ${quoted(include.join(','))}: there is none in ${group}/ or conf/${group}/ beside this file`,
    hint: `write the names themselves: ${key}=a,b`,
  });
}

/** A pattern of fnmatch: *, ?, [a-z] and [!a-z]. */
function globPattern(glob: string): RegExp {
  const parts = glob.split(/(\*|\?|\[[!^]?[^\]]+\])/).map((part) => {
    if (part === '*') return '.*';
    if (part === '?') return '.';
    if (/^\[.+\]$/.test(part)) return part.replace(/^\[!/, '[^').replaceAll('\\', '\\\\');
    return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`, 's');
}

function ourValue(element: HydraElement, span: Span, trouble: ImportTrouble): Value | undefined {
  switch (element.kind) {
    case 'null':
      return { kind: 'null', text: 'null' };
    case 'boolean':
      return { kind: 'boolean', text: element.isTrue ? 'true' : 'false' };
    case 'int':
    case 'float':
      return { kind: 'number', text: element.text };
    case 'text': {
      if (!/[\n\r\0]/.test(element.text)) return { kind: 'text', text: element.text };
      const message = 'this text has a line break in it';
      return refuse(trouble, { code: 'E_IMPORT_VALUE', span, message, hint: 'values are single lines' });
    }
    case 'list':
    case 'map':
      return { kind: 'list', text: jsonOf(element) };
  }
}

function jsonOf(element: HydraElement): string {
  switch (element.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(element.isTrue);
    case 'int':
    case 'float':
      return element.text;
    case 'text':
      return JSON.stringify(element.text);
    case 'list':
      return `[${element.items.map(jsonOf).join(',')}]`;
    case 'map':
      return `{${element.entries.map(([key, value]) => `${JSON.stringify(keyText(key))}:${jsonOf(value)}`).join(',')}}`;
  }
}

function keyText(key: HydraElement): string {
  return key.kind === 'text' ? key.text : jsonOf(key);
}
