// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Source } from '../core/source.ts';
import { type LineBounds, splitLines, splitSetLines } from './lines.ts';
import { fail, type Reader } from './reader.ts';
import { settleNotSet } from './not-set.ts';
import { type NotSetComment, readLine } from './statement.ts';
import type { Statement } from './tree.ts';

/** Where the trouble of a file goes: its errors, and what they hide from other lines. */
export interface Trouble {
  readonly diagnostics: Diagnostic[];
  /** Names whose lines could not be read: that they are unknown is no second error. */
  readonly brokenNames: Set<string>;
  /** Set when whole parts are missing (a stage, a file), so that any name may be. */
  missingParts: boolean;
}

/** Returns the statements of one file, by itself; errors are added to `trouble`, one a line at most. */
export function readStatements(source: Source, trouble: Trouble, form: 'file' | 'set' = 'file'): Statement[] {
  const { diagnostics } = trouble;
  const lines = form === 'file' ? splitLines(source) : splitSetLines(source);
  const readings: (Statement | NotSetComment)[] = [];
  let index = 0;
  const nextLine = (): LineBounds | undefined => lines[index++];
  let stageReported = false;
  for (let line = nextLine(); line !== undefined; line = nextLine()) {
    const reader: Reader = { source, at: line.start, end: line.end, diagnostics };
    const reading = readLine(reader, nextLine);
    if (reading === 'error') {
      addBrokenNames(source, line, trouble);
      if (diagnostics.at(-1)?.code === 'E_CONTINUATION') index += 1; // the line that was meant to go on
    }
    if (reading === 'stage') {
      trouble.missingParts = true;
      if (!stageReported) refuseStage(reader, line);
      stageReported = true;
      index = skipStage(source, lines, index, line);
    } else if (typeof reading === 'object') readings.push(reading);
  }
  return settleNotSet(readings, diagnostics);
}

function addBrokenNames(source: Source, line: LineBounds, trouble: Trouble): void {
  const text = source.text.slice(line.start, line.end);
  const names = /^(?:let )?([A-Za-z0-9_.," \t-]*):?=/.exec(text)?.[1] ?? '';
  for (const name of names.split(',')) trouble.brokenNames.add(name.trim().replace(/^"|"$/g, ''));
}

function refuseStage(reader: Reader, line: LineBounds): void {
  fail(reader, {
    code: 'E_STAGE',
    message: 'stages (stage, needs, endstage) are not available yet',
    at: line.start,
    end: line.end,
    hint: 'write each stage as a range file of its own and run them one after the other',
  });
}

/** Returns the index of the line behind a stage: what stands inside would only give errors that follow from the first. */
function skipStage(source: Source, lines: readonly LineBounds[], index: number, opening: LineBounds): number {
  if (firstWord(source, opening) !== 'stage') return index;
  let at = index;
  for (let line = lines[at]; line !== undefined; line = lines[at]) {
    at += 1;
    if (firstWord(source, line) === 'endstage') break;
  }
  return at;
}

function firstWord(source: Source, line: LineBounds): string {
  return /^[ \t]*([a-z]*)/.exec(source.text.slice(line.start, Math.min(line.end, line.start + 100)))?.[1] ?? '';
}
