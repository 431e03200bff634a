// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import { formatBytes } from '../../core/quantity.ts';
import type { ReportSetting } from '../../core/settings/groups.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { environmentNameOf } from '../../core/settings/index.ts';
import { MANIFEST_NAME, parseManifest } from '../../config/manifest.ts';
import type { PageParts, StageLink } from '../../report/page/html.ts';
import { measuredData, withParameters } from '../../report/page/build-data.ts';
import type { PageData } from '../../report/page-data.ts';
import { groupsOf } from '../../report/grouping.ts';
import { failureGroups } from '../../report/page/failures.ts';
import type { Report } from '../../report/report.ts';
import { readTextIfExists } from '../files.ts';
import type { SweepManifest } from '../sweep-folder/sweep-manifest.ts';
import { logEndOf } from './log-end.ts';
import { type RecordSource, readRunRecords } from './run-records.ts';
import { stagePages } from './stage-pages.ts';

/** What was read of the sweep. */
export interface SweepSource extends RecordSource {
  readonly settings: Settings<ReportSetting>;
}

/** What the page is made from. */
export interface PageSource extends SweepSource {
  readonly measured: PageData;
  readonly report: Report;
}

/** Reads the learning curves, attempts and logs; returns what of the page's numbers takes no study. */
export function gatherMeasured(source: SweepSource): PageData {
  const { view, stageFolder, settings } = source;
  const folderOf = (folder: string): string =>
    stageFolder !== undefined && folder.startsWith(`${stageFolder}/`) ? folder.slice(stageFolder.length + 1) : folder;
  return measuredData({
    view,
    records: readRunRecords(source),
    groups: groupsOf(view, settings.text('BY')),
    folderOf,
  });
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
    stages: stageLinks(source),
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

function stageLinks({ whole, stageFolder }: PageSource): readonly StageLink[] {
  const { names, own, pageOf } = stagePages(whole, stageFolder);
  return names.map((name) => ({ name, href: pageOf(name), isThis: name === own }));
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
