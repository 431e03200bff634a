// SPDX-License-Identifier: MIT
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { resolveSettings, type Settings } from '../../scripts/lib/core/settings/resolve.ts';
import type { Assignment } from '../../scripts/lib/core/value.ts';
import { readWord, textValue } from '../../scripts/lib/core/value.ts';
import { configIdOf, runIdOf } from '../../scripts/lib/config/identity.ts';
import { SYSTEM_CLOCK } from '../../scripts/lib/edge/clock.ts';
import type { SweepManifest } from '../../scripts/lib/edge/sweep-folder/sweep-manifest.ts';
import { bringUp, type BringUp, type BringUpResult } from '../../scripts/lib/exec/engine/bring-up.ts';
import { openLocalBackend } from '../../scripts/lib/exec/local/backend.ts';
import { SILENT_REPORTER } from '../../scripts/lib/exec/engine/reporter.ts';
import { openRunSetup } from '../../scripts/lib/commands/run/run-setup.ts';
import { createStopRequest } from '../../scripts/lib/exec/engine/stop-request.ts';
import { inheritedEnvironment } from '../../scripts/lib/run/environment.ts';
import { lanesPlacement } from '../../scripts/lib/run/lanes.ts';
import type { WantedRun } from '../../scripts/lib/run/wanted.ts';

/** A sweep for tests, without range file and generate: plain data, so that it can be handed to another process. */
export interface RigSweep {
  readonly sweepDir: string;
  readonly command: string;
  /** One object of values a run; text stays text, words like 0.1 or y get their kind unless they start with a quote. */
  readonly runs: readonly Readonly<Record<string, string>>[];
  /** One a run, in a sweep with stages; `needs` are indexes of runs before it. */
  readonly stages?: readonly { readonly stage: string; readonly number: number; readonly needs: readonly number[] }[];
  readonly settings?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Returns values from plain texts: `"5` (a leading quote) is the text 5. */
export function assignments(values: Readonly<Record<string, string>>): Assignment[] {
  return Object.entries(values).map(([name, text]) => ({
    name,
    value: text.startsWith('"') ? textValue(text.slice(1)) : readWord(text),
  }));
}

export function rigSettings(texts: Readonly<Record<string, string>>): Settings {
  const { settings, diagnostics } = resolveSettings(
    Object.entries(texts).map(([name, text]) => ({ name, text, layer: 'flag' as const })),
  );
  if (diagnostics.length > 0) throw new Error(diagnostics.map((d) => d.message).join('\n'));
  return settings;
}

function rigWanted(sweep: RigSweep): WantedRun[] {
  const ids: WantedRun['run'][] = [];
  return sweep.runs.map((values, i) => {
    const staged = sweep.stages?.[i];
    const needs = staged?.needs.flatMap((n) => ids[n] ?? []);
    const typed = assignments(values);
    const config = configIdOf(typed, { format: 'kconfig' });
    const name = `config_${String(i + 1).padStart(3, '0')}`;
    const configText = typed.map((a) => `${a.name}=${a.value.text}\n`).join('');
    const run = runIdOf(config, { command: sweep.command, ...(needs === undefined ? {} : { needs }) });
    ids.push(run);
    return {
      run,
      config,
      number: staged?.number ?? i + 1,
      ...(staged === undefined ? {} : { stage: staged.stage, needs: needs ?? [] }),
      name,
      values: typed,
      swept: Object.keys(values),
      configFileName: 'config.txt',
      configText: () => configText,
    };
  });
}

/** Brings a sweep folder up to the runs of a rig sweep (or goes on with what it has). */
export function rigBringUp(sweep: RigSweep, further: Partial<BringUp> = {}): Promise<BringUpResult> {
  mkdirSync(sweep.sweepDir, { recursive: true });
  const settings = rigSettings({ COMMAND: sweep.command, GRACE: '1s', ...sweep.settings });
  const setup = openRunSetup(settings, rigManifest(sweep));
  return bringUp({
    ...setup,
    sweepDir: sweep.sweepDir,
    wanted: rigWanted(sweep),
    openBackend: () =>
      Promise.resolve(
        openLocalBackend({
          env: inheritedEnvironment(process.env),
          graceS: settings.get('GRACE'),
          clock: SYSTEM_CLOCK,
          note: (text) => further.reporter?.note(text),
        }),
      ),
    openPlacement: () => Promise.resolve(lanesPlacement(settings.get('PARALLEL'))),
    inspect: () => ({ values: {} }),
    again: () => undefined,
    commandLine: 'rig',
    clock: SYSTEM_CLOCK,
    reporter: SILENT_REPORTER,
    stop: createStopRequest(),
    ...further,
  });
}

function rigManifest(sweep: RigSweep): SweepManifest {
  return {
    ksweep: 1,
    complete: true,
    range: 'rig',
    rangeDir: '.',
    settings: {},
    seed: '0',
    count: sweep.runs.length,
    extension: '',
    idsSha256: '' as SweepManifest['idsSha256'], // nobody looks at it here
    sources: [],
    rangeFolder: sweep.cwd ?? sweep.sweepDir,
    cwdBase: sweep.cwd ?? sweep.sweepDir,
    configFile: 'config.txt',
    nameWidth: 3,
    command: sweep.command,
    provenance: {
      host: 'rig',
      system: 'rig',
      cpus: 1,
      memoryBytes: 0,
      node: process.version,
      nvidiaDriver: null,
      git: null,
      environment: {},
    },
  };
}

/** Path inside a run's folder, by number. */
export function runFolder(sweep: RigSweep, number: number, result: BringUpResult): string {
  const run = [...result.state.runs.values()].find((r) => r.number === number);
  if (run === undefined) throw new Error(`no run ${number}`);
  return join(sweep.sweepDir, run.folder);
}
