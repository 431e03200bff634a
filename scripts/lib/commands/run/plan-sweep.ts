// SPDX-License-Identifier: MIT
import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rangeLine } from '../../core/make-line.ts';
import { UsageError } from '../../core/diagnostic.ts';
import { CONFIGURATION_CHOICE } from '../../core/settings/groups.ts';
import { flagOf, makeVariableOf, type SettingName } from '../../core/settings/index.ts';
import type { GivenSetting, Settings } from '../../core/settings/resolve.ts';
import { numberWidth } from '../../core/configuration-name.ts';
import type { Manifest } from '../../config/manifest.ts';
import { recordedGiven, holdsOthers, loadConfigFolder, manifestOf } from '../../edge/definition/config-folder.ts';
import { type Call, settingsOver, tell } from '../call/command.ts';
import { checkPolicy, openCalledRange } from '../call/named-sweep.ts';
import type { RangeSource } from '../../edge/definition/range-source.ts';
import { type Provenance, readProvenance } from '../../edge/sweep-folder/provenance.ts';
import { readSweepState } from '../../edge/journal/journal-file.ts';
import { changedIdsNote } from './changed-ids.ts';
import { recordedRange, withoutRecorded } from '../call/report-source.ts';
import { stageSettingsOver } from '../call/stage-settings.ts';
import { latestSweep } from '../../edge/sweep-folder/sweep-folder.ts';
import { openSweep, type OpenSweep } from '../../edge/definition/sweep-definition.ts';
import {
  movedManifest,
  readSweepManifest,
  recordedTexts,
  type SweepManifest,
} from '../../edge/sweep-folder/sweep-manifest.ts';
import type { WantedRun } from '../../run/wanted.ts';
import { refuseUnknownRuns } from './planned-state.ts';
import type { RunRequest } from './run-request.ts';
import { openRunSetup } from './run-setup.ts';
import type { RUN_SPEC } from '../specs/runs.ts';
import { commandText, runMaking } from './run-making.ts';
import { wantedRuns } from './wanted-runs.ts';

/** A call of run-test-matrix. */
export type RunCall = Call<(typeof RUN_SPEC.reads)[number]>;

/** Returns what a call of run-test-matrix is about. Throws UsageError and DiagnosticsError before anything is written. */
export function planSweep(call: RunCall): RunRequest {
  const request = requested(call);
  refuseUnknownRuns(request);
  return request;
}

function requested(call: RunCall): RunRequest {
  const given = call.settings;
  if ((given.text('RANGE_CONFIG') ?? '') === '') refuseIdleChoices(given);
  const named = given.text('RESUME') ?? (call.switches.has('resume-latest') ? (given.text('FOLDER') ?? '') : undefined);
  if (named === undefined) return planNew(call);
  const path = given.text('RANGE_CONFIG') ?? '';
  return planFolder(call, named, path === '' ? undefined : () => openCalledRange(call, path));
}

/** Settings that choose configurations and mean something without a range file too: for the order of runs, and for reports. */
const MEANT_ALONE: ReadonlySet<SettingName> = new Set(['SEED', 'SEED_SYMBOL']);

/** Without a range file the configurations are those that were made before. Throws UsageError for a call that asks for others. */
function refuseIdleChoices(given: Settings<(typeof CONFIGURATION_CHOICE)[number]>): void {
  for (const name of CONFIGURATION_CHOICE) {
    const layer = given.layer(name);
    if (MEANT_ALONE.has(name) || (layer !== 'make' && layer !== 'flag')) continue;
    const written = layer === 'make' ? `${makeVariableOf(name)}=` : flagOf(name);
    throw new UsageError(
      `${written} says which configurations there are, but no range file is named to make them of`,
      'RANGE_CONFIG=FILE (--range-config FILE) names it',
    );
  }
}

/** A request that goes on with a folder. */
type ResumeRequest = RunRequest & { readonly sweepDir: string };

/** Returns the request to go on with a sweep folder ('' is the newest one), extended by a range file if one is given. */
export function planFolder(call: Call<'OUTPUT_DIR'>, named: string, openRange?: () => RangeSource): ResumeRequest {
  const outputDir = call.settings.get('OUTPUT_DIR');
  const sweepDir = realpathOf(
    named === '' ? latestSweep(resolve(call.cwd, outputDir), outputDir) : resolve(call.cwd, named),
  );
  return planResume(call, sweepDir, { isLatest: named === '', openRange });
}

