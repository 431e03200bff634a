// SPDX-License-Identifier: MIT
// What a .config sets, brought to a tree.
import { isLogical, type KSymbol, type KTree } from './model.ts';
import { type ConfigLine, unquotedValue } from './read-config.ts';
import type { UserValues } from './user-values.ts';

/** A line that could not be taken as it stands. */
export interface LineTrouble {
  readonly kind: 'unknown' | 'invalid' | 'unquoted' | 'again';
  readonly line: ConfigLine;
  readonly symbol?: KSymbol;
}

/** Sets what the lines of a .config set, the later one winning; returns what was not taken, or taken over another. */
export function settleLines(lines: readonly ConfigLine[], tree: KTree, user: UserValues): LineTrouble[] {
  const troubles: LineTrouble[] = [];
  for (const line of lines) {
    const symbol = tree.byName.get(line.name);
    if (symbol === undefined || symbol.nodes.length === 0) {
      troubles.push({ kind: 'unknown', line });
      continue;
    }
    if (user.has(symbol)) troubles.push({ kind: 'again', line, symbol });
    const value = valueOfLine(line, symbol, tree);
    if (value === undefined) troubles.push({ kind: 'unquoted', line, symbol });
    else if (!user.set(symbol, value)) troubles.push({ kind: 'invalid', line, symbol });
  }
  return troubles;
}

/** Returns the text that a line sets its symbol to, or undefined for a string without quotes. */
export function valueOfLine({ raw }: ConfigLine, symbol: KSymbol, { dialect }: KTree): string | undefined {
  if (symbol.type === 'string') return unquotedValue(raw);
  // Kconfiglib takes the blanks off the end of a line.
  return dialect === '6.1' && !isLogical(symbol.type) ? raw.trimEnd() : raw;
}
