// SPDX-License-Identifier: MIT
import Handlebars from 'handlebars';
import { unreachable } from '../core/unreachable.ts';
import { isTrueWord, type Value } from '../core/value.ts';
import { lookUp, plainParts, type PlainTag } from './plain-template.ts';
import { emptyContext, FolderPrinted, isFolder, isValue, listItems, type TemplateContext } from './template-context.ts';
import { syntaxProblem, type TemplateProblem } from './template-syntax.ts';

/** Fills a template in. */
export interface StrictTemplate {
  (context: TemplateContext): Rendered;
  /** First parts of all names that it looks at; undefined where any may matter. */
  readonly roots: ReadonlySet<string> | undefined;
}

export type Rendered = { readonly text: string } | { readonly problem: TemplateProblem };

export interface TemplateOptions {
  /** Makes a printed value safe where it lands; used for {{x}} and {{{x}}} alike. */
  readonly escape: (value: unknown) => string;
  /** Helpers of one argument; their result is printed as it is. An absent argument is a problem before they see it. */
  readonly helpers?: Readonly<Record<string, (value: unknown) => string>>;
}

/** Handlebars' own helpers that stay; everything else ({{log}}, partials) is refused. */
const OWN_HELPERS = ['if', 'unless', 'each', 'with', 'lookup'] as const;

/** {{#if x}}: absent, n, false, null and empty text are false; every number is true (a learning rate of 0 is a value). */
function isTruthy(value: unknown): boolean {
  if (isValue(value)) return isTruthyValue(value);
  return value !== undefined && value !== null && value !== '' && value !== false;
}

function isTruthyValue(value: Value): boolean {
  switch (value.kind) {
    case 'tristate':
      return value.text !== 'n';
    case 'boolean':
      return isTrueWord(value.text);
    case 'null':
      return false;
    case 'number':
    case 'hex':
    case 'text':
    case 'list':
      return value.text !== '';
    default:
      return unreachable(value);
  }
}

/**
 * Returns a function that renders a template. Printing a name that is absent is a problem with its place, never an
 * empty text: Handlebars' strict mode prints "" for an undefined value, so each {{...}} is wrapped in a guard here.
 */
export function compileStrict(template: string, options: TemplateOptions): StrictTemplate {
  return compilePlain(template, options) ?? Object.assign(compileWhole(template, options), { roots: undefined });
}

function compilePlain(template: string, options: TemplateOptions): StrictTemplate | undefined {
  let parts: ReturnType<typeof plainParts>;
  try {
    parts = plainParts(Handlebars.parse(template));
  } catch {
    return undefined; // told with its place by the other way
  }
  if (parts === undefined) return undefined;
  const some = parts;
  const roots = new Set(some.flatMap((part) => (typeof part === 'string' ? [] : part.parts.slice(0, 1))));
  const render = (context: TemplateContext): Rendered => {
    try {
      let text = '';
      for (const part of some)
        text += typeof part === 'string' ? part : printed(lookUp(context, part.parts), part, options);
      return { text };
    } catch (error) {
      return { problem: problemOf(error, options) };
    }
  };
  return Object.assign(render, { roots });
}

function compileWhole(template: string, options: TemplateOptions): (context: TemplateContext) => Rendered {
  const engine = Handlebars.create();
  registerBlocks(engine);
  registerPrinting(engine, options);
  let render: HandlebarsTemplateDelegate<TemplateContext>;
  try {
    const program = parseTemplate(template);
    new PutGuard().accept(program);
    const known = [...OWN_HELPERS, 'put', ...Object.keys(options.helpers ?? {})];
    const knownHelpers = Object.fromEntries(known.map((name) => [name, true]));
    render = engine.compile(program, { knownHelpers, knownHelpersOnly: true, noEscape: true });
    render(emptyContext(), RUNTIME); // compiles now, so that an unknown helper is found before the first configuration
  } catch (error) {
    if (!(error instanceof Misprint)) {
      const problem = problemOf(error, options);
      return () => ({ problem });
    }
  }
  return (context) => {
    try {
      return { text: render(context, RUNTIME) };
    } catch (error) {
      return { problem: problemOf(error, options) };
    }
  };
}

/** Parses a template. Throws SyntaxFault. */
function parseTemplate(template: string): hbs.AST.Program {
  try {
    return Handlebars.parse(template);
  } catch (error) {
    throw new SyntaxFault(syntaxProblem(template, error));
  }
}

class SyntaxFault extends Error {
  readonly problem: TemplateProblem;