function realpathOf(path: string): string {
  if (!existsSync(path)) throw new UsageError(`${path} does not exist`, 'name a sweep folder with SWEEP=DIR');
  return realpathSync(path);
}

function planNew(call: RunCall): RunRequest {
  const given = call.settings;
  const configDir = resolve(call.cwd, given.get('CONFIG_DIR'));
  if (call.switches.has('as-named')) return planNamed(call, configDir);
  const generated = loadConfigFolder(configDir);
  refuseOtherRange(call, generated.manifest);
  return planConfigurations(call, configDir, generated);
}

/** The second half of make sweep: what the call names is run, even if somebody else generated into the same folder meanwhile. */
function planNamed(call: RunCall, configDir: string): RunRequest {
  const given = call.settings;
  const path = given.text('RANGE_CONFIG') ?? '';
  if (path === '') throw new UsageError('no range file is named', '--range-config FILE, or RANGE_CONFIG=FILE');
  const sweep = openSweep(openCalledRange(call, path), call.given, checkPolicy(call));
  const others = holdsOthers(configDir, sweep);
  if (others !== undefined)
    tell(
      call,
      `note: ${given.get('CONFIG_DIR')}/ holds other configurations (of ${others}) by now; those of ${path} are run`,
    );
  return planRangeFile(call, sweep);
}

/** Returns the request to run a range file's sweep without its configurations being written anywhere but in its sweep folder. */
export function planRangeFile(call: Call<'CONFIG_DIR'>, sweep: OpenSweep): RunRequest {
  const configDir = resolve(call.cwd, call.settings.get('CONFIG_DIR'));
  return planConfigurations(call, configDir, { manifest: manifestOf(sweep, configDir), sweep });
}

function planConfigurations(
  call: Pick<Call, 'given' | 'cwd' | 'warn' | 'streams'>,
  configDir: string,
  { manifest, sweep }: { manifest: Manifest; sweep: OpenSweep },
): RunRequest {
  const recorded = recordedGiven(manifest);
  // How the values were chosen is told by the manifest: the environment may speak of another sweep.
  const given = call.given.filter(({ name }) => name !== 'MODE');
  const range: GivenSetting = { name: 'RANGE_CONFIG', text: manifest.range, layer: 'sweep folder' };
  const { settings, stages } = settingsOfSweep({ ...call, given }, sweep, [...recorded, range]);
  const outputDir = resolve(call.cwd, settings.get('OUTPUT_DIR'));
  const moved = movedManifest(manifest, configDir, join(outputDir, 'sweep'));
  const configFile = `config${sweep.renderer.extension === '' ? '.txt' : sweep.renderer.extension}`;
  const cwdBase = settings.layer('CWD') === 'range file' ? moved.rangeFolder : call.cwd;
  let provenance: Provenance | undefined;
  return requestOf(call, {
    settings,
    stages,
    wanted: wantedOf(sweep, { settings, stages }, configFile),
    base: baseOf(sweep),
    sweepDir: undefined,
    isLatest: false,
    manifest: {
      ...moved,
      settings: { ...manifest.settings, ...withoutChoices(recordedTexts(settings)) },
      cwdBase,
      configFile,
      nameWidth: numberWidth(sweep.width),
      command: commandText({ settings, stages }),
      // A dry run has no use for it, and git is asked twice or more.
      get provenance() {
        provenance ??= readProvenance(cwdBase, process.env);
        return provenance;
      },
    },
  });
}

/** How the configurations were made is told by their manifest, not by what holds while they are run. */
function withoutChoices(texts: Manifest['settings']): Manifest['settings'] {
  const choices = new Set<string>(CONFIGURATION_CHOICE);
  return Object.fromEntries(Object.entries(texts).filter(([name]) => !choices.has(name)));
}

