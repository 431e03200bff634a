// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Source } from '../core/source.ts';
import { readWord, type ValueKind } from '../core/value.ts';
import { fail, peek, quoted, type Reader, skipBlanks, spanOf, take } from './reader.ts';
import type { Named } from './tree.ts';

/** A symbol: letters, digits, _ and dots that nest. Sticky. */
export const NAME = /[A-Za-z_][A-Za-z0-9_.]*/y;

/** A symbol where it gets its value: hyphens may stand inside, which are minus signs in an expression. Sticky. */
export const WRITTEN_NAME = /[A-Za-z_][A-Za-z0-9_.]*(?:-+[A-Za-z0-9_.]+)*/y;

const NAME_HINT = 'names are letters, digits, _, - and dots: CONFIG_LR, training.lr, learning-rate';

/** A name in quotes: of words such as n and true, which are values without them. */
export const QUOTED_NAME = /"[A-Za-z_][A-Za-z0-9_.]*(?:-+[A-Za-z0-9_.]+)*"/y;

/** What stands where a name is expected, for messages. */
const WORD = /[^ \t\r\n;=,|"#()]+/y;

/** Variables that a shell, its loader or bash itself give a meaning; a run's environment must keep them. */
const ENVIRONMENT_NAMES: ReadonlySet<string> = new Set([
  'PATH',
  'HOME',
  'ENV',
  'IFS',
  'PS4',
  'BASH_ENV',
  'SHELLOPTS',
  'BASHOPTS',
  'UID',
  'EUID',
  'PPID',
  // bash gives these values of its own (bash(1), Shell Variables): a run would not see the configured one.
  'RANDOM',
  'SRANDOM',
  'SECONDS',
  'LINENO',
  'EPOCHSECONDS',
  'EPOCHREALTIME',
  'PWD',
  'OLDPWD',
  'SHLVL',
]);
const ENVIRONMENT_PREFIXES: readonly string[] = ['LD_', 'BASH_FUNC_', 'SWEEP_'];

/** What templates can print by themselves, and the words Handlebars keeps for itself. */
const TEMPLATE_NAMES: ReadonlySet<string> = new Set([
  'config',
  'out_dir',
  'number',
  'name',
  'args',
  'range_dir',
  'json',
  'yaml',
  'sh',
  'this',
  'if',
  'unless',
  'each',
  'with',
  'lookup',
  'log',
  'undefined',
]);

/** Returns why a symbol cannot have this name, or undefined when it can. */
export function reservedReason(name: string): string | undefined {
  const variable = environmentVariable(name);
  if (ENVIRONMENT_NAMES.has(variable)) return `${variable} means something to every program that is started`;
  const prefix = ENVIRONMENT_PREFIXES.find((p) => variable.startsWith(p));
  if (prefix === 'SWEEP_') return 'names that start with SWEEP_ belong to ksweep';
  if (prefix !== undefined)
    return `variables that start with ${prefix} mean something to every program that is started`;
  return undefined;
}

/** Returns why a name is a word of templates, or undefined when it is none. */
export function templateWord(name: string): string | undefined {
  return TEMPLATE_NAMES.has(name) ? `{{${name}}} means something else in a template` : undefined;
}

/** The name of a symbol in the environment of a run: dots and hyphens become _. */
export function environmentVariable(name: string): string {
  return name.replace(/[.-]/g, '_');
}

/** Returns a name as a range file holds it where it gets a value: a word that is a value stands in quotes. */
export function printName(name: string): string {
  return readWord(name).kind === 'text' ? name : `"${name}"`;
}

/** Words of expressions. */
const OPERATOR_WORDS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'if']);

/** Returns a name as an expression holds it: in braces where it would be read as something else. */
export function printReference(name: string): string {
  const isPlain = /^[A-Za-z_][A-Za-z0-9_.]*$/.test(name) && readWord(name).kind === 'text';
  return isPlain && !OPERATOR_WORDS.has(name) ? name : `{${name}}`;
}

