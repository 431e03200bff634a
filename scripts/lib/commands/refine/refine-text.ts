// SPDX-License-Identifier: MIT
import { quoteText } from '../../range/quoted-text.ts';
import { CONFIGURATION_CHOICE, RUN_MEANING } from '../../core/settings/groups.ts';
import type { SettingName } from '../../core/settings/index.ts';
import type { SweepManifest } from '../../edge/sweep-folder/sweep-manifest.ts';
import { refinedFile } from '../../report/refine/refine-file.ts';
import { refinedMode } from '../../report/refine/refine-mode.ts';
import type { RefinedFactor } from '../../report/refine/refine-plan.ts';
import type { Statistics } from '../../report/statistics-form.ts';
import type { RangeFile } from '../../range/parse.ts';
import type { DefinedSweep } from '../../config/definition.ts';
import { countOf, definedFrom } from './recorded-sweep.ts';

/** Settings whose meaning depends on the folder of whoever gives them: they are named, not written. */
const RELATIVE: ReadonlySet<string> = new Set<SettingName>(['CWD', 'BASE', 'TEMPLATE', 'KCONFIG', 'INPUTS']);
/** What makes configurations, runs and their ranking; how many run at a time, and where, is for each call to say. */
const KEPT: ReadonlySet<string> = new Set<SettingName>([...CONFIGURATION_CHOICE, ...RUN_MEANING]);
/** Values of a list of numbers: two half steps to each side of the best, one, or the best alone. */
const LISTS = [5, 3, 1] as const;

/** What a refined file is made from. */
export interface RefineSource {
  readonly manifest: SweepManifest;
  readonly sweepDir: string;
  readonly defined: DefinedSweep;
  /** What is rewritten: the range file, or a stage's lines of it. */
  readonly file: RangeFile;
  readonly plan: readonly RefinedFactor[];
  readonly statistics: Statistics;
  readonly head: readonly string[];
  /** The sweep, and those that it refines itself: names of folders, the last first. */
  readonly refines: readonly string[];
}

/** A refined range file with its number of configurations. */
export interface RefinedText {
  readonly text: string;
  readonly count: number;
}

/**
 * Returns the next range file with at most as many configurations as the sweep had: the lists of what matters least get shorter
 * first. It is read back before it is returned. Throws DiagnosticsError where that fails.
 */
export function refinedText(source: RefineSource): RefinedText {
  const { manifest, plan, statistics, sweepDir } = source;
  const shareOf = (factor: RefinedFactor): number =>
    statistics.effects
      .filter((e) => e.shown && factor.symbols.some((symbol) => e.symbols.includes(symbol)))
      .reduce((sum, e) => sum + (e.share ?? 0), 0);
  const least = [...plan].sort((a, b) => shareOf(a) - shareOf(b));
  let found = { text: '', count: Number.POSITIVE_INFINITY };
  for (let shortened = 0; shortened <= plan.length * (LISTS.length - 1); shortened += 1) {
    const mostOf = (factor: RefinedFactor): number => {
      const rounds = Math.floor((shortened + plan.length - 1 - least.indexOf(factor)) / plan.length);
      return LISTS[Math.min(rounds, LISTS.length - 1)] ?? 1;
    };
    const text = textOf(source, mostOf);
    found = { text, count: countOf(definedFrom(manifest, sweepDir, { text, isWhole: true }), manifest.count) };
    if (found.count <= manifest.count) return found;
  }
  return found;
}

function textOf(
  { defined, file, plan, manifest, head, refines }: RefineSource,
  mostOf: (factor: RefinedFactor) => number,
): string {
  const given = Object.entries(manifest.settings).filter(
    ([name]) => name !== 'SET' && (KEPT.has(name) || RELATIVE.has(name)),
  );
  const again = given.filter(([name]) => RELATIVE.has(name)).map(([name, text]) => `${name}=${text}`);
  const own = new Set(defined.file.settings.map((line) => line.name));
  const named = refines.filter((name) => !/\s/.test(name)); // names are told apart by blanks
  const mode = refinedMode(
    manifest.settings['MODE'] ?? defined.file.settings.find((line) => line.name === 'MODE')?.text,
  );
  const all = [
    ...given.filter(([name]) => name !== 'MODE' || mode === undefined),
    ...(mode === undefined ? [] : [['MODE', mode.mode] as const]),
    ...(named.length === 0 ? [] : [['REFINES', named.join(' ')] as const]),
  ];
  const written = all.filter(([name]) => !RELATIVE.has(name) && !own.has(name));
  const over = all.filter(([name]) => !RELATIVE.has(name) && own.has(name));
  return refinedFile({
    file,
    plan,
    mostOf,
    over: new Map(over),
    head: [
      ...head,
      ...(mode === undefined ? [] : [mode.reason]),
      ...(again.length === 0 ? [] : [`To be given again, as seen from where: ${again.join(' ')}`]),
    ],
    settings: written.map(([name, text]) => `SWEEP_${name}=${quoteText(text)}`),
  });
}
