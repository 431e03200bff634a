// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import { besideSweep, sweepPlace } from '../call/sweep-place.ts';
import { UsageError } from '../../core/diagnostic.ts';
import { valueIn, valueKey } from '../../core/value.ts';
import type { Configuration } from '../../config/configuration.ts';
import type { OpenSweep } from '../../edge/definition/sweep-definition.ts';
import { metricSetup } from '../../edge/metrics/metric-setup.ts';
import { readOptionsOf } from '../../edge/metrics/read-options.ts';
import { openRunFiles } from '../../edge/run-folder/run-files.ts';
import { logText } from '../../results/gather-entries.ts';
import { readRunMetrics } from '../../results/read-run.ts';
import { choosePilots } from '../../run/pilot.ts';
import { inStage, type Selection } from '../../run/select.ts';
import { neededRuns } from '../../run/stages/needed.ts';
import type { RunState } from '../../run/state.ts';
import { totalTimeOf } from '../../run/duration.ts';
import { type Call, commandOf, EXIT, tell } from '../call/command.ts';
import { openNamedSweep, type SweepSetting } from '../call/named-sweep.ts';
import { planRangeFile } from '../run/plan-sweep.ts';
import { noteGreenCheck } from '../run/checked-results.ts';
import { lastStageSettings, reportsOf, runRequested } from '../run/run-sweep.ts';
import { openStageInspection } from '../run/stage-outputs.ts';
import { shownPath } from '../call/shown-path.ts';
import { CHECK_SPEC } from '../specs/runs.ts';
import { checkText, type CheckedRun, isGood } from './check-text.ts';
import { countEach } from '../../core/grouped.ts';

type CheckCall = Call<SweepSetting | 'CONFIG_DIR' | 'SEEDS'>;

/** Runs one configuration of a range file (two seeds of it with SEEDS=2) and says whether a sweep would work, and what to change. */
export const CHECK = commandOf(CHECK_SPEC, async (call) => {
  const seeds = call.settings.get('SEEDS') ?? 1;
  if (seeds > 2)
    throw new UsageError(`SEEDS is ${seeds}; a check runs one seed, or two to see whether they differ`, 'SEEDS=2');
  const withSeeds = seeds === 2 ? seededCall(call) : call;
  const sweep = openNamedSweep(withSeeds);
  const request = planRangeFile(withSeeds, sweep);
  const settings = lastStageSettings(request);
  const setup = metricSetup(settings);
  const all = [...sweep.configurations()];
  const chosen = chosenOf(all, { seeds, seedSymbol: settings.get('SEED_SYMBOL'), stage: request.chosenStage });
  const names = new Map(chosen.map((one) => [one.number, one.name]));
  const above = request.chosenStage === undefined ? '' : `${request.chosenStage}/`;
  const isOfStage = inStage(request.chosenStage);
  const isChosen = (run: RunState): boolean => isOfStage(run) && names.has(run.number);
  const called = [...names.values()].map((name) => above + name).join(' and ');
  tell(call, `Check: ${called} of ${all.length}${above === '' ? '' : ', with what it needs'}`);
  const selection: Selection = { includes: isChosen, ordered: (runs) => runs };
  const { sweepDir, result } = await runRequested({ ...request, selection });
  reportsOf(sweepDir, settings, call.streams.stdout.columns);
  const inspect = openStageInspection(request);
  const checked = (run: RunState): CheckedRun => {
    const folder = join(sweepDir, run.folder);
    const files = openRunFiles(folder, sweepDir);
    const metrics = readRunMetrics(files, { ...readOptionsOf(run, folder, setup), isComplete: true });
    const problem = run.status === 'done' ? inspect(run, folder).problem : undefined;
    const name = `${run.stage === null ? '' : `${run.stage}/`}${request.plan.runName(run)}`;
    return { name, run, metrics, problem, log: logText(files) ?? '' };
  };
  const ran = [...result.state.runs.values()].filter(isChosen);
  const needed = new Set(ran.flatMap((run) => neededRuns(run, result.state.runs)));
  const runs = ran.map(checked);
  const facts = {
    runs,
    needed: [...needed].reverse().map(checked),
    specs: setup.specs,
    total: all.length,
    ofStage: countEach(all.flatMap(({ stage }) => stage ?? [])),
    parallel: settings.get('PARALLEL'),
    folder: shownPath(sweepDir, call.cwd),
    place: sweepPlace(call, sweepDir),
    beside: besideSweep(call, sweepDir),
    rangeFile: call.settings.text('RANGE_CONFIG') ?? '',
    isTaken: withSeeds === call || sharesOne(openNamedSweep(call), chosen),
    seedSymbol: settings.get('SEED_SYMBOL'),
  };
  if (isGood(facts))
    noteGreenCheck(
      sweepDir,
      settings,
      [...facts.needed, ...facts.runs].map(({ run }) => run),
    );
  const isInterrupted = result.why === 'interrupted' || result.why === 'cancelled';
  return {
    text: () => checkText(facts),
    json: () => ({
      works: isGood(facts),
      folder: sweepDir,
      runs: runs.map(({ name, run, metrics, problem }) => ({
        config_file: name,
        status: run.status,
        reason: run.outcome?.reason ?? '',
        seconds: totalTimeOf(run),
        metrics: metrics.values,
        files: metrics.files,
        problem: problem ?? null,
      })),
    }),
    exit: isInterrupted ? EXIT.interrupted : isGood(facts) ? EXIT.done : EXIT.someFailed,
  };
});

