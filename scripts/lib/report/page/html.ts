// SPDX-License-Identifier: MIT
import type { Chart } from '../charts/chart.ts';
import { chartsOf, importanceChart, MOST_DRAWN, MOST_PARAMETERS, MOST_STATIC } from '../charts/index.ts';
import { DARK, LIGHT, PLACEHOLDERS, type ChartTheme, themeVariables } from '../charts/theme.ts';
import { escaped } from '../charts/tooltip.ts';
import { paintOf } from '../charts/paint.ts';
import { wholeScene } from '../charts/whole-scene.ts';
import { named } from '../notes.ts';
import { bestSection, emptyText } from './best.ts';
import { effectsContext, frontContext, groupSection, marginalTables, type PageCell, tableOfTexts } from './sections.ts';
import type { PageData } from '../page-data.ts';
import type { FailureGroup } from './failures.ts';
import { packedData } from './packed-data.ts';
import { seedTable } from './seed-table.ts';
import { NAME_COLUMN, type TableColumn, tableColumns } from './table-columns.ts';
import type { Report } from '../report.ts';
import { STATUSES } from '../../run/status.ts';
import { compileTemplate } from '../template.ts';
import { endedCount, type SweepView } from '../view.ts';

/** Everything the page shows beside the view. */
export interface PageParts extends Omit<Report, 'view'> {
  readonly data: PageData;
  /** Several sweeps beside each other, the first row the head; on a page that compares. */
  readonly comparison?: readonly (readonly string[])[] | undefined;
  /** Stages of the sweep, each with its page; missing without stages. */
  readonly stages?: readonly StageLink[];
  readonly failures: readonly FailureGroup[];
  /** Text of the range file. */
  readonly rangeText: string;
  /** Name and text of the settings and where the sweep came from. */
  readonly provenance: readonly (readonly [name: string, text: string])[];
}

/** One stage of a sweep and where its page is, from this one. */
export interface StageLink {
  readonly name: string;
  readonly href: string;
  readonly isThis: boolean;
}

/** Template, style sheet and script of the page. */
export interface PageSources {
  readonly template: string;
  readonly css: string;
  /** Bundle of the page's script; empty leaves the static page. */
  readonly script: string;
  /** Returns the drawings of the charts as SVG, by id (charts/static-page.ts, which the caller loads). Called once, when the rest of the page is there. */
  readonly drawings: () => Readonly<Record<string, string>>;
  /** Of a page that a server shows while the sweep runs: styles and script come from there, and none stands in the page. */
  readonly served?: ServedPage | undefined;
}

/** Where a served page finds its style sheet and script, and from which state of the sweep on it is told what changes. */
export interface ServedPage {
  readonly css: string;
  readonly script: string;
  /** Empty where nobody tells. */
  readonly since: string;
  /** False for the words of the page alone, which a page that is open takes over. */
  readonly hasData: boolean;
}

/** Rows of the table that stand in the page itself, fewer where each has many columns; a script shows all of them. */
const MOST_ROWS = 300;
const FEWEST_ROWS = 50;
const MOST_CELLS = 9000;

/** Returns analysis.html: one file that opens offline, with and without JavaScript. */
export function renderHtml(view: SweepView, parts: PageParts, sources: PageSources): string {
  const { data, study, seeds, groups, comparison } = parts;
  const best = bestSection(view, data, { seeds, statistics: parts.statistics });
  const runs = runsTable(data);
  const marginals = marginalTables(data, study, parts.statistics?.value);
  const context = {
    title: view.name,
    rangeFile: view.rangeFile,
    css: pageCss(sources.css),
    script: scriptText(sources.script),
    served: sources.served,
    data: hasData(sources) ? JSON.stringify(packedData(data)).replace(/</g, '\\u003c') : '{}',
    facts: factsOf(view),
    progress: progressText(view),
    best,
    bestFolder: encodeURI(data.runs.folders[data.runs.names.indexOf(best?.configFile ?? '')] ?? ''),
    front: frontContext(view, data),
    empty: best === undefined ? emptyText(view) : '',
    notes: view.notes,
    thinned: [...thinnedNotes(view), ...uncharted(view)].join(' '),
    effects: effectsContext(view, parts.statistics?.value),
    marginals,
    areMarginalsOpen: marginals.length <= MOST_OPEN_MARGINALS,
    importance: importanceChart(data) !== undefined,
    ...figuresOf(data),
    seeds: seeds === undefined ? undefined : seedTable(view, seeds),
    stages: parts.stages ?? [],
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
    failures: parts.failures.map(({ why, runs, logEnd }, i) => ({
      why,
      count: `${runs.length} ${runs.length === 1 ? 'run' : 'runs'}`,
      which: named(runs),
      isOpen: i < MOST_OPEN_FAILURES,
      logEnd,
      log: `${runs[0]?.folder ?? ''}/output.log`,
    })),
    rangeText: parts.rangeText,
    provenance: parts.provenance.map(([name, value]) => ({ name, value })),
  };
  const page = compileTemplate(sources.template, escaped)(context);
  const drawings = sources.drawings(); // they are made while the rest of the page is
  return page.replace(PLACE, (_, id: string) => drawings[id] ?? '');
}

