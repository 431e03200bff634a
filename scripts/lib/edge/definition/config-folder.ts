// SPDX-License-Identifier: MIT
import { existsSync, readdirSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { DiagnosticsError, UsageError } from '../../core/diagnostic.ts';
import { CONFIGURATION_CHOICE } from '../../core/settings/groups.ts';
import type { GivenSetting } from '../../core/settings/resolve.ts';
import { MANIFEST_NAME, type Manifest, parseManifest, printManifest } from '../../config/manifest.ts';
import { combinationsTable, summaryHead, summaryLine } from '../../report/combinations.ts';
import { errorInWords, isMissing, makeFolder, readTextIfExists, writing } from '../files.ts';
import { inTurn } from '../holding/folder-turn.ts';
import { lettered } from '../../range/kinds.ts';
import { KSWEEP_VERSION } from '../installation.ts';
import {
  CONFIG_NAME,
  CSV_NAME,
  fileOf,
  listStages,
  mayBeOurs,
  ownershipOf,
  removeEmptyStages,
  SUMMARY_NAME,
  writtenFiles,
} from './folder-ownership.ts';
import { FolderWriter, isFile } from './folder-writer.ts';
import { fileWords } from '../../config/inputs.ts';
import { openRecordedRange, type RangeSource } from './range-source.ts';
import { type OpenSweep, openSweep } from './sweep-definition.ts';

/** What bringing a folder in line did to its files. */
export interface GenerateResult {
  readonly folder: string;
  readonly count: number;
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
}

/**
 * Brings a folder in line with a sweep: missing and changed files are written, stale ones removed, identical ones keep
 * their mtime; the manifest says "incomplete" from the first change on and is written last. Refuses a folder with
 * files in it that ksweep did not write (UsageError).
 */
export function writeConfigFolder(sweep: OpenSweep, folder: string): GenerateResult {
  if (sweep.renderer.canFail) checkRendering(sweep);
  listFolder(folder); // what is wrong with the name is told before anything is written beside it
  return inTurn(folder, () => bringInLine(sweep, folder));
}

function bringInLine(sweep: OpenSweep, folder: string): GenerateResult {
  const manifest = manifestOf(sweep, folder);
  const stages = manifest.stages ?? [];
  const { present, old } = claimFolder(folder, stages);
  const incomplete = { ...manifest, complete: false, ...(old === undefined ? {} : { was: writtenFiles(old) }) };
  refuseFolders(folder, present, sweep);
  const files = new FolderWriter(folder, present, incomplete);
  const table = combinationsTable(sweep.definition);
  let summary = summaryHead({
    range: sweep.range.name,
    count: sweep.count,
    notes: sweep.notes,
    parameters: table.parameters,
  });
  const rows: (readonly string[])[] = [];
  const summaryLines: string[] = [];
  for (const configuration of sweep.configurations()) {
    const rendered = sweep.renderer.render(configuration);
    if ('diagnostic' in rendered) throw new DiagnosticsError([rendered.diagnostic]);
    files.put(fileOf(configuration, sweep.renderer.extension), rendered.text);
    summaryLines.push(summaryLine(configuration));
    rows.push(table.row(configuration));
  }
  summary += summaryLines.join('');
  files.put(SUMMARY_NAME, summary);
  files.put(CSV_NAME, table.csv(rows));
  files.removeOthers(ownershipOf(incomplete));
  removeEmptyStages(
    folder,
    (writtenFiles(incomplete).stages ?? []).filter((stage) => !stages.includes(stage)),
  );
  return { folder, count: sweep.count, ...files.finish(printManifest(manifest)) };
}

/** A folder where a configuration file should stand is found before the first change. */
function refuseFolders(folder: string, present: ReadonlySet<string>, sweep: OpenSweep): void {
  if (present.size === 0) return;
  const names = [
    MANIFEST_NAME,
    SUMMARY_NAME,
    CSV_NAME,
    ...[...present].filter((name) => CONFIG_NAME.test(name) && name.endsWith(sweep.renderer.extension)),
  ];
  for (const name of names) {
    if (statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory() !== true) continue;
    throw new UsageError(
      `${join(folder, name)} is a folder; a file of ours should stand there`,
      'move it away, or name another folder with CONFIG_DIR=DIR',
    );
  }
}

/** Renders every configuration once without writing, so that a template's trouble is known before the first file. */
function checkRendering(sweep: OpenSweep): void {
  for (const configuration of sweep.configurations()) {
    const rendered = sweep.renderer.render(configuration);
    if ('diagnostic' in rendered) throw new DiagnosticsError([rendered.diagnostic]);
  }
}

/** Returns the records of the sweep that a folder holds now; none where it holds none that can be read. */
export function recordsIn(folder: string): Manifest['sources'] {
  return manifestIn(folder)?.sources ?? [];
}

function manifestIn(folder: string): Manifest | undefined {
  const text = readTextIfExists(join(folder, MANIFEST_NAME));
  const parsed = text === undefined ? undefined : parseManifest(text);
  return parsed !== undefined && 'manifest' in parsed ? parsed.manifest : undefined;
}

/** Opens the sweep that a generated folder holds, from its manifest alone. Throws UsageError when it is none or was changed. */
export function loadConfigFolder(folder: string): { manifest: Manifest; sweep: OpenSweep } {
  return existsSync(folder) ? inTurn(folder, () => loadInTurn(folder)) : loadInTurn(folder);
}

function loadInTurn(folder: string): { manifest: Manifest; sweep: OpenSweep } {
  const text = readTextIfExists(join(folder, MANIFEST_NAME));
  if (text === undefined) {
    const others = (listFolder(folder) ?? []).filter((name) => name.startsWith('config_'));
    throw new UsageError(
      `${folder} holds no generated configurations (no ${MANIFEST_NAME})`,
      others.length === 0
        ? 'make sweep-generate RANGE_CONFIG=FILE writes them'
        : `${others[0]} was not written by ksweep: SWEEP_BASE=FILE in a range file sweeps over such a file, make sweep-import FROM=FILE reads the definition of another system`,
    );
  }
  const parsed = parseManifest(text);
  if ('problem' in parsed)
    throw new UsageError(
      `${join(folder, MANIFEST_NAME)} cannot be used: ${parsed.problem}`,
      'generate the configurations again',
    );
  const { manifest } = parsed;
  if (!manifest.complete)
    throw new UsageError(`${folder} is incomplete: generating it was interrupted`, 'generate the configurations again');
  const sweep = openManifest(manifest, folder);
  refuseEdited(folder, sweep);
  return { manifest, sweep };
}

/** A configuration file that was edited by hand would not be what the report says it is. */
function refuseEdited(folder: string, sweep: OpenSweep): void {
  for (const configuration of sweep.configurations()) {
    const name = fileOf(configuration, sweep.renderer.extension);
    const rendered = sweep.renderer.render(configuration);
    const text = readTextIfExists(join(folder, name));
    if ('text' in rendered && text === rendered.text) continue;
    throw new UsageError(
      `${join(folder, name)} ${text === undefined ? 'is missing' : 'is not what generate wrote'}`,
      'change the range file and generate again; ONLY=12,17-20 runs some of the configurations, SET= changes values',
    );
  }
}

/** Returns the name of another range file whose configurations a folder holds by now; undefined when it holds those of this sweep. */
export function holdsOthers(folder: string, sweep: OpenSweep): string | undefined {
  const manifest = manifestIn(folder);
  return manifest?.idsSha256 === sweep.idsSha256 ? undefined : manifest?.range;
}

/** Returns the settings that a manifest records, as given by its folder. */
export function recordedGiven({ settings }: Pick<Manifest, 'settings'>): GivenSetting[] {
  return Object.entries(settings).map(([name, text]) => ({ name, text, layer: 'sweep folder' }));
}

/** Returns the range file that a manifest in `folder` records, with all that it read, found from where it stood. */
export function recordedSource(
  { range, rangeDir, sources }: Pick<Manifest, 'range' | 'rangeDir' | 'sources'>,
  folder: string,
): RangeSource {
  return openRecordedRange(range, resolve(folder, rangeDir), sources);
}

/** Opens the sweep of a manifest that stands (or stood) in `folder`. */
export function openManifest(manifest: Manifest, folder: string): OpenSweep {
  return openSweep(recordedSource(manifest, folder), recordedGiven(manifest), { kind: 'skip' });
}

/** Removes what generate wrote, and the folder itself when nothing else is in it. Returns how many files went. */
export function cleanConfigFolder(folder: string): { removed: number; kept: readonly string[] } {
  return listFolder(folder) === undefined ? { removed: 0, kept: [] } : inTurn(folder, () => cleanInTurn(folder));
}

function cleanInTurn(folder: string): { removed: number; kept: readonly string[] } {
  const names = listFolder(folder) ?? [];
  if (!names.some((name) => mayBeOurs(name))) return { removed: 0, kept: names };
  const manifest = requireManifest(folder, names);
  const stages = writtenFiles(manifest).stages ?? [];
  const isOurs = ownershipOf(manifest);
  const all = [...names, ...listStages(folder, stages)];
  const ours = all.filter((name) => isOurs(name) && isFile(join(folder, name)));
  // The manifest goes last: until then the folder is known to be ours.
  for (const name of ours.filter((n) => n !== MANIFEST_NAME))
    writing(join(folder, name), () => unlinkSync(join(folder, name)));
  removeEmptyStages(folder, stages);
  writing(join(folder, MANIFEST_NAME), () => unlinkSync(join(folder, MANIFEST_NAME)));
  const kept = listFolder(folder) ?? [];
  if (kept.length === 0) rmSync(folder, { recursive: true, force: true });
  return { removed: ours.length, kept };
}

/** Returns the folder's names, and which of them are ours; makes the folder when it is not there. */
function claimFolder(
  folder: string,
  stages: readonly string[],
): { present: ReadonlySet<string>; old: Manifest | undefined } {
  const names = listFolder(folder);
  if (names === undefined) {
    writing(folder, () => makeFolder(folder));
    return { present: new Set(), old: undefined };
  }
  // A first manifest that was cut short makes no folder of somebody else's.
  const isOurs = names.every((name) => name.startsWith(`${MANIFEST_NAME}.tmp-`));
  const old = isOurs ? undefined : requireManifest(folder, names);
  const known = old === undefined ? [] : (writtenFiles(old).stages ?? []);
  const strange = stages.find((stage) => !known.includes(stage) && listStages(folder, [stage]).length > 0);
  if (strange !== undefined)
    throw new UsageError(
      `${join(folder, strange)} is a folder that ksweep did not write; those of stage "${strange}" should stand there`,
      'move it away, or name another folder with CONFIG_DIR=DIR',
    );
  return { present: new Set([...names, ...listStages(folder, [...new Set([...known, ...stages])])]), old };
}

function requireManifest(folder: string, names: readonly string[]): Manifest {
  const manifest = manifestIn(folder);
  if (names.includes(JOURNAL))
    throw new UsageError(
      `${folder} is a sweep folder with results, not a folder of configurations`,
      'name another folder with CONFIG_DIR=DIR',
    );
  if (manifest !== undefined) return manifest;
  throw new UsageError(
    `${folder} is not empty and ksweep did not write it (it holds ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', ...' : ''})`,
    'name another folder with CONFIG_DIR=DIR, or empty this one yourself',
  );
}

/** A sweep folder holds this; its results are never touched here. */
const JOURNAL = 'journal.jsonl';

function listFolder(folder: string): readonly string[] | undefined {
  if (folder.trim() === '') throw new UsageError('CONFIG_DIR is empty', 'name a folder with CONFIG_DIR=DIR');
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new UsageError(`${folder} cannot be used: ${errorInWords(error)}`);
  }
}

