// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import type { Rung } from '../../run/gpu/card.ts';
import { readTextIfExists, writeFileAtomic } from '../files.ts';
import { isJsonObject, parseJsonObject } from '../../core/json-object.ts';

/** Name of what was measured of an attempt on its GPUs, inside attempts/N. */
export const TELEMETRY_NAME = 'gpu.json';

/** What is kept of an attempt's use of GPUs. */
export interface Telemetry {
  readonly cards: readonly { readonly index: number; readonly uuid: string; readonly name: string }[];
  /** Largest use on one of its cards; null when it was never measured. */
  readonly peakBytes: number | null;
  /** Mean load of its cards, 0 to 1; null when it was never measured. */
  readonly meanLoad: number | null;
  readonly samples: number;
  /** `card`: its processes could not be seen, so the growth of the card's use was laid to it. */
  readonly measured: 'process' | 'card';
  /** How it stood on its cards. */
  readonly rung: Rung;
}

/** Writes the telemetry of an attempt. Trouble is passed over: it is a measurement, not the run's result. */
export function writeTelemetry(attemptDir: string, telemetry: Telemetry): void {
  const { cards, peakBytes, meanLoad, samples, measured, rung } = telemetry;
  const metrics = {
    gpu_peak_mem_gb: peakBytes === null ? null : round(peakBytes / 1024 ** 3),
    gpu_util_mean: meanLoad === null ? null : round(meanLoad),
  };
  try {
    writeFileAtomic(
      join(attemptDir, TELEMETRY_NAME),
      `${JSON.stringify({ ksweep: 1, cards, metrics, peakBytes, samples, measured, rung })}\n`,
    );
  } catch {
    // the folder is gone, or the disk is full
  }
}

/** Returns the parts that a later runner learns from; null when there is no telemetry. */
export function readTelemetry(attemptDir: string): { readonly peakBytes: number | null; readonly rung: Rung } | null {
  const value = parseJsonObject(readTextIfExists(join(attemptDir, TELEMETRY_NAME)));
  if (value === undefined) return null;
  const { peakBytes, rung } = value;
  return {
    peakBytes: typeof peakBytes === 'number' && peakBytes > 0 ? peakBytes : null,
    rung: rung === 'alone' || rung === 'largest' ? rung : 'shared',
  };
}

/** Returns what was measured of an attempt as metrics of its run: gpu_peak_mem_gb and gpu_util_mean, where known. */
export function readTelemetryMetrics(attemptDir: string): Readonly<Record<string, number>> {
  const metrics = parseJsonObject(readTextIfExists(join(attemptDir, TELEMETRY_NAME)))?.['metrics'];
  if (!isJsonObject(metrics)) return {};
  return Object.fromEntries(
    Object.entries(metrics).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

/** Four digits are what a measurement each few seconds is worth. */
function round(value: number): number {
  return Number(value.toPrecision(4));
}