/** The charts with their drawings' places; those that are rarely asked for apart. */
function figuresOf(data: PageData): object {
  const scene = wholeScene(data, MOST_STATIC);
  const variables = new Map(themeVariables(PLACEHOLDERS).map(([variable, color]) => [color, `var(${variable})`]));
  const figureOf = (chart: Chart): object => ({
    id: chart.id,
    title: chart.title,
    caption: chart.caption,
    svg: chart.isLiveOnly === true ? '' : `<!--drawing ${chart.id}-->`,
    wide: chart.isWide === true,
    isLiveOnly: chart.isLiveOnly === true,
    shown: chart.shown?.(scene) ?? scene.runs.length,
    legend: (chart.legend?.({ theme: PLACEHOLDERS }, scene) ?? []).map(({ text, color, isDashed }) => ({
      text,
      color: variables.get(color) ?? color,
      isDashed,
    })),
  });
  const all = chartsOf(data);
  const { title, entries } = paintOf(data, scene.color, PLACEHOLDERS);
  return {
    colors: all.some((chart) => chart.isPainted === true)
      ? { title, entries: entries.map(({ text, color }) => ({ text, color: variables.get(color) ?? color })) }
      : undefined,
    charts: all.filter((c) => c.isFolded !== true).map(figureOf),
    moreCharts: all.filter((c) => c.isFolded === true).map(figureOf),
  };
}

/** Tables of values and failures that are open at once; more would hide what follows. */
const MOST_OPEN_MARGINALS = 2;
const MOST_OPEN_FAILURES = 2;

/** Where a drawing goes. Nothing but the template can hold it: in all other texts of the page an opening bracket is escaped. */
const PLACE = /<!--drawing ([\w-]+)-->/g;

/** A cell of the table of runs as the template takes it. */
interface RunCell extends PageCell {
  readonly column: string;
  /** Folder of the run, behind its name; else empty. */
  readonly folder: string;
}

interface RunsTable {
  readonly head: readonly RunCell[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly RunCell[] }[];
  /** Columns that only a screen has room for. */
  readonly unprinted: number;
}

/** Columns that fit on paper. */
const MOST_PRINTED = 9;

/** Best first, then the others by number: as the script shows them before anybody sorts. */
function runsTable(data: PageData): RunsTable {
  const columns = tableColumns(data).filter(({ isHidden }) => !isHidden);
  const places = data.runs.ranks.map((rank, run) => ({ run, rank: rank ?? Number.POSITIVE_INFINITY }));
  const most = Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, Math.floor(MOST_CELLS / columns.length)));
  const listed = places.sort((a, b) => (a.rank === b.rank ? a.run - b.run : a.rank - b.rank)).slice(0, most);
  const cellOf = (column: TableColumn, run: number): RunCell => ({
    column: column.name,
    shown: column.text(run),
    full: column.full(run),
    isNumber: column.isNumber,
    folder: column.name === NAME_COLUMN ? encodeURI(data.runs.folders[run] ?? '') : '',
  });
  return {
    head: columns.map(({ name, heading, isNumber }) => ({
      column: name,
      shown: heading,
      full: '',
      isNumber,
      folder: '',
    })),
    rows: listed.map(({ run }) => ({ name: data.runs.names[run] ?? '', cells: columns.map((c) => cellOf(c, run)) })),
    unprinted: Math.max(0, columns.length - MOST_PRINTED),
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

/** Only a script reads the numbers. */
function hasData({ script, served }: PageSources): boolean {
  return served === undefined ? script !== '' : served.hasData;
}

/** A closing tag inside a script would end it early. */
function scriptText(script: string): string {
  return script.replace(/<\/(script)/gi, '<\\/$1').replace(/<!--/g, '<\\!--');
}

/** Returns the style sheet of the page: the colours of the charts, as names, before the rules. */
export function pageCss(css: string): string {
  return themeCss() + css;
}

function themeCss(): string {
  const rules = (theme: ChartTheme): string =>
    themeVariables(theme)
      .map(([variable, color]) => `${variable}:${color}`)
      .join(';');
  return `:root{color-scheme:light dark;${rules(LIGHT)}}\n@media screen and (prefers-color-scheme:dark){:root{${rules(DARK)}}}\n`;
}
