// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import { type Checked, type Diagnostic, DiagnosticsError } from '../../core/diagnostic.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { abilitiesOf } from '../../core/settings/schedulers.ts';
import { displayText, valueKey } from '../../core/value.ts';
import { configurationName } from '../../config/configuration.ts';
import type { SweepManifest } from '../../edge/sweep-folder/sweep-manifest.ts';
import type { ArgumentStyle } from '../../run/arguments.ts';
import { type CommandTemplate, compileCommand, compileRaw } from '../../run/command.ts';
import { plainFolderName, slugFolderName } from '../../run/folder-name.ts';
import { parseSelection, type Selection } from '../../run/select.ts';
import { parseTarget } from '../../run/target.ts';
import { parseTimeout } from '../../run/timeout.ts';
import type { WantedRun } from '../../run/wanted.ts';
import type { LaunchPlan } from '../../exec/engine/launch.ts';
import type { RunLimits } from '../../exec/engine/run-loop-options.ts';
import { runAgain } from './run-again.ts';

/** Settings of a sweep, checked and ready for use by the runner. */
export interface RunSetup {
  readonly plan: Omit<LaunchPlan, 'sweepDir' | 'symbols'>;
  readonly selection: Selection;
  readonly limits: RunLimits;
  /** Why a run that has ended is to run again; undefined when it is not. */
  readonly again: ReturnType<typeof runAgain>;
  folderName(run: WantedRun, number: number, isTaken: (name: string) => boolean): string;
}

/** Returns the run settings of a sweep, checked. Throws DiagnosticsError with everything that is wrong in them. */
export function openRunSetup(settings: Settings, manifest: SweepManifest, first?: WantedRun): RunSetup {
  const command = compileCommand(settings.text('COMMAND') ?? '', 'SWEEP_COMMAND', argumentStyleOf(settings));
  const selection = parseSelection(settings);
  const timeout = parseTimeout(settings.text('TIMEOUT'));
  const target = parseTarget(settings.text('TARGET'));
  const detached: Checked<null> =
    settings.get('DETACH') && !abilitiesOf(settings.get('BACKEND')).survivesRunner
      ? { diagnostics: [DETACHED_HERE] }
      : { value: null, diagnostics: [] };
  const trouble = [command, selection, timeout, target, detached].flatMap(
    (c: Checked<unknown>): readonly Diagnostic[] => c.diagnostics,
  );
  if (command.value === undefined || selection.value === undefined || timeout.value === undefined || trouble.length > 0)
    throw new DiagnosticsError(trouble);
  const name = settings.text('RUN_NAME');
  const naming =
    name === undefined || name === ''
      ? undefined
      : compileRaw(name, 'SWEEP_RUN_NAME', (value) => value.replaceAll('/', '_'));
  return {
    selection: selection.value,
    plan: {
      rangeDir: manifest.rangeFolder,
      command: command.value,
      cwd: compileRaw(settings.text('CWD') ?? '.', 'SWEEP_CWD'),
      cwdBase: manifest.cwdBase,
      setup: settings.text('SETUP') ?? '',
      graceS: settings.get('GRACE'),
      logLimitBytes: settings.get('LOG_LIMIT') ?? null,
      retries: settings.get('RETRIES'),
      inScratch: abilitiesOf(settings.get('BACKEND')).hasScratch && (settings.text('SCRATCH') ?? '') !== '',
      configFileName: () => manifest.configFile,
      runName: (run) => configurationName(run.number, manifest.nameWidth),
    },
    limits: {
      timeout: timeout.value,
      retries: settings.get('RETRIES'),
      stopOnFailure: settings.get('STOP_ON_FAILURE'),
      maxFailures: settings.get('MAX_FAILURES'),
      maxTimeS: settings.get('MAX_TIME'),
      maxRuns: settings.get('MAX_RUNS'),
      target: target.value,
      detach: settings.get('DETACH'),
    },
    again: runAgain(settings.get('RETRY_FAILED'), settings.text('RERUN')),
    folderName: (run, number, isTaken) => folderNameOf(run, number, { naming, manifest, isTaken, first }),
  };
}

const DETACHED_HERE: Diagnostic = {
  severity: 'error',
  code: 'E_SETTING_VALUE',
  message: 'DETACH=1 hands runs over to a cluster; runs of this machine need their runner (BACKEND is local)',
  hint: 'nohup make sweep ... &, or tmux, keeps the runner when you log out',
};

interface Naming {
  readonly naming: CommandTemplate | undefined;
  readonly manifest: SweepManifest;
  readonly isTaken: (name: string) => boolean;
  /** The sweep's first configuration: in independent mode its baseline. */
  readonly first: WantedRun | undefined;
}

function folderNameOf(run: WantedRun, number: number, { naming, manifest, isTaken, first }: Naming): string {
  const name = configurationName(number, manifest.nameWidth);
  if (naming === undefined) return plainFolderName(name, run.run);
  const rendered = naming.render(run.values, {
    config: '',
    outDir: '',
    number,
    name,
    rangeDir: manifest.rangeFolder,
    ...variedWords(run, first ?? run),
  });
  if ('problem' in rendered) throw new DiagnosticsError([naming.diagnose(rendered, name)]);
  return slugFolderName(rendered.text, run.run, isTaken);
}

/** Returns how {{args}} is written. */
export function argumentStyleOf(settings: Settings): ArgumentStyle {
  return { names: settings.get('ARGS'), off: settings.get('ARGS_OFF'), list: settings.get('ARGS_LIST') };
}

/**
 * What {{varied}} and {{value}} print: the symbols in which a run differs from the first configuration, and their values. Names
 * are whole (model.lr, optim.lr); CONFIG_ is left out unless there is a symbol of the name without it.
 */
function variedWords(run: WantedRun, first: WantedRun): { readonly varied: string; readonly value: string } {
  const base = new Map(first.values.map(({ name, value }) => [name, valueKey(value)]));
  const differing = run.values.filter(
    ({ name, value }) => run.swept.includes(name) && base.get(name) !== valueKey(value),
  );
  if (differing.length === 0) return { varied: 'baseline', value: 'baseline' };
  const names = new Set([...first.values, ...run.values].map(({ name }) => name));
  const shown = (name: string): string => {
    const bare = name.replace(/^CONFIG_/, '');
    return names.has(bare) ? name : bare;
  };
  const slashless = (text: string): string => text.replaceAll('/', '_');
  return {
    varied: differing.map(({ name }) => shown(name)).join('+'),
    value: slashless(differing.map(({ value }) => displayText(value)).join('+')),
  };
}

/** Renders every template once for every run, so that what is wrong is known before anything is written. Throws DiagnosticsError. */
export function checkCommands(setup: RunSetup, wanted: readonly WantedRun[]): void {
  const taken = new Set<string>();
  for (const run of wanted) {
    const number = run.number ?? 0;
    const folder = setup.folderName(run, number, (name) => taken.has(name));
    taken.add(folder);
    const place = {
      config: join('/', folder, run.configFileName),
      outDir: join('/', folder),
      number,
      name: run.name,
      rangeDir: setup.plan.rangeDir,
    };
    for (const template of [setup.plan.command, setup.plan.cwd]) {
      const rendered = template.render(run.values, place);
      if ('problem' in rendered) throw new DiagnosticsError([template.diagnose(rendered, run.name)]);
    }
  }
}
