// SPDX-License-Identifier: MIT
import { displayText } from '../core/value.ts';
import { formatMetric, unitOf } from '../results/units.ts';
import { chartsOf, MOST_DRAWN, MOST_STATIC } from './charts/index.ts';
import { DARK, LIGHT, type ChartTheme } from './charts/theme.ts';
import { escaped } from './charts/scatter.ts';
import { named } from './notes.ts';
import { shownMetrics, shownValue } from './labels.ts';
import type { FailureGroup } from './page/failures.ts';
import type { PageData } from './page/data.ts';
import type { SeedReport } from './seeds.ts';
import type { Study } from './study.ts';
import { methodSentence, seedLines, studyLines } from './study-text.ts';
import { compileTemplate } from './template.ts';
import { endedCount, type ReportRun, type SweepView } from './view.ts';

/** Everything the page shows beside the view. */
export interface PageParts {
  readonly data: PageData;
  readonly study: Study | undefined;
  readonly seeds: SeedReport | undefined;
  readonly groups: readonly (readonly string[])[] | undefined;
  readonly failures: readonly FailureGroup[];
  /** Text of the range file. */
  readonly rangeText: string;
  /** Name and text of the settings and where the sweep came from. */
  readonly provenance: readonly (readonly [name: string, text: string])[];
}

/** Template, style sheet and script of the page. */
export interface PageSources {
  readonly template: string;
  readonly css: string;
  /** Bundle of the page's script; empty leaves the static page. */
  readonly script: string;
  /** Returns the drawings of the charts as SVG, by id (charts/static-page.ts, which the caller loads). Called once, late. */
  readonly drawings: () => Readonly<Record<string, string>>;
}

/** Rows of the table that stand in the page itself; a script shows all of them. */
const MOST_ROWS = 300;

/** Returns analysis.html: one file that opens offline, with and without JavaScript. */
export function renderHtml(view: SweepView, parts: PageParts, sources: PageSources): string {
  const { data, study, seeds } = parts;
  const labels = shownMetrics(view);
  const charts = chartsOf(data);
  const best = view.ranked[0];
  const context = {
    title: view.name,
    rangeFile: view.rangeFile,
    css: themeCss() + sources.css,
    script: scriptText(sources.script),
    data: sources.script === '' ? '{}' : JSON.stringify(data).replace(/</g, '\\u003c'),
    facts: factsOf(view),
    best: best === undefined ? undefined : {
      configFile: best.configFile,
      folder: best.folder,
      metrics: labels.map((l) => ({ label: l.long, value: shownValue(view, best, l.column) })),
      parameters: view.varying.map((name) => ({ name, value: parameterText(best, name) })),
    },
    notes: view.notes,
    thinned: thinnedNote(view),
    studyTitle: study === undefined ? undefined : methodSentence(study),
    studyLines: study === undefined ? undefined : studyLines(view, study).slice(1).map((l) => l.trim()),
    marginals: marginalTables(view, study),
    seedLines: seeds === undefined ? undefined : seedLines(view, seeds),
    groups: parts.groups === undefined ? undefined : { head: parts.groups[0] ?? [], rows: parts.groups.slice(1) },
    tableNote: view.runs.length > MOST_ROWS ? `The ${MOST_ROWS} best of ${view.runs.length} runs; sweep_summary.csv has all of them.` : undefined,
    head: ['#', 'Configuration', 'Status', ...labels.map((l) => l.short), ...view.varying.map((n) => n.replace(/^CONFIG_/, ''))],
    rows: listedRuns(view).map((run) => [
      run.rank === null ? '' : String(run.rank), run.configFile, run.status,
      ...labels.map((l) => shownValue(view, run, l.column)), ...view.varying.map((n) => parameterText(run, n)),
    ]),
    failures: parts.failures.map((f) => ({ why: f.why, count: f.runs.length, which: named(f.runs), logEnd: f.logEnd, log: `${f.runs[0]?.folder ?? ''}/output.log` })),
    rangeText: parts.rangeText,
    provenance: parts.provenance.map(([name, value]) => ({ name, value })),
  };
  const drawings = sources.drawings();
  const figures = charts.map(({ id, title, caption }) => ({ id, title, caption, svg: drawings[id] ?? '', wide: id === 'parallel' }));
  return compileTemplate(sources.template, escaped)({ ...context, charts: figures });
}

/** Best first, then the others by number. */
function listedRuns(view: SweepView): readonly ReportRun[] {
  return [...view.ranked, ...view.runs.filter((r) => r.rank === null)].slice(0, MOST_ROWS);
}

function factsOf(view: SweepView): readonly { readonly label: string; readonly value: string }[] {
  const { counts } = view;
  const ended = endedCount(view);
  const facts: [string, number | string][] = [['runs', view.runs.length], ['done', counts.done]];
  if (ended < view.runs.length) facts.push(['still to go', view.runs.length - ended]);
  for (const status of ['failed', 'stopped', 'cancelled', 'unknown'] as const) if (counts[status] > 0) facts.push([status, counts[status]]);
  return facts.map(([label, value]) => ({ label, value: String(value) }));
}

function parameterText(run: ReportRun, name: string): string {
  const found = run.values.find((v) => v.name === name);
  return found === undefined ? '-' : displayText(found.value);
}

function thinnedNote(view: SweepView): string | undefined {
  if (view.runs.length <= MOST_STATIC) return undefined;
  const drawn = view.runs.length <= MOST_DRAWN ? 'with JavaScript all are drawn' : `with JavaScript ${MOST_DRAWN}`;
  return `Static drawings show ${MOST_STATIC} of ${view.runs.length} runs (${drawn}); the best are always among them. Means and tables are of all runs.`;
}

function marginalTables(view: SweepView, study: Study | undefined): readonly object[] {
  const marginals = (study?.marginals ?? []).filter((m) => m.levels.length > 0);
  const label = study?.metric.column ?? '';
  return marginals.map((m) => ({
    name: m.factor.name,
    label,
    rows: m.levels.map(({ text, values }) => [text, String(values.count), ...[values.mean, values.sd, values.min, values.max].map((x) => shown(view, label, x))]),
  }));
}

function shown(view: SweepView, column: string, value: number | undefined): string {
  return formatMetric(value, unitOf(view.units, column));
}

/** A closing tag inside a script would end it early. */
function scriptText(script: string): string {
  return script.replace(/<\/(script)/gi, '<\\/$1').replace(/<!--/g, '<\\!--');
}

function themeCss(): string {
  const rules = (theme: ChartTheme): string =>
    Object.entries(theme).flatMap(([name, value]: [string, string | readonly string[]]) =>
      typeof value === 'string' ? [`--${name}:${value}`] : value.map((v, i) => `--series-${i}:${v}`)).join(';');
  return `:root{color-scheme:light dark;${rules(LIGHT)}}\n@media (prefers-color-scheme:dark){:root{${rules(DARK)}}}\n`;
}
