// SPDX-License-Identifier: MIT
import { chartsOf, MOST_DRAWN, MOST_PARAMETERS, MOST_STATIC } from '../charts/index.ts';
import { escaped } from '../charts/scatter.ts';
import { columnText, DARK, LIGHT, type ChartTheme } from '../charts/theme.ts';
import { type FrontPoint, frontPoints, frontSentence } from '../front.ts';
import { named } from '../notes.ts';
import { bestSection, emptyText, parameterText } from './best.ts';
import { type PageTable, tableOfTexts } from './cells.ts';
import { columnNamed, type PageData } from '../page-data.ts';
import type { FailureGroup } from './failures.ts';
import { groupSection } from './group-section.ts';
import { seedTable } from './seed-table.ts';
import { tableColumns } from './table-columns.ts';
import { bareName } from '../words.ts';
import type { Report } from '../report.ts';
import { STATUSES } from '../../run/status.ts';
import type { Study } from '../study.ts';
import { effectRows, notShownLines, percent } from '../effects-text.ts';
import type { Statistics } from '../statistics-form.ts';
import { compileTemplate } from '../template.ts';
import { endedCount, type SweepView } from '../view.ts';

/** Everything the page shows beside the view. */
export interface PageParts extends Omit<Report, 'view'> {
  readonly data: PageData;
  /** Several sweeps beside each other, the first row the head; on a page that compares. */
  readonly comparison?: readonly (readonly string[])[] | undefined;
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
  /** Returns the drawings of the charts as SVG, by id (charts/static-page.ts, which the caller loads). Called once, when the rest of the page is there. */
  readonly drawings: () => Readonly<Record<string, string>>;
}

/** Rows of the table that stand in the page itself, fewer where each has many columns; a script shows all of them. */
const MOST_ROWS = 300;
const FEWEST_ROWS = 50;
const MOST_CELLS = 9000;

/** Returns analysis.html: one file that opens offline, with and without JavaScript. */
export function renderHtml(view: SweepView, parts: PageParts, sources: PageSources): string {
  const { data, study, seeds, groups, comparison } = parts;
  const charts = chartsOf(data);
  const best = bestSection(view, data, { seeds, statistics: parts.statistics });
  const runs = runsTable(data);
  const context = {
    title: view.name,
    rangeFile: view.rangeFile,
    css: themeCss() + sources.css,
    script: scriptText(sources.script),
    data: sources.script === '' ? '{}' : JSON.stringify(data).replace(/</g, '\\u003c'),
    facts: factsOf(view),
    progress: progressText(view),
    best,
    front: frontContext(view, data),
    empty: best === undefined ? emptyText(view) : '',
    notes: view.notes,
    thinned: [...thinnedNotes(view), ...uncharted(view)].join(' '),
    effects: effectsContext(view, parts.statistics?.value),
    marginals: marginalTables(data, study),
    seeds: seeds === undefined ? undefined : seedTable(view, seeds),
    groups: groups === undefined ? undefined : groupSection(view, groups),
    comparison: comparison === undefined ? undefined : tableOfTexts(comparison),
    tableNote:
      view.runs.length > runs.rows.length
        ? `The first ${runs.rows.length} of ${view.runs.length} runs, best first; sweep_summary.csv has all of them.`
        : undefined,
    runs,
    causes: parts.causes,
    moreRuns: parts.moreRuns,
    next: parts.next,
    hasNext: parts.moreRuns.length + parts.next.length > 0,
    hasFailures: parts.failures.length + parts.causes.length > 0,
    failures: parts.failures.map(({ why, runs, logEnd }) => ({
      why,
      count: `${runs.length} ${runs.length === 1 ? 'run' : 'runs'}`,
      which: named(runs),
      logEnd,
      log: `${runs[0]?.folder ?? ''}/output.log`,
    })),
    rangeText: parts.rangeText,
    provenance: parts.provenance.map(([name, value]) => ({ name, value })),
  };
  const figures = charts.map(({ id, title, caption, isWide }) => ({
    id,
    title,
    caption,
    svg: `<!--drawing ${id}-->`,
    wide: isWide === true,
  }));
  const page = compileTemplate(sources.template, escaped)({ ...context, charts: figures });
  const drawings = sources.drawings(); // they are made while the rest of the page is
  return page.replace(PLACE, (_, id: string) => drawings[id] ?? '');
}

/** Where a drawing goes. Nothing but the template can hold it: in all other texts of the page an opening bracket is escaped. */
const PLACE = /<!--drawing ([\w-]+)-->/g;

/** Runs of the Pareto front that the page lists. */
const MOST_FRONT = 50;

