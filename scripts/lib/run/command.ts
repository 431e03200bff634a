// SPDX-License-Identifier: MIT
import { isPlainText } from '../config/plain-template.ts';
import Handlebars from 'handlebars';
import { pythonText } from '../config/python-text.ts';
import { compileStrict, type Rendered } from '../config/strict-template.ts';
import {
  addNames,
  emptyContext,
  jsonInline,
  printedText,
  type TemplateContext,
  templateContext,
} from '../config/template-context.ts';
import { syntaxProblem } from '../config/template-syntax.ts';
import { type Checked, type Diagnostic, DiagnosticsError } from '../core/diagnostic.ts';
import { didYouMean } from '../core/nearest.ts';
import { shellQuote } from '../core/shell-quote.ts';
import { offsetAt, type Source } from '../core/source.ts';
import type { Assignment } from '../core/value.ts';
import { type ArgumentStyle, argumentWords, DEFAULT_STYLE } from './arguments.ts';
import { type ShellScanner, startShellScan } from './shell-context.ts';

/** What a template may name besides the symbols. Paths are absolute. */
export interface CommandPlace {
  readonly config: string;
  readonly outDir: string;
  readonly number: number;
  /** config_017 */
  readonly name: string;
  /** Folder of the range file. */
  readonly rangeDir: string;
  /** The run works in a folder of its node that only the node knows: the command names it by its environment. */
  readonly inScratch?: boolean;
  /** What it may name of the runs that a run is built upon: target.out_dir, target.CONFIG_MODEL. */
  readonly needs?: readonly Assignment[];
  /** Of SWEEP_RUN_NAME: in what the run differs from the first configuration, and the values there. */
  readonly varied?: string;
  readonly value?: string;
}

/** A template of a command, ready to be filled in for each run. */
export interface CommandTemplate {
  render(values: readonly Assignment[], place: CommandPlace): Rendered;
  /** A rendering problem with its place in the template. */
  diagnose(rendered: Extract<Rendered, { problem: unknown }>, runName: string): Diagnostic;
}

/** Returns the text of a template for a run. Throws DiagnosticsError where it cannot be rendered. */
export function filledIn(template: CommandTemplate, values: readonly Assignment[], place: CommandPlace): string {
  const rendered = template.render(values, place);
  if ('problem' in rendered) throw new DiagnosticsError([template.diagnose(rendered, place.name)]);
  return rendered.text;
}

