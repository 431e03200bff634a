// SPDX-License-Identifier: MIT
import type { Rng } from '../../../scripts/lib/core/rng.ts';
import type { ConfigId, RunId } from '../../../scripts/lib/core/hash.ts';
import type { RunStatus } from '../../../scripts/lib/run/outcome.ts';
import type { RunState } from '../../../scripts/lib/run/state.ts';

/** One run of a random sweep with all that is asked about it. */
export interface GraphRun {
  readonly id: string;
  readonly stage: string;
  readonly number: number;
  readonly needs: readonly string[];
  readonly status: RunStatus;
  readonly tried: boolean;
  readonly isIncluded: boolean;
  readonly isForced: boolean;
  readonly hasAgain: boolean;
  readonly lost: readonly string[];
  /** How it ends when it is started. */
  readonly endsWell: boolean;
}

const STATUSES: readonly RunStatus[] = ['pending', 'done', 'failed', 'cancelled', 'blocked', 'stopped', 'running'];

/** Returns a random sweep: up to six stages, each run needing one run of some stages above; states need not fit each other. */
export function randomGraph(rng: Rng): readonly GraphRun[] {
  const pick = (n: number): number => Math.floor(rng.float() * n);
  const chance = (p: number): boolean => rng.float() < p;
  const runs: GraphRun[] = [];
  const stages = 1 + pick(6);
  const hasOnly = chance(0.3);
  const hasForce = chance(0.3);
  const isFresh = chance(0.3);
  for (let stage = 0; stage < stages; stage += 1) {
    const above = Array.from({ length: stage }, (_, i) => i).filter(() => chance(0.6));
    const count = 1 + pick(5);
    for (let i = 0; i < count; i += 1) {
      const needs = above.flatMap((other) => {
        const those = runs.filter((r) => r.stage === `s${other}`);
        return those[pick(those.length)]?.id ?? [];
      });
      const status = isFresh ? 'pending' : (STATUSES[pick(STATUSES.length)] ?? 'pending');
      runs.push({
        id: `${stage}-${i}`,
        stage: `s${stage}`,
        number: i + 1,
        needs,
        status,
        tried: status !== 'pending' && status !== 'blocked' ? true : chance(0.3),
        isIncluded: hasOnly ? chance(0.4) : true,
        isForced: hasForce && chance(0.2),
        hasAgain: chance(0.2),
        lost: chance(0.25) ? ['model.pt'] : [],
        endsWell: chance(0.7),
      });
    }
  }
  return runs;
}

/** Returns a run as the planner sees it. */
export function stateOf(run: GraphRun): RunState {
  return {
    run: run.id as RunId, // made up, and only compared
    config: run.id as ConfigId,
    number: run.number,
    folder: `${run.stage}/${run.id}`,
    values: [],
    swept: [],
    stage: run.stage,
    needs: run.needs as readonly RunId[],
    requested: [],
    isExtra: false,
    status: run.status,
    outcome: null,
    attempts: run.tried
      ? [
          {
            attempt: 1,
            startingAtMs: 0,
            startedAtMs: null,
            place: 'inside',
            host: null,
            boot: null,
            pid: null,
            pidStart: null,
            job: null,
            devices: [],
            outcome: null,
          },
        ]
      : [],
    retries: 0,
    retired: false,
    importedFrom: null,
    hasImported: false,
    reported: null,
    blockedBy: [],
    notes: [],
  };
}
