// SPDX-License-Identifier: MIT
import type { Span } from '../../core/source.ts';
import { quoteText } from '../../range/quoted-text.ts';
import { printStatement } from '../../range/print.ts';
import type { RangeFile } from '../../range/parse.ts';
import type { Definition } from '../../range/tree.ts';
import { refinedLine } from './refine-line.ts';
import type { RefinedFactor } from './refine-plan.ts';

/** What the next range file is written from. */
export interface RefineInput {
  readonly file: RangeFile;
  readonly plan: readonly RefinedFactor[];
  /** First lines of comments: which sweep it goes on from, and what was best. */
  readonly head: readonly string[];
  /** Lines of settings that a call gave, which the file did not have. */
  readonly settings: readonly string[];
  /** Settings of the file that a call gave another value, which holds. */
  readonly over: ReadonlyMap<string, string>;
  /** Values that each list of numbers may have, by the first symbol of its factor. */
  readonly mostOf: (factor: RefinedFactor) => number;
}

/**
 * Returns the text of the next range file: the range file with the lines of what varied in new ranges, the reason above each as a comment,
 * everything else as it was. Where lines come from other files or from SET= all is written out in one file.
 */
export function refinedFile(input: RefineInput): string {
  const { file, head, settings } = input;
  const comments = head.map((line) => `# ${line}`);
  const isOwn = file.definitions.every(
    (line) => line.span.source === file.source || changeOf(line, input) === undefined,
  );
  const hasSet = file.sources.some((source) => source.path !== file.source.path && source.path.startsWith('SET'));
  const body = isOwn && !hasSet ? edited(input) : writtenOut(input);
  return `${[...comments, ...settings].join('\n')}\n${body.replace(/\n*$/, '\n')}`;
}

function changeOf(
  line: Definition,
  { plan, mostOf }: RefineInput,
): { readonly text: string; readonly reason: string } | undefined {
  const names = line.names.map((named) => named.name);
  const factor = plan.find(({ symbols }) => names.some((name) => symbols.includes(name)));
  return factor === undefined || line.right.kind === 'computed' ? undefined : refinedLine(line, factor, mostOf(factor));
}

/** A piece of the text with what takes its place; with a reason it is a line, and the reason stands above it. */
interface Edit {
  readonly span: Span;
  readonly change: { readonly text: string; readonly reason: string | undefined };
}

function edited(input: RefineInput): string {
  const { file, over } = input;
  let text = file.source.text;
  const changes = file.definitions.flatMap((line): Edit[] => {
    const change = changeOf(line, input);
    return change === undefined || line.span.source !== file.source ? [] : [{ span: line.span, change }];
  });
  for (const { name, span } of file.settings) {
    const value = over.get(name);
    if (value !== undefined && span.source === file.source)
      changes.push({ span, change: { text: quoteText(value), reason: undefined } });
  }
  for (const { span, change } of changes.sort((a, b) => b.span.offset - a.span.offset)) {
    if (change.reason === undefined) {
      text = `${text.slice(0, span.offset)}${change.text}${text.slice(span.offset + span.length)}`;
      continue;
    }
    const start = text.lastIndexOf('\n', span.offset - 1) + 1;
    const blanks = text.slice(start, span.offset);
    text = `${text.slice(0, start)}${blanks}# ${change.reason}\n${blanks}${change.text}${text.slice(span.offset + span.length)}`;
  }
  return text;
}

function writtenOut(input: RefineInput): string {
  const { file } = input;
  const lines = file.definitions.flatMap((line) => {
    const change = changeOf(line, input);
    return change === undefined ? [printStatement(line)] : [`# ${change.reason}`, change.text];
  });
  return [
    ...file.settings.map((setting) =>
      printStatement({
        kind: 'setting',
        setting: { ...setting, text: input.over.get(setting.name) ?? setting.text },
        span: setting.span,
      }),
    ),
    ...lines,
    ...file.rules.map(printStatement),
    ...file.treeRules.map(printStatement),
  ].join('\n');
}