function frontContext(view: SweepView, data: PageData): object | undefined {
  const points = frontPoints(view);
  if (points.length === 0) return undefined;
  const names = view.varying.filter((name) => name !== view.seedSymbol || points.every((p) => p.runs.length === 1));
  const texts = ({ values }: FrontPoint): readonly string[] =>
    view.metrics.map((m, i) => columnText(columnNamed(data, m.column), values[i] ?? null));
  const rows = points.slice(0, MOST_FRONT).map((point) => {
    const [first] = point.runs;
    const parameters = names.map((name) => (first === undefined ? '' : parameterText(first, name)));
    return [first?.configFile ?? '', ...texts(point), ...parameters];
  });
  const head = ['Configuration', ...view.metrics.map((m) => m.column), ...names.map(bareName)];
  return {
    sentence: `${frontSentence(view, points)}${points.length > MOST_FRONT ? `; the first ${MOST_FRONT} are listed` : ''}.`,
    table: tableOfTexts([head, ...rows]),
  };
}

/** Best first, then the others by number: as the script shows them before anybody sorts. */
function runsTable(data: PageData): PageTable {
  const columns = tableColumns(data);
  const places = data.runs.ranks.map((rank, run) => ({ run, rank: rank ?? Number.POSITIVE_INFINITY }));
  const most = Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, Math.floor(MOST_CELLS / columns.length)));
  const listed = places.sort((a, b) => (a.rank === b.rank ? a.run - b.run : a.rank - b.rank)).slice(0, most);
  return {
    head: columns.map(({ heading, isNumber }) => ({ shown: heading, full: '', isNumber })),
    rows: listed.map(({ run }) =>
      columns.map((c) => ({ shown: c.text(run), full: c.full(run), isNumber: c.isNumber })),
    ),
  };
}

function factsOf(view: SweepView): readonly { readonly label: string; readonly value: string }[] {
  const { counts } = view;
  const facts: [string, number][] = [
    [view.runs.length === 1 ? 'run' : 'runs', view.runs.length],
    ['done', counts.done],
  ];
  for (const status of STATUSES)
    if (status !== 'done' && status !== 'pending' && counts[status] > 0) facts.push([status, counts[status]]);
  if (counts.pending > 0) facts.push(['still to start', counts.pending]);
  return facts.map(([label, value]) => ({ label, value: String(value) }));
}

function progressText(view: SweepView): string {
  const ended = endedCount(view);
  return ended === view.runs.length
    ? ''
    : `Not finished: ${ended} of ${view.runs.length} runs have ended, and what follows is about them.`;
}

function thinnedNotes(view: SweepView): readonly string[] {
  if (view.runs.length <= MOST_STATIC) return [];
  const drawn = view.runs.length <= MOST_DRAWN ? 'with JavaScript all are drawn' : `with JavaScript ${MOST_DRAWN}`;
  return [
    `Static drawings show ${MOST_STATIC} of ${view.runs.length} runs (${drawn}); the best are always among them. Means and tables are of all runs.`,
  ];
}

function uncharted({ varying }: SweepView): readonly string[] {
  if (varying.length <= MOST_PARAMETERS) return [];
  return [
    `${MOST_PARAMETERS} of ${varying.length} parameters have a chart of their own, those that mattered most; Anything against anything shows the others.`,
  ];
}

/** Bars are as long as their share, so that they can be compared by eye with each other and with the whole. */
function effectsContext(view: SweepView, statistics: Statistics | undefined): object | undefined {
  const model = statistics?.effects_model;
  if (statistics === undefined || model === undefined || model === null) return undefined;
  return {
    method: model.sentence,
    rows: effectRows(view, statistics).map(({ factors, share, remarks }) => ({
      name: factors.map((symbols) => symbols.map(bareName).join(' with ')).join(' × '),
      share: share === undefined ? '' : percent(share),
      width: share === undefined ? '' : (100 * share).toFixed(1),
      remark: remarks.join('; '),
    })),
    notShown: notShownLines(statistics),
  };
}

function marginalTables(data: PageData, study: Study | undefined): readonly object[] {
  // Values that hardly any two runs share would be the list of runs again.
  const marginals = (study?.marginals ?? []).filter(
    (m) => m.levels.length > 0 && m.levels.length <= (study?.values.length ?? 0) / 2,
  );
  const column = columnNamed(data, study?.metric.column ?? '');
  return marginals.map((m) => ({
    name: bareName(m.factor.name),
    table: tableOfTexts([
      ['value', 'runs', 'mean', 'sd', 'min', 'max'],
      ...m.levels.map(({ text, values }) => [
        text,
        String(values.count),
        ...[values.mean, values.sd, values.min, values.max].map((x) => columnText(column, x ?? null)),
      ]),
    ]),
  }));
}

/** A closing tag inside a script would end it early. */
function scriptText(script: string): string {
  return script.replace(/<\/(script)/gi, '<\\/$1').replace(/<!--/g, '<\\!--');
}

function themeCss(): string {
  const rules = (theme: ChartTheme): string =>
    Object.entries(theme)
      .flatMap(([name, value]: [string, string | readonly string[]]) =>
        typeof value === 'string' ? [`--${name}:${value}`] : value.map((v, i) => `--series-${i}:${v}`),
      )
      .join(';');
  return `:root{color-scheme:light dark;${rules(LIGHT)}}\n@media screen and (prefers-color-scheme:dark){:root{${rules(DARK)}}}\n`;
}
