// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import type { RunId } from '../../core/hash.ts';
import { needWords } from '../../exec/engine/launch-needs.ts';
import type { RunSetup } from '../../exec/engine/engine-request.ts';
import { filledIn } from '../../run/command.ts';
import type { WantedRun } from '../../run/wanted.ts';

/** A run with the folder it would get. */
interface PlacedRun extends WantedRun {
  readonly folder: string;
}

/** Renders every template once for every run, so that what is wrong is known before anything is written. Throws DiagnosticsError. */
export function checkCommands(setup: RunSetup, wanted: readonly WantedRun[]): void {
  const taken = new Set<string>();
  const placed = new Map<RunId, PlacedRun>();
  for (const run of wanted) {
    const number = run.number ?? 0;
    const folder = setup.folderName(run, number, (name) => taken.has(name));
    taken.add(folder);
    if (run.stage !== undefined) placed.set(run.run, { ...run, folder });
    const place = {
      config: join('/', folder, run.configFileName),
      outDir: join('/', folder),
      number,
      name: run.name,
      rangeDir: setup.plan.rangeDir,
      needs: needWords(needsOf(run, placed), '/'),
    };
    const command = setup.plan.ofStage?.get(run.stage ?? '')?.command ?? setup.plan.command;
    for (const template of [command, setup.plan.cwd]) filledIn(template, run.values, place);
  }
}

/** The runs that a run is built upon, one of each stage. */
function needsOf(run: WantedRun, placed: ReadonlyMap<RunId, PlacedRun>): readonly PlacedRun[] {
  const found = new Map<string, PlacedRun>();
  const add = (ids: readonly RunId[]): void => {
    const fresh = ids.flatMap((id) => placed.get(id) ?? []).filter(({ stage = '' }) => !found.has(stage));
    for (const one of fresh) found.set(one.stage ?? '', one);
    for (const one of fresh) add(one.needs ?? []);
  };
  add(run.needs ?? []);
  return [...found.values()];
}
