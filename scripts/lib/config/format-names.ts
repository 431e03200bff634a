// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Source } from '../core/source.ts';
import { templateWord } from '../range/names.ts';
import type { RangeFile } from '../range/parse.ts';
import type { Named } from '../range/tree.ts';
import type { Format } from './render.ts';

/**
 * Returns an error for each name that a format cannot hold: a .config file has no hyphens and list positions, and is
 * read by programs that know the words of templates as something else. yaml, json and templates take every name.
 */
export function namesOutOfFormat(file: Pick<RangeFile, 'definitions'>, format: Format): Diagnostic[] {
  if (format !== 'kconfig') return [];
  const seen = new Set<string>();
  return file.definitions.flatMap(({ names }) =>
    names.flatMap((named) => {
      if (seen.has(named.name)) return [];
      seen.add(named.name);
      return kconfigTrouble(named) ?? [];
    }),
  );
}

function kconfigTrouble({ name, span }: Named): Diagnostic | undefined {
  const hint = 'SWEEP_FORMAT=yaml or json takes it; or give the symbol another name';
  if (name.includes('-') || name.split('.').some((part) => /^\d+$/.test(part))) {
    const what = name.includes('-') ? 'a hyphen' : 'a list position';
    return { code: 'E_NAME', message: `${name} cannot stand in a .config file: it has ${what}`, span, hint };
  }
  const reason = templateWord(name);
  if (reason === undefined) return undefined;
  const message = `a symbol cannot be called ${name}: ${reason}`;
  const other = `give it another name, such as CONFIG_${name.toUpperCase()}; SWEEP_FORMAT=yaml or json takes it`;
  return { code: 'E_NAME_RESERVED', message, span, hint: other };
}

/** A {{word}} with what stands in it. */
const TAG = /\{\{\{?[#~]?\s*([A-Za-z_]+)(?:\s+([A-Za-z_]+))?\s*~?\}?\}\}/g;

/** Returns a warning for each place where a template prints a word of its own that is a symbol's name as well. */
export function builtInWords(template: Source, symbols: ReadonlySet<string>): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const tag of template.text.matchAll(TAG)) {
    const word = [tag[1], tag[2]].find(
      (one) => one !== undefined && symbols.has(one) && templateWord(one) !== undefined,
    );
    if (word === undefined || (word === tag[1] && tag[2] !== undefined)) continue;
    found.push({
      code: 'W_TEMPLATE_WORD',
      message: `${tag[0]} is a word of templates, not the symbol ${word}`,
      span: { source: template, offset: tag.index, length: tag[0].length },
      hint: `the symbol is {{symbols.${word}}}`,
    });
  }
  return found;
}

/** A {{...}} of a template with what stands in it. */
const ANY_TAG = /\{\{[{#/^~]*([^{}]*)\}\}/g;

/** A name, or a path of names, in a tag. */
const PATH = /[A-Za-z_][\w.]*(?:-[\w.]+)*/g;

/** Returns an error for each place where a template names a helper (`let`): no configuration has it. */
export function helperUses(template: Source, helpers: ReadonlySet<string>): Diagnostic[] {
  if (helpers.size === 0) return [];
  const found: Diagnostic[] = [];
  for (const tag of template.text.matchAll(ANY_TAG)) {
    for (const [path] of (tag[1] ?? '').matchAll(PATH)) {
      const name = path.replace(/^symbols\./, '');
      if (!helpers.has(name)) continue;
      found.push({
        code: 'E_TEMPLATE',
        message: `${tag[0]} names ${name}, a helper (let), which is part of no configuration`,
        span: { source: template, offset: tag.index, length: tag[0].length },
        hint: `write ${name} without let, or compute a symbol of the configuration from it: NAME := ${name}`,
      });
    }
  }
  return found;
}
