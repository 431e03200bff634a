// SPDX-License-Identifier: MIT
import type { Rng } from '../../scripts/lib/core/rng.ts';
import type { SymbolType } from '../../scripts/lib/kconfig/model.ts';
import { HEXES, NUMBERS, quotedText, type RandomSymbol, WORDS } from './kconfig-random-tree.ts';

/** A .config of lines that may or may not make sense: in and out of range, of wrong types, twice, unknown. */
export function randomConfig(rng: Rng, symbols: readonly RandomSymbol[], share: number, junk: number): string {
  const lines: string[] = [];
  for (const { name, type } of symbols) {
    if (rng.float() >= share) continue;
    lines.push(rng.float() < junk ? junkLine(rng, name) : usualLine(rng, name, type));
    if (rng.float() < 0.03) lines.push(usualLine(rng, name, type));
  }
  if (rng.float() < 0.3) lines.push('CONFIG_NOBODY_KNOWS=y');
  if (rng.float() < 0.5) shuffleSome(rng, lines);
  return `${lines.join('\n')}\n`;
}

function shuffleSome(rng: Rng, lines: string[]): void {
  for (let i = 0; i < lines.length; i += 1) {
    const j = rng.below(lines.length);
    const [a, b] = [lines[i], lines[j]];
    if (a !== undefined && b !== undefined) [lines[i], lines[j]] = [b, a];
  }
}

/** A line that sets a symbol to a value of its type. */
export function usualLine(rng: Rng, name: string, type: SymbolType): string {
  const pick = (items: readonly string[]): string => items[rng.below(items.length)] ?? '';
  switch (type) {
    case 'bool':
      return rng.float() < 0.6 ? `CONFIG_${name}=y` : `# CONFIG_${name} is not set`;
    case 'tristate':
      return rng.float() < 0.7 ? `CONFIG_${name}=${pick(['y', 'm'])}` : `# CONFIG_${name} is not set`;
    case 'int':
      return `CONFIG_${name}=${rng.float() < 0.8 ? pick(NUMBERS) : String(rng.below(2000) - 500)}`;
    case 'hex':
      return `CONFIG_${name}=${pick(HEXES)}`;
    default:
      return `CONFIG_${name}=${quotedText(pick(WORDS))}`;
  }
}

const JUNK = [
  'y',
  'm',
  'n',
  'yes',
  'no',
  '"y"',
  '0x',
  '',
  '-',
  '12abc',
  '64  # note',
  '0.5',
  '"open',
  '007',
  '-0',
  '99999999999999999999',
  'bare',
  '"a" # note',
];

function junkLine(rng: Rng, name: string): string {
  return `CONFIG_${name}=${JUNK[rng.below(JUNK.length)] ?? ''}`;
}
