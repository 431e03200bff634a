// SPDX-License-Identifier: MIT
// Lines of a .config, read as `conf` reads them.
import type { Source, Span } from '../core/source.ts';
import type { KconfigDialect } from './model.ts';
import { stretch } from './parsing.ts';

/** A line that sets something: the name without CONFIG_, and the text behind the =, as it stands there. */
export interface ConfigLine {
  readonly name: string;
  /** What stands behind the =, with its quotes; n for a line "is not set". */
  readonly raw: string;
  readonly span: Span;
}

/** What a .config holds, and the lines that are neither an assignment nor a comment. */
export interface ConfigLines {
  readonly lines: readonly ConfigLine[];
  readonly unread: readonly Span[];
}

const PREFIX = 'CONFIG_';
const NOT_SET = ' is not set';

/** Returns the lines of a .config, in order. */
export function readConfigLines(source: Source, dialect: KconfigDialect): ConfigLines {
  const { text } = source;
  const lines: ConfigLine[] = [];
  const unread: Span[] = [];
  for (let at = 0; at < text.length; ) {
    const lineBreak = text.indexOf('\n', at);
    const next = lineBreak === -1 ? text.length : lineBreak + 1;
    let end = lineBreak === -1 ? text.length : lineBreak;
    if (lineBreak !== -1 && text.charCodeAt(end - 1) === 13 && end > at) end -= 1;
    const read = readConfigLine(text, at, end, dialect);
    if (read === 'unread') unread.push(stretch(source, at, end));
    else if (read !== undefined) lines.push({ ...read, span: stretch(source, at, end) });
    at = next;
  }
  return { lines, unread };
}

function readConfigLine(
  text: string,
  at: number,
  end: number,
  dialect: KconfigDialect,
): { name: string; raw: string } | 'unread' | undefined {
  if (at === end) return undefined;
  if (text.charCodeAt(at) === 35) {
    if (!text.startsWith(`# ${PREFIX}`, at)) return undefined;
    const from = at + 2 + PREFIX.length;
    const blank = text.indexOf(' ', from);
    if (blank === -1 || !text.startsWith(NOT_SET, blank) || end - blank < NOT_SET.length) return undefined;
    if (dialect === '6.12' && end - blank !== NOT_SET.length) return undefined;
    return { name: text.slice(from, blank), raw: 'n' };
  }
  if (!text.startsWith(PREFIX, at)) return 'unread';
  const equals = text.indexOf('=', at);
  if (equals === -1 || equals >= end) return 'unread';
  return { name: text.slice(at + PREFIX.length, equals), raw: text.slice(equals + 1, end) };
}

/**
 * Returns the text within quotes, without them and without escapes; what stands behind the closing quote is left out.
 * Undefined where there is no opening quote, or no closing one.
 */
export function unquotedValue(raw: string): string | undefined {
  if (!raw.startsWith('"')) return undefined;
  let value = '';
  for (let at = 1; at < raw.length; at += 1) {
    const character = raw.charAt(at);
    if (character === '"') return value;
    if (character === '\\') {
      at += 1;
      value += raw.charAt(at);
    } else value += character;
  }
  return undefined;
}