/** Returns the manifest of a sweep whose configurations stand (or would stand) in `folder`. */
export function manifestOf(sweep: OpenSweep, folder: string): Manifest {
  const { settings, stages } = sweep.definition;
  const given = CONFIGURATION_CHOICE.filter((name) => settings.isGiven(name) && settings.layer(name) !== 'range file');
  const paths = new Set(['BASE', 'TEMPLATE', 'KCONFIG', 'PRESETS']);
  const texts = given.map((name) => {
    const text = settings.text(name) ?? '';
    if (name === 'INPUTS')
      return [
        name,
        fileWords(text)
          .map((word) => relative(sweep.range.folder, resolve(word)))
          .join(', '),
      ] as const;
    return [name, paths.has(name) && text !== '' ? relative(sweep.range.folder, resolve(text)) : text] as const;
  });
  return {
    ksweep: 1,
    version: KSWEEP_VERSION,
    complete: true,
    range: sweep.range.name,
    rangeDir: relative(resolve(folder), sweep.range.folder) || '.',
    settings: Object.fromEntries(texts),
    seed: settings.get('SEED'),
    count: sweep.count,
    extension: sweep.renderer.extension,
    idsSha256: sweep.idsSha256,
    ...kindsOf(sweep),
    sources: sweep.range.records(),
    ...(stages === undefined ? {} : { stages: stages.stages.map(({ name }) => name) }),
  };
}

/** Symbols of words whose y, n or m would else be read as something else. */
function kindsOf({ definition }: OpenSweep): Pick<Manifest, 'kinds'> {
  const { file } = definition;
  const lines = [...file.definitions, ...(file.stages ?? []).flatMap((stage) => stage.definitions)];
  const names = lettered(lines);
  return names.length === 0 ? {} : { kinds: Object.fromEntries(names.map((name) => [name, 'words'])) };
}
