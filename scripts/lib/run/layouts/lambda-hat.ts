// SPDX-License-Identifier: MIT
// Folders as Lambda-Hat calls them: targets/tgt_0123456789ab, and run_hmc_01234567 in the folder of its target. The hashes are ours:
// those of Lambda-Hat hold the commit of the code and the place of its store. A run inside of another one's folder would go with it
// when that is made anew, so what lies there is a link.
import type { RunId } from '../../core/hash.ts';
import type { WantedRun } from '../wanted.ts';
import type { FolderedRun, RunLayout } from './layout.ts';
import { valueIn } from '../../core/value.ts';

export const LAMBDA_HAT_LAYOUT: RunLayout = {
  folder: (run) => (isTarget(run) ? targetFolder(run.run) : `samples/${sampleName(run)}`),
  items: (runs) =>
    runs.flatMap(({ run, folder }) => {
      const [target] = run.needs ?? [];
      return target === undefined
        ? []
        : [{ kind: 'link', path: `${targetFolder(target)}/${sampleName(run)}`, to: folder } as const];
    }),
};

function isTarget({ needs = [] }: WantedRun): boolean {
  return needs.length === 0;
}

function targetFolder(run: RunId): string {
  return `targets/tgt_${run.slice(0, 12)}`;
}

function sampleName({ run, values }: FolderedRun): string {
  const sampler = valueIn(values, 'sampler.name')?.text ?? 'sampler';
  return `run_${sampler}_${run.slice(0, 8)}`;
}
