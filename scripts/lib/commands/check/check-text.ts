// SPDX-License-Identifier: MIT
import { makeLine, rangeLine } from '../../core/make-line.ts';
import { formatDuration } from '../../core/quantity.ts';
import { totalTimeOf } from '../../run/duration.ts';
import { formatNumber } from '../../results/units.ts';
import { oddGoals, type MetricSpec } from '../../results/readers/metric-spec.ts';
import type { RunMetrics } from '../../results/read-run.ts';
import { adviceFor } from '../../run/advice.ts';
import { lastLines } from '../../run/signature.ts';
import type { RunState } from '../../run/state.ts';

/** One run of a check, with what its files hold. */
export interface CheckedRun {
  /** config_001 */
  readonly name: string;
  readonly run: RunState;
  readonly metrics: RunMetrics;
  /** Why it cannot be ranked; undefined when it can. */
  readonly problem: string | undefined;
  readonly log: string;
}

export interface CheckFacts {
  /** One run, or two that differ in the seed. */
  readonly runs: readonly CheckedRun[];
  /** Runs of other stages that they are built upon. */
  readonly needed: readonly CheckedRun[];
  readonly specs: readonly MetricSpec[];
  /** Configurations of the whole sweep. */
  readonly total: number;
  /** Those of the stage of each run, in a sweep with stages. */
  readonly ofStage: ReadonlyMap<string, number>;
  readonly parallel: number;
  /** As people see them from where they are. */
  readonly folder: string;
  /** How a line names that folder; undefined where it finds it by itself. */
  readonly place: string | undefined;
  /** What a line that makes a sweep beside it needs. */
  readonly beside: string;
  readonly rangeFile: string;
  readonly seedSymbol: string;
  /** The sweep has one of the runs, and takes it over. */
  readonly isTaken: boolean;
}

const SHOWN_LINES = 6;
const SHOWN_METRICS = 8;

/** Tells whether a sweep would work: every run ended well and has what ranks it. */
export function isGood({ runs, needed, specs }: CheckFacts): boolean {
  return (
    runs.length > 0 &&
    specs.length > 0 &&
    [...needed, ...runs].every(({ run, problem }) => run.status === 'done' && problem === undefined)
  );
}

/** Returns the answer of a check in plain words: does it start, what does it report, how long does it take, what is to be changed. */
export function checkText(facts: CheckFacts): string {
  // What is not ranked need not report anything.
  const lines = [
    ...facts.needed.flatMap((one) => runLines(one, one.problem !== undefined)),
    ...facts.runs.flatMap((one) => runLines(one, true)),
  ];
  const changes = changesOf(facts);
  const seeds = seedLine(facts);
  if (seeds !== undefined) lines.push(seeds);
  const time = timeLine(facts);
  if (time !== undefined) lines.push(time);
  for (const change of changes) lines.push(`Change: ${change}`);
  const { folder, place, beside, rangeFile, isTaken } = facts;
  if (isGood(facts)) {
    lines.push(
      `A sweep would work: ${rangeLine('sweep', rangeFile, beside)}${isTaken ? ' takes this run over' : ''} (or ${makeLine('sweep-resume', place)}, which completes ${folder})`,
    );
  } else lines.push(`A sweep would not work yet; the run is in ${folder}`);
  return `${lines.join('\n')}\n`;
}

