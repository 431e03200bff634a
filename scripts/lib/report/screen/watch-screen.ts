// SPDX-License-Identifier: MIT
import type { RunId } from '../../core/hash.ts';
import { formatDuration } from '../../core/quantity.ts';
import { shownMetrics, shownValue } from '../labels.ts';
import { parameterText } from '../page/best.ts';
import { bareName, roundedDrawn, shortened } from '../words.ts';
import { bestText, newestFailure, type Pace, type Progress, remainingText } from './live-words.ts';
import type { ReportRun, SweepView } from '../view.ts';

type NamedText = readonly [name: string, text: string];

/** A run in work: what runs where, since when. */
export interface WatchedRun {
  readonly run: RunId;
  /** `config_017`; with stages `target/config_017`. */
  readonly name: string;
  /** Symbol and value, for a run that the view does not have: one of another stage. */
  readonly values: readonly NamedText[];
  readonly sinceMs: number;
  readonly devices: readonly string[];
  /** Empty when it simply runs; else "waits for its start", "gone", ... */
  readonly remark: string;
}

/** What the live view shows, as it was read last. */
export interface WatchModel extends Pace {
  /** Of one stage, where there are stages: what is ranked. */
  readonly view: SweepView;
  /** All runs: those of every stage. */
  readonly whole: Progress;
  readonly running: readonly WatchedRun[];
  /** One line: running since, complete, stopped. */
  readonly state: string;
}

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/** Returns the lines of the live view: never more than the screen has rows, none longer than its columns. */
export function watchScreen(model: WatchModel, size: ScreenSize): readonly string[] {
  const head = [`${model.view.name}: ${model.state}`, barLine(model, size.columns), ''];
  const failure = failureLines(model.whole);
  const foot = ['', model.isLive ? 'q quits; the sweep goes on' : 'q quits'];
  const room = Math.max(0, size.rows - head.length - failure.length - foot.length);
  const running = model.running.map((one) => runningLine(one, model, size.columns));
  const runningRoom = Math.min(running.length + 1, Math.max(2, Math.floor(room / 2)));
  const lanes = running.length === 0 ? [] : [...listed(running, runningRoom), ''];
  const body = [
    ...lanes,
    ...leaderLines(model.view, { rows: Math.max(0, room - lanes.length), columns: size.columns }),
  ].slice(0, room);
  const filler = new Array<string>(Math.max(0, room - body.length)).fill('');
  return [...head, ...body, ...filler, ...failure, ...foot]
    .slice(0, size.rows)
    .map((line) => fitted(line, size.columns));
}

/** Returns the one line that tells the same without a terminal. */
export function watchLine(model: WatchModel): string {
  const best = model.view.ranked[0];
  const words = [
    countsText(model.whole),
    remainingText(model.whole, model),
    best === undefined ? '' : `best ${bestText(model.view, best)}`,
  ];
  return `${model.view.name}: ${words.filter((w) => w !== '').join(', ')}`;
}

function endedOf({ runs, counts }: Progress): number {
  return runs.length - counts.pending - counts.running - counts.blocked;
}

function countsText(whole: Progress): string {
  const { runs, counts } = whole;
  const words = [`${endedOf(whole)}/${runs.length} ended`, `${counts.running} running`];
  if (counts.failed > 0) words.push(`${counts.failed} failed`);
  return words.join(', ');
}

function barLine(model: WatchModel, columns: number): string {
  const { whole } = model;
  const text = [countsText(whole), remainingText(whole, model)].filter((w) => w !== '').join(', ');
  const room = Math.min(40, columns - text.length - 3);
  if (room < 8) return text;
  const filled = whole.runs.length === 0 ? 0 : Math.floor((room * endedOf(whole)) / whole.runs.length);
  return `[${'#'.repeat(filled)}${'.'.repeat(room - filled)}] ${text}`;
}

function runningLine(one: WatchedRun, { view, nowMs }: WatchModel, columns: number): string {
  const run = view.runs.find((r) => r.run === one.run);
  const metric = view.metrics[0];
  const newest =
    run === undefined || metric === undefined || run.metrics[metric.column] === undefined
      ? ''
      : `${metric.column} ${shownValue(view, run, metric.column)}`;
  const devices = one.devices.length === 0 ? '' : `GPU ${one.devices.join(',')}`;
  const words = [one.name, formatDuration((nowMs - one.sinceMs) / 1000), devices, one.remark, newest];
  const line = `  ${words.filter((w) => w !== '').join('  ')}`;
  return withValues(line, run === undefined ? one.values : varyingOf(view, run), columns);
}

/** Letters of a name where the line is too long: runs are told apart by what stands behind it. */
const NAME_LETTERS = 12;

/** A line with the run's values behind it; where they do not fit, names are shortened and drawn numbers rounded. */
function withValues(line: string, named: readonly NamedText[], columns: number): string {
  if (named.length === 0) return line;
  const values = named.map(([name, text]): NamedText => [bareName(name), text]);
  const whole = `${line}  ${values.map(([name, value]) => `${name}=${value}`).join(' ')}`;
  if (whole.length <= columns) return whole;
  return `${line}  ${values.map(([name, value]) => `${shortened(name, NAME_LETTERS)}=${roundedDrawn([value])[0]}`).join(' ')}`;
}

function varyingOf(view: SweepView, run: ReportRun): readonly NamedText[] {
  return view.varying.map((name): NamedText => [name, parameterText(run, name)]);
}

function leaderLines(view: SweepView, { rows: room, columns }: ScreenSize): readonly string[] {
  if (room < 2) return [];
  if (view.metrics.length === 0) return ['No SWEEP_METRIC is set: nothing is ranked.'];
  if (view.ranked.length === 0) return ['Best so far: no run has ended with a metric yet'];
  const lines = view.ranked.slice(0, Math.min(view.top, room - 1)).map((run) => {
    const values = shownMetrics(view)
      .map((l) => `${l.short} ${shownValue(view, run, l.column)}`)
      .join('  ');
    return withValues(`${String(run.rank).padStart(4)}. ${run.configFile}  ${values}`, varyingOf(view, run), columns);
  });
  return ['Best so far', ...lines];
}

function failureLines({ runs }: Progress): readonly string[] {
  const newest = newestFailure(runs);
  return newest === undefined
    ? []
    : ['', `Newest failure: ${newest.configFile}: ${newest.detail || newest.reason} (${newest.folder}/output.log)`];
}

function listed(lines: readonly string[], room: number): readonly string[] {
  if (room < 3 && lines.length + 1 > room) return [`Running: ${lines.length}`];
  return lines.length + 1 <= room
    ? ['Running', ...lines]
    : ['Running', ...lines.slice(0, room - 2), `  and ${lines.length - room + 2} more`];
}

/** Control characters could corrupt the screen; a line that is too long is cut, not wrapped. */
function fitted(line: string, columns: number): string {
  const clean = [...line.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?')];
  return clean.length <= columns ? clean.join('') : `${clean.slice(0, Math.max(0, columns - 1)).join('')}…`;
}
