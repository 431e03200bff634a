// SPDX-License-Identifier: MIT
import type { ConfigId, RunId } from '../../scripts/lib/core/hash.ts';
import type { Assignment, Value } from '../../scripts/lib/core/value.ts';
import { parameterValue } from '../../scripts/lib/report/parameters.ts';
import type { ParameterValue, ReportRun, SweepView } from '../../scripts/lib/report/view.ts';
import type { Goal } from '../../scripts/lib/results/readers/metric-spec.ts';
import type { Scalar } from '../../scripts/lib/results/readers/reading.ts';

/** One run of a simulated sweep; a metric of undefined is a failed run, of null a run whose metric is NaN. */
export interface SimulatedRun {
  readonly values: Readonly<Record<string, string>>;
  readonly metric: number | null | undefined;
  /** Further metrics. */
  readonly others?: Readonly<Record<string, number>>;
}

/** Returns the view that the reports of such a sweep are made from, with the metric y. */
export function simulatedView(runs: readonly SimulatedRun[], goal: Goal = 'max'): SweepView {
  const reported = runs.map(reportedRun);
  const sign = goal === 'max' ? -1 : 1;
  const ranked = reported
    .filter((run) => run.rank !== null)
    .sort((a, b) => sign * (Number(a.metrics['y']) - Number(b.metrics['y'])));
  for (const [place, run] of ranked.entries()) Object.assign(run, { rank: place + 1 }); // made above, ours to complete
  const parameters = [...new Set(runs.flatMap((run) => Object.keys(run.values)))];
  const varying = parameters.filter((name) => new Set(runs.map((run) => run.values[name])).size > 1);
  const failed = runs.filter((run) => run.metric === undefined).length;
  return {
    name: 'simulated',
    place: 'runs/simulated',
    rangeFile: '',
    requested: [],
    runs: reported,
    ranked,
    metrics: [{ spec: { text: 'y', name: 'y', reducer: { kind: 'last' }, goal }, column: 'y', goal }],
    parameters,
    varying,
    columns: ['y', ...new Set(runs.flatMap((run) => Object.keys(run.others ?? {})))],
    counts: {
      pending: 0,
      running: 0,
      done: runs.length - failed,
      failed,
      cancelled: 0,
      blocked: 0,
      stopped: 0,
      unknown: 0,
    },
    units: new Map(),
    seedSymbol: 'CONFIG_SEED',
    top: 10,
    notes: [],
  };
}

function reportedRun({ values, metric, others }: SimulatedRun, i: number): ReportRun {
  const configFile = `config_${String(i + 1).padStart(3, '0')}`;
  const assignments = Object.entries(values).map(([name, text]): Assignment => ({ name, value: valueFrom(text) }));
  const metrics: Record<string, Scalar> = metric === undefined ? {} : { y: metric, ...others };
  const parameters: Record<string, ParameterValue> = {};
  for (const { name, value } of assignments) parameters[name] = parameterValue(value);
  return {
    run: configFile as RunId, // nothing asks what it is a hash of
    config: configFile as ConfigId,
    number: i + 1,
    configFile,
    folder: configFile,
    status: metric === undefined ? 'failed' : 'done',
    reason: metric === undefined ? 'exit code' : 'ok',
    detail: '',
    values: assignments,
    requested: [],
    parameters,
    metrics,
    totalTimeS: 1,
    endedAtMs: 0,
    host: '',
    devices: [],
    problems: [],
    importedFrom: null,
    rank: typeof metric === 'number' && Number.isFinite(metric) ? 0 : null,
    tied: false,
    unranked: null,
  };
}

function valueFrom(text: string): Value {
  return { kind: Number.isFinite(Number(text)) ? 'number' : 'text', text };
}
