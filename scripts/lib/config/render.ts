// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { SettingValue } from '../core/settings/value.ts';
import { isSpelledAnew, isToldAnew } from '../core/earlier-value.ts';
import { shellQuote } from '../core/shell-quote.ts';
import { offsetAt, type Source } from '../core/source.ts';
import { unreachable } from '../core/unreachable.ts';
import { type Assignment, jsonText, type Value } from '../core/value.ts';
import { assignmentLine, type Configuration, labelOf, sweptAssignments } from './configuration.ts';
import type { PathChange } from './base/place.ts';
import type { Bases } from './bases.ts';
import { renderJson } from './render-json.ts';
import { renderKconfig } from './render-kconfig.ts';
import { renderYaml } from './render-yaml.ts';
import { compileStrict } from './strict-template.ts';
import { jsonInline, printedText, templateContext, yamlInline } from './template-context.ts';

/** A word of FORMAT. */
export type Format = SettingValue<'FORMAT'>;

/** Everything besides the assignments that decides the text of a configuration file. */
export interface RenderOptions {
  readonly format: Format;
  /** Name of the range file, for the header; no folders in it. */
  readonly rangeName: string;
  /** What yaml and json files are merged into. */
  readonly bases?: Bases | undefined;
  readonly template?: Source | undefined;
  /** Symbols whose numbers stand in quotes in a .config file. */
  readonly quoted?: ReadonlySet<string>;
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** Turns configurations into the texts of their files. */
export interface Renderer {
  /** .yaml, .json, a template's own extension, or nothing for kconfig. */
  readonly extension: string;
  /** What of the base is in the identity of a configuration: its parsed value, and the names that go from it. */
  identityOf(assignments: readonly Assignment[]): { readonly base?: unknown; readonly removed?: readonly string[] };
  /** True when a single configuration may fail to render (a template prints a symbol that it lacks). */
  readonly canFail: boolean;
  /** Tells whether a configuration's file holds other values than ksweep 0.1 wrote for it: its id then has a field more. */
  writesAnew(assignments: readonly Assignment[]): boolean;
  render(configuration: Configuration): { readonly text: string } | { readonly diagnostic: Diagnostic };
}

/** A renderer, with diagnostics when the template cannot serve. */
export interface CreatedRenderer {
  readonly renderer: Renderer;
  readonly diagnostics: readonly Diagnostic[];
}

/** Returns the renderer of a format. */
export function createRenderer(options: RenderOptions): CreatedRenderer {
  const { format, bases, template, quoted = NO_NAMES } = options;
  const header = (c: Configuration): string =>
    `${labelOf(c)} of ${options.rangeName}\n${assignmentLine(sweptAssignments(c))}`.trimEnd();
  switch (format) {
    case 'kconfig':
      return plain({
        extension: '',
        writesAnew: (assignments) => kconfigWritesAnew(assignments, quoted),
        text: (c) => c.completed ?? renderKconfig(header(c), c.assignments, quoted),
      });
    case 'yaml':
      return bases === undefined
        ? plain({
            extension: '.yaml',
            writesAnew: (assignments) => isSpelledAnew(assignments, yamlInline),
            text: (c) => renderYaml(header(c), changesOf(c), undefined),
          })
        : merged('.yaml', bases, (c, changes, base) => renderYaml(header(c), changes, base));
    case 'json':
      return bases === undefined
        ? plain({
            extension: '.json',
            writesAnew: (assignments) => isSpelledAnew(assignments, jsonText),
            text: (c) => renderJson(changesOf(c), undefined),
          })
        : merged('.json', bases, (_, changes, base) => renderJson(changes, base));
    case 'template':
      return templateRenderer(template);
    default:
      return unreachable(format);
  }
}

interface PlainFormat extends Pick<Renderer, 'extension' | 'writesAnew'> {
  readonly text: (c: Configuration) => string;
}

function plain({ extension, writesAnew, text }: PlainFormat): CreatedRenderer {
  const identityOf = (): Record<never, never> => ({});
  return {
    renderer: { extension, identityOf, canFail: false, writesAnew, render: (c) => ({ text: text(c) }) },
    diagnostics: [],
  };
}

function changesOf({ assignments }: Configuration): PathChange<Value>[] {
  return assignments.map(({ name, value }) => ({ path: name.split('.'), change: { kind: 'set', value } }));
}

/** Returns the renderer of a format whose files are merged into a base. */
function merged(
  extension: string,
  bases: Bases,
  text: (c: Configuration, changes: readonly PathChange<Value>[], base: string | undefined) => string,
): CreatedRenderer {
  const renderer: Renderer = {
    extension,
    canFail: false, // what is wrong with a base is found before anything is rendered
    writesAnew: (assignments) => bases.merge(assignments)?.isAnew ?? false,
    identityOf: (assignments) => {
      const merge = bases.merge(assignments);
      const removed = merge?.removed ?? [];
      return { base: merge?.base.value, ...(removed.length === 0 ? {} : { removed }) };
    },
    render: (c) => {
      const merge = bases.merge(c.assignments);
      return { text: text(c, merge?.changes ?? [], merge?.base.source.text) };
    },
  };
  return { renderer, diagnostics: [] };
}

/** A .config file holds booleans and null in quotes, as the texts that 0.1 took them for. */
function kconfigWritesAnew(assignments: readonly Assignment[], quoted: ReadonlySet<string>): boolean {
  return assignments.some(({ name, value }) => {
    if (value.kind === 'number') return value.quoted === undefined && quoted.has(name);
    return value.kind === 'text' && value.letter !== undefined;
  });
}

function templateRenderer(template: Source | undefined): CreatedRenderer {
  const source = template ?? { path: 'SWEEP_TEMPLATE', text: '' };
  const diagnostics: Diagnostic[] = [];
  if (template === undefined) {
    diagnostics.push({
      code: 'E_TEMPLATE',
      message: 'SWEEP_FORMAT is template, but SWEEP_TEMPLATE names no file',
      hint: 'SWEEP_TEMPLATE=FILE.hbs',
    });
  }
  const render = compileStrict(source.text, {
    escape: printedText,
    helpers: {
      json: jsonInline,
      yaml: yamlInline,
      sh: (value) => shellQuote(printedText(value)),
    },
  });
  const words = { number: '', name: '', id: '' };
  const textOf = (assignments: readonly Assignment[]): string => {
    const rendered = render(templateContext(assignments, words));
    return 'text' in rendered ? rendered.text : '';
  };
  const renderer: Renderer = {
    extension: extensionOf(source.path),
    identityOf: () => ({}),
    canFail: true,
    writesAnew: (assignments) => isToldAnew(assignments, textOf),
    render: (c) => {
      const rendered = render(templateContext(c.assignments, { number: String(c.number), name: c.name, id: c.id }));
      if ('text' in rendered) return rendered;
      const { message, line = 1, column = 0, hint = '{{#if NAME}} asks whether a symbol is there' } = rendered.problem;
      const span = { source, offset: offsetAt(source.text, line, column), length: 1 };
      return { diagnostic: { code: 'E_TEMPLATE', message: `${message} (${c.name})`, span, hint } };
    },
  };
  return { renderer, diagnostics };
}

/** Returns the extension that a template's output gets: train.toml.hbs writes .toml, train.ini writes .ini. */
export function extensionOf(templatePath: string): string {
  const name = (templatePath.split('/').at(-1) ?? '').replace(/\.(hbs|handlebars|tmpl|template)$/, '');
  return /(?!^)\.[A-Za-z0-9_+-]+$/.exec(name)?.[0] ?? '';
}
