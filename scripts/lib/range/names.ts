// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Source } from '../core/source.ts';
import { readWord, type ValueKind } from '../core/value.ts';
import { fail, peek, quoted, type Reader, skipBlanks, spanOf, take } from './reader.ts';
import type { Named } from './tree.ts';

/** A symbol: letters, digits, _ and dots that nest. Sticky. */
export const NAME = /[A-Za-z_][A-Za-z0-9_.]*/y;

const NAME_HINT = 'names are letters, digits, _ and dots: CONFIG_LR, training.lr';

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
  if (TEMPLATE_NAMES.has(name)) return `{{${name}}} means something else in a template`;
  return undefined;
}

/** The name of a symbol in the environment of a run: dots become _. */
export function environmentVariable(name: string): string {
  return name.replaceAll('.', '_');
}

/** Reads a symbol's name, or notes what is wrong with it. */
export function readName(reader: Reader): Named | undefined {
  const at = reader.at;
  const name = take(reader, NAME);
  const rest = take(reader, WORD);
  if (name === undefined || rest !== undefined) {
    const word = (name ?? '') + (rest ?? '');
    const bad = [...(rest ?? '')][0];
    const why = name === undefined ? 'a name starts with a letter or _' : `${quoted(bad ?? '')} cannot stand in a name`;
    const hint = NAME_HINT;
    if (word === '') return fail(reader, { code: 'E_NAME', message: 'a name is missing here', hint, end: at + 1 });
    return fail(reader, { code: 'E_NAME', message: `${quoted(word)} is no name: ${why}`, hint, at });
  }
  const trouble = nameTrouble(name);
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

function nameTrouble(name: string): { message: string; hint: string } | undefined {
  const word = readWord(name);
  if (word.kind !== 'text') {
    return {
      message: `${name} is a value (${WORDS[word.kind]}) and cannot be a name`,
      hint: 'give the symbol a longer name',
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
    if (next === '=') return names;
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
