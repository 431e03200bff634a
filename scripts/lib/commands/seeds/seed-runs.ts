// SPDX-License-Identifier: MIT
import { configurationName } from '../../core/configuration-name.ts';
import type { ExtraSeeds } from '../../config/manifest.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { recordedSource } from '../../edge/definition/config-folder.ts';
import { openParts } from '../../edge/definition/sweep-parts.ts';
import type { SweepManifest } from '../../edge/sweep-folder/sweep-manifest.ts';
import { furtherSeeds, type SeedSymbols, type WantedSeeds, withSeed } from '../../run/further-seeds.ts';
import type { RunState, SweepState } from '../../run/state.ts';
import type { WantedRun } from '../../run/wanted.ts';
import { definedFrom } from '../refine/recorded-sweep.ts';
import { runMaking } from '../run/run-making.ts';
import { runMaker } from '../run/wanted-runs.ts';
import { valueTextIn } from '../../core/value.ts';

/** What further seeds are planned from. */
export interface SeedRequest {
  readonly sweepDir: string;
  readonly manifest: SweepManifest;
  readonly settings: Settings;
  readonly state: SweepState;
  /** The runs of each of the best settings, best first. */
  readonly best: readonly (readonly RunState[])[];
  /** The seed's symbol, and others that get its value. */
  readonly symbols: SeedSymbols;
  readonly seeds: WantedSeeds;
}

/** Runs to add, and what sweep.json is to say of them. */
export interface SeedPlan {
  readonly wanted: readonly WantedRun[];
  readonly extra: readonly ExtraSeeds[];
}

/** Returns the runs that bring each of the best settings to so many seeds. Throws DiagnosticsError where a configuration cannot be made. */
export function planSeeds(request: SeedRequest): SeedPlan {
  const { sweepDir, manifest, settings, state, best, symbols, seeds } = request;
  const range = recordedSource(manifest, sweepDir);
  const parts = openParts(range, definedFrom(manifest, sweepDir));
  const runOf = runMaker(runMaking({ settings, stages: [] }, manifest.configFile), parts.renderer);
  const seedsOf = (runs: Iterable<RunState>): readonly string[] =>
    [...runs].map((run) => valueTextIn(run.values, symbols.symbol));
  const further = furtherSeeds(best.map(seedsOf), seedsOf(state.runs.values()), seeds);
  let number = state.lastNumber;
  const wanted = best.flatMap((runs, i) => {
    const [first] = runs;
    if (first === undefined) return [];
    return (further[i] ?? []).map((seed): WantedRun => {
      number += 1;
      const assignments = withSeed(first.values, symbols, seed);
      const swept = [...new Set([...first.swept, symbols.symbol, ...symbols.along])];
      const point = { number, assignments, swept };
      const name = configurationName(number, manifest.nameWidth);
      return { ...runOf({ ...point, name, id: parts.idOf(point) }), isExtra: true };
    });
  });
  const added = best.flatMap((runs, i): ExtraSeeds[] => {
    const [first] = runs;
    const own = further[i] ?? [];
    return first === undefined || own.length === 0 ? [] : [{ of: first.config, seeds: own }];
  });
  return { wanted, extra: joined([...(manifest.extra ?? []), ...added]) };
}

/** One entry a configuration. */
function joined(all: readonly ExtraSeeds[]): readonly ExtraSeeds[] {
  const seedsOf = new Map<ExtraSeeds['of'], Set<string>>();
  for (const { of, seeds } of all) {
    const own = seedsOf.get(of) ?? new Set();
    for (const seed of seeds) own.add(seed);
    seedsOf.set(of, own);
  }
  return [...seedsOf].map(([of, seeds]) => ({ of, seeds: [...seeds] }));
}
