// SPDX-License-Identifier: MIT
import { type Checked, type Diagnostic, DiagnosticsError, valueOrThrow } from '../../core/diagnostic.ts';
import { didYouMean } from '../../core/nearest.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { abilitiesOf } from '../../core/schedulers/index.ts';
import { displayText, valueKey } from '../../core/value.ts';
import { configurationName } from '../../core/configuration-name.ts';
import type { SweepManifest } from '../../edge/sweep-folder/sweep-manifest.ts';
import type { ArgumentStyle } from '../../run/arguments.ts';
import { type CommandTemplate, compileCommand, compileRaw, filledIn } from '../../run/command.ts';
import { plainFolderName, slugFolderName } from '../../run/folder-name.ts';
import { RUN_LAYOUTS } from '../../run/layouts/index.ts';
import type { LayoutContext } from '../../run/layouts/layout.ts';
import { inStage, isStageOrder, parseOnly, parseSelection } from '../../run/select.ts';
import { chosenStage } from '../../run/stages/chosen.ts';
import { parseTarget } from '../../run/target.ts';
import { parseTimeout } from '../../run/timeout.ts';
import type { WantedRun } from '../../run/wanted.ts';
import type { RunSetup } from '../../exec/engine/engine-request.ts';
import type { StageSettings } from '../call/stage-settings.ts';
import { argumentStyleOf } from './argument-style.ts';
import type { RequeueCause } from '../../run/cause.ts';
import type { RunState } from '../../run/state.ts';
import type { StageLaunch } from '../../exec/engine/launch.ts';
import { commandPlace } from './require-command.ts';
import { outputWords } from './stage-outputs.ts';

/** What the settings of a call mean to a runner, and which stage they are about. */
export interface CallSetup extends RunSetup {
  /** The stage that ONLY and RERUN mean; undefined in a sweep without stages. */
  readonly chosenStage: string | undefined;
}

/** Returns the run settings of a sweep, checked. Throws DiagnosticsError with everything that is wrong in them. */
export function openRunSetup(
  settings: Settings,
  manifest: SweepManifest,
  stages: readonly StageSettings[] = [],
  { wanted = [], base }: { readonly wanted?: readonly WantedRun[]; readonly base?: unknown } = {},
): CallSetup {
  const layout = RUN_LAYOUTS[settings.get('LAYOUT')];
  const context: LayoutContext = { mode: settings.get('MODE'), base };
  const { value: launches, diagnostics: stageTrouble } = openStageLaunches(stages);
  const first = launches?.values().next().value?.command;
  const command: Checked<CommandTemplate> =
    stages.length === 0
      ? compileCommand(settings.text('COMMAND') ?? '', commandPlace(settings), argumentStyleOf(settings))
      : { ...(first && { value: first }), diagnostics: [] };
  const force = settings.text('FORCE');
  const order = (settings.text('ORDER') ?? '').trim();
  const chosen = chosenStage(
    { FORCE: force, STAGE: settings.text('STAGE'), ONLY: settings.text('ONLY'), RERUN: settings.text('RERUN') },
    stages.map(({ name }) => name),
  );
  const selection = parseSelection(settings, chosen.value);
  const timeout = parseTimeout(settings.text('TIMEOUT'));
  const target = parseTarget(settings.text('TARGET'));
  const detached: Checked<null> =
    settings.get('DETACH') && !abilitiesOf(settings.get('BACKEND')).survivesRunner
      ? { diagnostics: [DETACHED_HERE] }
      : { value: null, diagnostics: [] };
  const strangers = strangeNames(argumentStyleOf(settings), wanted);
  const trouble = [
    { diagnostics: strangers },
    command,
    chosen,
    selection,
    timeout,
    target,
    detached,
    { diagnostics: stageTrouble },
  ].flatMap((c: Checked<unknown>): readonly Diagnostic[] => c.diagnostics);
  if (command.value === undefined || selection.value === undefined || timeout.value === undefined || trouble.length > 0)
    throw new DiagnosticsError(trouble);
  const name = settings.text('RUN_NAME');
  const naming =
    name === undefined || name === ''
      ? undefined
      : compileRaw(name, { path: 'SWEEP_RUN_NAME', value: settings.span('RUN_NAME') }, (value) =>
          value.replaceAll('/', '_'),
        );
  // Of two runs of one stage the first in the file stays: it is set last.
  const firsts = new Map([...wanted].reverse().map((run) => [run.stage, run]));
  return {
    selection: selection.value,
    plan: {
      rangeDir: manifest.rangeFolder,
      command: command.value,
      cwd: compileRaw(settings.text('CWD') ?? '.', { path: 'SWEEP_CWD', value: settings.span('CWD') }),
      cwdBase: manifest.cwdBase,
      setup: settings.text('SETUP') ?? '',
      graceS: settings.get('GRACE'),
      logLimitBytes: settings.get('LOG_LIMIT') ?? null,
      retries: settings.get('RETRIES'),
      inScratch: abilitiesOf(settings.get('BACKEND')).hasScratch && (settings.text('SCRATCH') ?? '') !== '',
      ...(launches === undefined || launches.size === 0 ? {} : { ofStage: launches }),
      configFile: manifest.configFile,
      runName: (run) => configurationName(run.number, manifest.nameWidth),
    },
    limits: {
      timeout: timeout.value,
      stopOnFailure: settings.get('STOP_ON_FAILURE'),
      maxFailures: settings.get('MAX_FAILURES'),
      maxTimeS: settings.get('MAX_TIME'),
      maxRuns: settings.get('MAX_RUNS'),
      target: target.value,
      detach: settings.get('DETACH'),
    },
    again: runAgain(settings.get('RETRY_FAILED'), settings.text('RERUN'), inStage(chosen.value)),
    forces: (run) => (force ?? '') !== '' && run.stage === force,
    takeLockByForce: settings.get('TAKE_LOCK'),
    chosenStage: chosen.value,
    stageOrder: isStageOrder(order) ? order : undefined,
    folderName: (run, number, isTaken) =>
      naming === undefined && layout !== undefined
        ? slugFolderName(layout.folder({ ...run, number }, context), run.run, isTaken)
        : folderNameOf(run, number, { naming, manifest, isTaken, first: firsts.get(run.stage) }),
    laidOut: (runs) => (naming === undefined ? (layout?.items(runs, context) ?? []) : []),
  };
}

