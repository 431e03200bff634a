// SPDX-License-Identifier: MIT
// What is said about the lines of a .config.
import type { Diagnostic } from '../core/diagnostic.ts';
import { nearest } from '../core/nearest.ts';
import type { Source } from '../core/source.ts';
import { unreachable } from '../core/unreachable.ts';
import type { KTree } from './model.ts';
import type { ModeResult } from './modes.ts';
import { stretch } from './parsing.ts';
import type { LineTrouble } from './settle.ts';

/** Returns a warning for each line of a .config that sets nothing, or is set over by a later one. */
export function configTroubles(
  source: Source,
  tree: KTree,
  result: Pick<ModeResult, 'troubles' | 'unread'>,
): Diagnostic[] {
  const warnings = result.troubles.map((trouble) => warningOf(source, tree, trouble));
  for (const { at, end } of result.unread) {
    warnings.push(warn(source, at, end, 'this line is neither an assignment nor a comment', 'write CONFIG_NAME=value'));
  }
  return warnings;
}

function warn(source: Source, at: number, end: number, message: string, hint: string): Diagnostic {
  return { code: 'W_KCONFIG_CONFIG', message, span: stretch(source, at, end), hint };
}

function warningOf(source: Source, tree: KTree, { kind, line, symbol }: LineTrouble): Diagnostic {
  const { name, raw, at, end } = line;
  const type = symbol?.type ?? 'unknown';
  switch (kind) {
    case 'unknown': {
      const near = nearest(
        name,
        [...tree.byName.values()].filter(({ nodes }) => nodes.length > 0).map((each) => each.name),
      );
      const hint =
        near.length === 0 ? 'it sets nothing: delete it' : `did you mean CONFIG_${near.join(' or CONFIG_')}?`;
      return warn(source, at, end, `the tree has no symbol CONFIG_${name}`, hint);
    }
    case 'unquoted':
      return warn(
        source,
        at,
        end,
        `CONFIG_${name} is a string, and its value is not in double quotes`,
        `write CONFIG_${name}="${raw}"`,
      );
    case 'invalid': {
      const hint = /\s#/.test(raw)
        ? 'a comment behind a value is a part of the value: write it on a line of its own'
        : 'correct it';
      return warn(source, at, end, `\`${raw.slice(0, 40)}\` is no value of CONFIG_${name}, which is ${type}`, hint);
    }
    case 'again':
      return warn(source, at, end, `CONFIG_${name} is set again here`, 'the later line counts: delete one of them');
    default:
      return unreachable(kind);
  }
}
