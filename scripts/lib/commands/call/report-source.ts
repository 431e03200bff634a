// SPDX-License-Identifier: MIT
import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../../core/diagnostic.ts';
import type { FOLDER_CHOICE } from '../../core/settings/groups.ts';
import type { SettingName } from '../../core/settings/index.ts';
import { type GivenSetting, resolveSettings, type Settings } from '../../core/settings/resolve.ts';
import { MANIFEST_NAME, parseManifest } from '../../config/manifest.ts';
import { chosenStage } from '../../run/stages/chosen.ts';
import { parseDefinition } from '../../config/definition-files.ts';
import type { StageFile } from '../../range/parse.ts';
import { readTextIfExists } from '../../edge/files.ts';
import { JOURNAL_NAME } from '../../edge/journal/journal-file.ts';
import { recordedGiven, recordedSource } from '../../edge/definition/config-folder.ts';
import { LATEST_NAME, latestSweep } from '../../edge/sweep-folder/sweep-folder.ts';
import { type Call, settingsOver, tell } from './command.ts';
import { isRanked } from './stage-settings.ts';

/** Settings that say which sweep folder is meant. */
type FolderSetting = (typeof FOLDER_CHOICE)[number];

/** What the sweep folder itself tells, never a call: the name of its range file, how its values were chosen, and how its folders are called. */
const RECORDED = ['RANGE_CONFIG', 'MODE', 'LAYOUT'] as const;
type RecordedSetting = (typeof RECORDED)[number];

/** A sweep folder with the settings that hold for reading it. */
export interface ReportSource<N extends SettingName = SettingName> {
  readonly folder: string;
  readonly settings: Settings<N | RecordedSetting>;
  /** True when nobody named the folder and the newest one was taken. */
  readonly isLatest: boolean;
}

/** Returns the sweep folder that a call means: SWEEP=DIR, else the newest one in OUTPUT_DIR. Throws UsageError. */
export function openReportSource<N extends SettingName>(call: Call<N> & Call<FolderSetting>): ReportSource<N> {
  const { settings }: Call<FolderSetting> = call;
  const named = settings.text('FOLDER');
  if (named !== undefined && named !== '') return sourceOf<N>(call, resolve(call.cwd, named), false);
  const outputDir = settings.get('OUTPUT_DIR');
  return sourceOf<N>(call, latestSweep(resolve(call.cwd, outputDir), outputDir), true);
}

/** Says which folder is meant when nobody named it. */
export function tellNewest(
  call: Pick<Call, 'streams'>,
  { folder, isLatest }: Pick<ReportSource, 'folder' | 'isLatest'>,
): void {
  if (isLatest) tell(call, `Sweep: ${folder} (the newest)`);
}

/** Returns the sweep folders that a call means: SWEEP="a b" names several, the first is the one that is reported. Throws UsageError when that has lost its settings. */
export function openReportSources<N extends SettingName>(
  call: Call<N> & Call<FolderSetting>,
): readonly [ReportSource<N>, ...ReportSource<N>[]] {
  const sources = namedSources<N>(call);
  const [{ folder }] = sources;
  if (existsSync(join(folder, MANIFEST_NAME))) return sources;
  throw new UsageError(
    `${folder} is no whole sweep folder (no ${MANIFEST_NAME} in it): nothing tells what ranks its runs`,
    `its reports stay as they are; restore ${MANIFEST_NAME} from a backup or an archive (make sweep-status works without it)`,
  );
}

function namedSources<N extends SettingName>(
  call: Call<N> & Call<FolderSetting>,
): readonly [ReportSource<N>, ...ReportSource<N>[]] {
  const { settings }: Call<FolderSetting> = call;
  const named = settings.text('FOLDER') ?? '';
  const words = named.split(/\s+/).filter((word) => word !== '');
  // A folder with a blank in its name is one folder.
  if (words.length < 2 || existsSync(resolve(call.cwd, named))) return [openReportSource<N>(call)];
  const [first = '', ...others] = words.map((word) => resolve(call.cwd, word));
  return [sourceOf<N>(call, first, false), ...others.map((folder) => sourceOf<N>(call, folder, false))];
}

/** Returns a named sweep folder with its settings; a link (`latest`) is the folder that it leads to. Throws UsageError when it is none. */
export function sourceOf<N extends SettingName>(call: Call<N>, path: string, isLatest: boolean): ReportSource<N> {
  if (!existsSync(join(path, JOURNAL_NAME))) throw noSweep(path);
  const folder = realpathSync(path);
  return { folder, isLatest, settings: settingsOver(withoutRecorded(call), reportedSettings(call, folder)) };
}

/** In a sweep with stages its own lines hold for the stage that is reported. */
function reportedSettings(call: Pick<Call, 'given'>, folder: string): readonly GivenSetting[] {
  const { given, stages } = recordedRange(folder);
  const named = call.given.find(({ name }) => name === 'STAGE')?.text;
  const { value: stage } = chosenStage(
    { STAGE: named },
    stages.map((one) => one.named.name),
  ); // a name that no stage has is told where the runs are read
  const file = stages.find((one) => one.named.name === stage);
  if (file === undefined) return given;
  const whole = isRanked(file, stages) ? given : given.filter(({ name }) => name !== 'METRIC');
  return [...file.settings.map((line): GivenSetting => ({ ...line, layer: 'range file' })), ...whole];
}

/**
 * Returns a call about a sweep folder without what the folder itself tells. The environment and .env hold for every call:
 * what they say of another sweep must not change what is told of this one.
 */
export function withoutRecorded<C extends Pick<Call, 'given'>>(call: C): C {
  const own: readonly string[] = RECORDED;
  return { ...call, given: call.given.filter(({ name }) => !own.includes(name)) };
}

/** Often the folder above is named, which has a link to its newest sweep. */
function noSweep(path: string): UsageError {
  const within = join(path, LATEST_NAME);
  const hint = existsSync(join(within, JOURNAL_NAME)) ? `it holds sweeps; ${within} is its newest` : undefined;
  return new UsageError(
    existsSync(path) ? `${path} is no sweep folder (no ${JOURNAL_NAME} in it)` : `${path} does not exist`,
    hint,
  );
}

/** The range file that a sweep folder was made of, as far as settings go. */
export interface RecordedRange {
  /** Of the whole sweep. */
  readonly given: readonly GivenSetting[];
  /** With the lines of each. */
  readonly stages: readonly StageFile[];
}

/** Returns what the sweep was made with, stage by stage where it has stages. */
export function recordedRange(folder: string): RecordedRange {
  const text = readTextIfExists(join(folder, MANIFEST_NAME));
  if (text === undefined) return { given: [], stages: [] };
  const parsed = parseManifest(text);
  if ('problem' in parsed) throw new UsageError(`${join(folder, MANIFEST_NAME)} cannot be used: ${parsed.problem}`);
  const { manifest } = parsed;
  const recorded = recordedGiven(manifest);
  const range = recordedSource(manifest, folder);
  const { settings } = resolveSettings(recorded);
  const file = parseDefinition(range, settings, { hasTree: () => true }).value;
  const lines = file?.settings ?? [];
  const given: readonly GivenSetting[] = [
    ...recorded,
    { name: 'RANGE_CONFIG', text: manifest.range, layer: 'sweep folder' },
    ...lines.map((line): GivenSetting => ({ ...line, layer: 'range file' })),
  ];
  return { given, stages: file?.stages ?? [] };
}