function runLines({ name, run, metrics, problem, log }: CheckedRun, isRanked: boolean): readonly string[] {
  const { outcome, status } = run;
  const took = totalTimeOf(run) ?? undefined;
  const after = took === undefined ? '' : ` after ${formatDuration(took)}`;
  if (status !== 'done') {
    const shown = lastLines(log, SHOWN_LINES).map((line) => `    | ${line}`);
    const how = outcome === null ? status : outcome.detail;
    const verb = status === 'blocked' ? 'was not started' : outcome === null ? 'has not ended' : 'failed';
    return [`${name} ${verb}${after}: ${how}`, ...shown];
  }
  const found = Object.entries(metrics.values).filter(([key]) => key !== 'total_time');
  const names = found
    .slice(0, SHOWN_METRICS)
    .map(([key, value]) => `${key}=${typeof value === 'number' ? formatNumber(value) : String(value)}`);
  const more = found.length > SHOWN_METRICS ? ` and ${found.length - SHOWN_METRICS} more` : '';
  const where = metrics.files.length === 0 ? '' : ` in ${metrics.files.join(', ')}`;
  return [
    `${name} started and ended well${after}`,
    ...(found.length > 0
      ? [`Metrics: ${names.join(', ')}${more}${where}`]
      : isRanked
        ? ['Metrics: none were found']
        : []),
    ...(problem === undefined ? [] : [`It cannot be ranked: ${problem}`]),
  ];
}

function changesOf({ runs, needed, specs }: CheckFacts): readonly string[] {
  const changes = new Set<string>();
  for (const { run, log } of [...needed, ...runs]) {
    const advice = run.status === 'failed' ? adviceFor(log) : undefined;
    if (advice !== undefined) changes.add(advice);
  }
  if (specs.length === 0) {
    const names = Object.keys(runs[0]?.metrics.values ?? {}).filter((name) => name !== 'total_time');
    const example = names.length === 0 ? 'test_acc' : (names[0] ?? '');
    changes.add(`no SWEEP_METRIC says what ranks the runs: SWEEP_METRIC="${example} max" or "${example} min"`);
  }
  for (const sentence of oddGoals(specs)) changes.add(sentence);
  return [...changes];
}

/** With two seeds: whether they change anything that is reported. */
function seedLine({ runs, specs, seedSymbol }: CheckFacts): string | undefined {
  const [first, second] = runs;
  if (first === undefined || second === undefined || first.run.status !== 'done' || second.run.status !== 'done')
    return undefined;
  const column = specs[0]?.text;
  const values = [first, second].map(({ metrics }) => (column === undefined ? undefined : metrics.values[column]));
  const keys = Object.keys(first.metrics.values).filter((key) => key !== 'total_time' && !key.startsWith('gpu_'));
  const differs = keys.filter((key) => first.metrics.values[key] !== second.metrics.values[key]);
  if (differs.length === 0)
    return `Seeds: both runs report exactly the same, so ${seedSymbol} changes nothing: does the script read it?`;
  if (column !== undefined && values[0] === values[1])
    return `Seeds: ${column} is the same in both, ${differs.slice(0, SHOWN_METRICS).join(', ')} differ`;
  return `Seeds: they change ${column ?? differs[0]}${column === undefined ? '' : `: ${values.map(String).join(' and ')}`}`;
}

function timeLine({ runs, needed, total, ofStage, parallel }: CheckFacts): string | undefined {
  const times = new Map<string | null, number[]>();
  for (const { run } of [...needed, ...runs]) {
    const seconds = run.status === 'done' ? totalTimeOf(run) : undefined;
    if (typeof seconds === 'number') times.set(run.stage, [...(times.get(run.stage) ?? []), seconds]);
  }
  // Without stages there is one list. A stage of which nothing ran would make the sum too small: nothing is said then.
  if (times.size < Math.max(1, ofStage.size)) return undefined;
  const all = [...times].reduce((sum, [stage, known]) => {
    const mean = known.reduce((a, b) => a + b, 0) / known.length;
    return sum + mean * (stage === null ? total : (ofStage.get(stage) ?? 0));
  }, 0);
  const lanes = parallel === 1 ? 'one at a time' : `${parallel} at a time`;
  return `Time: ${total} ${total === 1 ? 'run' : 'runs'}, ${lanes}, take about ${formatDuration(all / parallel)} if all are like ${times.size > 1 ? 'these' : 'this one'}`;
}
