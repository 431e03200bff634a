// SPDX-License-Identifier: MIT
import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../../core/diagnostic.ts';
import type { GivenSetting, Settings } from '../../core/settings/resolve.ts';
import { numberWidth } from '../../config/configuration.ts';
import type { Manifest } from '../../config/manifest.ts';
import { SYSTEM_CLOCK } from '../../edge/clock.ts';
import { holdsOthers, loadConfigFolder, manifestOf } from '../../edge/definition/config-folder.ts';
import { writeFileAtomic } from '../../edge/files.ts';
import { type Invocation, settingsOf } from '../../edge/invocation.ts';
import { readDirtyPatch, readProvenance } from '../../edge/sweep-folder/provenance.ts';
import { openRangeFile } from '../../edge/definition/range-source.ts';
import { recordedSettings } from '../call/report-source.ts';
import { createSweepFolder, latestSweep } from '../../edge/sweep-folder/sweep-folder.ts';
import { openSweep, type OpenSweep } from '../../edge/definition/sweep-definition.ts';
import {
  movedManifest,
  readSweepManifest,
  recordedTexts,
  type SweepManifest,
  writeSweepManifest,
} from '../../edge/sweep-folder/sweep-manifest.ts';
import { JOURNAL_NAME } from '../../edge/journal/journal-file.ts';
import { openJournal } from '../../edge/journal/journal-writer.ts';
import type { SweepState } from '../../run/state.ts';
import type { WantedRun } from '../../run/wanted.ts';
import { type PlannedRuns, refuseUnknownRuns } from './planned-state.ts';
import { unaddedRuns } from './recorded-runs.ts';
import { styleIdentity } from '../../run/arguments.ts';
import { argumentStyleOf, checkCommands, openRunSetup, type RunSetup } from './run-setup.ts';
import { noWorkTree } from './snapshot.ts';
import { wantedRuns } from './wanted-runs.ts';

/** A sweep folder with what is to be done in it; the folder is there already when a sweep is resumed. */
export interface PreparedSweep {
  readonly sweepDir: string;
  readonly settings: Settings;
  readonly setup: RunSetup;
  /** Null: go on with the runs that the folder has. */
  readonly wanted: readonly WantedRun[] | null;
  /** Runs that the folder should have and has not, because adding them was cut short. */
  unadded(state: SweepState): readonly WantedRun[] | null;
}

/** What a call is about, before anything is written. */
export interface SweepPlan extends PlannedRuns {
  readonly isLatest: boolean;
}

/** Returns what a call of run-test-matrix is about. Throws UsageError and DiagnosticsError before anything is written. */
export function planSweep(invocation: Invocation): SweepPlan {
  const plan = planOf(invocation);
  refuseUnknownRuns(plan);
  return plan;
}

function planOf(invocation: Invocation): SweepPlan {
  const given = settingsOf(invocation);
  const named =
    given.text('RESUME') ?? (invocation.switches.has('resume-latest') ? (given.text('FOLDER') ?? '') : undefined);
  if (named === undefined) return planNew(invocation, given);
  return planFolder(invocation, named, given.text('RANGE_CONFIG'));
}

/** Returns the plan to go on with a sweep folder ('' is the newest one), extended by a range file if one is given. */
export function planFolder(invocation: Invocation, named: string, rangeFile?: string): SweepPlan {
  const outputDir = settingsOf(invocation).get('OUTPUT_DIR');
  const sweepDir = realpathOf(
    named === '' ? latestSweep(resolve(invocation.cwd, outputDir), outputDir) : resolve(invocation.cwd, named),
  );
  return planResume(invocation, sweepDir, { isLatest: named === '', rangeFile });
}

function realpathOf(path: string): string {
  if (!existsSync(path)) throw new UsageError(`${path} does not exist`, 'name a sweep folder with SWEEP=DIR');
  return realpathSync(path);
}

function planNew(invocation: Invocation, given: Settings): SweepPlan {
  const configDir = resolve(invocation.cwd, given.get('CONFIG_DIR'));
  if (invocation.switches.has('as-named')) return planNamed(invocation, given, configDir);
  const generated = loadConfigFolder(configDir);
  refuseOtherRange(invocation, given, generated.manifest);
  return planConfigurations(invocation, configDir, generated);
}

/** The second half of make sweep: what the call names is run, even if somebody else generated into the same folder meanwhile. */
function planNamed(invocation: Invocation, given: Settings, configDir: string): SweepPlan {
  const path = given.text('RANGE_CONFIG') ?? '';
  if (path === '') throw new UsageError('no range file is named', '--range-config FILE, or RANGE_CONFIG=FILE');
  const sweep = openSweep(openRangeFile(path, invocation.cwd), invocation.given);
  const others = holdsOthers(configDir, sweep);
  if (others !== undefined)
    process.stderr.write(
      `note: ${given.get('CONFIG_DIR')}/ holds other configurations (of ${others}) by now; those of ${path} are run\n`,
    );
  return planRangeFile(invocation, sweep);
}

/** Returns the plan to run a range file's sweep without its configurations being written anywhere but in its sweep folder. */
export function planRangeFile(invocation: Invocation, sweep: OpenSweep): SweepPlan {
  const configDir = resolve(invocation.cwd, settingsOf(invocation).get('CONFIG_DIR'));
  return planConfigurations(invocation, configDir, { manifest: manifestOf(sweep, configDir), sweep });
}

