// SPDX-License-Identifier: MIT
import { existsSync, lstatSync, readdirSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { DiagnosticsError, UsageError } from '../../core/diagnostic.ts';
import { CONFIGURATION_CHOICE } from '../../core/settings/groups.ts';
import type { GivenSetting } from '../../core/settings/resolve.ts';
import {
  MANIFEST_NAME,
  type Manifest,
  parseManifest,
  printManifest,
  type WrittenFiles,
} from '../../config/manifest.ts';
import {
  combinationsCsv,
  combinationsRow,
  summaryHead,
  summaryLine,
  variableParameter,
} from '../../report/combinations.ts';
import { errorInWords, isMissing, makeFolder, readTextIfExists, writeFileAtomic, writing } from '../files.ts';
import { inTurn } from '../holding/folder-turn.ts';
import { lettered } from '../../range/kinds.ts';
import { KSWEEP_VERSION } from '../installation.ts';
import { openRecordedRange } from './range-source.ts';
import { type OpenSweep, openSweep } from './sweep-definition.ts';

const SUMMARY_NAME = 'combinations_summary.txt';
const CSV_NAME = 'combinations.csv';
const CONFIG_NAME = /^config_(\d{3,})(\..+)?$/;

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
  const { present, old } = claimFolder(folder);
  const manifest = manifestOf(sweep, folder);
  const incomplete = { ...manifest, complete: false, ...(old === undefined ? {} : { was: writtenFiles(old) }) };
  refuseFolders(folder, present, sweep);
  const files = new FolderWriter(folder, present, incomplete);
  let summary = summaryHead({
    range: sweep.range.name,
    count: sweep.count,
    notes: sweep.notes,
    parameters: sweep.definition.space.axes.map(variableParameter),
  });
  const names = [...sweep.definition.space.symbols, ...sweep.definition.file.helpers];
  const rows: (readonly string[])[] = [];
  const summaryLines: string[] = [];
  for (const configuration of sweep.configurations()) {
    const rendered = sweep.renderer.render(configuration);
    if ('diagnostic' in rendered) throw new DiagnosticsError([rendered.diagnostic]);
    files.put(`${configuration.name}${sweep.renderer.extension}`, rendered.text);
    summaryLines.push(summaryLine(configuration));
    rows.push(combinationsRow(configuration, names));
  }
  summary += summaryLines.join('');
  files.put(SUMMARY_NAME, summary);
  files.put(CSV_NAME, combinationsCsv(names, rows));
  files.removeOthers(ownershipOf(incomplete));
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
    const name = `${configuration.name}${sweep.renderer.extension}`;
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
  const text = readTextIfExists(join(folder, MANIFEST_NAME));
  const parsed = text === undefined ? undefined : parseManifest(text);
  if (parsed === undefined || 'problem' in parsed || parsed.manifest.idsSha256 === sweep.idsSha256) return undefined;
  return parsed.manifest.range;
}

/** Opens the sweep of a manifest that stands (or stood) in `folder`. */
export function openManifest(manifest: Manifest, folder: string): OpenSweep {
  const given: GivenSetting[] = Object.entries(manifest.settings).map(([name, value]) => ({
    name,
    text: value,
    layer: 'sweep folder',
  }));
  return openSweep(openRecordedRange(manifest.range, resolve(folder, manifest.rangeDir), manifest.sources), given);
}

/** Removes what generate wrote, and the folder itself when nothing else is in it. Returns how many files went. */
export function cleanConfigFolder(folder: string): { removed: number; kept: readonly string[] } {
  return listFolder(folder) === undefined ? { removed: 0, kept: [] } : inTurn(folder, () => cleanInTurn(folder));
}

function cleanInTurn(folder: string): { removed: number; kept: readonly string[] } {
  const names = listFolder(folder) ?? [];
  if (!names.some((name) => mayBeOurs(name))) return { removed: 0, kept: names };
  const isOurs = ownershipOf(requireManifest(folder, names));
  const ours = names.filter((name) => isOurs(name) && isFile(join(folder, name)));
  // The manifest goes last: until then the folder is known to be ours.
  for (const name of [...ours.filter((n) => n !== MANIFEST_NAME), MANIFEST_NAME])
    writing(join(folder, name), () => unlinkSync(join(folder, name)));
  const kept = names.filter((name) => !ours.includes(name));
  if (kept.length === 0) rmSync(folder, { recursive: true, force: true });
  return { removed: names.length - kept.length, kept };
}

/** A file of any sweep of ours, by its name alone. */
function mayBeOurs(name: string): boolean {
  return CONFIG_NAME.test(name) || [MANIFEST_NAME, SUMMARY_NAME, CSV_NAME].includes(name);
}

