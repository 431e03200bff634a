// SPDX-License-Identifier: MIT
import type { Clock } from '../../edge/clock.ts';
import { countEnded, openBottomLine, type ProgressSink, progressLine } from '../../edge/tty/progress.ts';
import { formatDuration } from '../../core/quantity.ts';
import { assignmentLine } from '../../config/configuration.ts';
import type { Paint } from '../../edge/tty/colour.ts';
import type { MetricSpec } from '../../results/readers/metric-spec.ts';
import type { Outcome } from '../../run/outcome.ts';
import { secondsOf } from '../../run/duration.ts';
import { adviceFor } from '../../run/advice.ts';
import { lastLines, SHOWN_LOG_LINES } from '../../run/signature.ts';
import type { RunState, SweepState } from '../../run/state.ts';
import type { EndDetails, OpenedFacts, RunReporter } from '../../exec/engine/reporter.ts';
import { factsOfStatus } from '../../run/status.ts';

export interface TerminalReporterOptions {
  readonly sink: ProgressSink;
  readonly clock: Clock;
  readonly nameOf: (run: RunState) => string;
  /** The metric that ranks first. */
  readonly metric: MetricSpec | undefined;
  readonly paint: Paint;
}

/** Without a terminal a sweep of many short runs prints no more than this many lines a second. */
const PLAIN_LINES_EVERY_MS = 1000;
/** A reason of at most this many characters is said again for each run; a longer one once, and then by the run that had it first. */
const SHORT_REASON_CHARS = 60;

/** Returns the reporter for people: a bar on a terminal, plain lines elsewhere, each new kind of failure at once. */
export function createTerminalReporter(options: TerminalReporterOptions): RunReporter {
  return new TerminalReporter(options);
}

class TerminalReporter implements RunReporter {
  readonly #o: TerminalReporterOptions;
  readonly #line;
  readonly #failuresOf = new Map<string, number>();
  /** The run that first failed in each way. */
  readonly #firstOf = new Map<string, string>();
  #total = 0;
  #done = 0;
  #failed = 0;
  #endedHere = 0;
  #toRun = 0;
  #beganAtMs = 0;
  #printedAtMs = 0;
  #unprinted = 0;
  #best: { value: number; text: string } | undefined;

  constructor(options: TerminalReporterOptions) {
    this.#o = options;
    this.#line = openBottomLine(options.sink);
  }

