// SPDX-License-Identifier: MIT
import { makeLine } from '../../core/make-line.ts';
import { shellQuote } from '../../core/shell-quote.ts';
import { sweepPlace } from '../call/sweep-place.ts';
import { UsageError } from '../../core/diagnostic.ts';
import { settingWords } from '../../core/settings/words.ts';
import { readSweepState } from '../../edge/journal/journal-file.ts';
import { gatherView } from '../../edge/metrics/gather-view.ts';
import { areDrawn } from '../../edge/page/report-question.ts';
import { metricSetup } from '../../edge/metrics/metric-setup.ts';
import { writeSweepManifest } from '../../edge/sweep-folder/sweep-manifest.ts';
import { settingStatistics } from '../../report/statistics-of.ts';
import { winnerLines } from '../../report/seed-words.ts';
import type { Selection } from '../../run/select.ts';
import type { SeedSymbols, WantedSeeds } from '../../run/further-seeds.ts';
import { RUN_LAYOUTS } from '../../run/layouts/index.ts';
import { formatMetric, unitOf } from '../../results/units.ts';
import { commandOf, EXIT, tell } from '../call/command.ts';
import { planFolder } from '../run/plan-sweep.ts';
import { countUnranked, exitCodeOf, lastLine, runAnswerJson } from '../run/run-answer.ts';
import { reportsOf, runRequested } from '../run/run-sweep.ts';
import { SEEDS_SPEC } from '../specs/runs.ts';
import { planSeeds } from './seed-runs.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import type { RunLayout } from '../../run/layouts/layout.ts';

/** TOP where nobody gives it. */
const USUAL_BEST = 5;

/** Runs further seeds of the best settings of a sweep, in its folder, until each has so many. */
export const SEEDS = commandOf(SEEDS_SPEC, async (call) => {
  const request = planFolder(call, call.settings.text('FOLDER') ?? '');
  const { settings, sweepDir, manifest } = request;
  metricSetup(settings); // its errors belong before the first run
  const resume = makeLine('sweep-resume', sweepPlace(call, sweepDir), `RANGE_CONFIG=${shellQuote(manifest.range)}`);
  if (request.stages.length > 0)
    throw new UsageError(
      'this sweep has stages: a seed that they share makes other runs of all that a setting is built upon, not seeds of that setting',
      `write further seeds into the range file; ${resume} runs what is new, stage by stage`,
    );
  if ((settings.text('KCONFIG') ?? '') !== '')
    throw new UsageError(
      'a Kconfig tree completes these configurations, which sweep-seeds does not know yet',
      `SWEEP_REPEATS in the range file gives every setting seeds; ${resume} runs those that are new`,
    );
  const symbols: SeedSymbols = { symbol: settings.get('SEED_SYMBOL'), along: settingWords(settings.text('SEED_WITH')) };
  const { symbol } = symbols;
  const wantedSeeds = wantedSeedsOf(call.settings, RUN_LAYOUTS[settings.get('LAYOUT')]);
  const view = gatherView(sweepDir, settings, Date.now());
  const asked = { seedSymbol: symbol, areSampled: areDrawn(settings) };
  const statistics = settingStatistics(view, asked);
  const ranked = statistics?.value.settings.filter((s) => s.adjusted_mean !== null) ?? [];
  if (statistics === undefined || ranked.length === 0)
    throw new UsageError('nothing says which setting is best', 'METRIC=NAME ranks the runs');
  const top = call.settings.isGiven('TOP') ? call.settings.get('TOP') : USUAL_BEST;
  const state = readSweepState(sweepDir);
  const best = statistics.runs
    .slice(0, Math.min(top, ranked.length))
    .map((runs) => runs.flatMap((run) => state.runs.get(run.run) ?? []));
  const plan = planSeeds({ sweepDir, manifest, settings, state, best, symbols, seeds: wantedSeeds });
  if (plan.wanted.length === 0) {
    const text = `The best ${best.length} settings have ${wantedSeeds.count} seeds each already; nothing was started.\n`;
    return { text: () => text, json: () => ({ added: 0 }), exit: EXIT.done };
  }
  tell(
    call,
    `${plan.wanted.length} runs bring the best ${best.length} settings to ${wantedSeeds.count} seeds each (${symbol})`,
  );
  if (settings.get('DRY_RUN')) {
    const lines = plan.wanted.map(
      (run) => `${run.name}: ${run.values.map((v) => `${v.name}=${v.value.text}`).join(' ')}\n`,
    );
    return { text: () => lines.join(''), json: () => ({ added: plan.wanted.length }), exit: EXIT.done };
  }
  const wanted = new Set(plan.wanted.map((run) => run.run));
  const along = settings.text('SEED_WITH');
  const recorded = along === undefined ? manifest.settings : { ...manifest.settings, SEED_WITH: along };
  const renewed = { ...request, manifest: { ...manifest, settings: recorded, extra: plan.extra } };
  writeSweepManifest(sweepDir, renewed.manifest);
  const selection: Selection = { includes: (run) => wanted.has(run.run), ordered: (runs) => runs };
  const { result } = await runRequested({ ...renewed, selection }, { adds: plan.wanted });
  const reports = reportsOf(sweepDir, settings, call.streams.stdout.columns);
  const after = reports.view === undefined ? undefined : settingStatistics(reports.view, asked);
  const unit = after === undefined ? undefined : unitOf(view.units, after.metric.column);
  const said = after === undefined ? [] : winnerLines(after.value, (x) => (x === null ? '-' : formatMetric(x, unit)));
  const unranked = countUnranked(result.state, reports.view);
  const [summary, exitCode] = [lastLine(result, sweepPlace(call, sweepDir), unranked), exitCodeOf(result, unranked)];
  return {
    text: () => `${reports.terminal}${said.map((line) => `${line}\n`).join('')}${summary}\n`,
    json: () => ({
      added: plan.wanted.length,
      run: runAnswerJson({ sweepDir, result, summary, exitCode, unranked }, reports),
    }),
    exit: exitCode,
  };
});

/** SEEDS where nobody gives it. */
const USUAL_SEEDS = 10;

/**
 * Returns how many seeds each setting is to have, and which: those of SEED_LIST, else those that the system of the layout takes. Throws UsageError for a
 * list that holds no whole numbers, or others than SEEDS counts.
 */
function wantedSeedsOf(
  settings: Settings<'SEEDS' | 'SEED_LIST'>,
  layout: Pick<RunLayout, 'firstSeed'> | undefined,
): WantedSeeds {
  const list = settingWords(settings.text('SEED_LIST'));
  const seeds = settings.get('SEEDS');
  if (list.length === 0) {
    const count = seeds ?? USUAL_SEEDS;
    const first = layout?.firstSeed;
    return {
      count,
      list: first === undefined ? undefined : Array.from({ length: count }, (_, i) => String(first + i)),
    };
  }
  const wrong = list.find((word) => !/^(0|[1-9]\d*)$/.test(word));
  if (wrong !== undefined)
    throw new UsageError(`SEED_LIST has "${wrong}", which is no whole number`, 'write SEED_LIST="0,1,2"');
  const twice = list.find((word, i) => list.indexOf(word) < i);
  if (twice !== undefined) throw new UsageError(`SEED_LIST has ${twice} twice`, 'delete one of them');
  if (seeds !== undefined && seeds !== list.length)
    throw new UsageError(`SEED_LIST has ${list.length} seeds and SEEDS is ${seeds}`, 'leave SEEDS out');
  return { count: list.length, list };
}
