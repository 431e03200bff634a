// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import { formatBytes } from '../../core/quantity.ts';
import { displayText } from '../../core/value.ts';
import type { ReportSetting } from '../../core/settings/groups.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { environmentNameOf } from '../../core/settings/index.ts';
import { MANIFEST_NAME, parseManifest } from '../../config/manifest.ts';
import { numberOf } from '../../report/build-view.ts';
import type { PageParts } from '../../report/page/html.ts';
import { measuredData, withParameters } from '../../report/page/build-data.ts';
import type { PageCurve, PageData, PageSweep } from '../../report/page-data.ts';
import { failureGroups } from '../../report/page/failures.ts';
import type { Report } from '../../report/report.ts';
import { groupKey, parametersOf } from '../../report/grouping.ts';
import { gaveNothing } from '../../report/setting-entries.ts';
import type { ReportRun, SweepView } from '../../report/view.ts';
import { readRunCurves } from '../../results/read-run.ts';
import type { SweepState } from '../../run/state.ts';
import { readLogEnd } from '../run-folder/attempt-files.ts';
import { readTextIfExists } from '../files.ts';
import type { SweepManifest } from '../sweep-folder/sweep-manifest.ts';
import { runFolderOf } from '../metrics/gather-view.ts';
import { readOptionsOf } from '../metrics/read-options.ts';
import type { MetricSetup } from '../metrics/metric-setup.ts';
import { isReallyInside } from '../inner-folder.ts';
import { openRunFiles } from '../run-folder/run-files.ts';

/** What was read of the sweep. */
export interface SweepSource {
  readonly sweepDir: string;
  readonly settings: Settings<ReportSetting>;
  readonly setup: MetricSetup;
  readonly state: SweepState;
  readonly view: SweepView;
}

/** What the page is made from. */
export interface PageSource extends SweepSource {
  readonly measured: PageData;
  readonly report: Report;
}

/** Learning curves drawn from each end of the ranking. */
const CURVES = 5;
const LOG_END_BYTES = 4096;
const LOG_END_LINES = 20;

/** Reads the learning curves; returns what of the page's numbers takes no study. */
export function gatherMeasured(source: SweepSource): PageData {
  const { view } = source;
  return measuredData({ view, curves: readCurves(source), sweeps: distributionsOf(view, source.settings) });
}

/** Reads what the page shows beside the view and the curves: ends of logs, the range file, settings and origin. */
export function gatherPageParts(source: PageSource): PageParts {
  const { sweepDir, view, state } = source;
  const text = readTextIfExists(join(sweepDir, MANIFEST_NAME));
  const parsed = text === undefined ? undefined : parseManifest(text);
  const manifest = parsed !== undefined && 'manifest' in parsed ? parsed.manifest : undefined;
  const signatures = new Map(
    [...state.runs.values()].map((r) => [r.run, r.outcome?.signature ?? r.outcome?.detail ?? '']),
  );
  return {
    data: withParameters(source.measured, view, source.report),
    ...source.report,
    failures: failureGroups(
      view,
      (run) => signatures.get(run.run) ?? '',
      (run) => logEndOf(sweepDir, run.folder),
    ),
    rangeText:
      manifest?.sources.map((s) => (manifest.sources.length > 1 ? `# ${s.path}\n${s.text}` : s.text)).join('\n') ?? '',
    provenance: [...originOf(manifest as Partial<SweepManifest> | undefined), ...provenanceOf(source, manifest?.seed)],
  };
}

/** Groups whose distributions are drawn at most: more lines cannot be told apart. */
const MOST_GROUPS = 12;

/** Returns the metric's values of a sweep, or of each of its groups where BY names some: sweeps of pycls split them so. */
function distributionsOf(view: SweepView, settings: Settings<'BY'>): readonly PageSweep[] {
  const names = parametersOf(view, settings.text('BY') ?? '');
  const groups = new Map<string, ReportRun[]>();
  for (const run of names.length === 0 ? [] : view.runs)
    groups.set(groupKey(run, names), [...(groups.get(groupKey(run, names)) ?? []), run]);
  if (groups.size < 2 || groups.size > MOST_GROUPS) return sweepsOf([view]);
  return [...groups.values()].flatMap((runs) => {
    const own = new Set(runs);
    const values = new Map(runs[0]?.values.map(({ name, value }) => [name, displayText(value)]));
    const name = names.map((each) => `${each}=${values.get(each) ?? '(absent)'}`).join(' ');
    return sweepsOf([{ ...view, name, runs, ranked: view.ranked.filter((run) => own.has(run)) }]);
  });
}

