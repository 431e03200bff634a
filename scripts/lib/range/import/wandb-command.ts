// SPDX-License-Identifier: MIT
// What the agent of W&B would start (docs.wandb.ai, sweep configuration options, command), as a command of ours.
import type { Span } from '../../core/source.ts';
import { shellQuote } from '../../core/shell-quote.ts';
import { didYouMean } from '../../core/nearest.ts';
import { quoted } from '../reader.ts';
import { type ForeignFields, itemsIn, shownKind, textIn } from './fields.ts';
import { templateName } from './value.ts';
import type { ForeignEntry, ForeignNode } from './node.ts';
import { type ImportTrouble, refuse } from './system.ts';
import type { WandbArgument } from './wandb-parameter.ts';

/** What the agent starts when nothing else is said. */
const DEFAULT_COMMAND = ['${env}', '${interpreter}', '${program}', '${args}'];

const MACROS = [
  'env',
  'interpreter',
  'program',
  'args',
  'args_no_boolean_flags',
  'args_no_hyphens',
  'args_no_equals',
  'args_json',
  'args_json_file',
] as const;
type Macro = (typeof MACROS)[number];

/** A command, and whether its program reads the configuration from a JSON file. */
export interface WandbCommand {
  readonly text: string;
  readonly readsJson: boolean;
  readonly span: Span;
}

/** Returns the command of a sweep; undefined when it names no program, which SWEEP_COMMAND then has to. */
export function wandbCommand(
  fields: ForeignFields,
  parameters: readonly WandbArgument[],
  trouble: ImportTrouble,
): WandbCommand | undefined {
  const programEntry = fields.get('program');
  const program = textIn(programEntry, trouble);
  const entry = fields.get('command');
  const place = entry ?? programEntry;
  if (place === undefined || (entry === undefined && program === undefined)) return undefined;
  const chunks =
    entry === undefined ? DEFAULT_COMMAND.map((text) => ({ text, at: undefined })) : chunksIn(entry, trouble);
  if (chunks === undefined) return undefined;
  const words = chunks.map(({ text, at }) => {
    const span = at?.span ?? place.keySpan;
    const macro = /^\$\{(.*)\}$/.exec(text)?.[1];
    if (macro !== undefined && !macro.startsWith('envvar:')) {
      const known = MACROS.find((one) => one === macro);
      if (known !== undefined) return macroWords(known, { program, parameters }, { span, trouble });
      return refuse(trouble, {
        code: 'E_IMPORT_VALUE',
        span,
        message: `there is no macro ${text}`,
        hint: `${didYouMean(macro, MACROS) ?? 'delete it'}; there are ${MACROS.join(', ')} and envvar:NAME`,
      });
    }
    // Its agent hands everything else on as it is: ${now:%Y} is for Hydra. A macro of its own is hardly meant so.
    if (MACROS.some((one) => text.includes(`\${${one}}`)))
      return refuse(trouble, {
        code: 'E_IMPORT_VALUE',
        span,
        message: `${quoted(text)} holds a macro that is not the whole word`,
        hint: 'a macro is an item of its own; only ${envvar:NAME} may stand in a word',
      });
    if (/\$\{[^}]*$/.test(text))
      return refuse(trouble, {
        code: 'E_IMPORT_VALUE',
        span,
        message: `${quoted(text)} opens a macro and does not close it`,
        hint: `end it with }; there are ${MACROS.join(', ')} and envvar:NAME`,
      });
    return literal(text);
  });
  if (words.includes(undefined)) return undefined;
  return {
    text: words.filter((word) => word !== '').join(' '),
    readsJson: chunks.some(({ text }) => text === '${args_json_file}'),
    span: place.value.span,
  };
}

interface Chunk {
  readonly text: string;
  readonly at: ForeignNode | undefined;
}

function chunksIn(entry: ForeignEntry, trouble: ImportTrouble): readonly Chunk[] | undefined {
  const items = itemsIn(entry, trouble);
  if (items === undefined) return undefined;
  const chunks: Chunk[] = [];
  for (const item of items) {
    if (item.kind === 'scalar' && !/[\n\r\0]/.test(item.text)) {
      chunks.push({ text: item.text, at: item });
      continue;
    }
    const found = item.kind === 'scalar' ? 'a text of several lines' : shownKind(item);
    return refuse(trouble, {
      code: 'E_IMPORT_KIND',
      span: item.span,
      message: `a word of command is ${found}, expected a text or a number`,
      hint: 'write each word of the command as an item of the list',
    });
  }
  return chunks;
}

/** A word as it stands, with ${envvar:NAME} put in: the name itself where there is no such variable. */
function literal(text: string): string {
  return text
    .split(/(\$\{envvar:[A-Z0-9_]*\})/)
    .filter((part) => part !== '')
    .map((part) => {
      const name = /^\$\{envvar:(.*)\}$/.exec(part)?.[1];
      if (name === undefined) return shellQuote(part).replaceAll('{{', '\\{{');
      return /^[A-Z_]/.test(name) ? `"\${${name}-${name}}"` : name;
    })
    .join('');
}

interface MacroSubject {
  readonly program: string | undefined;
  readonly parameters: readonly WandbArgument[];
}

function macroWords(
  macro: Macro,
  { program, parameters }: MacroSubject,
  { span, trouble }: { readonly span: ForeignNode['span']; readonly trouble: ImportTrouble },
): string | undefined {
  const value = ({ name }: WandbArgument): string => `{{python ${templateName(name)}}}`;
  switch (macro) {
    case 'env':
      return '/usr/bin/env';
    case 'interpreter':
      return 'python';
    case 'program':
      if (program !== undefined) return literal(program);
      return refuse(trouble, {
        code: 'E_IMPORT_KEY',
        span,
        message: '${program} stands for the program, and there is no program',
        hint: 'write program: train.py',
      });
    case 'args':
      return parameters.map((one) => `--${one.name}=${value(one)}`).join(' ');
    case 'args_no_hyphens':
      return parameters.map((one) => `${one.name}=${value(one)}`).join(' ');
    case 'args_no_equals':
      return parameters.map((one) => `--${one.name} ${value(one)}`).join(' ');
    case 'args_no_boolean_flags': {
      const mixed = parameters.find((one) => one.booleans === 'some');
      if (mixed !== undefined)
        return refuse(trouble, {
          code: 'E_IMPORT_VALUE',
          span,
          message: `\${args_no_boolean_flags} makes flags of booleans, and ${mixed.name} can be a boolean and something else`,
          hint: `give ${mixed.name} booleans only, or none; or write \${args}`,
        });
      return parameters
        .map((one) =>
          one.booleans === 'all'
            ? `{{#if ${templateName(one.name)}}}--${one.name}{{/if}}`
            : `--${one.name}=${value(one)}`,
        )
        .join(' ');
    }
    case 'args_json':
      return '{{json symbols}}';
    case 'args_json_file':
      return '{{config}}';
  }
}