function planConfigurations(
  invocation: Invocation,
  configDir: string,
  { manifest, sweep }: { manifest: Manifest; sweep: OpenSweep },
): SweepPlan {
  const recorded = Object.entries(manifest.settings).map(
    ([name, text]): GivenSetting => ({ name, text, layer: 'sweep folder' }),
  );
  const settings = settingsOf(invocation, [
    ...recorded,
    ...rangeLines(sweep),
    { name: 'RANGE_CONFIG', text: manifest.range, layer: 'sweep folder' },
  ]);
  const outputDir = resolve(invocation.cwd, settings.get('OUTPUT_DIR'));
  const moved = movedManifest(manifest, configDir, join(outputDir, 'sweep'));
  const configFile = `config${sweep.renderer.extension === '' ? '.txt' : sweep.renderer.extension}`;
  const cwdBase = settings.layer('CWD') === 'range file' ? moved.rangeFolder : invocation.cwd;
  return {
    settings,
    wanted: wantedOf(sweep, settings, configFile),
    sweepDir: undefined,
    isLatest: false,
    manifest: {
      ...moved,
      settings: { ...manifest.settings, ...recordedTexts(settings) },
      cwdBase,
      configFile,
      nameWidth: numberWidth(manifest.count),
      command: requireCommand(settings),
      provenance: readProvenance(cwdBase, process.env),
    },
  };
}

/** A call that names a range file must not run the configurations of another one, left in the folder or put there meanwhile. */
function refuseOtherRange(invocation: Invocation, given: Settings, manifest: Manifest): void {
  const path = given.text('RANGE_CONFIG');
  if (path === undefined || path === '') return;
  const named = openSweep(openRangeFile(path, invocation.cwd), invocation.given);
  if (named.idsSha256 === manifest.idsSha256) return;
  throw new UsageError(
    `${given.get('CONFIG_DIR')} holds the configurations of ${manifest.range}, not those of ${path} as it is now`,
    `make sweep RANGE_CONFIG=${path} generates and runs them`,
  );
}

function rangeLines(sweep: OpenSweep): GivenSetting[] {
  return sweep.definition.file.settings.map((line): GivenSetting => ({ ...line, layer: 'range file' }));
}

function wantedOf(sweep: OpenSweep, settings: Settings, configFile: string): WantedRun[] {
  return wantedRuns(sweep, {
    command: requireCommand(settings),
    codeVersion: settings.text('CODE_VERSION'),
    args: styleIdentity(argumentStyleOf(settings)),
    configFile,
  });
}

/** Returns SWEEP_COMMAND. Throws UsageError when nobody gave one. */
export function requireCommand(settings: Settings): string {
  const command = settings.text('COMMAND');
  if (command !== undefined && command.trim() !== '') return command;
  throw new UsageError(
    'SWEEP_COMMAND is not set: there is nothing to run',
    'put SWEEP_COMMAND="python train.py --config {{config}} --out {{out_dir}}" into the range file',
  );
}

function planResume(
  invocation: Invocation,
  sweepDir: string,
  { isLatest, rangeFile: path }: { isLatest: boolean; rangeFile: string | undefined },
): SweepPlan {
  const manifest = readSweepManifest(sweepDir);
  if (path === undefined || path === '') {
    return { settings: settingsOf(invocation, recordedSettings(sweepDir)), wanted: null, manifest, sweepDir, isLatest };
  }
  const recorded = Object.entries(manifest.settings).map(
    ([name, text]): GivenSetting => ({ name, text, layer: 'sweep folder' }),
  );
  const range = openRangeFile(path, invocation.cwd);
  const sweep = openSweep(range, [...invocation.given, ...recorded]);
  const settings = settingsOf(invocation, [...recorded, ...rangeLines(sweep)]);
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
      },
      '/',
      sweepDir,
    ),
    settings: { ...manifest.settings, ...recordedTexts(settings) },
    command: requireCommand(settings),
  } as SweepManifest; // a manifest with other sources is one still
  return { settings, wanted: wantedOf(sweep, settings, manifest.configFile), manifest: extended, sweepDir, isLatest };
}

/** Checks what can be checked, then makes the sweep folder (or renews the manifest of the one that is extended). */
export function prepareSweep(plan: SweepPlan, invocation: Invocation): PreparedSweep {
  const { manifest, settings, wanted } = plan;
  const setup = openRunSetup(settings, manifest);
  if (wanted !== null) checkCommands(setup, wanted);
  if (plan.sweepDir !== undefined) {
    if (wanted !== null) writeSweepManifest(plan.sweepDir, manifest);
    return {
      sweepDir: plan.sweepDir,
      settings,
      setup,
      wanted,
      unadded: (state) => unaddedRuns(plan.sweepDir ?? '', manifest, state),
    };
  }
  if (settings.get('SNAPSHOT') && manifest.provenance.git === null) throw noWorkTree(manifest.cwdBase);
  const outputDir = resolve(invocation.cwd, settings.get('OUTPUT_DIR'));
  const sweepDir = createSweepFolder(outputDir, SYSTEM_CLOCK.nowMs(), (folder) => {
    writeSweepManifest(folder, manifest);
    const { git } = manifest.provenance;
    if (git?.isDirty === true) writeFileAtomic(join(folder, 'code.patch'), readDirtyPatch(git.top));
    openJournal(join(folder, JOURNAL_NAME)).close();
  });
  return { sweepDir: realpathSync(sweepDir), settings, setup, wanted, unadded: () => null };
}