/** Returns the metric's values of each sweep: what the distributions are drawn of. */
export function sweepsOf(views: readonly SweepView[]): readonly PageSweep[] {
  const column = views[0]?.metrics[0]?.column;
  if (column === undefined) return [];
  return views.map((v) => ({
    name: v.name,
    values: v.ranked.flatMap((run) => numberOf(run, column) ?? []),
    failed: v.runs.filter(gaveNothing).length,
  }));
}

/** The best and the worst ranked runs that have a curve of the metric. */
function readCurves({ sweepDir, view, state, setup }: SweepSource): readonly PageCurve[] {
  const name = view.metrics[0]?.spec.name;
  if (name === undefined) return [];
  const best = view.ranked.slice(0, Math.min(CURVES, Math.ceil(view.ranked.length / 2)));
  const worst = view.ranked.slice(best.length).slice(-CURVES);
  const curveOf =
    (side: PageCurve['side']) =>
    (run: ReportRun): readonly PageCurve[] => {
      const runState = state.runs.get(run.run);
      if (runState === undefined) return [];
      const folder = runFolderOf(sweepDir, run.folder);
      const values = readRunCurves(openRunFiles(folder, sweepDir), readOptionsOf(runState, folder, setup)).get(name);
      if (values === undefined || values.length < 2) return [];
      return [
        { run: run.configFile, rank: run.rank ?? 0, side, values: values.map((v) => (Number.isFinite(v) ? v : null)) },
      ];
    };
  return [...best.flatMap(curveOf('best')), ...worst.flatMap(curveOf('worst'))];
}

/** Where and from what code the sweep was started, as its manifest tells; nothing for a manifest of another tool. */
function originOf(manifest: Partial<SweepManifest> | undefined): readonly (readonly [string, string])[] {
  const provenance = manifest?.provenance;
  if (provenance === undefined) return [];
  const { git } = provenance;
  const code =
    git === null
      ? 'no git work tree'
      : `${git.commit.slice(0, 12)} on ${git.branch}${git.isDirty ? ', with changes that are not committed' : ''}`;
  return [
    ['code', code],
    [
      'started on',
      `${provenance.host} (${provenance.system}, ${provenance.cpus} CPUs, ${formatBytes(provenance.memoryBytes)}, Node ${provenance.node}${provenance.ksweep === undefined ? '' : `, ksweep ${provenance.ksweep}`})`,
    ],
  ];
}

function provenanceOf(
  { settings, view, state }: PageSource,
  seed: string | undefined,
): readonly (readonly [string, string])[] {
  const hosts = [...new Set(view.runs.map((r) => r.host).filter((h) => h !== ''))];
  const ended = view.runs.flatMap((r) => r.endedAtMs ?? []);
  const last = ended.reduce((a, b) => Math.max(a, b), 0);
  return [
    ...(state.openedAtMs === null ? [] : [['opened', dateText(state.openedAtMs)] as const]),
    ...(last === 0 ? [] : [['last run ended', dateText(last)] as const]),
    ...(hosts.length === 0 ? [] : [['hosts', hosts.join(', ')] as const]),
    ...(seed === undefined ? [] : [['seed', seed] as const]),
    ...givenSettings(settings),
  ];
}

/** Returns the settings that somebody gave, by the names they have in a range file. */
export function givenSettings(settings: Pick<Settings, 'given'>): readonly (readonly [string, string])[] {
  const shown = settings.given.filter(({ name }) => name !== 'FOLDER' && name !== 'RANGE_CONFIG');
  return shown.map(({ name, text }) => [environmentNameOf(name), text] as const);
}

/** 2026-11-21 12:03:20 UTC */
function dateText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Returns the last lines of a run's log; empty where its link leads out of the sweep folder: a page is passed on. */
export function logEndOf(sweepDir: string, folder: string): string {
  const path = join(runFolderOf(sweepDir, folder), 'output.log');
  return isReallyInside(sweepDir, path) ? logEnd(path) : '';
}

/** Returns the last lines of a log; a carriage return starts a line anew, as on a terminal. Empty when there is none. */
export function logEnd(path: string): string {
  const lines = readLogEnd(path, LOG_END_BYTES).trimEnd().split('\n');
  return lines
    .slice(-LOG_END_LINES)
    .map((line) => visible(line.slice(line.lastIndexOf('\r') + 1)))
    .join('\n');
}

/** Colours and other control sequences of a log mean nothing outside a terminal. */
function visible(line: string): string {
  return line.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
}
