// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { SettingValue } from '../core/settings/value.ts';
import { shellQuote } from '../core/shell-quote.ts';
import type { Source } from '../core/source.ts';
import { unreachable } from '../core/unreachable.ts';
import { assignmentLine, type Configuration, sweptAssignments } from './configuration.ts';
import type { BaseProblem } from './nested.ts';
import { jsonBaseProblem, jsonReplaced, renderJson } from './render-json.ts';
import { renderKconfig } from './render-kconfig.ts';
import { renderYaml, yamlBaseProblem, yamlBaseValue, yamlReplaced } from './render-yaml.ts';
import { compileStrict } from './strict-template.ts';
import { printedText, templateContext } from './template-context.ts';
import { jsonInline, yamlInline } from './template-values.ts';

/** A word of FORMAT. */
export type Format = SettingValue<'FORMAT'>;

/** Everything besides the assignments that decides the text of a configuration file. */
export interface RenderOptions {
  readonly format: Format;
  /** Name of the range file, for the header; no folders in it. */
  readonly rangeName: string;
  readonly base?: Source | undefined;
  /** Every symbol that a configuration may have: they must find room in the base. */
  readonly symbols?: readonly string[];
  readonly template?: Source | undefined;
}

/** Turns configurations into the texts of their files. */
export interface Renderer {
  /** .yaml, .json, a template's own extension, or nothing for kconfig. */
  readonly extension: string;
  /** The base's parsed value, for the identity. */
  readonly baseValue: unknown;
  /** True when a single configuration may fail to render (a template prints a symbol that it lacks). */
  readonly canFail: boolean;
  render(configuration: Configuration): { readonly text: string } | { readonly diagnostic: Diagnostic };
}

/** A renderer, with diagnostics when the base or the template cannot serve, and warnings of what is probably not meant. */
export interface CreatedRenderer {
  readonly renderer: Renderer;
  readonly diagnostics: readonly Diagnostic[];
  readonly warnings: readonly Diagnostic[];
}

/** Returns the renderer of a format. */
export function createRenderer(options: RenderOptions): CreatedRenderer {
  const { format, base, template, symbols = [] } = options;
  const header = (c: Configuration): string =>
    `${c.name} of ${options.rangeName}\n${assignmentLine(sweptAssignments(c))}`.trimEnd();
  switch (format) {
    case 'kconfig':
      return plain('', (c) => renderKconfig(header(c), c.assignments), undefined, {
        diagnostics: refuseBase(base, format),
        warnings: [],
      });
    case 'yaml': {
      const problems = base === undefined ? [] : baseDiagnostics(base, yamlBaseProblem(base.text, symbols));
      const warnings =
        base === undefined || problems.length > 0
          ? []
          : yamlReplaced(base.text, symbols).map((p) => replacedWarning(base, p));
      return plain(
        '.yaml',
        (c) => renderYaml(header(c), c.assignments, base?.text),
        base && problems.length === 0 ? yamlBaseValue(base.text) : undefined,
        { diagnostics: problems, warnings },
      );
    }
    case 'json': {
      const problems = base === undefined ? [] : baseDiagnostics(base, jsonBaseProblem(base.text, symbols));
      const warnings =
        base === undefined || problems.length > 0
          ? []
          : jsonReplaced(base.text, symbols).map((p) => replacedWarning(base, p));
      return plain(
        '.json',
        (c) => renderJson(c.assignments, base?.text),
        base && problems.length === 0 ? JSON.parse(base.text) : undefined,
        { diagnostics: problems, warnings },
      );
    }
    case 'template':
      return templateRenderer(template, base);
    default:
      return unreachable(format);
  }
}

function plain(
  extension: string,
  text: (c: Configuration) => string,
  baseValue: unknown,
  told: Omit<CreatedRenderer, 'renderer'>,
): CreatedRenderer {
  return { renderer: { extension, baseValue, canFail: false, render: (c) => ({ text: text(c) }) }, ...told };
}

function templateRenderer(template: Source | undefined, base: Source | undefined): CreatedRenderer {
  const source = template ?? { path: 'SWEEP_TEMPLATE', text: '' };
  const diagnostics = [...refuseBase(base, 'template')];
  if (template === undefined) {
    diagnostics.push({
      severity: 'error',
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
  const renderer: Renderer = {
    extension: extensionOf(source.path),
    baseValue: undefined,
    canFail: true,
    render: (c) => {
      const rendered = render(templateContext(c.assignments, { number: String(c.number), name: c.name, id: c.id }));
      if ('text' in rendered) return rendered;
      const { message, line = 1, column = 0, hint = '{{#if NAME}} asks whether a symbol is there' } = rendered.problem;
      const span = { source, offset: offsetOf(source.text, line, column), length: 1 };
      return { diagnostic: { severity: 'error', code: 'E_TEMPLATE', message: `${message} (${c.name})`, span, hint } };
    },
  };
  return { renderer, diagnostics, warnings: [] };
}

/** Returns the extension that a template's output gets: train.toml.hbs writes .toml, train.ini writes .ini. */
export function extensionOf(templatePath: string): string {
  const name = (templatePath.split('/').at(-1) ?? '').replace(/\.(hbs|handlebars|tmpl|template)$/, '');
  return /(?!^)\.[A-Za-z0-9_+-]+$/.exec(name)?.[0] ?? '';
}

function offsetOf(text: string, line: number, column: number): number {
  let offset = 0;
  for (let i = 1; i < line; i += 1) offset = text.indexOf('\n', offset) + 1;
  return Math.min(offset + column, text.length);
}

function replacedWarning(base: Source, { message, offset }: BaseProblem): Diagnostic {
  return {
    severity: 'warning',
    code: 'E_BASE',
    message,
    span: { source: base, offset, length: 1 },
    hint: 'to set one value inside, name it with its folder: model.depth',
  };
}

function baseDiagnostics(base: Source, problem: BaseProblem | undefined): readonly Diagnostic[] {
  if (problem === undefined) return [];
  return [
    {
      severity: 'error',
      code: 'E_BASE',
      message: problem.message,
      span: { source: base, offset: problem.offset, length: 1 },
      hint: 'SWEEP_BASE is the file that each configuration is merged into',
    },
  ];
}

function refuseBase(base: Source | undefined, format: Format): Diagnostic[] {
  if (base === undefined) return [];
  return [
    {
      severity: 'error',
      code: 'E_BASE',
      message: `SWEEP_BASE does not go with SWEEP_FORMAT=${format}`,
      hint: 'yaml and json merge into a base file; a kconfig range file includes one with source "..."',
    },
  ];
}
