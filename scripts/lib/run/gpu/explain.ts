// SPDX-License-Identifier: MIT
import { formatBytes, formatDuration } from '../../core/quantity.ts';
import type { Decision } from './schedule.ts';
import {
  cardsPerRun,
  demandOf,
  type GpuRules,
  type Refusal,
  refusal,
  type Slot,
  slotOf,
  survey,
  type WaitingRun,
} from './admit.ts';
import { type Card, type PlacedRun, runsOn } from './card.ts';
import { groupBy } from '../../core/grouped.ts';

/** The moment a decision was made, for telling why a run was not among the starts. */
export interface Moment {
  readonly nowMs: number;
  readonly cards: readonly Card[];
  /** Runs on the cards, those of the decision included. */
  readonly placed: readonly PlacedRun[];
  readonly decision: Decision;
  readonly rules: GpuRules;
}

/** Returns in one sentence why a run waits. */
export function whyItWaits(waiting: WaitingRun, moment: Moment): string {
  const slots: Slot[] = moment.cards.map((card) => slotOf(card, runsOn(card, moment.placed)));
  if (slots.length === 0) return 'no GPU answers at the moment';
  const demand = demandOf(waiting, survey(slots, moment.rules));
  const refusals = slots.map((slot) => refusal(slot, demand, moment.rules, moment.nowMs));
  const open = refusals.filter((one) => one === null).length;
  const need = needText(waiting, demand.alone);
  const wanted = cardsPerRun(waiting, moment.rules);
  if (open >= wanted) {
    if (moment.decision.hold !== null && moment.decision.hold.run !== waiting.run)
      return `${need}; what is free is kept for a run before it that needs more`;
    return 'it is next in line, or PARALLEL is reached';
  }
  if (open > 0) return `${need} on ${wanted} GPUs at once; ${open} ${open === 1 ? 'is' : 'are'} free`;
  return `${need}; ${groupedByReason(slots, refusals, moment.nowMs)}`;
}

function needText(waiting: WaitingRun, alone: boolean): string {
  if (waiting.rung === 'largest') return 'it ran out of memory alone on a card and waits for the largest';
  if (waiting.rung === 'alone') return 'it ran out of memory and waits for a card of its own';
  if (waiting.memory.bytes === null)
    return `its memory is unknown (${waiting.memory.why}), so it starts on a card without other runs`;
  return `needs ${formatBytes(waiting.memory.bytes)} (${waiting.memory.why})${alone ? ', a card of its own' : ''}`;
}

/** "GPU 0, 1: 2 of 2 runs; GPU 3: nvidia-smi says ERR!". Cards with the same reason are named together. */
function groupedByReason(slots: readonly Slot[], refusals: readonly (Refusal | null)[], nowMs: number): string {
  const groups = groupBy(slots.entries(), ([i]) => {
    const reason = refusals[i] ?? null;
    return reason === null ? undefined : reasonText(reason, nowMs);
  });
  return [...groups]
    .map(([text, some]) => `GPU ${some.map(([, slot]) => slot.card.index).join(', ')}: ${text}`)
    .join('; ');
}

function reasonText(reason: Refusal, nowMs: number): string {
  switch (reason.kind) {
    case 'trouble':
      return reason.why;
    case 'slots':
      return `has its ${reason.runs} run${reason.runs === 1 ? '' : 's'} (SWEEP_JOBS_PER_GPU)`;
    case 'whole':
      return 'a run has it for itself';
    case 'not empty':
      return `has ${reason.runs} run${reason.runs === 1 ? '' : 's'}`;
    case 'not the largest':
      return 'is smaller than the largest';
    case 'startup':
      return `a run was just started (SWEEP_GPU_STARTUP, ${formatDuration((reason.readyAtMs - nowMs) / 1000)} left)`;
    case 'load':
      return `load ${Math.round(reason.load * 100)}% (SWEEP_GPU_MAX_LOAD)`;
    case 'memory': {
      const foreign = reason.foreignBytes > 0 ? `, ${formatBytes(reason.foreignBytes)} held by other programs` : '';
      return `${formatBytes(reason.freeBytes)} free${foreign}`;
    }
  }
}
