// SPDX-License-Identifier: MIT
import { earlierValue } from '../core/earlier-value.ts';
import { type Assignment, displayText, jsonText, kconfigText, type Value } from '../core/value.ts';
import type { Spelling } from './base/merge.ts';
import type { MergedBase } from './bases.ts';
import type { Format } from './render.ts';
import { yamlInline } from './template-context.ts';

/** What decides how the values of a configuration are written. */
export interface Writing {
  readonly format: Format;
  /** Symbols whose numbers stand in quotes in a .config file. */
  readonly quoted: ReadonlySet<string>;
  readonly merge: MergedBase | undefined;
  /** Its command says something else, too. */
  readonly isStartedAnew: boolean;
}

const SPELLINGS: { readonly [K in Format]: Spelling } = {
  kconfig: kconfigText,
  yaml: yamlInline,
  json: jsonText,
  template: (value) => `${value.kind} ${value.text}`,
};

/** Returns in words why the file or the command of a configuration holds other values than ksweep 0.1 wrote. */
export function whyWrittenAnew(
  assignments: readonly Assignment[],
  { format, quoted, merge, isStartedAnew }: Writing,
): readonly string[] {
  const spell = SPELLINGS[format];
  const reasons: string[] = [];
  for (const [i, { name, value }] of assignments.entries()) {
    const change = merge?.changes[i]?.change;
    const written = change?.kind === 'set' ? change.value : value;
    const shown = `${name}=${displayText(value)}`;
    if (spell(value) !== spell(earlierValue(value)) || (isStartedAnew && earlierValue(value) !== value))
      reasons.push(`${shown} ${otherKind(value)}`);
    else if (format === 'kconfig' && value.kind === 'number' && value.quoted === undefined && quoted.has(name))
      reasons.push(`${shown} is written in quotes`);
    else if (spell(written) !== spell(value))
      reasons.push(`${shown} is written ${spell(written)}, of the kind that the base holds`);
    const along = followers(merge, name);
    if (along.length > 0) reasons.push(`${name} takes along ${along.join(', ')}`);
  }
  for (const name of merge?.removed ?? []) reasons.push(`${name} goes from the base, since it is absent`);
  return reasons;
}

function otherKind(value: Value): string {
  switch (value.kind) {
    case 'boolean':
      return 'is a boolean, and was a text';
    case 'null':
      return 'is null, and was a text';
    case 'text':
      return 'is a text beside other words, and was y, n or m';
    default:
      return 'is a number, and was a text';
  }
}

/** Names that a reason lists. */
const LISTED = 3;

function followers(merge: MergedBase | undefined, name: string): readonly string[] {
  const found = merge?.base.find(name);
  if (merge === undefined || found?.found !== 'place') return [];
  const all = merge.base.followers(found.path);
  return all.length > LISTED ? [...all.slice(0, LISTED), '...'] : all;
}
