// SPDX-License-Identifier: MIT
// Random range files over random trees: whether every swept value that conf does not take is counted under a reason.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { completePoints, newTally, openTreeSweep } from '../../scripts/lib/config/tree-sweep.ts';
import { hasErrors } from '../../scripts/lib/core/diagnostic.ts';
import { createRng, type Rng } from '../../scripts/lib/core/rng.ts';
import type { Assignment } from '../../scripts/lib/core/value.ts';
import type { KTree } from '../../scripts/lib/kconfig/model.ts';
import { parseRangeFile } from '../../scripts/lib/range/parse.ts';
import { buildSpace } from '../../scripts/lib/space/build.ts';
import { openDesign, type Point } from '../../scripts/lib/space/designs/index.ts';
import type { Space } from '../../scripts/lib/space/space.ts';
import { runConf } from './kconfig-conf.ts';
import { usualLine } from './kconfig-random-config.ts';
import { type RandomSymbol, type RandomTree, randomTree } from './kconfig-random-tree.ts';
import { valueIn } from './kconfig-requests.ts';
import { filesOf, goodTree } from './kconfig-tree.ts';

/** What checking range files came to. */
export interface SweepCount {
  sweeps: number;
  points: number;
  kept: number;
  pruned: number;
  collapsed: number;
  /** Sentences on what is wrong. */
  readonly wrong: string[];
}

/** Range files that are drawn for each one that is checked: some are refused before anything is completed. */
const MOST_DRAWN = 20;

/** Checks `sweeps` range files over each of the trees of the seeds with conf; what is refused before is drawn again. */
export function checkSweeps(conf: string, seeds: readonly string[], sweeps: number, planned: number): SweepCount {
  const count: SweepCount = { sweeps: 0, points: 0, kept: 0, pruned: 0, collapsed: 0, wrong: [] };
  for (const seed of seeds) {
    const rng = createRng(`kconfig-sweeps/${seed}`);
    const random = randomTree(rng, '6.12', planned);
    const folder = mkdtempSync(join(tmpdir(), 'ksweep-tree-'));
    try {
      for (const [path, text] of Object.entries(random.files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      const tree = goodTree(filesOf(random.files), '6.12', {}, () => '');
      const wanted = count.sweeps + sweeps;
      for (let i = 0; i < sweeps * MOST_DRAWN && count.sweeps < wanted; i += 1)
        checkSweep(conf, folder, tree, rangeText(rng, random), random, count);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return count;
}

/** Two or three swept symbols of two values each, and some that are fixed. Each name once. */
function rangeText(rng: Rng, { symbols }: RandomTree): string {
  const lines: string[] = [];
  const left = symbols.filter(({ name }) => name !== 'MODULES');
  const take = (): RandomSymbol | undefined => left.splice(rng.below(left.length), 1)[0];
  const value = (symbol: RandomSymbol): string => {
    const line = usualLine(rng, symbol.name, symbol.type);
    return line.startsWith('#') ? 'n' : line.slice(line.indexOf('=') + 1);
  };
  for (let n = 2 + rng.below(2); n > 0 && left.length > 0; n -= 1) {
    const symbol = take();
    if (symbol === undefined) continue;
    const isLogical = symbol.type === 'bool' || symbol.type === 'tristate';
    lines.push(`CONFIG_${symbol.name}=${isLogical ? 'y|n' : `${value(symbol)}|${value(symbol)}|${value(symbol)}`}`);
  }
  for (let n = rng.below(Math.min(left.length, 30)); n > 0; n -= 1) {
    const symbol = take();
    if (symbol !== undefined) lines.push(`CONFIG_${symbol.name}=${value(symbol)}`);
  }
  return `${lines.join('\n')}\n`;
}

function checkSweep(
  conf: string,
  folder: string,
  tree: KTree,
  text: string,
  random: RandomTree,
  count: SweepCount,
): void {
  const parsed = parseRangeFile({ path: 'x.range', text }, () => ({ unreadable: 'no' }));
  const built = parsed.value === undefined ? undefined : buildSpace(parsed.value, {}).value;
  const design = built === undefined ? undefined : openDesign(built, { mode: 'combination', seed: '0' }).value;
  if (parsed.value === undefined || built === undefined || design === undefined) return; // texts that a range file writes otherwise
  const input = { file: parsed.value, swept: built.swept, tree, policy: 'prune', output: 'full' } as const;
  const sweep = openTreeSweep(input);
  if (hasErrors(sweep.diagnostics)) return;
  count.sweeps += 1;
  const points = [...design.points()];
  const tally = newTally();
  const kept = [...completePoints(points, sweep, input, tally)];
  const pruned = [...tally.pruned.values()].reduce((sum, n) => sum + n, 0);
  if (kept.length + pruned + tally.collapsed !== points.length) count.wrong.push(`points are lost: ${text}`);
  const keptPoints = new Map(kept.map((each) => [each.point, each.text]));
  let untaken = 0;
  for (const point of points) {
    const config =
      runConf(conf, { tree: folder, mode: '--olddefconfig', config: linesOf(point, built, random) }).config ?? '';
    const isTaken = point.assignments.every((assignment) => isAsked(assignment, built, random, config));
    if (!isTaken) untaken += 1;
    const ours = keptPoints.get(point);
    if (ours !== undefined && (!isTaken || ours !== config)) count.wrong.push(`kept although conf differs: ${text}`);
  }
  if (untaken !== pruned) count.wrong.push(`${pruned} pruned, ${untaken} that conf does not take: ${text}`);
  count.points += points.length;
  count.kept += kept.length;
  count.pruned += pruned;
  count.collapsed += tally.collapsed;
}

/** The point as a .config: swept symbols last, since of two members of a choice the last one counts. */
function linesOf({ assignments }: Point, { swept }: Space, { symbols }: RandomTree): string {
  const strings = new Set(symbols.filter(({ type }) => type === 'string').map(({ name }) => `CONFIG_${name}`));
  const line = ({ name, value }: Assignment): string =>
    `${name}=${strings.has(name) ? `"${value.text.replace(/["\\]/g, '\\$&')}"` : value.text}\n`;
  const isSwept = new Set(swept);
  const fixed = assignments.filter(({ name }) => !isSwept.has(name));
  return [...fixed, ...assignments.filter(({ name }) => isSwept.has(name))].map(line).join('');
}

function isAsked({ name, value }: Assignment, { swept }: Space, { symbols }: RandomTree, config: string): boolean {
  if (!swept.includes(name)) return true;
  const type = symbols.find((symbol) => `CONFIG_${symbol.name}` === name)?.type;
  const found = valueIn(config, name);
  return (
    found === value.text || (found === undefined && value.text === 'n' && (type === 'bool' || type === 'tristate'))
  );
}