/** A call with two seeds of each configuration: those of the range file, its single one and the next, or those of REPEATS. */
function seededCall(call: CheckCall): CheckCall {
  const sweep = openNamedSweep(call);
  const symbol = sweep.definition.settings.get('SEED_SYMBOL');
  const values = new Map<string, string>();
  for (const { assignments } of sweep.configurations()) {
    const seed = valueIn(assignments, symbol);
    if (seed !== undefined) values.set(valueKey(seed), seed.text);
    if (values.size > 1) return call;
  }
  const [only] = values.values();
  if (only === undefined) return { ...call, given: [{ name: 'REPEATS', text: '2', layer: 'make' }, ...call.given] };
  if (!/^-?\d{1,15}$/.test(only)) throw new UsageError(`${symbol} is ${only}; two seeds need a whole number`);
  const lines = [call.settings.text('SET') ?? '', `${symbol}=${only}|${Number(only) + 1}`].filter(
    (line) => line !== '',
  );
  return { ...call, given: [{ name: 'SET', text: lines.join('; '), layer: 'make' }, ...call.given] };
}

/** Returns the configuration in the middle of the space and, for two seeds, the one that differs from it in the seed only. */
function chosenOf(
  whole: readonly Configuration[],
  {
    seeds,
    seedSymbol,
    stage,
  }: { readonly seeds: number; readonly seedSymbol: string; readonly stage: string | undefined },
): readonly Configuration[] {
  const all = whole.filter((one) => one.stage === stage);
  const keyOf = settingKeys(whole, seedSymbol);
  const candidates = all.map((one) => ({ one, number: one.number, values: one.assignments, swept: one.swept }));
  const first = choosePilots(candidates, 1, '0')[0]?.one;
  if (first === undefined) throw new UsageError('the range file has no configuration', 'sweep-list says why');
  if (seeds < 2) return [first];
  const key = keyOf(first);
  const other = all.find((one) => one.number !== first.number && keyOf(one) === key);
  if (other === undefined)
    throw new UsageError(
      `no two configurations differ in ${seedSymbol} alone`,
      'SEED_SYMBOL=NAME names the seed of the script',
    );
  return first.number < other.number ? [first, other] : [other, first];
}

/** Tells whether a sweep has one of some configurations. */
function sharesOne(sweep: OpenSweep, some: readonly Configuration[]): boolean {
  const ids = new Set(some.map(({ id }) => id));
  return [...sweep.configurations()].some(({ id }) => ids.has(id));
}

/** What a configuration is without its seed, and what it is built upon without theirs. */
function settingKeys(all: readonly Configuration[], seedSymbol: string): (one: Configuration) => string {
  const byName = new Map(all.map((one) => [`${one.stage}/${one.number}`, one]));
  const keyOf = ({ assignments, needs = [] }: Configuration): string =>
    JSON.stringify([
      ...assignments.filter(({ name }) => name !== seedSymbol).map(({ name, value }) => [name, valueKey(value)]),
      ...needs.flatMap(({ stage, number }) => byName.get(`${stage}/${number}`) ?? []).map(keyOf),
    ]);
  return keyOf;
}
