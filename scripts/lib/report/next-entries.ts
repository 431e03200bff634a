// SPDX-License-Identifier: MIT
import { makeLine } from '../core/make-line.ts';
import type { Factor } from '../results/factors.ts';
import { seedsToTell } from '../results/settings/power.ts';
import { formatMetric, unitOf } from '../results/units.ts';
import { beyondLine, endOf } from './edge-line.ts';
import type { NextEntry } from './outlook-form.ts';
import {
  FEWEST_TO_REFINE,
  failureNext,
  fixNext,
  frontName,
  idleSymbols,
  type KnownStatistics,
  luckyPlaces,
  NO_DETAILS,
} from './next-rules.ts';
import type { SettingEntry } from './statistics-form.ts';
import type { SweepView } from './view.ts';
import { bareName } from './words.ts';

/** Returns what to do next, most urgent first, of factors with the symbols that change together: what fails, ends of ranges, ties, seeds, a closer look, what can be fixed. */
export function nextEntries(
  view: SweepView,
  known: KnownStatistics,
  groups: readonly (readonly Factor[])[],
): readonly NextEntry[] {
  const ranked = known.settings.filter((s) => s.adjusted_mean !== null);
  if (known.winner === null || ranked.length < 2) return failureNext(known);
  const idle = idleSymbols(known, view.measures ?? []);
  const entries = [
    ...failureNext(known),
    ...groups.flatMap((members) => edgeNext(known, members, idle)),
    ...tieNext(view, known, ranked),
    ...seedsNext(view, known, ranked),
    ...regionNext(view, known, groups.flat()),
    ...fixNext(known, idle),
  ];
  const others = view.stage?.others ?? [];
  return entries.map((entry) => ({ ...entry, lines: entry.lines.map((line) => inItsStage(line, others)) }));
}

/** A line that gives a symbol of another stage its values stands in that stage, under the name that it has there. */
function inItsStage(line: string, others: readonly string[]): string {
  const [names = '', ...values] = line.split('=');
  const stage = others.find((name) => names.split(',').every((symbol) => symbol.startsWith(`${name}.`)));
  if (stage === undefined) return line;
  const own = names.split(',').map((symbol) => symbol.slice(stage.length + 1));
  return `${[own.join(','), ...values].join('=')} # in stage "${stage}"`;
}

/** Symbols that change together go on together, or not at all. */
function edgeNext(
  { winner, failures }: KnownStatistics,
  members: readonly Factor[],
  idle: readonly string[],
): readonly NextEntry[] {
  const ends = members.flatMap((factor) => {
    const value = winner?.values[factor.name];
    const side = typeof value === 'number' ? endOf(factor, value) : undefined;
    return typeof value !== 'number' || side === undefined ? [] : [{ factor, value, side }];
  });
  const [first] = ends;
  if (first === undefined || ends.length < members.length) return [];
  const symbols = members.map((factor) => factor.name);
  // What fails beyond the best is no direction to go.
  if (failures.some((f) => f.shown && symbols.some((name) => f.symbols.includes(name)))) return [];
  const line = togetherLine(ends.map(({ factor, value, side }) => beyondLine(factor, value, side)));
  if (line === undefined) return [];
  const end = ends.map(({ side }) => (side === 'low' ? 'lowest' : 'highest'));
  const isOneEnd = new Set(end).size === 1;
  const values = ends.map(({ value }) => value).join(' with ');
  const names = symbols.map(bareName).join(' with ');
  // What could be fixed as well: the same report must not say that it leads somewhere.
  const isIdle = symbols.every((name) => idle.includes(name));
  const beyond = isIdle ? `No effect of ${names} is shown, so little speaks for going on` : 'Beyond it may be better';
  const text = `The ${frontName(winner)} lies on the edge of ${names}: ${values} is the ${isOneEnd ? (end[0] ?? '') : end.join(' with the ')} that was run. ${beyond}.`;
  return [{ ...NO_DETAILS, kind: 'edge', symbols, value: first.value, side: first.side, lines: [line], text }];
}

/** Several lines as one of zipped ranges; undefined where one is none, or a law, which no zip takes. */
function togetherLine(lines: readonly (string | undefined)[]): string | undefined {
  if (lines.length < 2) return lines[0];
  const halves = lines.flatMap((line) => {
    const [name, right] = line?.split('=') ?? [];
    return name === undefined || right === undefined || right.startsWith('~') ? [] : [{ name, right }];
  });
  if (halves.length < lines.length) return undefined;
  return `${halves.map((half) => half.name).join(',')}=${halves.map((half) => half.right).join(',')}`;
}

function tieNext(view: SweepView, known: KnownStatistics, ranked: readonly SettingEntry[]): readonly NextEntry[] {
  const { resolution } = known.comparison;
  const [best, second] = ranked;
  const show = (x: number): string => formatMetric(x, unitOf(view.units, known.metric));
  const lead = Math.abs((best?.adjusted_mean ?? 0) - (second?.adjusted_mean ?? 0));
  const tied = ranked.filter((s) => s.verdict === 'tied');
  if (tied.length > 0) {
    const settings = [1, ...tied.map((s) => s.rank)];
    const text = `${tied.length} ${tied.length === 1 ? 'setting is' : 'settings are'} not told apart from the best.`;
    return [{ ...NO_DETAILS, kind: 'tie', settings, lines: [], text }];
  }
  const isStep = resolution !== null && resolution > 0 && lead <= resolution * 1.000001;
  if (known.comparison.method !== 'none' || !(lead === 0 || isStep)) return [];
  const settings = ranked
    .filter((s) => Math.abs((s.adjusted_mean ?? 0) - (best?.adjusted_mean ?? 0)) <= lead * 1.000001)
    .map((s) => s.rank);
  const by = lead === 0 ? 'by nothing' : `by ${show(lead)}, one step of ${known.metric}`;
  const text = `${best?.configs[0] ?? 'The best'} leads ${by}: that is no lead.`;
  return [{ ...NO_DETAILS, kind: 'tie', settings, lines: [], text }];
}