/** A call that names a range file must not run the configurations of another one, left in the folder or put there meanwhile. */
function refuseOtherRange(call: RunCall, manifest: Manifest): void {
  const given = call.settings;
  const path = given.text('RANGE_CONFIG');
  if (path === undefined || path === '') return;
  const named = openSweep(openCalledRange(call, path), call.given, checkPolicy(call));
  if (named.idsSha256 === manifest.idsSha256) return;
  throw new UsageError(
    `${given.get('CONFIG_DIR')} holds the configurations of ${manifest.range}, not those of ${path} as it is now`,
    `${rangeLine('sweep', path)} generates and runs them`,
  );
}

function rangeLines(sweep: OpenSweep): GivenSetting[] {
  return sweep.definition.file.settings.map((line): GivenSetting => ({ ...line, layer: 'range file' }));
}

function wantedOf(sweep: OpenSweep, making: Pick<Planned, 'settings' | 'stages'>, configFile: string): WantedRun[] {
  return wantedRuns(sweep, runMaking(making, configFile));
}

function baseOf({ definition: { bases } }: OpenSweep): unknown {
  return bases === undefined || bases.isChosen ? undefined : bases.of([])?.value;
}

/** Returns the settings of a sweep and of each of its stages. */
function settingsOfSweep(
  call: Pick<Call, 'given' | 'warn'>,
  sweep: OpenSweep,
  recorded: readonly GivenSetting[],
): Pick<Planned, 'settings' | 'stages'> {
  const further = [...recorded, ...rangeLines(sweep)];
  const files = sweep.definition.file.stages ?? [];
  return { settings: settingsOver(call, further), stages: stageSettingsOver(call, files, further) };
}

function planResume(
  call: Pick<Call, 'given' | 'cwd' | 'warn' | 'streams'>,
  sweepDir: string,
  { isLatest, openRange }: { isLatest: boolean; openRange: (() => RangeSource) | undefined },
): ResumeRequest {
  const manifest = readSweepManifest(sweepDir);
  if (openRange === undefined) {
    const { given, stages: files } = recordedRange(sweepDir);
    const own = withoutRecorded(call);
    const [settings, stages] = [settingsOver(own, given), stageSettingsOver(own, files, given)];
    return { ...requestOf(call, { settings, stages, wanted: null, manifest, sweepDir, isLatest }), sweepDir };
  }
  const recorded = recordedGiven(manifest);
  const range = openRange();
  const sweep = openSweep(range, [...call.given, ...recorded], { kind: 'run', cwd: call.cwd, known: manifest.sources });
  const changed = changedIdsNote(sweep, readSweepState(sweepDir));
  if (changed !== undefined) tell(call, changed);
  const { settings, stages } = settingsOfSweep(call, sweep, recorded);
  const extended: SweepManifest = {
    ...manifest,
    ...movedManifest(
      {
        ...manifest,
        range: range.name,
        rangeDir: range.folder,
        count: sweep.count,
        idsSha256: sweep.idsSha256,
        sources: range.records(),
        ...(stages.length === 0 ? {} : { stages: stages.map(({ name }) => name) }),
      },
      '/',
      sweepDir,
    ),
    settings: { ...manifest.settings, ...recordedTexts(settings) },
    command: commandText({ settings, stages }),
  } as SweepManifest; // a manifest with other sources is one still
  const wanted = wantedOf(sweep, { settings, stages }, manifest.configFile);
  return {
    ...requestOf(call, { settings, stages, wanted, base: baseOf(sweep), manifest: extended, sweepDir, isLatest }),
    sweepDir,
  };
}

/** What planning finds out; the rest of a request follows from it. */
type Planned = Pick<RunRequest, 'settings' | 'stages' | 'manifest' | 'wanted' | 'sweepDir' | 'isLatest'> & {
  /** What SWEEP_BASE holds, where it is one file. */
  readonly base?: unknown;
};

/** Throws DiagnosticsError with everything that is wrong in the settings of a run. */
function requestOf(
  { given, cwd, streams }: Pick<Call, 'given' | 'cwd' | 'streams'>,
  { base, ...planned }: Planned,
): RunRequest {
  const { settings, stages, manifest } = planned;
  return {
    ...openRunSetup(settings, manifest, stages, { wanted: planned.wanted ?? [], base }),
    ...planned,
    caller: { given, cwd, streams },
    outputDir: resolve(cwd, settings.get('OUTPUT_DIR')),
  };
}