/** Returns which names are files that ksweep wrote there: numbers and extensions that were in a sweep, and their half-written copies. */
function ownershipOf(manifest: Manifest): (name: string) => boolean {
  const { count, extensions } = writtenFiles(manifest);
  return (name) => {
    const whole = name.replace(/\.tmp-\d+$/, '');
    if ([MANIFEST_NAME, SUMMARY_NAME, CSV_NAME].includes(whole)) return true;
    const match = CONFIG_NAME.exec(whole);
    return match !== null && Number(match[1]) <= count && Number(match[1]) > 0 && extensions.includes(match[2] ?? '');
  };
}

function writtenFiles({ count, extension, was }: Manifest): WrittenFiles {
  return { count: Math.max(count, was?.count ?? 0), extensions: [...new Set([extension, ...(was?.extensions ?? [])])] };
}

/** Returns the folder's names, and which of them are ours; makes the folder when it is not there. */
function claimFolder(folder: string): { present: ReadonlySet<string>; old: Manifest | undefined } {
  const names = listFolder(folder);
  if (names === undefined) {
    writing(folder, () => makeFolder(folder));
    return { present: new Set(), old: undefined };
  }
  // A first manifest that was cut short makes no folder of somebody else's.
  const isOurs = names.every((name) => name.startsWith(`${MANIFEST_NAME}.tmp-`));
  return { present: new Set(names), old: isOurs ? undefined : requireManifest(folder, names) };
}

function requireManifest(folder: string, names: readonly string[]): Manifest {
  const text = readTextIfExists(join(folder, MANIFEST_NAME));
  const parsed = text === undefined ? undefined : parseManifest(text);
  if (names.includes(JOURNAL))
    throw new UsageError(
      `${folder} is a sweep folder with results, not a folder of configurations`,
      'name another folder with CONFIG_DIR=DIR',
    );
  if (parsed !== undefined && 'manifest' in parsed) return parsed.manifest;
  throw new UsageError(
    `${folder} is not empty and ksweep did not write it (it holds ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', ...' : ''})`,
    'name another folder with CONFIG_DIR=DIR, or empty this one yourself',
  );
}

/** A sweep folder holds this; its results are never touched here. */
const JOURNAL = 'journal.jsonl';

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

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
  const { settings } = sweep.definition;
  const given = CONFIGURATION_CHOICE.filter((name) => settings.isGiven(name) && settings.layer(name) !== 'range file');
  const paths = new Set(['BASE', 'TEMPLATE', 'KCONFIG']);
  const texts = given.map((name) => {
    const text = settings.text(name) ?? '';
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
  };
}

/** Symbols of words whose y, n or m would else be read as something else. */
function kindsOf({ definition }: OpenSweep): Pick<Manifest, 'kinds'> {
  const names = lettered(definition.file.definitions);
  return names.length === 0 ? {} : { kinds: Object.fromEntries(names.map((name) => [name, 'words'])) };
}

const AGAIN =
  'the folder is marked as incomplete, so nothing runs from it; when that is mended, the same command completes it';

/** Writes the files of one folder, marking it incomplete before the first change. */
class FolderWriter {
  readonly #folder: string;
  readonly #present: ReadonlySet<string>;
  readonly #incomplete: Manifest;
  readonly #put = new Set<string>();
  #written = 0;
  #removed = 0;
  #marked = false;

  constructor(folder: string, present: ReadonlySet<string>, incomplete: Manifest) {
    this.#folder = folder;
    this.#present = present;
    this.#incomplete = incomplete;
  }

  put(name: string, text: string): void {
    const path = join(this.#folder, name);
    this.#put.add(name);
    if (this.#present.has(name) && readTextIfExists(path) === text) return;
    this.#mark();
    if (this.#present.has(name) && lstatSync(path).isSymbolicLink()) unlinkSync(path); // what it leads to is not ours
    // The manifest says "incomplete" by now, so a half-written file is seen and made again: no rename is needed.
    writing(path, () => writeFileSync(path, text), AGAIN);
    this.#written += 1;
  }

  removeOthers(isOurFile: (name: string) => boolean): void {
    for (const name of this.#present) {
      if (!isOurFile(name) || this.#put.has(name) || name === MANIFEST_NAME || !isFile(join(this.#folder, name)))
        continue;
      this.#mark();
      writing(join(this.#folder, name), () => unlinkSync(join(this.#folder, name)), AGAIN);
      this.#removed += 1;
    }
  }

  finish(manifest: string): { written: number; unchanged: number; removed: number } {
    const path = join(this.#folder, MANIFEST_NAME);
    if (this.#marked || readTextIfExists(path) !== manifest) writeFileAtomic(path, manifest);
    return { written: this.#written, unchanged: this.#put.size - this.#written, removed: this.#removed };
  }

  #mark(): void {
    if (this.#marked) return;
    this.#marked = true;
    writeFileAtomic(join(this.#folder, MANIFEST_NAME), printManifest(this.#incomplete));
  }
}
