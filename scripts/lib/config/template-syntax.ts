// SPDX-License-Identifier: MIT
import Handlebars from 'handlebars';

/** What is wrong in a template and where (line from 1, column from 0, both undefined when not known). */
export interface TemplateProblem {
  readonly message: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** What to do, when it is not about a name that is absent. */
  readonly hint?: string;
}

/** A {{...}} of a template, from its first brace to behind its last. */
interface Tag {
  readonly at: number;
  readonly end: number;
  readonly text: string;
}

interface Fault {
  readonly message: string;
  readonly hint: string;
  readonly at: number;
}

/** Returns why Handlebars cannot read a template, in plain words and with the place; `error` is what it said itself. */
export function syntaxProblem(template: string, error: unknown): TemplateProblem {
  const fault = findFault(template);
  if (fault !== undefined) return { message: fault.message, hint: fault.hint, ...placeOf(template, fault.at) };
  const said = error instanceof Error ? error.message : String(error);
  const line = /on line (\d+)/.exec(said)?.[1];
  return {
    message: `this is no template: ${said.split('\n').at(-1) ?? said}`,
    ...(line === undefined ? {} : { line: Number(line) }),
  };
}

/** Line from 1 and column from 0, as Handlebars counts. */
function placeOf(template: string, at: number): { line: number; column: number } {
  const before = template.slice(0, at);
  return { line: before.split('\n').length, column: at - (before.lastIndexOf('\n') + 1) };
}

function findFault(template: string): Fault | undefined {
  const open: Tag[] = [];
  for (let at = nextOpening(template, 0); at !== -1; ) {
    const tag = readTag(template, at);
    if ('message' in tag) return tag;
    const fault = faultOfTag(template, tag, open);
    if (fault !== undefined) return fault;
    at = nextOpening(template, tag.end);
  }
  const [first] = open;
  if (first === undefined) return undefined;
  return {
    message: `${first.text} is never closed`,
    hint: `write {{/${blockName(first)}}} where it ends`,
    at: first.at,
  };
}

/** The next {{ that a backslash does not make text. */
function nextOpening(template: string, from: number): number {
  let at = template.indexOf('{{', from);
  while (at !== -1 && template[at - 1] === '\\' && template[at - 2] !== '\\') at = template.indexOf('{{', at + 2);
  return at;
}

function readTag(template: string, at: number): Tag | Fault {
  const [opening, closing] = /^\{\{~?!--/.test(template.slice(at, at + 6))
    ? ['{{!--', '--']
    : template.startsWith('{{{', at)
      ? ['{{{', '}}}']
      : ['{{', '}}'];
  const close = template.indexOf(closing, at + opening.length);
  const next = template.indexOf('{{', at + opening.length);
  if (opening === '{{{' && template.indexOf('}}', at) !== close) {
    return { message: '`{{{` is closed by `}}` only', hint: 'write {{NAME}}, or put a blank between { and {{', at };
  }
  if (close === -1 || (opening !== '{{!--' && next !== -1 && next < close)) {
    return {
      message: `\`${opening}\` is never closed`,
      hint: 'write {{NAME}}; two braces that are meant as text are written \\{{',
      at,
    };
  }
  const end = opening === '{{!--' ? template.indexOf('}}', close) + 2 : close + closing.length;
  return { at, end, text: template.slice(at, end) };
}

function faultOfTag(template: string, tag: Tag, open: Tag[]): Fault | undefined {
  const { at, end, text } = tag;
  if (text.startsWith('{{!')) return undefined;
  if (!text.startsWith('{{{') && template[end] === '}') {
    return { message: '`}}}` closes more braces than were opened', hint: 'put a blank between }} and }', at: end - 2 };
  }
  const sign = /^\{\{~?\s*([#^/]|else\b)?/.exec(text)?.[1];
  if (sign === '#' || (sign === '^' && blockName(tag) !== '')) {
    open.push(tag);
    return isReadable(`${text}{{/${blockName(tag)}}}`) ? undefined : unreadable(tag);
  }
  if (sign === '/') return closeBlock(tag, open);
  if (sign === undefined) return isReadable(text) ? undefined : unreadable(tag);
  return open.length > 0
    ? undefined
    : { message: `${text} stands outside of any block`, hint: 'it belongs between {{#if NAME}} and {{/if}}', at };
}

function closeBlock(tag: Tag, open: Tag[]): Fault | undefined {
  const opened = open.pop();
  if (opened === undefined)
    return { message: `${tag.text} closes nothing`, hint: `{{#${blockName(tag)} NAME}} opens a block`, at: tag.at };
  if (blockName(opened) === blockName(tag)) return undefined;
  return {
    message: `${tag.text} stands where ${opened.text} must be closed first`,
    hint: `write {{/${blockName(opened)}}} before it`,
    at: tag.at,
  };
}

function unreadable({ text, at }: Tag): Fault {
  return {
    message: `${text} is nothing that a template can hold`,
    hint: 'write {{NAME}}, {{helper NAME}} or {{#if NAME}}...{{/if}}',
    at,
  };
}

function isReadable(text: string): boolean {
  try {
    Handlebars.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The if of {{#if x}} and {{/if}}. */
function blockName({ text }: Tag): string {
  return /^\{\{~?\s*[#^/]\s*([^\s}~]*)/.exec(text)?.[1] ?? '';
}
