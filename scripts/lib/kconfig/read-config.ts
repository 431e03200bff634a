// SPDX-License-Identifier: MIT
// Lines of a .config, read as `conf` reads them.
import { CONFIG_PREFIX } from '../core/configuration-name.ts';
import type { Source } from '../core/source.ts';
import type { KconfigDialect } from './model.ts';

/** A line that sets something: the name without CONFIG_, and the text behind the =, as it stands there. */
export interface ConfigLine {
  readonly name: string;
  /** What stands behind the =, with its quotes; n for a line "is not set". */
  readonly raw: string;
  /** Where the line starts and ends in its file. */
  readonly at: number;
  readonly end: number;
}

/** What a .config holds, and the lines that are neither an assignment nor a comment. */
export interface ConfigLines {
  readonly lines: readonly ConfigLine[];
  readonly unread: readonly { readonly at: number; readonly end: number }[];
}

const COMMENTED = `# ${CONFIG_PREFIX}`;
const NOT_SET = ' is not set';

/** Returns the lines of a .config, in order. */
export function readConfigLines({ text }: Source, dialect: KconfigDialect): ConfigLines {
  const lines: ConfigLine[] = [];
  const unread: { at: number; end: number }[] = [];
  for (let at = 0; at < text.length; ) {
    const lineBreak = text.indexOf('\n', at);
    const next = lineBreak === -1 ? text.length : lineBreak + 1;
    let end = lineBreak === -1 ? text.length : lineBreak;
    if (lineBreak !== -1 && text.charCodeAt(end - 1) === 13 && end > at) end -= 1;
    if (text.charCodeAt(at) === 35) readUnset(text, at, end, dialect, lines);
    else if (at < end && !readSet(text, at, end, lines)) unread.push({ at, end });
    at = next;
  }
  return { lines, unread };
}

/** Reads `# CONFIG_X is not set`; any other comment says nothing. */
function readUnset(text: string, at: number, end: number, dialect: KconfigDialect, lines: ConfigLine[]): void {
  if (!text.startsWith(COMMENTED, at)) return;
  const from = at + COMMENTED.length;
  const blank = text.indexOf(' ', from);
  if (blank === -1 || !text.startsWith(NOT_SET, blank) || end - blank < NOT_SET.length) return;
  if (dialect === '6.12' && end - blank !== NOT_SET.length) return;
  lines.push({ name: text.slice(from, blank), raw: 'n', at, end });
}

function readSet(text: string, at: number, end: number, lines: ConfigLine[]): boolean {
  if (!text.startsWith(CONFIG_PREFIX, at)) return false;
  const equals = text.indexOf('=', at);
  if (equals === -1 || equals >= end) return false;
  lines.push({ name: text.slice(at + CONFIG_PREFIX.length, equals), raw: text.slice(equals + 1, end), at, end });
  return true;
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
