// SPDX-License-Identifier: MIT
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { staticDrawer, pageScript } from '../../scripts/lib/edge/page/page-script.ts';
import { readTemplate } from '../../scripts/lib/edge/page/report-writer.ts';
import { buildPageData } from '../../scripts/lib/report/page/build-data.ts';
import { renderHtml } from '../../scripts/lib/report/page/html.ts';
import type { PageAttempts, PageCurve } from '../../scripts/lib/report/page-data.ts';
import { simulatedView } from '../truth/simulated-view.ts';
import { temporaryFolder } from './synthetic-sweep.ts';

/** Runs whose curves and attempts a real page would hold (edge/page/run-records.ts). */
const CURVES = 600;
const ATTEMPTS = 20_000;

/**
 * Writes the page of a sweep of so many runs, drawn at random, with curves and attempts as a real one has them, and returns its
 * path. It is made from a view: a folder for each of 100,000 runs would take minutes.
 */
export function writeLargePage(t: { after(fn: () => void): void }, count: number): string {
  const rng = createRng('large page');
  const runs = Array.from({ length: count }, (_, i) => {
    const [x, lr] = [rng.float(), 10 ** (-5 + 4 * rng.float())];
    const values = {
      CONFIG_X: String(x),
      CONFIG_LR: String(lr),
      CONFIG_OPT: ['adam', 'sgd', 'lion'][i % 3] ?? '',
      CONFIG_DEPTH: String(1 + (i % 8)),
    };
    const metric = i % 40 === 39 ? undefined : 80 + 5 * x - (Math.log10(lr) + 3) ** 2 + rng.float();
    return { values, metric, others: { loss: rng.float(), total_time: 10 + 90 * rng.float() } };
  });
  const view = simulatedView(runs);
  const records = {
    curves: curvesOf(view.ranked.map((r) => r.configFile)),
    attempts: attemptsOf(count),
    logs: {},
    needs: null,
  };
  const data = buildPageData({ view, records, study: undefined });
  const { load } = staticDrawer();
  const parts = {
    data,
    statistics: undefined,
    study: undefined,
    seeds: undefined,
    groups: undefined,
    causes: [],
    moreRuns: [],
    next: [],
    failures: [],
    rangeText: '',
    provenance: [],
  };
  const sources = {
    template: readTemplate('analysis.html.hbs'),
    css: readTemplate('analysis.css'),
    script: pageScript(),
    drawings: () => load()(data),
  };
  const path = join(temporaryFolder(t), 'analysis.html');
  writeFileSync(path, renderHtml(view, parts, sources));
  return path;
}

function curvesOf(names: readonly string[]): readonly PageCurve[] {
  const every = Math.max(1, Math.floor(names.length / CURVES));
  const values = (i: number): readonly number[] =>
    Array.from({ length: 60 }, (_, e) => 80 + i / names.length - 30 * 0.9 ** e);
  return names.flatMap((run, i) => (i % every === 0 ? [{ run, values: values(i), steps: null, seconds: null }] : []));
}

function attemptsOf(count: number): PageAttempts {
  const all = Array.from({ length: Math.min(count, ATTEMPTS) }, (_, i) => i);
  return {
    beganMs: 1_700_000_000_000,
    runs: all,
    numbers: all.map(() => 1),
    starts: all.map((i) => 10 * Math.floor(i / 16)),
    seconds: all.map((i) => 5 + (i % 5)),
    on: all.map((i) => i % 16),
    lanes: all.slice(0, 16).map((i) => `host #${i + 1}`),
    ends: all.map(() => 'done'),
  };
}