/** Seeds beyond which two settings are as good as each other for everybody. */
const MOST_SEEDS = 50;
/** Without repeats: the best few, with as many seeds as chances in per cent need. */
const [FIRST_TOP, FIRST_SEEDS] = [5, 5];

function seedsNext(view: SweepView, known: KnownStatistics, ranked: readonly SettingEntry[]): readonly NextEntry[] {
  const { comparison } = known;
  if (comparison.seeds_change_nothing) return [];
  const tied = ranked.filter((s) => s.verdict === 'tied');
  if (comparison.method === 'none') {
    const top = ranked.slice(0, FIRST_TOP);
    if (top.some((s) => s.n > 1)) return [];
    return [seedEntry(view, top, { seeds: FIRST_SEEDS, why: 'One run each proves little' })];
  }
  const [best, second] = [ranked[0], tied[0]];
  if (best === undefined || second === undefined || comparison.sd_rest === null) return [];
  // By the test that the report has, over all settings: what it asks for settles the question there.
  const plan = {
    settings: ranked.length,
    error: comparison.sd_rest,
    alpha: comparison.alpha,
    hasBlocks: comparison.model === 'setting+seed',
  };
  const seeds = seedsToTell(Math.abs(second.diff ?? 0), plan, MOST_SEEDS);
  const names = `${best.configs[0] ?? ''} and ${second.configs[0] ?? ''}`;
  if (seeds === undefined || seeds <= Math.min(best.n, second.n)) return [];
  return [
    seedEntry(view, ranked.slice(0, second.rank), {
      seeds,
      why: `To tell ${names} apart, if they differ as they seem to`,
    }),
  ];
}

function seedEntry(
  view: SweepView,
  settings: readonly SettingEntry[],
  { seeds, why }: { readonly seeds: number; readonly why: string },
): NextEntry {
  const entry = { ...NO_DETAILS, kind: 'seeds', settings: settings.map((s) => s.rank), seeds } as const;
  const what = `${why}: ${seeds} seeds of the best ${settings.length}`;
  // A seed that stages share makes other runs of all that a setting is built upon: sweep-seeds refuses that.
  if (view.stage !== undefined) {
    const text = `${what} would tell more. A sweep with stages has its seeds in the range file (SWEEP_REPEATS).`;
    return { ...entry, lines: [], text };
  }
  if (view.hasTree === true) {
    const text = `${what} would tell more. A sweep over a Kconfig tree has its seeds in the range file (SWEEP_REPEATS).`;
    return { ...entry, lines: [], text };
  }
  if (view.place === null) {
    const text = `${what} would tell more. They are run in the folder of each sweep (sweep-seeds).`;
    return { ...entry, lines: [], text };
  }
  const runs = settings.reduce((sum, s) => sum + Math.max(0, seeds - s.n), 0);
  const times = view.runs.flatMap((run) => run.totalTimeS ?? []);
  const hours = times.length === 0 ? null : (runs * times.reduce((a, b) => a + b, 0)) / times.length / 3600;
  return {
    ...entry,
    runs,
    hours,
    lines: [makeLine('sweep-seeds', view.place, `TOP=${settings.length} SEEDS=${seeds}`)],
    text: `${what} take ${runs} more ${runs === 1 ? 'run' : 'runs'}.`,
  };
}

function regionNext(
  { stage, place }: SweepView,
  known: KnownStatistics,
  factors: readonly Factor[],
): readonly NextEntry[] {
  if (place === null) return []; // a file is made of one sweep
  if (known.settings.filter((s) => s.adjusted_mean !== null).length < FEWEST_TO_REFINE) return [];
  // A rule leaves out where the best lies: the same report must not look closer there.
  if (luckyPlaces(known).length > 0) return [];
  const { effects, winner } = known;
  const shown = new Set(effects.filter((e) => e.shown).flatMap((e) => e.symbols));
  // What a stage is built upon stays as it is in a file that refines that stage.
  const isOwn = ({ name }: Factor): boolean => stage?.others.some((other) => name.startsWith(`${other}.`)) !== true;
  const numbers = factors.filter(
    (f) => f.numbers !== undefined && f.levels.length > 2 && shown.has(f.name) && isOwn(f),
  );
  const [first] = numbers;
  if (first === undefined) return [];
  const symbols = numbers.map((f) => f.name);
  const text = `A closer look around the best, in ${symbols.map(bareName).join(', ')}: the next range file, at half the step.`;
  const value = winner?.values[first.name] ?? null;
  const which = stage === undefined || stage.isLast ? '' : `STAGE=${stage.name} `;
  const line = makeLine('sweep-refine', place, `${which}TO=next-range`);
  return [{ ...NO_DETAILS, kind: 'region', symbols, value, lines: [line], text }];
}
