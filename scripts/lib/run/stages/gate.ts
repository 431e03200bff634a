// SPDX-License-Identifier: MIT
import type { RunId } from '../../core/hash.ts';
import { factsOfStatus } from '../status.ts';
import { addBehind, inOrder } from './plan.ts';
import type { KnownRuns } from './needed.ts';
import type { Step } from './step.ts';

/** A run that cannot start because of runs that did not end well. */
export interface BlockedRun {
  readonly run: RunId;
  /** All of them so far, in the order of the sweep. */
  readonly by: readonly RunId[];
}

/** What the end of a run changes for others. */
export interface GateNews {
  /** Runs whose last need this was. */
  readonly ready: readonly RunId[];
  readonly blocked: readonly BlockedRun[];
}

/** Holds back the runs whose needs are not done. */
export interface Gate {
  /** Runs that may start at once, in the order of the sweep. */
  readonly ready: readonly RunId[];
  /** Runs that still wait for others. */
  waiting(): number;
  /** Those of them that nothing blocks, in the order of the sweep. */
  held(): readonly RunId[];
  /** Takes note that a run ended and is not tried again; `isGood`: what needs it may start. */
  ended(run: RunId, isGood: boolean): GateNews;
  /** Takes back a run that was handed over before its needs were done and could not begin: it may start now, is blocked, or waits. */
  returned(run: RunId): GateNews;
}

interface Held {
  /** Needs that are not done. */
  open: number;
  /** Undefined while nothing blocks it, as for most. */
  roots: Set<RunId> | undefined;
}

const NO_NEWS: GateNews = { ready: [], blocked: [] };

/** Returns the gate of a plan. Each end costs as much as there are runs that wait for it. */
export function openGate(steps: readonly Step[], runs: KnownRuns): Gate {
  const held = new Map<RunId, Held>();
  const behind = new Map<RunId, RunId[]>();
  const ready: RunId[] = [];
  for (const { run, action, reason, waitsFor } of steps) {
    if (action === 'rest') continue;
    if (action === 'run' && waitsFor.length === 0) ready.push(run.run);
    else
      held.set(run.run, { open: waitsFor.length, roots: reason.kind === 'blocked' ? new Set(reason.by) : undefined });
    // A run that is blocked may come to be blocked by more.
    addBehind(behind, run);
  }

  const block = (id: RunId, root: RunId, blocked: Set<RunId>): void => {
    const one = held.get(id);
    if (one === undefined || one.roots?.has(root) === true) return;
    one.roots = (one.roots ?? new Set<RunId>()).add(root);
    blocked.add(id);
    for (const next of behind.get(id) ?? []) block(next, root, blocked);
  };

  const newsOf = (blocked: ReadonlySet<RunId>): readonly BlockedRun[] =>
    [...blocked].map((id) => ({ run: id, by: inOrder(held.get(id)?.roots ?? [], runs) }));

  return {
    ready,
    waiting: () => [...held.values()].filter(({ roots }) => roots === undefined).length,
    returned: (run) => {
      const needs = (runs.get(run)?.needs ?? []).flatMap((id) => runs.get(id) ?? []);
      const open = needs.filter(({ status }) => !factsOfStatus(status).isRankable);
      if (open.length === 0) return { ready: [run], blocked: [] };
      for (const need of open) behind.set(need.run, [...(behind.get(need.run) ?? []), run]);
      const roots = open.flatMap(({ run: id, status, blockedBy }) =>
        status === 'blocked' ? blockedBy : status === 'failed' ? [id] : [],
      );
      held.set(run, { open: open.length, roots: undefined });
      const blocked = new Set<RunId>();
      for (const root of roots) block(run, root, blocked);
      return { ready: [], blocked: newsOf(blocked) };
    },
    held: () => [...held].flatMap(([run, { roots }]) => (roots === undefined ? [run] : [])),
    ended: (run, isGood) => {
      const after = behind.get(run);
      if (after === undefined) return NO_NEWS;
      if (!isGood) {
        const blocked = new Set<RunId>();
        for (const id of after) block(id, run, blocked);
        return { ready: [], blocked: newsOf(blocked) };
      }
      const news: RunId[] = [];
      for (const id of after) {
        const one = held.get(id);
        if (one === undefined) continue;
        one.open -= 1;
        if (one.open > 0 || one.roots !== undefined) continue;
        held.delete(id);
        news.push(id);
      }
      return { ready: news, blocked: [] };
    },
  };
}