  opened: RunReporter['opened'] = (state, facts) => {
    ({ total: this.#total, done: this.#done, failed: this.#failed } = countEnded(state));
    this.#toRun = facts.toRun + facts.adopted;
    this.#beganAtMs = this.#o.clock.steadyMs();
    const parts = [`${facts.toRun} ${facts.toRun === 1 ? 'run' : 'runs'} to do`];
    if (facts.adopted > 0) parts.push(`${facts.adopted} taken over from an earlier runner`);
    if (facts.imported > 0)
      parts.push(`${facts.imported} ${facts.imported === 1 ? 'result' : 'results'} taken from other sweep folders`);
    parts.push(...restWords(state, facts));
    this.#line.print(`${parts.join(', ')}; ${facts.placement}`);
  };

  ended: RunReporter['ended'] = (run, outcome, details) => {
    const isFinal = details.retry === undefined;
    if (isFinal) {
      this.#endedHere += 1;
      if (factsOfStatus(outcome.status).isRankable) this.#done += 1;
      if (outcome.status === 'failed') this.#failed += 1;
    }
    if (outcome.status === 'done') this.#noteBest(run, details);
    if (outcome.status === 'failed' || outcome.unranked !== undefined) this.#showFailure(run, outcome, details);
    else if (!this.#o.sink.isTerminal) this.#plainLine(run, outcome, details);
  };

  tick: RunReporter['tick'] = (running) => {
    if (this.#o.sink.isTerminal) this.#line.draw(this.#progress(running.size));
  };

  note: RunReporter['note'] = (text) => this.#line.print(text);

  closed: RunReporter['closed'] = () => {
    this.#line.clear();
    if (this.#unprinted > 0)
      this.#line.print(`[${this.#done + this.#failed}/${this.#total}] and ${this.#unprinted} more`);
  };

  #progress(running: number): string {
    const elapsedS = (this.#o.clock.steadyMs() - this.#beganAtMs) / 1000;
    const left = this.#toRun - this.#endedHere;
    const remainingS = this.#endedHere === 0 ? undefined : (elapsedS / this.#endedHere) * left;
    const counts = {
      total: this.#total,
      done: this.#done,
      failed: this.#failed,
      running,
      elapsedS,
      remainingS,
      best: this.#best?.text,
    };
    return progressLine(counts, this.#o.sink.columns());
  }

  #noteBest(run: RunState, { values }: EndDetails): void {
    const { metric } = this.#o;
    const value = metric === undefined ? undefined : values[metric.text];
    if (metric === undefined || typeof value !== 'number') return;
    if (this.#best !== undefined && (metric.goal === 'max' ? value <= this.#best.value : value >= this.#best.value))
      return;
    this.#best = { value, text: `${metric.text}=${Number(value.toPrecision(6))} (${this.#o.nameOf(run)})` };
  }

  #plainLine(run: RunState, outcome: Outcome, details: EndDetails): void {
    const now = this.#o.clock.steadyMs();
    if (now - this.#printedAtMs < PLAIN_LINES_EVERY_MS && this.#endedHere < this.#toRun && this.#endedHere > 20) {
      this.#unprinted += 1;
      return;
    }
    const more = this.#unprinted > 0 ? ` (and ${this.#unprinted} before it)` : '';
    this.#unprinted = 0;
    this.#printedAtMs = now;
    this.#line.print(
      `[${this.#done + this.#failed}/${this.#total}] ${this.#o.nameOf(run)} ${outcome.status}${took(outcome)}${this.#reportedBy(details)}${more}`,
    );
  }

  /** The metric that ranks first, as the run reports it. */
  #reportedBy({ values }: EndDetails): string {
    const { metric } = this.#o;
    const value = metric === undefined ? undefined : values[metric.text];
    if (metric === undefined || value === undefined || metric.text === 'total_time') return '';
    return `, ${metric.text}=${typeof value === 'number' ? Number(value.toPrecision(6)) : 'NaN'}`;
  }

  #showFailure(run: RunState, outcome: Outcome, details: EndDetails): void {
    const kind = outcome.signature ?? outcome.detail;
    const count = (this.#failuresOf.get(kind) ?? 0) + 1;
    this.#failuresOf.set(kind, count);
    const again = details.retry === undefined ? '' : ` (${details.retry})`;
    const how = outcome.status === 'failed' ? 'failed' : 'done, but not ranked';
    const first = this.#firstOf.get(kind);
    if (first !== undefined) {
      if (this.#o.sink.isTerminal && count > 3) return;
      const reason = outcome.detail.length <= SHORT_REASON_CHARS ? `${outcome.detail}, as ${first}` : `as ${first}`;
      const line = `${this.#o.nameOf(run)} ${how}: ${reason}${took(outcome)}${again}`;
      this.#line.print(`[${this.#done + this.#failed}/${this.#total}] ${this.#o.paint(line, 'red')}`);
      return;
    }
    this.#firstOf.set(kind, this.#o.nameOf(run));
    const head = this.#o.paint(`${this.#o.nameOf(run)} ${how}: ${outcome.detail}${took(outcome)}${again}`, 'red');
    const swept = new Set(run.swept);
    const values = assignmentLine(run.values.filter((v) => swept.has(v.name)));
    const log = lastLines(details.log, SHOWN_LOG_LINES).map((line) => `    | ${line}`);
    const advice = outcome.status === 'failed' ? adviceFor(details.log) : undefined;
    this.#line.print(
      [
        head,
        ...(values === '' ? [] : [`    ${values}`]),
        ...log,
        `    log: ${run.folder}/output.log`,
        ...(advice === undefined ? [] : [`    hint: ${advice}`]),
      ].join('\n'),
    );
  }
}

/** What the runs are that this runner does not start, by how they stand: '14 of 16 not asked for', '2 of 3 done already'. */
function restWords(state: SweepState, { toRun, adopted, imported }: OpenedFacts): readonly string[] {
  const runs = [...state.runs.values()].filter((run) => !run.retired);
  const count = (fact: (run: RunState) => boolean): number => runs.filter(fact).length;
  const done = count((run) => factsOfStatus(run.status).isRankable) - imported;
  const failed = count((run) => run.status === 'failed');
  const elsewhere = count((run) => factsOfStatus(run.status).mayLive) - adopted;
  const left = count((run) => factsOfStatus(run.status).isOpen) - toRun;
  const words: readonly (readonly [number, string])[] = [
    [done, 'done already'],
    [failed, 'failed before'],
    [elsewhere, 'may still run elsewhere'],
    [left, 'not asked for'],
  ];
  const said = words.filter(([n]) => n > 0);
  return said.map(([n, how], i) => `${n}${i === 0 ? ` of ${runs.length}` : ''} ${how}`);
}

function took(outcome: Outcome): string {
  const seconds = secondsOf(outcome);
  return seconds === null ? '' : ` after ${formatDuration(seconds)}`;
}
