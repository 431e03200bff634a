// SPDX-License-Identifier: MIT
import type { GpuRules } from '../../scripts/lib/run/gpu/admit.ts';
import { type Forecast, learningForecast } from '../../scripts/lib/run/gpu/forecast.ts';
import { type Candidate, Planner } from '../../scripts/lib/run/gpu/planner.ts';
import type { TrueJob } from './physics.ts';
import { GB, type Policy, valuesOf, type WorldView } from './world.ts';

/** Rules without any limit but memory. */
export const OPEN_RULES: GpuRules = { jobsPerGpu: 1000, gpusPerRun: 1, maxMemoryShare: 1, maxLoad: 1, startupGapMs: 0 };

/** A forecast that knows every job as it is; `error` spoils the durations by that share, both ways in turn. */
export function oracle(jobs: readonly TrueJob[], error = 0): Forecast {
  const byRun = new Map(jobs.map((job, i) => [job.run, { job, factor: 1 + (i % 2 === 0 ? error : -error) }]));
  return {
    version: 0,
    memory: (run) => ({
      bytes: (byRun.get(run)?.job.peakGb ?? 0) * GB,
      provenBytes: (byRun.get(run)?.job.peakGb ?? 0) * GB,
      leastBytes: 0,
      basis: 'learnt',
      why: 'known',
    }),
    durationS: (run) => {
      const found = byRun.get(run);
      return found === undefined ? null : found.job.durationS * found.factor;
    },
    lasted: () => {},
    peaked: () => {},
    settled: () => {},
  };
}

/** The same without durations. */
export function memoryOracle(jobs: readonly TrueJob[]): Forecast {
  return { ...oracle(jobs), durationS: () => null };
}

/** A forecast that knows nothing at the start. */
export function learner(): Forecast {
  return learningForecast(null);
}

/** The production planner in the simulated world. */
export function plannerPolicy(rules: GpuRules, forecast: Forecast, lanes = Infinity): Policy {
  const planner = new Planner({ rules, forecast, keepsOrder: false, rampGuardMs: 60_000 });
  const running = new Set<string>();
  const candidates = new Map<TrueJob, Candidate>();
  const candidateOf = (job: TrueJob): Candidate => {
    const one = candidates.get(job) ?? { run: job.run, values: valuesOf(job) };
    candidates.set(job, one);
    return one;
  };
  return {
    starts: (view) => {
      planner.see(readingOf(view));
      const starts = planner.pick(view.waiting.map(candidateOf), view.nowMs, lanes - running.size);
      for (const { run } of starts) running.add(run);
      return starts.map(({ run, cards }) => ({ run, cards: cards.map(Number) }));
    },
    ended: (run, how, view) => {
      running.delete(run);
      const outOfMemory = how === 'done' ? null : 'CUDA out of memory';
      const { step } = planner.ended(run, { atMs: view.nowMs, outOfMemory, finished: how === 'done' });
      return step?.kind === 'again';
    },
  };
}

/** What the surveyed tools do: a number of slots a card, the least occupied first, memory ignored; what died is lost. */
export function slotPolicy(slots: number): Policy {
  const on = new Map<string, number>();
  return {
    starts: (view) => {
      const counts = view.cards.map((_, card) => [...on.values()].filter((at) => at === card).length);
      const starts: { run: string; cards: readonly number[] }[] = [];
      const waiting = [...view.waiting];
      for (;;) {
        // The least occupied card takes the first that its bare size admits; a job is never put on a card smaller than itself.
        const order = counts
          .map((count, card) => ({ count, card }))
          .filter(({ count }) => count < slots)
          .sort((a, b) => a.count - b.count || a.card - b.card);
        const found = order.flatMap(({ card }) =>
          waiting
            .filter((job) => job.peakGb <= (view.cards[card]?.gb ?? 0))
            .slice(0, 1)
            .map((job) => ({ job, card })),
        )[0];
        if (found === undefined) return starts;
        waiting.splice(waiting.indexOf(found.job), 1);
        counts[found.card] = (counts[found.card] ?? 0) + 1;
        on.set(found.job.run, found.card);
        starts.push({ run: found.job.run, cards: [found.card] });
      }
    },
    ended: (run) => {
      on.delete(run);
      return false;
    },
  };
}

function readingOf(view: WorldView): Parameters<Planner['see']>[0] {
  return {
    atMs: view.nowMs,
    cards: view.cards.map((card, index) => ({
      id: String(index),
      index,
      name: `card of ${card.gb} GB`,
      capacityBytes: card.gb * GB,
      usedBytes: card.usedGb * GB,
      foreignBytes: card.foreignGb * GB,
      promisedBytes: 0,
      otherRuns: 0,
      load: null,
      oneProcess: false,
      trouble: null,
      otherStartMs: null,
      byRun: new Map([...card.byRun].map(([run, gb]) => [run, gb * GB])),
      measured: 'process',
    })),
  };
}
