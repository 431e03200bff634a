// SPDX-License-Identifier: MIT
import type { Rng } from '../../scripts/lib/core/rng.ts';
import type { ForeignProcess, TrueJob } from './physics.ts';

/** A load with the makespan of the best schedule there is. */
export interface Load {
  readonly cardsGb: readonly number[];
  readonly jobs: readonly TrueJob[];
  readonly foreign: readonly ForeignProcess[];
  readonly optimumS: number | null;
}

/** Eight unequal cards. */
export const EIGHT_CARDS_GB: readonly number[] = [80, 80, 48, 40, 24, 24, 16, 11];

interface Piece {
  readonly card: number;
  readonly fromS: number;
  readonly toS: number;
  readonly gb: number;
}

/**
 * Cuts a schedule that fills every card from 0 to `optimumS` into jobs and foreign processes: no schedule is shorter, since
 * this one leaves no memory idle at any time. Pieces are halved at random places, the largest area first.
 */
export function cutFullSchedule(rng: Rng, options: { jobs: number; foreign: number; optimumS: number }): Load {
  let pieces: Piece[] = EIGHT_CARDS_GB.map((gb, card) => ({ card, fromS: 0, toS: options.optimumS, gb }));
  while (pieces.length < options.jobs + options.foreign) {
    const widest = pieces.reduce((a, b) => (area(b) * (0.3 + rng.float()) > area(a) * (0.3 + rng.float()) ? b : a));
    pieces = [...pieces.filter((one) => one !== widest), ...cut(widest, rng)];
  }
  const foreign: ForeignProcess[] = [];
  const jobs: TrueJob[] = [];
  for (const piece of pieces.toSorted((a, b) => a.gb - b.gb)) {
    const durationS = piece.toS - piece.fromS;
    // Foreign processes are small: someone's notebook, not someone's training on all of a card.
    if (foreign.length < options.foreign && rng.float() < 0.3) foreign.push({ card: piece.card, arrivesS: piece.fromS, durationS, gb: piece.gb });
    else jobs.push({ run: '', durationS, peakGb: piece.gb, rampS: 5 + 55 * rng.float(), arrivesS: 0, values: {} });
  }
  return { cardsGb: EIGHT_CARDS_GB, jobs: named(jobs, rng), foreign, optimumS: options.optimumS };
}

function area(piece: Piece): number {
  return (piece.toS - piece.fromS) * piece.gb;
}

function cut(piece: Piece, rng: Rng): readonly [Piece, Piece] {
  const share = 0.2 + 0.6 * rng.float();
  const lengthS = piece.toS - piece.fromS;
  // Across time, unless the piece is short already; memory is cut where both parts keep a gigabyte.
  if (piece.gb < 2 || (lengthS > 600 && rng.float() < 0.55)) {
    const atS = piece.fromS + share * lengthS;
    return [{ ...piece, toS: atS }, { ...piece, fromS: atS }];
  }
  return [{ ...piece, gb: share * piece.gb }, { ...piece, gb: (1 - share) * piece.gb }];
}

function named(jobs: readonly TrueJob[], rng: Rng): readonly TrueJob[] {
  const order = jobs.map((job) => ({ job, key: rng.float() })).sort((a, b) => a.key - b.key);
  return order.map(({ job }, i) => ({ ...job, run: `job_${String(i + 1).padStart(3, '0')}` }));
}
