// SPDX-License-Identifier: MIT
import type { Code } from './codes.ts';
import { positionOf, shownSpan, type Span } from './source.ts';

/** Expected trouble as a value. Returned, never thrown; printed by `formatDiagnostic`. */
export interface Diagnostic {
  /** Its first letter says whether it is an error or a warning. */
  readonly code: Code;
  /** What is an error elsewhere is only told here. */
  readonly isMild?: boolean;
  /** What was found and what was expected. */
  readonly message: string;
  /** Absent when the trouble has no place in a file (a flag, a folder). */
  readonly span?: Span | undefined;
  readonly notes?: readonly Note[] | undefined;
  /** What to do. */
  readonly hint?: string | undefined;
}

/** A second place that explains a diagnostic. */
export interface Note {
  readonly message: string;
  readonly span?: Span;
}

/** A result that may carry trouble: no value when there is an error, a value beside mere warnings. */
export interface Checked<T> {
  readonly value?: T;
  readonly diagnostics: readonly Diagnostic[];
}

/** Wrong use of a program that no file position explains (flags, folders); scripts print it and exit 2. */
export class UsageError extends Error {
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = 'UsageError';
    this.hint = hint;
  }
}

/** Wrong input with positions; scripts print every diagnostic and exit 2. */
export class DiagnosticsError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(formatDiagnostics(diagnostics));
    this.name = 'DiagnosticsError';
    this.diagnostics = diagnostics;
  }
}

/** Returns the value, or throws DiagnosticsError when a diagnostic is an error. */
export function valueOrThrow<T>(checked: Checked<T>): T {
  if (checked.value === undefined || hasErrors(checked.diagnostics)) throw new DiagnosticsError(checked.diagnostics);
  return checked.value;
}

/** Tells an error from a warning. */
export function isError({ code, isMild }: Diagnostic): boolean {
  return code.startsWith('E_') && isMild !== true;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(isError);
}

/** Diagnostics that are printed at most: nobody reads further, and a file may have many thousands. */
const MAX_PRINTED = 100;

/** Returns the first diagnostics in source order, a blank line between them, and how many errors there are when several. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const sorted = [...diagnostics].sort(bySourceOrder);
  const printed = sorted.slice(0, MAX_PRINTED);
  const blocks = printed.map(formatDiagnostic);
  const errors = countErrors(sorted);
  const rest = errors - countErrors(printed);
  if (rest > 0) blocks.push(`and ${rest} more: ${errors} errors in all`);
  else if (errors > 1) blocks.push(`${errors} errors`);
  return blocks.join('\n\n');
}

function countErrors(diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter(isError).length;
}

/** Returns `path:line:col: error: message [CODE]`, the source line, a squiggle, the notes and the hint. */
export function formatDiagnostic(d: Diagnostic): string {
  const lines = [...headed(isError(d) ? 'error' : 'warning', `${d.message} [${d.code}]`, d.span)];
  for (const note of d.notes ?? []) lines.push(...headed('note', note.message, note.span));
  if (d.hint !== undefined) lines.push(`  hint: ${d.hint}`);
  return lines.join('\n');
}

function headed(label: string, message: string, place: Span | undefined): readonly string[] {
  if (place === undefined) return [`${label}: ${message}`];
  const span = shownSpan(place);
  const at = positionOf(span.source, span.offset);
  const head = `${span.source.path}:${at.line}:${at.column}: ${label}: ${message}`;
  return [head, ...excerpt(at.lineText, span.offset - at.lineOffset, span.length)];
}

/** Widest part of a source line that is shown: a longer line is cut around the squiggle. */
const EXCERPT_COLUMNS = 100;

function excerpt(lineText: string, start: number, length: number): readonly string[] {
  const from = start + Math.min(length, EXCERPT_COLUMNS) > EXCERPT_COLUMNS ? Math.max(0, start - 20) : 0;
  const to = Math.min(lineText.length, from + EXCERPT_COLUMNS);
  const prefix = from > 0 ? '...' : '';
  const suffix = to < lineText.length ? '...' : '';
  const before = [...(prefix + visible(lineText.slice(from, start)))].length;
  const marked = [...visible(lineText.slice(start, Math.min(start + length, to)))].length;
  return [
    `  ${prefix}${visible(lineText.slice(from, to))}${suffix}`,
    `  ${' '.repeat(before)}${'~'.repeat(Math.max(1, marked))}`,
  ];
}

/** Control characters could corrupt a terminal: they are shown as `?`, a tab as one blank so that columns agree. */
function visible(text: string): string {
  return text.replace(/\t/g, ' ').replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '?');
}

function bySourceOrder(a: Diagnostic, b: Diagnostic): number {
  const [spanA, spanB] = [a.span && shownSpan(a.span), b.span && shownSpan(b.span)];
  const pathA = spanA?.source.path ?? '';
  const pathB = spanB?.source.path ?? '';
  if (pathA !== pathB) return pathA < pathB ? -1 : 1;
  return (spanA?.offset ?? 0) - (spanB?.offset ?? 0);
}
