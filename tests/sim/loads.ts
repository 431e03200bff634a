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
    if (foreign.length < options.foreign && rng.float() < 0.3)
      foreign.push({ card: piece.card, arrivesS: piece.fromS, durationS, gb: piece.gb });
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
    return [
      { ...piece, toS: atS },
      { ...piece, fromS: atS },
    ];
  }
  return [
    { ...piece, gb: share * piece.gb },
    { ...piece, gb: (1 - share) * piece.gb },
  ];
}

function named(jobs: readonly TrueJob[], rng: Rng): readonly TrueJob[] {
  const order = jobs.map((job) => ({ job, key: rng.float() })).sort((a, b) => a.key - b.key);
  return order.map(({ job }, i) => ({ ...job, run: `job_${String(i + 1).padStart(3, '0')}` }));
}

/** Gigabytes at batch 32 and mean seconds, by the value of CONFIG_MODEL. */
const MODELS: Readonly<Record<string, { readonly gb: number; readonly seconds: number }>> = {
  small: { gb: 2, seconds: 600 },
  base: { gb: 5, seconds: 1500 },
  large: { gb: 14, seconds: 2400 },
  huge: { gb: 34, seconds: 3000 },
};

/**
 * Draws jobs as a sweep has them: memory by model and batch size (within 2%), durations by model (within a factor of 2),
 * rate and seed without influence; start-up ramps of 10 to 60 s. They come over the first hour. Foreign processes come and
 * go on every card, never more than `foreignShare` of it at a time.
 */
export function drawSweep(rng: Rng, options: { jobs: number; foreignShare: number; lastS: number }): Load {
  const jobs = Array.from({ length: options.jobs }, (_, i): TrueJob => {
    const model = pick(rng, Object.keys(MODELS));
    const batch = pick(rng, ['16', '32', '64']);
    const { gb, seconds } = MODELS[model] ?? { gb: 1, seconds: 1 };
    const rate = (10 ** (-5 + 4 * rng.float())).toPrecision(3);
    return {
      run: `job_${String(i + 1).padStart(3, '0')}`,
      peakGb: gb * (0.5 + Number(batch) / 64) * (0.98 + 0.04 * rng.float()),
      durationS: seconds * 2 ** (2 * rng.float() - 1),
      rampS: 10 + 50 * rng.float(),
      arrivesS: rng.float() < 0.8 ? 0 : 3600 * rng.float(),
      values: { CONFIG_MODEL: model, CONFIG_BATCH: batch, CONFIG_LR: rate, CONFIG_SEED: String(i % 5) },
    };
  });
  return { cardsGb: EIGHT_CARDS_GB, jobs, foreign: drawForeign(rng, options), optimumS: null };
}

/**
 * One run that needs nearly all of a large card comes into a stream of small ones that never lets a card run empty: small
 * runs come as fast as they end.
 */
export function drawStream(rng: Rng, options: { jobs: number; lastS: number; bigGb: number }): Load {
  const jobs = Array.from(
    { length: options.jobs },
    (_, i): TrueJob => ({
      run: `small_${i + 1}`,
      peakGb: 3 + 6 * rng.float(),
      durationS: 300 + 600 * rng.float(),
      rampS: 10,
      arrivesS: i < 100 ? 0 : (options.lastS * (i - 100)) / (options.jobs - 100),
      values: {},
    }),
  );
  const big: TrueJob = { run: 'big', peakGb: options.bigGb, durationS: 600, rampS: 10, arrivesS: 60, values: {} };
  return { cardsGb: EIGHT_CARDS_GB, jobs: [...jobs, big], foreign: [], optimumS: null };
}

function drawForeign(rng: Rng, options: { foreignShare: number; lastS: number }): readonly ForeignProcess[] {
  return EIGHT_CARDS_GB.flatMap((gb, card) => {
    const processes: ForeignProcess[] = [];
    for (let atS = 1200 * rng.float(); atS < options.lastS; ) {
      const durationS = 60 + 1800 * rng.float();
      processes.push({ card, arrivesS: atS, durationS, gb: gb * options.foreignShare * (0.2 + 0.8 * rng.float()) });
      atS += durationS + 900 * rng.float();
    }
    return processes;
  });
}

function pick<T>(rng: Rng, items: readonly T[]): T {
  return items[rng.below(items.length)] as T;
}
