// SPDX-License-Identifier: MIT
// Most templates are texts with {{name}} between them. Filling those in ourselves costs a fiftieth of what Handlebars takes for
// each of a hundred thousand commands; the language stays its own, since it is its parser that reads them.

/** A {{name}} or {{name.part}} of a template. */
export interface PlainTag {
  readonly parts: readonly string[];
  /** As an error shows it. */
  readonly written: string;
  /** From 1. */
  readonly line: number;
  /** From 0. */
  readonly column: number;
}

/** Returns a template as texts and tags in turn; undefined when it has blocks, helpers, or paths that depend on where they stand. */
export function plainParts(program: hbs.AST.Program): readonly (string | PlainTag)[] | undefined {
  const parts: (string | PlainTag)[] = [];
  for (const statement of program.body) {
    const part = plainPart(statement);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return parts;
}

function plainPart(statement: hbs.AST.Statement): string | PlainTag | undefined {
  if (isPlainText(statement)) return statement.value;
  if (statement.type === 'CommentStatement') return '';
  if (!isMustache(statement) || statement.params.length > 0 || statement.hash !== undefined) return undefined;
  const { path, loc } = statement;
  if (!isPath(path) || path.data || path.depth > 0 || path.parts.length === 0) return undefined;
  if (/^(\.|this\b)/.test(path.original)) return undefined;
  return { parts: path.parts, written: `{{${path.original}}}`, line: loc.start.line, column: loc.start.column };
}

/** Tells what a template holds between its braces: text that is printed as it is. */
export function isPlainText(statement: hbs.AST.Statement): statement is hbs.AST.ContentStatement {
  return statement.type === 'ContentStatement';
}

function isMustache(statement: hbs.AST.Statement): statement is hbs.AST.MustacheStatement {
  return statement.type === 'MustacheStatement';
}

function isPath(path: hbs.AST.Expression): path is hbs.AST.PathExpression {
  return path.type === 'PathExpression';
}

/** Returns what stands in a context under a path, as Handlebars looks it up: own properties only. */
export function lookUp(context: unknown, parts: readonly string[]): unknown {
  let value = context;
  for (const part of parts) {
    if (value === undefined || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[part]; // it has this property
  }
  return value;
}
