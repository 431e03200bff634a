// SPDX-License-Identifier: MIT
import Handlebars from 'handlebars';
import type { Assignment, Value } from '../core/value.ts';

/** A template's data: no prototype, so that {{constructor}} and {{toString}} are simply not there. */
export type TemplateContext = { readonly [name: string]: unknown };

/** What is wrong in a template and where (line from 1, column from 0, both undefined when not known). */
export interface TemplateProblem {
  readonly message: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

export type Rendered = { readonly text: string } | { readonly problem: TemplateProblem };

export interface TemplateOptions {
  /** Makes a printed value safe where it lands; used for {{x}} and {{{x}}} alike. */
  readonly escape: (value: unknown) => string;
  /** Helpers of one argument; their result is printed as it is. An absent argument is a problem before they see it. */
  readonly helpers?: Readonly<Record<string, (value: unknown) => string>>;
}

/**
 * Returns the context of some assignments, nested for dotted names (training.lr is {training: {lr}}); its leaves are
 * Values. `extra` adds words of the template's own (number, out_dir, ...).
 */
export function templateContext(assignments: readonly Assignment[], extra: Readonly<Record<string, string>> = {}): TemplateContext {
  const root = emptyContext();
  for (const { name, value } of assignments) {
    const parts = name.split('.');
    const last = parts.pop() ?? name;
    let node = root;
    for (const part of parts) {
      const child = node[part];
      if (isContext(child)) node = child;
      else node = node[part] = emptyContext();
    }
    node[last] = value;
  }
  return Object.assign(root, extra);
}

/** Returns the text that {{x}} stands for, before any escaping. */
export function printedText(value: unknown): string {
  return isValue(value) ? value.text : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Tells whether a leaf of a template context is a symbol's value. */
export function isValue(value: unknown): value is Value {
  return typeof value === 'object' && value !== null && 'kind' in value && 'text' in value && !isContext(value);
}

function emptyContext(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>; // Object.create is typed any
}

function isContext(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null;
}

/** Handlebars' own helpers that stay; everything else ({{log}}, partials) is refused. */
const OWN_HELPERS = ['if', 'unless', 'each', 'with', 'lookup'] as const;

/** {{#if x}}: absent, n, empty text and false are false; every number is true (a learning rate of 0 is a value). */
function isTruthy(value: unknown): boolean {
  if (isValue(value)) return !(value.kind === 'tristate' && value.text === 'n') && value.text !== '';
  return value !== undefined && value !== null && value !== '' && value !== false;
}

/**
 * Returns a function that renders a template. Printing a name that is absent is a problem with its place, never an
 * empty text: Handlebars' strict mode prints "" for an undefined value, so each {{...}} is wrapped in a guard here.
 */
export function compileStrict(template: string, options: TemplateOptions): (context: TemplateContext) => Rendered {
  const engine = Handlebars.create();
  engine.registerHelper('log', () => {
    throw new Error('there is no helper log');
  });
  engine.registerHelper('if', function (this: unknown, value: unknown, block: Handlebars.HelperOptions) {
    return isTruthy(value) ? block.fn(this) : block.inverse(this);
  });
  engine.registerHelper('unless', function (this: unknown, value: unknown, block: Handlebars.HelperOptions) {
    return isTruthy(value) ? block.inverse(this) : block.fn(this);
  });
  engine.registerHelper('put', (value: unknown, written: string, line: number, column: number) => {
    if (value === undefined || value === null) throw new AbsentName(written, line, column);
    return value instanceof engine.SafeString ? value : new engine.SafeString(options.escape(value));
  });
  for (const [name, helper] of Object.entries(options.helpers ?? {})) {
    engine.registerHelper(name, (value: unknown) => (value === undefined ? undefined : new engine.SafeString(helper(value))));
  }
  let render: HandlebarsTemplateDelegate<TemplateContext>;
  try {
    const program = engine.parse(template);
    new PutGuard().accept(program);
    const known = [...OWN_HELPERS, 'put', ...Object.keys(options.helpers ?? {})];
    const knownHelpers = Object.fromEntries(known.map((name) => [name, true]));
    render = engine.compile(program, { knownHelpers, knownHelpersOnly: true, noEscape: true });
    render(emptyContext()); // compiles now, so that an unknown helper is found before the first configuration
  } catch (error) {
    if (!(error instanceof AbsentName)) {
      const problem = problemOf(error);
      return () => ({ problem });
    }
  }
  return (context) => {
    try {
      return { text: render(context) };
    } catch (error) {
      return { problem: problemOf(error) };
    }
  };
}

class AbsentName extends Error {
  readonly line: number;
  readonly column: number;

  constructor(written: string, line: number, column: number) {
    super(`${written} is printed, but this configuration has no such symbol`);
    this.line = line;
    this.column = column;
  }
}

/** Turns {{x}} and {{helper x}} into {{put x "{{x}}" line column}}. */
class PutGuard extends Handlebars.Visitor {
  override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
    const { path, params, hash, loc } = mustache;
    const printed = params.length === 0 && hash === undefined ? path : subExpression(mustache);
    const written = 'original' in path ? `{{${String(path.original)}}}` : '{{...}}';
    mustache.path = pathExpression('put', loc);
    mustache.params = [
      printed,
      { type: 'StringLiteral', value: written, original: written, loc } as hbs.AST.StringLiteral,
      numberLiteral(loc.start.line, loc),
      numberLiteral(loc.start.column, loc),
    ];
  }
}

function subExpression(mustache: hbs.AST.MustacheStatement): hbs.AST.SubExpression {
  const { path, params, hash, loc } = mustache;
  return { type: 'SubExpression', path: path as hbs.AST.PathExpression, params, hash, loc }; // a call's path is a path
}

function pathExpression(name: string, loc: hbs.AST.SourceLocation): hbs.AST.PathExpression {
  return { type: 'PathExpression', data: false, depth: 0, parts: [name], original: name, loc };
}

function numberLiteral(value: number, loc: hbs.AST.SourceLocation): hbs.AST.NumberLiteral {
  return { type: 'NumberLiteral', value, original: value, loc };
}

function problemOf(error: unknown): TemplateProblem {
  if (error instanceof AbsentName) return { message: error.message, line: error.line, column: error.column };
  if (!(error instanceof Error)) return { message: String(error) };
  const parseError = /^Parse error on line (\d+)/.exec(error.message);
  if (parseError !== null) return { message: error.message.split('\n').at(-1) ?? error.message, line: Number(parseError[1]) };
  const placed = /^(.*) - (\d+):(\d+)$/s.exec(error.message);
  if (placed === null) return { message: error.message };
  return { message: placed[1] ?? '', line: Number(placed[2]), column: Number(placed[3]) };
}
