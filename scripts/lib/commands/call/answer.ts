// SPDX-License-Identifier: MIT
/** Exit codes of every script. */
export const EXIT = { done: 0, someFailed: 1, usage: 2, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a command says when it is done: the text for people or, with --json, the data for programs. */
export interface Answer {
  /** Whole lines; made when it is asked for. */
  readonly text: () => string;
  /** Printed as JSON: an array with one line for each of its values, anything else on one line, undefined not at all. Made when it is asked for. */
  readonly json: () => unknown;
  readonly exit: ExitCode;
  /** Whole lines for people, told on standard error after it. */
  readonly note?: string;
  /** What went wrong although there is an answer: told after it, with exit code 2. */
  readonly trouble?: Error | undefined;
}

/** Returns an answer as it is printed. */
export function printAnswer({ text, json }: Answer, asJson: boolean): string {
  if (!asJson) return text();
  const value = json();
  if (value === undefined) return '';
  if (!Array.isArray(value)) return `${JSON.stringify(value)}\n`;
  return value.length === 0 ? '[]\n' : `[\n${value.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`;
}
