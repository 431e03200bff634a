// SPDX-License-Identifier: MIT
import type { NextEntry } from './outlook-form.ts';

/** Returns what to run next in lines for people: why, and the line to run or to write below it. */
export function nextLines(entries: readonly NextEntry[]): readonly string[] {
  return entries.flatMap(({ text, lines }) => [text, ...lines.map((line) => `    ${line}`)]);
}
