// SPDX-License-Identifier: MIT
import { CONFIG_PREFIX } from '../core/configuration-name.ts';
import { readDefinition, readUnset } from './definition.ts';
import { readExpression } from './expression.ts';
import type { LineBounds } from './lines.ts';
import { NAME, QUOTED_NAME, readName, WRITTEN_NAME } from './names.ts';
import { ESCAPE_HINT, readQuoted } from './quoted-text.ts';
import { atLineEnd, fail, peek, quoted, type Reader, skipBlanks, spanOf, take } from './reader.ts';
import { readSetting } from './setting.ts';
import { readStageLine, type StageLine } from './stage-line.ts';
import type { Definition, Rule, SourceLine, Statement } from './tree.ts';
import { foundHere } from './words.ts';

/** What a line came to: a statement, a line of stages, nothing (blank, comment), or an error that was noted. */
export type LineReading = Statement | NotSetComment | StageLine | 'nothing' | 'error';

/** `# NAME is not set` of another name than CONFIG_...: what it means depends on the other lines of its file. */
export interface NotSetComment {
  readonly kind: 'not-set';
  readonly definition: Definition;
}

const NOT_SET = /#[ \t]+(CONFIG_[A-Za-z0-9_.]+|[A-Z][A-Z0-9_]*) is not set[ \t]*/y;
const FORMS =
  'a line is NAME=value, unset NAME, depends on ..., exclude if ..., source "file", SWEEP_NAME=value or a # comment';