  constructor(problem: TemplateProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Something that a configuration cannot print. */
class Misprint extends Error {
  readonly line: number;
  readonly column: number;
  /** Undefined: a symbol is absent. */
  readonly hint: string | undefined;

  constructor(message: string, place: { readonly line: number; readonly column: number }, hint?: string) {
    super(message);
    this.line = place.line;
    this.column = place.column;
    this.hint = hint;
  }
}

/** Fields of a value are no names of a template, and that they were asked for is told by us. */
const RUNTIME = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false } as const;

/** Handlebars gives each helper the place it is called from, which its types do not know. */
type Call = Handlebars.HelperOptions & { readonly loc?: hbs.AST.SourceLocation };

function registerBlocks(engine: typeof Handlebars): void {
  engine.registerHelper('log', () => {
    throw new Error('there is no helper log');
  });
  engine.registerHelper('if', function (this: unknown, value: unknown, block: Handlebars.HelperOptions) {
    return isTruthy(value) ? block.fn(this) : block.inverse(this);
  });
  engine.registerHelper('unless', function (this: unknown, value: unknown, block: Handlebars.HelperOptions) {
    return isTruthy(value) ? block.inverse(this) : block.fn(this);
  });
  const each = engine.helpers['each'] as Handlebars.HelperDelegate; // Handlebars brings it along
  engine.registerHelper('each', function (this: unknown, value: unknown, block: Call) {
    if (isValue(value) && value.kind !== 'list')
      throw misprint(
        '{{#each}} goes through a list or a folder of names, and this is one value',
        block,
        'print it with {{NAME}}',
      );
    return each.call(this, isValue(value) ? listItems(value) : value, block) as unknown;
  });
}

/** Returns the text of a value that is printed. Throws Misprint where there is none. */
function printed(value: unknown, tag: Omit<PlainTag, 'parts'>, { escape: escaped }: TemplateOptions): string {
  if (value === undefined || value === null)
    throw new Misprint(`${tag.written} is printed, but this configuration has no such symbol`, tag);
  if (isFolder(value)) throw folderPrinted(tag.written, new FolderPrinted(value), tag);
  return escaped(value);
}

function registerPrinting(engine: typeof Handlebars, options: TemplateOptions): void {
  const { helpers = {} } = options;
  engine.registerHelper('put', (value: unknown, written: string, line: number, column: number) =>
    value instanceof engine.SafeString
      ? value
      : new engine.SafeString(printed(value, { written, line, column }, options)),
  );
  for (const [name, helper] of Object.entries(helpers)) {
    engine.registerHelper(name, (value: unknown, call: Call) => {
      if (value === undefined) return undefined;
      try {
        return new engine.SafeString(helper(value));
      } catch (error) {
        if (error instanceof FolderPrinted)
          throw misprint(
            `what {{${name}}} is to print is a folder of names: ${listed(error.names)}`,
            call,
            `write {{${name} NAME}} with one of them`,
          );
        throw error;
      }
    });
  }
}

/** Names of a folder that a message lists. */
const LISTED_NAMES = 5;

function folderPrinted(written: string, { names }: FolderPrinted, place: { line: number; column: number }): Misprint {
  const path = /^\{\{([A-Za-z_][A-Za-z0-9_.]*)\}\}$/.exec(written)?.[1] ?? 'this';
  const inside = names.map((name) => (path === 'this' ? name : `${path}.${name}`));
  const hint = `write {{${inside[0] ?? 'NAME'}}}, or {{#each ${path}}}{{@key}} {{this}}{{/each}} for all of them`;
  return new Misprint(`${written} is a folder of names: ${listed(inside)}`, place, hint);
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, LISTED_NAMES).join(', ')}${names.length > LISTED_NAMES ? ', ...' : ''}`;
}

function misprint(message: string, { loc }: Call, hint: string): Misprint {
  return new Misprint(message, { line: loc?.start.line ?? 1, column: loc?.start.column ?? 0 }, hint);
}

/** Turns {{x}} and {{helper x}} into {{put x "{{x}}" line column}}. */
class PutGuard extends Handlebars.Visitor {
  override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
    const { path, params, hash, loc } = mustache;
    const printed = params.length === 0 && hash === undefined ? path : subExpression(mustache);
    const written = `{{${[path, ...params].map(writtenPart).join(' ')}}}`;
    mustache.path = pathExpression('put', loc);
    mustache.params = [
      printed,
      { type: 'StringLiteral', value: written, original: written, loc } as hbs.AST.StringLiteral,
      numberLiteral(loc.start.line, loc),
      numberLiteral(loc.start.column, loc),
    ];
  }
}

function writtenPart(part: hbs.AST.Expression): string {
  return 'original' in part ? String(part.original) : '(...)';
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

function problemOf(error: unknown, { helpers = {} }: TemplateOptions): TemplateProblem {
  if (error instanceof SyntaxFault) return error.problem;
  if (error instanceof Misprint)
    return {
      message: error.message,
      line: error.line,
      column: error.column,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    };
  if (!(error instanceof Error)) return { message: String(error) };
  const isPartial = /\bpartial\b/i.test(error.message);
  const hint = isPartial
    ? 'partials are not read: write the text of the other file here'
    : `there are ${[...Object.keys(helpers), ...OWN_HELPERS].join(', ')}`;
  const placed = /^(.*) - (\d+):(\d+)$/s.exec(error.message);
  const message = (placed?.[1] ?? error.message).replace(
    /^You specified knownHelpersOnly, but used the unknown helper /,
    'there is no helper ',
  );
  if (placed === null) return { message, hint };
  return { message, line: Number(placed[2]), column: Number(placed[3]), hint };
}