/** Reads a symbol's name, or notes what is wrong with it. */
export function readName(reader: Reader): Named | undefined {
  const at = reader.at;
  const quotedName = take(reader, QUOTED_NAME)?.slice(1, -1);
  const name = quotedName ?? take(reader, WRITTEN_NAME);
  const rest = reader.source.text.startsWith(':=', reader.at) ? undefined : take(reader, WORD);
  if (name === undefined || rest !== undefined) {
    const word = (name ?? '') + (rest ?? '');
    const bad = [...(rest ?? '')][0];
    const why = name === undefined ? 'a name starts with a letter or _' : `${quoted(bad ?? '')} cannot stand in a name`;
    const hint = NAME_HINT;
    if (word === '') return fail(reader, { code: 'E_NAME', message: 'a name is missing here', hint, end: at + 1 });
    return fail(reader, { code: 'E_NAME', message: `${quoted(word)} is no name: ${why}`, hint, at });
  }
  const trouble = nameTrouble(name, quotedName !== undefined);
  if (trouble !== undefined) return fail(reader, { code: 'E_NAME', ...trouble, at, end: reader.at });
  const reason = reservedReason(name);
  if (reason !== undefined) {
    return fail(reader, {
      code: 'E_NAME_RESERVED',
      message: `a symbol cannot be called ${name}: ${reason}`,
      at,
      end: reader.at,
      hint: `give it another name, such as CONFIG_${name.toUpperCase().replace(/^SWEEP_/, '')}`,
    });
  }
  return { name, span: spanOf(reader, at, reader.at) };
}

const WORDS: { readonly [K in Exclude<ValueKind, 'text'>]: string } = {
  tristate: 'yes, no, module',
  boolean: 'true or false',
  null: 'no value',
  number: 'a number',
  hex: 'a number',
  list: 'a list',
};

function nameTrouble(name: string, isQuoted: boolean): { message: string; hint: string } | undefined {
  const word = readWord(name);
  if (word.kind !== 'text' && !isQuoted) {
    return {
      message: `${name} is a value (${WORDS[word.kind]}) and cannot be a name`,
      hint: `in quotes it is one: "${name}"=...; or give the symbol a longer name`,
    };
  }
  if (!name.endsWith('.') && !name.includes('..')) return undefined;
  return {
    message: `${quoted(name)} is no name: dots nest, and one of them has nothing behind it`,
    hint: 'write training.lr',
  };
}

/** Returns what is wrong with a text that is one name and nothing else, as a setting gives it. */
export function checkName(source: Source): readonly Diagnostic[] {
  const reader: Reader = { source, at: 0, end: source.text.length, diagnostics: [] };
  const name = readName(reader);
  const bad = [...source.text.slice(reader.at)][0];
  if (name !== undefined && bad !== undefined) {
    fail(reader, {
      code: 'E_NAME',
      message: `${quoted(source.text)} is no name: ${quoted(bad)} cannot stand in a name`,
      hint: NAME_HINT,
      at: 0,
    });
  }
  return reader.diagnostics;
}

/** Reads the further names of zipped symbols up to the =, on which the reader then stands. */
export function readNamesAfter(reader: Reader, first: Named): Named[] | undefined {
  const names = [first];
  const seen = new Set([first.name]);
  for (;;) {
    skipBlanks(reader);
    const next = peek(reader);
    if (next === '=' || reader.source.text.startsWith(':=', reader.at)) return names;
    if (next !== ',') {
      const found = next === '' ? 'the end of the line' : quoted(next);
      return fail(reader, {
        code: 'E_SYNTAX',
        message: `found ${found}, expected , or = behind a name`,
        hint: 'zipped symbols are written CONFIG_A,CONFIG_B=1,2|3,4',
        end: reader.at + 1,
      });
    }
    reader.at += 1;
    skipBlanks(reader);
    const name = readName(reader);
    if (name === undefined) return undefined;
    if (seen.has(name.name)) {
      return fail(reader, {
        code: 'E_ASSIGNED_TWICE',
        message: `${name.name} stands twice among the zipped symbols`,
        hint: 'name each symbol once',
        at: name.span.offset,
        end: reader.at,
      });
    }
    seen.add(name.name);
    names.push(name);
  }
}