/** Reads one line; `nextLine` gives the lines that a SWEEP_ value goes on in. */
export function readLine(reader: Reader, nextLine: () => LineBounds | undefined): LineReading {
  skipBlanks(reader);
  if (reader.at >= reader.end) return 'nothing';
  if (!checkCharacters(reader)) return 'error';
  if (peek(reader) === '#') return readComment(reader);
  const start = reader.at;
  const word = take(reader, QUOTED_NAME)?.slice(1, -1) ?? take(reader, WRITTEN_NAME) ?? '';
  const wordEnd = reader.at;
  skipBlanks(reader);
  const next = peek(reader);
  if (next === '=' || next === ',' || isComputed(reader)) return readAssignment(reader, word, start, nextLine);
  if (word === 'let' && /[A-Za-z_"]/.test(next)) return readLet(reader, start);
  reader.at = wordEnd;
  return readKeyword(reader, word, start);
}

function checkCharacters(reader: Reader): boolean {
  const bad = reader.source.text.slice(reader.at, reader.end).search(/[\0\ufffd\r]/);
  if (bad === -1) return true;
  const at = reader.at + bad;
  const character = reader.source.text.charAt(at);
  const what =
    character === '\0'
      ? 'a NUL character'
      : character === '\r'
        ? 'a carriage return in the middle'
        : 'bytes that are not UTF-8';
  const hint = character === '\ufffd' ? 'save the file as UTF-8' : 'delete it';
  fail(reader, { code: 'E_ENCODING', message: `this line holds ${what}`, hint, at, end: at + 1 });
  return false;
}

/** Names that start with CONFIG_ are "not set" wherever that stands, others where their file has more of their kind. */
function readComment(reader: Reader): LineReading {
  const at = reader.at;
  const line = reader.source.text.slice(at, reader.end);
  NOT_SET.lastIndex = 0;
  const match = NOT_SET.exec(line);
  const [whole, word = ''] = match ?? [];
  if (whole?.length !== line.length) return 'nothing';
  reader.at = at + line.indexOf(word);
  const isOurs = word.startsWith(CONFIG_PREFIX);
  const named = spanOf(reader, reader.at, reader.at + word.length);
  const name = isOurs ? readName(reader) : { name: word, span: named };
  if (name === undefined) return 'error';
  const span = spanOf(reader, at, at + line.trimEnd().length);
  const definition: Definition = {
    kind: 'definition',
    names: [name],
    span,
    right: { kind: 'choices', alternatives: [{ kind: 'value', value: { kind: 'tristate', text: 'n' }, span }] },
  };
  return isOurs ? definition : { kind: 'not-set', definition };
}

function readAssignment(
  reader: Reader,
  word: string,
  start: number,
  nextLine: () => LineBounds | undefined,
): LineReading {
  if (word.startsWith('SWEEP_') && peek(reader) === '=') {
    reader.at += 1;
    const setting = readSetting(reader, { text: word, at: start }, nextLine);
    return setting === undefined
      ? 'error'
      : { kind: 'setting', setting, span: spanOf(reader, start, setting.span.offset + setting.span.length) };
  }
  reader.at = start;
  const name = readName(reader);
  return name === undefined ? 'error' : (readDefinition(reader, name) ?? 'error');
}

/** `:=` stands here. */
function isComputed(reader: Reader): boolean {
  return reader.source.text.startsWith(':=', reader.at) && reader.at + 2 <= reader.end;
}

/** A helper: a line that gives values to a symbol which is no part of a configuration. */
function readLet(reader: Reader, start: number): LineReading {
  const name = readName(reader);
  const definition = name === undefined ? undefined : readDefinition(reader, name);
  if (definition === undefined) return 'error';
  const { offset, length } = definition.span;
  return { ...definition, helper: true, span: spanOf(reader, start, offset + length) };
}

function readKeyword(reader: Reader, word: string, start: number): LineReading {
  switch (word) {
    case 'depends':
      return takeWord(reader, 'on', 'depends on CONFIG_A < CONFIG_B') ? readRule(reader, 'depends', start) : 'error';
    case 'exclude':
      return takeWord(reader, 'if', 'exclude if CONFIG_A=1 && CONFIG_B=y')
        ? readRule(reader, 'exclude', start)
        : 'error';
    case 'source':
      return readSource(reader, start) ?? 'error';
    case 'unset':
      return readUnset(reader, start) ?? 'error';
    case 'stage':
    case 'needs':
    case 'endstage':
      return readStageLine(reader, word, start) ?? 'error';
    default:
      return notUnderstood(reader, word, start);
  }
}

function takeWord(reader: Reader, word: string, example: string): boolean {
  skipBlanks(reader);
  const at = reader.at;
  if (take(reader, NAME) === word) return true;
  reader.at = at;
  fail(reader, { code: 'E_SYNTAX', message: `found ${foundHere(reader)}, expected ${word}`, hint: `write ${example}` });
  return false;
}

function readRule(reader: Reader, kind: Rule['kind'], start: number): Rule | 'error' {
  const expression = readExpression(reader);
  if (expression === undefined) return 'error';
  return { kind, expression, span: spanOf(reader, start, expression.span.offset + expression.span.length) };
}

function readSource(reader: Reader, start: number): SourceLine | undefined {
  skipBlanks(reader);
  const hint = 'write source "base.config"';
  if (peek(reader) !== '"')
    return fail(reader, {
      code: 'E_SYNTAX',
      message: `found ${foundHere(reader)}, expected a file name in double quotes`,
      hint,
    });
  const at = reader.at;
  const path = readQuoted(reader, ESCAPE_HINT);
  if (path === undefined) return undefined;
  const end = reader.at;
  if (path === '') return fail(reader, { code: 'E_SYNTAX', message: 'the file name is empty', hint, at, end });
  skipBlanks(reader);
  if (!atLineEnd(reader))
    return fail(reader, {
      code: 'E_SYNTAX',
      message: `found ${foundHere(reader)} behind the file name`,
      hint: 'each source line names one file',
    });
  return { kind: 'source', path, span: spanOf(reader, start, end) } satisfies Statement;
}

function notUnderstood(reader: Reader, word: string, start: number): 'error' {
  const next = peek(reader);
  const name = reader.source.text.slice(reader.at, reader.end).search(/[=|]/);
  reader.at = start;
  const say = (message: string, hint: string): 'error' => {
    fail(reader, { code: 'E_SYNTAX', message, hint });
    return 'error';
  };
  if (word !== '' && next === ':')
    return say(`found ${quoted(':')} behind ${quoted(word)}, expected =`, `write ${word}=value`);
  if (word === 'export') return say('export is not needed here', 'write NAME=value');
  if (word !== '' && next === '')
    return say(`${quoted(word)} has no value`, 'write NAME=value; a symbol that is off is NAME=n');
  if (name !== -1 && /[^ \t]/.test(next))
    return readName(reader) === undefined ? 'error' : say(`${foundHere(reader)} is no line of a range file`, FORMS);
  return say(`${foundHere(reader)} is no line of a range file`, FORMS);
}