/** A misspelt name in ARGS_NAMES would call nothing. */
function strangeNames({ called }: ArgumentStyle, wanted: readonly WantedRun[]): readonly Diagnostic[] {
  if (called === undefined || wanted.length === 0) return [];
  const names = new Set(wanted.flatMap((run) => run.values.map(({ name }) => name)));
  return [...called.keys()]
    .filter((name) => !names.has(name))
    .map((name) => ({
      code: 'E_SETTING_VALUE',
      message: `SWEEP_ARGS_NAMES calls ${name} by another name, and there is no such symbol`,
      hint: didYouMean(name, names) ?? `there are ${[...names].slice(0, 12).join(', ')}`,
    }));
}

const DETACHED_HERE: Diagnostic = {
  code: 'E_SETTING_VALUE',
  message: 'DETACH=1 hands runs over to a cluster; runs of this machine need their runner (BACKEND is local)',
  hint: 'nohup make sweep ... &, or tmux, keeps the runner when you log out',
};

interface Naming {
  readonly naming: CommandTemplate | undefined;
  readonly manifest: SweepManifest;
  readonly isTaken: (name: string) => boolean;
  /** The first configuration of the sweep, or of the stage: in independent mode its baseline. */
  readonly first: WantedRun | undefined;
}

function folderNameOf(run: WantedRun, number: number, { naming, manifest, isTaken, first }: Naming): string {
  const name = configurationName(number, manifest.nameWidth);
  const above = run.stage === undefined ? '' : `${run.stage}/`;
  if (naming === undefined) return above + plainFolderName(name, run.run);
  const place = { config: '', outDir: '', number, name, rangeDir: manifest.rangeFolder };
  const text = filledIn(naming, run.values, { ...place, ...variedWords(run, first ?? run) });
  return above + slugFolderName(text, run.run, (slug) => isTaken(above + slug));
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

/** Returns why a run that has ended is to run again. RERUN takes what ONLY takes; `isMeant`: it means runs of this stage. Throws DiagnosticsError for one that is neither numbers nor an expression. */
function runAgain(
  retryFailed: boolean,
  rerun: string | undefined,
  isMeant: (run: RunState) => boolean = () => true,
): (run: RunState) => RequeueCause | undefined {
  const asked = rerun === undefined || rerun.trim() === '' ? undefined : valueOrThrow(parseOnly(rerun, 'RERUN'));
  return (run) => {
    if (asked !== undefined && isMeant(run) && asked(run)) return { kind: 'rerun' };
    const isMissed = run.status === 'failed' || (run.status === 'done' && run.outcome?.unranked !== undefined);
    return retryFailed && isMissed ? { kind: 'retry failed' } : undefined;
  };
}

/** Returns how the runs of each stage are started, with everything that is wrong in their settings. */
function openStageLaunches(stages: readonly StageSettings[]): Checked<ReadonlyMap<string, StageLaunch>> {
  const diagnostics: Diagnostic[] = [];
  const launches = new Map<string, StageLaunch>();
  for (const { name, settings } of stages) {
    const command = compileCommand(
      settings.text('COMMAND') ?? '',
      commandPlace(settings, name),
      argumentStyleOf(settings),
    );
    const timeout = parseTimeout(settings.text('TIMEOUT'));
    diagnostics.push(...command.diagnostics, ...timeout.diagnostics);
    if (command.value === undefined || timeout.value === undefined) continue;
    const [setup, retries] = [settings.text('SETUP') ?? '', settings.get('RETRIES')];
    const outputs = outputWords(settings);
    launches.set(name, { command: command.value, setup, retries, timeout: timeout.value, outputs });
  }
  return { value: launches, diagnostics };
}
