// SPDX-License-Identifier: MIT
import type { Checked, Diagnostic } from '../core/diagnostic.ts';
import type { Source } from '../core/source.ts';
import type { Assignment, Value } from '../core/value.ts';
import { readName } from './names.ts';
import { fail, peek, type Reader, skipBlanks } from './reader.ts';
import { foundHere, readPiece, wordValue } from './words.ts';

const HINT = 'write CONFIG_A=1,CONFIG_B="x"';

/** Returns the assignments that CONFIG_A=1,CONFIG_B="x" names (WHY_NOT=). */
export function parseAssignments(source: Source): Checked<readonly Assignment[]> {
  const diagnostics: Diagnostic[] = [];
  const reader: Reader = { source, at: 0, end: source.text.length, diagnostics };
  const value: Assignment[] = [];
  for (;;) {
    skipBlanks(reader);
    const assignment = readAssignment(reader);
    if (assignment === undefined) return { diagnostics };
    if (value.some((a) => a.name === assignment.name)) {
      fail(reader, { code: 'E_ASSIGNMENTS', message: `${assignment.name} is given twice`, hint: HINT, at: 0 });
      return { diagnostics };
    }
    value.push(assignment);
    skipBlanks(reader);
    if (reader.at >= reader.end) return { value, diagnostics };
    if (peek(reader) !== ',') {
      fail(reader, { code: 'E_ASSIGNMENTS', message: `found ${foundHere(reader)}, expected a comma`, hint: HINT });
      return { diagnostics };
    }
    reader.at += 1;
  }
}

function readAssignment(reader: Reader): Assignment | undefined {
  const name = readName(reader);
  if (name === undefined) return undefined;
  skipBlanks(reader);
  if (peek(reader) !== '=')
    return fail(reader, {
      code: 'E_ASSIGNMENTS',
      message: `found ${foundHere(reader)}, expected = behind ${name.name}`,
      hint: HINT,
    });
  reader.at += 1;
  skipBlanks(reader);
  const value = readValue(reader);
  return value === undefined ? undefined : { name: name.name, value };
}

function readValue(reader: Reader): Value | undefined {
  const at = reader.at;
  const piece = readPiece(reader, true);
  if (piece === undefined) return undefined;
  if ('value' in piece) return piece.value;
  if (piece.word !== '') return wordValue(reader, piece.word, at);
  return fail(reader, { code: 'E_ASSIGNMENTS', message: 'a value is missing behind =', hint: HINT });
}
