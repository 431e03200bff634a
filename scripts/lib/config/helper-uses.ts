// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Source } from '../core/source.ts';

/** A {{...}} of a template with what stands in it. */
const TAG = /\{\{[{#/^~]*([^{}]*)\}\}/g;

/** A name, or a path of names, in a tag. */
const PATH = /[A-Za-z_][\w.]*(?:-[\w.]+)*/g;

/** Returns an error for each place where a template names a helper (`let`): no configuration has it. */
export function helperUses(template: Source, helpers: ReadonlySet<string>): Diagnostic[] {
  if (helpers.size === 0) return [];
  const found: Diagnostic[] = [];
  for (const tag of template.text.matchAll(TAG)) {
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
