// SPDX-License-Identifier: MIT
import type { RunId } from '../../core/hash.ts';
import type { SourceRecord } from '../../config/manifest.ts';
import { readSweepManifest } from '../../edge/sweep-folder/sweep-manifest.ts';
import { launchedSweep } from '../../exec/engine/launch.ts';
import { stageSteps } from '../../exec/engine/stage-work.ts';
import { unreachable } from '../../core/unreachable.ts';
import { type RunChange, changedRuns } from '../../run/stages/changes.ts';
import { reasonWords, type Step } from '../../run/stages/step.ts';
import type { RunState, SweepState } from '../../run/state.ts';
import { type Answer, EXIT, tell } from '../call/command.ts';
import { dryStageArrays } from './dry-arrays.ts';
import { lostOutputsIn } from './stage-outputs.ts';
import { pastedCommand, plannedCommand, type PlannedCommand } from './require-command.ts';
import type { RunRequest } from './run-request.ts';

/** One run of a dry run, as programs get it. */
interface DryStep {
  readonly stage: string;
  readonly config: string;
  /** As stage/config_017. */
  readonly needs: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  /** One word or two: new, changed, missing output, forced, blocked, up to date, ... */
  readonly reason: string;
  /** The reason with what it is about. */
  readonly why: string;
  readonly starts: boolean;
  /** Of a run that would be started. */
  readonly command?: string;
  readonly cwd?: string;
}

/** Answers with what a call would do about each run of a sweep with stages, and why; writes and starts nothing. */
export function dryStages(request: RunRequest, state: SweepState, sweepDir: string): Answer {
  const { plan, caller } = request;
  const steps = stageSteps(state, { ...request, lostOutputs: lostOutputsIn(sweepDir, request) });
  const sweep = launchedSweep(sweepDir, plan, state);
  const planned = new Map<RunId, PlannedCommand>();
  for (const { action, run } of steps) if (action === 'run') planned.set(run.run, plannedCommand(sweep, run));
  const words = openWords(request, state);
  const arrays = dryStageArrays(sweep, [...planned.keys()], request.stages);
  tell(caller, `${planned.size} ${planned.size === 1 ? 'run' : 'runs'} would be started; nothing was`);
  return {
    text: () =>
      (arrays === '' ? '' : `${arrays}\n`) +
      steps.map((step) => stepText(step, words, planned.get(step.run.run))).join(''),
    json: () => ({
      started: 0,
      ...(arrays === '' ? {} : { arrays }),
      runs: steps.map((step) => stepRow(step, words, planned.get(step.run.run))),
    }),
    exit: EXIT.done,
  };
}

/** How a plan speaks of runs. */
interface PlanWords {
  configOf(run: RunState): string;
  /** As stage/config_017. */
  nameOf(run: RunId): string;
  /** What makes a new run another one than one that left the range file. */
  changeOf(step: Step): string | undefined;
}

function openWords(request: RunRequest, { runs }: SweepState): PlanWords {
  const { runName } = request.plan;
  const names = new Map<RunId, string>();
  const nameOf = (id: RunId): string => {
    const run = runs.get(id);
    const name = names.get(id) ?? (run === undefined ? id : `${run.stage}/${runName(run)}`);
    names.set(id, name);
    return name;
  };
  const changes = changedRuns(runs);
  const files = changes.size === 0 ? [] : changedFiles(request);
  return {
    configOf: runName,
    nameOf,
    changeOf: ({ run, reason }) => {
      const change = reason.kind === 'new' ? changes.get(run.run) : undefined;
      return change === undefined ? undefined : changeWords(change, files, nameOf);
    },
  };
}

function stepRow(step: Step, words: PlanWords, planned: PlannedCommand | undefined): DryStep {
  const { run, reason } = step;
  return {
    stage: run.stage ?? '',
    config: words.configOf(run),
    needs: run.needs.map(words.nameOf),
    values: Object.fromEntries(run.values.map(({ name, value }) => [name, value.text])),
    reason:
      words.changeOf(step) === undefined ? (reason.kind === 'again' ? reason.cause.kind : reason.kind) : 'changed',
    why: whyText(step, words),
    starts: step.action === 'run',
    ...(planned === undefined ? {} : { command: planned.command, cwd: planned.cwd }),
  };
}

function stepText(step: Step, words: PlanWords, planned: PlannedCommand | undefined): string {
  const { run } = step;
  const needed = run.needs.length === 0 ? '' : ` (needs ${run.needs.map(words.nameOf).join(', ')})`;
  const head = `# ${run.stage}/${words.configOf(run)}: ${whyText(step, words)}${needed}\n`;
  return planned === undefined ? head : head + pastedCommand(planned);
}

function whyText(step: Step, words: PlanWords): string {
  const change = words.changeOf(step);
  return change === undefined ? reasonWords(step.reason, words.nameOf) : `changed: ${change}`;
}

function changeWords(change: RunChange, files: readonly string[], nameOf: (id: RunId) => string): string {
  switch (change.kind) {
    case 'files':
      return files.length === 0 ? 'a file that it is made of' : files.join(', ');
    case 'need':
      return `needs ${nameOf(change.need)}, which is another run than before`;
    case 'command':
      return 'SWEEP_COMMAND or SWEEP_CODE_VERSION';
    default:
      return unreachable(change);
  }
}

/** Files that have another content than when the sweep folder was made or extended; the range file itself is none. */
function changedFiles({ sweepDir, manifest }: RunRequest): readonly string[] {
  if (sweepDir === undefined) return [];
  const before = new Map(
    readSweepManifest(sweepDir).sources.map((source: SourceRecord) => [source.path, source.sha256]),
  );
  return manifest.sources
    .filter(({ path, sha256 }) => path !== manifest.range && before.has(path) && before.get(path) !== sha256)
    .map(({ path }) => path);
}
