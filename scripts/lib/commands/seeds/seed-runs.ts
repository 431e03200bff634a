// SPDX-License-Identifier: MIT
import { configurationName } from '../../config/configuration.ts';
import { type RunContext, runIdOf } from '../../config/identity.ts';
import type { ExtraSeeds } from '../../config/manifest.ts';
import { DiagnosticsError } from '../../core/diagnostic.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { recordedSource } from '../../edge/definition/config-folder.ts';
import { openParts } from '../../edge/definition/sweep-parts.ts';
import type { SweepManifest } from '../../edge/sweep-folder/sweep-manifest.ts';
import { furtherSeeds, seedIn, type SeededRuns, withSeed } from '../../run/further-seeds.ts';
import type { RunState, SweepState } from '../../run/state.ts';
import type { WantedRun } from '../../run/wanted.ts';
import { definedFrom } from '../refine/recorded-sweep.ts';
import { runMaking } from '../run/run-making.ts';

/** What further seeds are planned from. */
export interface SeedRequest {
  readonly sweepDir: string;
  readonly manifest: SweepManifest;
  readonly settings: Settings;
  readonly state: SweepState;
  /** The runs of each of the best settings, best first. */
  readonly best: readonly (readonly RunState[])[];
  readonly symbol: string;
  readonly seeds: number;
}

/** Runs to add, and what sweep.json is to say of them. */
export interface SeedPlan {
  readonly wanted: readonly WantedRun[];
  readonly extra: readonly ExtraSeeds[];
}

/** Returns the runs that bring each of the best settings to so many seeds. Throws DiagnosticsError where a configuration cannot be made. */
export function planSeeds(request: SeedRequest): SeedPlan {
  const { sweepDir, manifest, settings, state, best, symbol, seeds } = request;
  const range = recordedSource(manifest, sweepDir);
  const parts = openParts(range, definedFrom(manifest, sweepDir));
  const making = runMaking({ settings, stages: [] }, manifest.configFile);
  const context = contextOf(making);
  const known = [...state.runs.values()].map((run) => seedIn(run.values, symbol));
  const settled = best.map(
    (runs): SeededRuns => ({ values: runs[0]?.values ?? [], seeds: runs.map((run) => seedIn(run.values, symbol)) }),
  );
  const further = furtherSeeds(settled, known, seeds);
  let number = state.lastNumber;
  const wanted = best.flatMap((runs, i) => {
    const [first] = runs;
    if (first === undefined) return [];
    return (further[i] ?? []).map((seed): WantedRun => {
      number += 1;
      const values = withSeed(first.values, symbol, seed);
      const swept = first.swept.includes(symbol) ? first.swept : [...first.swept, symbol];
      const point = { number, assignments: values, swept };
      const id = parts.idOf(point);
      const name = configurationName(number, manifest.nameWidth);
      const rendered = parts.renderer.render({ ...point, name, id });
      if ('diagnostic' in rendered) throw new DiagnosticsError([rendered.diagnostic]);
      const { text } = rendered;
      return {
        run: runIdOf(id, context),
        config: id,
        name,
        values,
        swept,
        isExtra: true,
        configFileName: manifest.configFile,
        configText: () => text,
      };
    });
  });
  const added = best.flatMap((runs, i): ExtraSeeds[] => {
    const [first] = runs;
    const own = further[i] ?? [];
    return first === undefined || own.length === 0 ? [] : [{ of: first.config, seeds: own }];
  });
  return { wanted, extra: joined([...(manifest.extra ?? []), ...added]) };
}

function contextOf({ commandOf, codeVersion, argsOf }: ReturnType<typeof runMaking>): RunContext {
  const args = argsOf(undefined);
  return {
    command: commandOf(undefined),
    ...(codeVersion === undefined ? {} : { codeVersion }),
    ...(args === undefined ? {} : { args }),
  };
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