/** Text that is shell words already. */
class ShellWords {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/**
 * Returns a template whose values arrive as quoted words of the shell, {{x}} and {{{x}}} alike. Refuses a template that
 * puts a value where a quoted word would not be one (inside quotes, backticks, here-documents, arithmetic).
 */
export function compileCommand(
  template: string,
  place: Pick<Source, 'path' | 'value'> = { path: 'SWEEP_COMMAND' },
  style: ArgumentStyle = DEFAULT_STYLE,
): Checked<CommandTemplate> {
  const source = { ...place, text: template };
  const diagnostics = findHoles(source);
  if (template.trim() === '') diagnostics.push({ code: 'E_TEMPLATE', message: `${place.path} is empty` });
  if (template.includes('\0')) diagnostics.push({ code: 'E_TEMPLATE', message: `${place.path} holds a NUL character` });
  const rendering = compileStrict(template, {
    escape: (value) => (value instanceof ShellWords ? value.text : shellQuote(printedText(value))),
    helpers: { json: (value) => shellQuote(jsonInline(value)), python: (value) => shellQuote(pythonText(value)) },
  });
  return { ...(diagnostics.length > 0 ? {} : { value: templateOf(source, rendering, style) }), diagnostics };
}

/** Returns a template whose values arrive as they are: for a path or a folder name, never for a shell. */
export function compileRaw(
  template: string,
  place: Pick<Source, 'path' | 'value'>,
  shown: (value: string) => string = (value) => value,
): CommandTemplate {
  return templateOf(
    { ...place, text: template },
    compileStrict(template, {
      escape: (value) => (value instanceof ShellWords ? value.text : shown(printedText(value))),
      helpers: { python: (value) => shown(pythonText(value)) },
    }),
  );
}

function templateOf(
  source: Source,
  rendering: ReturnType<typeof compileStrict>,
  style: ArgumentStyle = DEFAULT_STYLE,
): CommandTemplate {
  const { roots } = rendering;
  const needsArgs = roots?.has('args') ?? source.text.includes('args');
  const contextOf = roots === undefined || roots.has('symbols') ? wholeContext : fewNames(roots);
  let constant: Rendered | undefined;
  return {
    render: (values, place) => {
      if (roots?.size === 0) {
        constant ??= rendering(emptyContext());
        return constant;
      }
      const context = contextOf(values, place);
      if (needsArgs) Object.assign(context, { args: new ShellWords(argumentWords(values, style)) });
      if (place.inScratch === true)
        Object.assign(context, {
          config: new ShellWords('"$SWEEP_CONFIG"'),
          out_dir: new ShellWords('"$SWEEP_OUT_DIR"'),
        });
      return withNearName(rendering(context), values, place.needs ?? []);
    },
    diagnose: ({ problem }, runName) => ({
      code: 'E_TEMPLATE',
      message: `${problem.message} (${runName})`,
      span: { source, ...tagAt(source.text, offsetAt(source.text, problem.line ?? 1, problem.column ?? 0)) },
      hint: problem.hint ?? '{{#if NAME}}...{{/if}} leaves a part out where a symbol is absent',
    }),
  };
}

/** A tag as long as it is, or the two braces that begin it. */
function tagAt(text: string, offset: number): { readonly offset: number; readonly length: number } {
  const end = text.indexOf('}}', offset);
  return { offset, length: end === -1 ? 2 : end + 2 - offset };
}

/** Words of a template's own. */
const WORDS: Readonly<Record<string, (place: CommandPlace) => string | undefined>> = {
  config: (place) => place.config,
  out_dir: (place) => place.outDir,
  number: (place) => String(place.number),
  name: (place) => place.name,
  range_dir: (place) => place.rangeDir,
  varied: (place) => place.varied,
  value: (place) => (place.varied === undefined ? undefined : (place.value ?? '')),
};

function wholeContext(values: readonly Assignment[], place: CommandPlace): TemplateContext {
  const words = Object.entries(WORDS).flatMap(([name, wordOf]) => {
    const word = wordOf(place);
    return word === undefined ? [] : [[name, word] as const];
  });
  return templateContext([...values, ...(place.needs ?? [])], Object.fromEntries(words));
}

/** Returns what makes the context of a template that looks at a few names alone. */
function fewNames(roots: ReadonlySet<string>): (values: readonly Assignment[], place: CommandPlace) => TemplateContext {
  const words = Object.entries(WORDS).filter(([name]) => roots.has(name));
  return (values, place) => {
    const context = emptyContext();
    addNames(context, values, roots);
    if (place.needs !== undefined) addNames(context, place.needs, roots);
    for (const [name, wordOf] of words) {
      const word = wordOf(place);
      if (word !== undefined) context[name] = word;
    }
    return context;
  };
}

/** {{LR}} where the symbol is CONFIG_LR, or is spelt a little otherwise. */
function withNearName(rendered: Rendered, values: readonly Assignment[], needs: readonly Assignment[]): Rendered {
  if (!('problem' in rendered) || rendered.problem.hint !== undefined) return rendered;
  const word = /^\{\{\{?\s*([\w.-]+)/.exec(rendered.problem.message)?.[1];
  if (word === undefined) return rendered;
  const names = values.map(({ name }) => name);
  const own = names.filter((name) => name.toLowerCase() === `config_${word}`.toLowerCase().replaceAll('-', '_'));
  const hint =
    own.length > 0 ? `did you mean ${own.join(' or ')}?` : (didYouMean(word, names) ?? needHint(word, needs));
  return hint === undefined ? rendered : { problem: { ...rendered.problem, hint } };
}

/** In a stage that is built upon others a word with a dot is most likely one of a stage that it is not built upon. */
function needHint(word: string, needs: readonly Assignment[]): string | undefined {
  const stage = /^([a-z][a-z0-9_]*)\./.exec(word)?.[1];
  if (stage === undefined || needs.length === 0 || needs.some(({ name }) => name.startsWith(`${stage}.`)))
    return undefined;
  return `if "${stage}" is a stage, a line needs "${stage}" in this one gives it what that has`;
}

/** Walks template and shell text together and reports every value that would not arrive as one word. */
function findHoles(source: Source): Diagnostic[] {
  let program: hbs.AST.Program;
  try {
    program = Handlebars.parseWithoutProcessing(source.text);
  } catch (error) {
    const { message, line = 1, column = 0, hint } = syntaxProblem(source.text, error);
    const span = { source, offset: offsetAt(source.text, line, column), length: 1 };
    return [{ code: 'E_TEMPLATE', message, span, hint }];
  }
  const found: Diagnostic[] = [];
  walk(program, startShellScan(), { source, found });
  return found;
}

interface Walk {
  readonly source: Source;
  readonly found: Diagnostic[];
}

function walk(program: hbs.AST.Program, scanner: ShellScanner, into: Walk): void {
  for (const statement of program.body) {
    if (isPlainText(statement)) scanner.feed(statement.value);
    else if (isBlock(statement)) {
      // Both branches begin here; what follows goes on behind the first.
      if (statement.inverse !== undefined && statement.inverse !== null) walk(statement.inverse, scanner.fork(), into);
      if (statement.program !== undefined && statement.program !== null) walk(statement.program, scanner, into);
    } else if (statement.type === 'MustacheStatement') {
      const why = scanner.word();
      if (why !== undefined) into.found.push(hole(into.source, statement, why));
    }
  }
}

function isBlock(statement: hbs.AST.Statement): statement is hbs.AST.BlockStatement {
  return statement.type === 'BlockStatement';
}

function hole(source: Source, { loc }: hbs.AST.Statement, why: string): Diagnostic {
  const offset = offsetAt(source.text, loc.start.line, loc.start.column);
  const end = offsetAt(source.text, loc.end.line, loc.end.column);
  const written = source.text.slice(offset, end);
  return {
    code: 'E_TEMPLATE',
    message: `${written} stands ${why}; values arrive quoted already`,
    span: { source, offset, length: Math.max(1, end - offset) },
    hint: `end the quotes before it, as in --out ${written}/file or --name=run-${written}`,
  };
}
