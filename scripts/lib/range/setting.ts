// SPDX-License-Identifier: MIT
import { makeVariableOf, RUN_ENVIRONMENT, SETTING_NAMES, settingNamed, settingSpec } from '../core/settings/index.ts';
import { parseSetting } from '../core/settings/value.ts';
import type { LineBounds } from './lines.ts';
import { readQuoted } from './quoted-text.ts';
import {
  atComment,
  atLineEnd,
  fail,
  isBlank,
  peek,
  quoted,
  type Reader,
  skipBlanks,
  spanOf,
  suggest,
} from './reader.ts';
import type { SettingLine } from './tree.ts';
import { foundHere } from './words.ts';

const SETTINGS_IN_FILES: readonly string[] = SETTING_NAMES.map((name) => `SWEEP_${name}`);

const RAW_HINT = "write \\\\ for one backslash, or put the value in single quotes, where nothing is special: '...'";

/**
 * Reads the value of a SWEEP_ line; the reader stands behind the =. `nextLine` gives the line that follows, for
 * values that go on behind a trailing backslash.
 */
export function readSetting(
  reader: Reader,
  name: { text: string; at: number },
  nextLine: () => LineBounds | undefined,
): SettingLine | undefined {
  skipBlanks(reader);
  const at = reader.at;
  const lines = joinLines(reader, nextLine);
  if (lines === undefined) return undefined;
  const text = lines.joined === undefined ? readText(reader) : readJoined(reader, lines.joined, at);
  if (text === undefined) return undefined;
  const span = spanOf(reader, at, text.end);
  return checkSetting(reader, name, { name: name.text.slice('SWEEP_'.length), text: text.value, span });
}

interface SettingText {
  readonly value: string;
  /** Offset behind the value. */
  readonly end: number;
}

/** Moves the reader's end over the lines that a trailing backslash adds; `joined` is their text with one blank between. */
function joinLines(reader: Reader, nextLine: () => LineBounds | undefined): { readonly joined?: string } | undefined {
  const parts: string[] = [];
  let from = reader.at;
  for (;;) {
    const cut = backslashAt(reader, from);
    if (cut === undefined) break;
    const next = nextLine();
    if (next === undefined) {
      const message = 'the value ends in a backslash, but no line follows';
      return fail(reader, { code: 'E_CONTINUATION', message, hint: 'delete the backslash', at: cut, end: cut + 1 });
    }
    parts.push(reader.source.text.slice(from, cut).trimEnd());
    reader.end = next.end;
    from = next.start;
    while (from < reader.end && isBlank(reader.source.text.charCodeAt(from))) from += 1;
  }
  if (parts.length === 0) return {};
  parts.push(reader.source.text.slice(from, reader.end));
  return { joined: parts.join(' ') };
}

/** Where a backslash ends the line that starts at `from`; not in a comment, and not as the second of \\\\ in quotes. */
function backslashAt(reader: Reader, from: number): number | undefined {
  const { text } = reader.source;
  let end = reader.end;
  while (end > from && isBlank(text.charCodeAt(end - 1))) end -= 1;
  if (text.charAt(end - 1) !== '\\' || end <= from) return undefined;
  const quote = text.charAt(reader.at);
  const continues =
    quote === '"' || quote === "'"
      ? staysOpen(text, quote, from === reader.at ? from + 1 : from, end - 1)
      : !/(^|[ \t])#/.test(text.slice(from, end - 1));
  return continues ? end - 1 : undefined;
}

/** Tells whether a quoted value that is open at `from` still is at `to`, and the character there is not escaped. */
function staysOpen(text: string, quote: string, from: number, to: number): boolean {
  let at = from;
  while (at < to) {
    if (text.charAt(at) === quote) return false;
    at += quote === '"' && text.charAt(at) === '\\' ? 2 : 1;
  }
  return at === to;
}

/** Reads a value of several lines from its joined text; offsets then mean the whole value. */
function readJoined(reader: Reader, joined: string, at: number): SettingText | undefined {
  const inner: Reader = {
    source: { path: reader.source.path, text: `=${joined}` },
    at: 1,
    end: joined.length + 1,
    diagnostics: [],
  };
  const text = readText(inner);
  const trouble = inner.diagnostics[0];
  if (trouble !== undefined || text === undefined) {
    const { code = 'E_SYNTAX', message = '', hint } = trouble ?? {};
    return fail(reader, { code, message, hint, at, end: reader.end });
  }
  return { value: text.value, end: reader.end };
}

function readText(reader: Reader): SettingText | undefined {
  const first = peek(reader);
  if (first !== '"' && first !== "'") return readBare(reader);
  const value = first === '"' ? readQuoted(reader, RAW_HINT) : readRaw(reader);
  if (value === undefined) return undefined;
  const end = reader.at;
  skipBlanks(reader);
  if (atLineEnd(reader)) return { value, end };
  return fail(reader, {
    code: 'E_QUOTE',
    message: `found ${foundHere(reader)} behind the closing quote`,
    hint: "quote the whole value once; '...' may hold double quotes",
  });
}

function readRaw(reader: Reader): string | undefined {
  const line = reader.source.text.slice(reader.at, reader.end);
  const close = line.indexOf("'", 1);
  if (close === -1) {
    return fail(reader, {
      code: 'E_QUOTE',
      message: 'this quote is not closed on its line',
      hint: "add a closing '; a value that holds ' goes in double quotes",
    });
  }
  reader.at += close + 1;
  return line.slice(1, close);
}

function readBare(reader: Reader): SettingText {
  const start = reader.at;
  if (atComment(reader)) return { value: '', end: start };
  const line = reader.source.text.slice(start, reader.end);
  const comment = line.search(/[ \t]#/);
  const value = (comment === -1 ? line : line.slice(0, comment)).trimEnd();
  return { value, end: start + value.length };
}

function checkSetting(
  reader: Reader,
  written: { text: string; at: number },
  line: SettingLine,
): SettingLine | undefined {
  const place = { at: written.at, end: written.at + written.text.length };
  if (RUN_ENVIRONMENT.includes(written.text)) {
    return fail(reader, {
      code: 'E_SETTING_UNKNOWN',
      message: `${written.text} is what a run is given, it cannot be set`,
      ...place,
      hint: 'delete the line',
    });
  }
  const name = settingNamed(line.name);
  if (name === undefined) {
    if (reader.source.isRecorded === true) return line; // warned about where settings are resolved
    const hint = suggest(reader, written.text, SETTINGS_IN_FILES, 'SWEEP_') ?? 'make sweep-settings lists all settings';
    return fail(reader, { code: 'E_SETTING_UNKNOWN', message: `there is no setting ${written.text}`, hint, ...place });
  }
  const spec = settingSpec(name);
  if (spec.callOnly === true) {
    return fail(reader, {
      code: 'E_SETTING_CALL_ONLY',
      message: `${written.text} means one call only and cannot stand in a file`,
      ...place,
      hint: `give it on the command line: make ... ${makeVariableOf(name)}=...`,
    });
  }
  const parsed = parseSetting(spec, line.text);
  if ('value' in parsed) return line;
  const { offset, length } = line.span;
  return fail(reader, {
    code: 'E_SETTING_VALUE',
    message: `${written.text} is ${quoted(line.text)}, expected ${parsed.expected}`,
    at: offset,
    end: offset + Math.max(1, length),
  });
}
