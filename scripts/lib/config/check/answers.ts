// SPDX-License-Identifier: MIT
// What SWEEP_CHECK_COMMAND is asked and what it answers: one JSON object a line, both ways.
import type { Measure, Measures } from '../../core/measures.ts';
import { type Assignment, jsonText } from '../../core/value.ts';
import { isJsonObject } from '../../core/json-object.ts';

/** A configuration that a check is asked about. */
export interface Question {
  readonly id: string;
  /** Without helpers; what is absent is left out. */
  readonly values: readonly Assignment[];
}

export interface CheckAnswer {
  readonly ok: boolean;
  readonly measures?: Measures;
}

/** Returns a question as one line: `{"id":"...","values":{"OPTIM.BASE_LR":0.1}}`, values as in a json file, names whole. */
export function questionLine({ id, values }: Question): string {
  const entries = values.map(({ name, value }) => `${JSON.stringify(name)}:${jsonText(value)}`);
  return `{"id":${JSON.stringify(id)},"values":{${entries.join(',')}}}\n`;
}

/** Returns the answers to questions by id, in whatever order they came, or what is wrong with the text. */
export function readAnswers(
  text: string,
  asked: readonly string[],
): { readonly answers: ReadonlyMap<string, CheckAnswer> } | { readonly problem: string } {
  const ids = new Set(asked);
  const answers = new Map<string, CheckAnswer>();
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const read = answerOf(line);
    const problem =
      'problem' in read
        ? read.problem
        : !ids.has(read.id)
          ? `answers an id that was not asked: ${cut(read.id)}`
          : answers.has(read.id)
            ? `answers ${cut(read.id)} a second time`
            : undefined;
    if (problem !== undefined) return { problem: `line ${i + 1} of its answers ${problem}` };
    if (!('problem' in read)) answers.set(read.id, read.answer);
  }
  const missing = asked.filter((id) => !answers.has(id));
  if (missing.length === 0) return { answers };
  return { problem: `it answered ${answers.size} of ${asked.length} questions; ${missing[0]} has no answer` };
}

function answerOf(line: string): { id: string; answer: CheckAnswer } | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { problem: `is no JSON: ${cut(line)}` };
  }
  const { id, ok, measures } = isJsonObject(value) ? value : {};
  if (typeof id !== 'string') return { problem: `is no object with an "id": ${cut(line)}` };
  if (typeof ok !== 'boolean') return { problem: `has no "ok" that is true or false: ${cut(line)}` };
  if (measures === undefined || measures === null) return { id, answer: { ok } };
  if (!isMeasures(measures))
    return { problem: `has "measures" that are no object of numbers, texts and booleans: ${cut(line)}` };
  return { id, answer: { ok, measures: { ...measures } } };
}

/** Tells whether data is what a check measures: numbers, texts and booleans by name. */
export function isMeasures(data: unknown): data is Measures {
  return isJsonObject(data) && Object.values(data).every(isMeasure);
}

function isMeasure(value: unknown): value is Measure {
  return value === null || ['number', 'string', 'boolean'].includes(typeof value);
}

function cut(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
