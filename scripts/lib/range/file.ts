// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Source } from '../core/source.ts';
import { type LineBounds, splitLines, splitSetLines } from './lines.ts';
import { settleNotSet } from './not-set.ts';
import type { Reader } from './reader.ts';
import { startBlocks } from './stage-block.ts';
import type { StageLine } from './stage-line.ts';
import { type NotSetComment, readLine } from './statement.ts';
import type { StageBlock, Statement } from './tree.ts';

/** Where the trouble of a file goes: its errors, and what they hide from other lines. */
export interface Trouble {
  readonly diagnostics: Diagnostic[];
  /** Names whose lines could not be read: that they are unknown is no second error. */
  readonly brokenNames: Set<string>;
  /** Set when whole parts are missing (a file), so that any name may be. */
  missingParts: boolean;
  /** The stage that a symbol belongs to, for hints; known once all lines are read. */
  stageOf?: ReadonlyMap<string, string>;
}

/** Returns the statements of one file, by itself; errors are added to `trouble`, one a line at most. */
export function readStatements(
  source: Source,
  trouble: Trouble,
  form: 'file' | 'set' = 'file',
): (Statement | StageBlock)[] {
  const { diagnostics } = trouble;
  const lines = form === 'file' ? splitLines(source) : splitSetLines(source);
  const readings: (Statement | NotSetComment | StageLine)[] = [];
  let index = 0;
  const nextLine = (): LineBounds | undefined => lines[index++];
  for (let line = nextLine(); line !== undefined; line = nextLine()) {
    const reader: Reader = { source, at: line.start, end: line.end, diagnostics };
    const reading = readLine(reader, nextLine);
    if (reading === 'error') {
      addBrokenNames(source, line, trouble);
      if (diagnostics.at(-1)?.code === 'E_CONTINUATION') index += 1; // the line that was meant to go on
    }
    if (typeof reading === 'object') readings.push(reading);
  }
  const blocks = startBlocks(diagnostics);
  for (const reading of settleNotSet(readings, diagnostics)) {
    if (reading.kind !== 'stage line') blocks.put(reading);
    else if (form === 'file') blocks.line(reading);
    else refuseInSet(reading, diagnostics);
  }
  return blocks.finish();
}

function addBrokenNames(source: Source, line: LineBounds, trouble: Trouble): void {
  const text = source.text.slice(line.start, line.end);
  const names = /^(?:let )?([A-Za-z0-9_.," \t-]*):?=/.exec(text)?.[1] ?? '';
  for (const name of names.split(',')) trouble.brokenNames.add(name.trim().replace(/^"|"$/g, ''));
}

function refuseInSet({ word, span }: StageLine, diagnostics: Diagnostic[]): void {
  diagnostics.push({
    severity: 'error',
    code: 'E_STAGE',
    message: `${word} cannot stand in SET=`,
    span,
    hint: 'name the symbols of a stage by their own names, or as target.CONFIG_LR=0.1',
  });
}
