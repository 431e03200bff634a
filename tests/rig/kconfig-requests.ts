// SPDX-License-Identifier: MIT
import type { Rng } from '../../scripts/lib/core/rng.ts';
import type { KOrigin, KRequest } from '../../scripts/lib/kconfig/complete.ts';
import { unquotedValue } from '../../scripts/lib/kconfig/read-config.ts';
import { usualLine } from './kconfig-random-config.ts';
import type { RandomSymbol } from './kconfig-random-tree.ts';

/** Requests for some symbols of a tree, each once, most of them swept. */
export function randomRequests(rng: Rng, symbols: readonly RandomSymbol[], share: number): KRequest[] {
  const requests: KRequest[] = [];
  for (const { name, type } of symbols) {
    if (rng.float() >= share) continue;
    const line = usualLine(rng, name, type);
    const raw = line.startsWith('#') ? 'n' : line.slice(line.indexOf('=') + 1);
    requests.push({ name: `CONFIG_${name}`, text: unquotedValue(raw) ?? raw, origin: originOf(rng) });
  }
  return requests;
}

function originOf(rng: Rng): KOrigin {
  const draw = rng.float();
  return draw < 0.6 ? 'swept' : draw < 0.8 ? 'fixed' : 'sourced';
}

/** The requests as a .config, in the order in which later ones win. */
export function requestLines(requests: readonly KRequest[], symbols: readonly RandomSymbol[]): string {
  const strings = new Set(symbols.filter(({ type }) => type === 'string').map(({ name }) => `CONFIG_${name}`));
  const weights = { sourced: 0, fixed: 1, swept: 2 };
  return [...requests]
    .sort((a, b) => weights[a.origin] - weights[b.origin])
    .map(({ name, text }) => `${name}=${strings.has(name) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text}\n`)
    .join('');
}

/** What a .config says about a symbol, without quotes; undefined where it has no line. */
export function valueIn(config: string, name: string): string | undefined {
  const line = new RegExp(`^(?:${name}=(.*)|# ${name} is not set)$`, 'm').exec(config);
  if (line === null) return undefined;
  const raw = line[1] ?? 'n';
  return unquotedValue(raw) ?? raw;
}
