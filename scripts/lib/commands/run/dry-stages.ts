// SPDX-License-Identifier: MIT
import type { RunId } from '../../core/hash.ts';
import type { SourceRecord } from '../../config/manifest.ts';
import { readSweepManifest } from '../../edge/sweep-folder/sweep-manifest.ts';
import { againCause } from '../../exec/engine/again.ts';
import { stageSteps } from '../../exec/engine/stage-work.ts';
import { unreachable } from '../../core/unreachable.ts';
import { type RunChange, changedRuns } from '../../run/stages/changes.ts';
import { reasonWords, type Step } from '../../run/stages/step.ts';
import type { RunState, SweepState } from '../../run/state.ts';
import { type Answer, EXIT } from '../call/answer.ts';
import { tell } from '../call/call.ts';
import { lostOutputsIn } from './stage-outputs.ts';
import { pastedCommand, plannedCommand, type PlannedCommand } from './planned-command.ts';
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
  const { selection, forces, plan, caller } = request;
  const again = (run: RunState): ReturnType<typeof againCause> => againCause(run, request.again);
  const asking = { selection, again, forces, lostOutputs: lostOutputsIn(sweepDir, request) };
  const steps = stageSteps(state, asking);
  const launch = { ...plan, sweepDir, symbols: new Set<string>(), runs: state.runs };
  const labelOf = (run: RunState): string => `${run.stage}/${plan.runName(run)}`;
  const nameOf = (id: RunId): string => {
    const run = state.runs.get(id);
    return run === undefined ? id : labelOf(run);
  };
  const changes = changedRuns(state.runs);
  const files = changedFiles(request);
  const rows = steps.map((step): DryStep & { readonly planned?: PlannedCommand } => {
    const { run } = step;
    const planned = step.action === 'run' ? plannedCommand(launch, run) : undefined;
    const change = step.reason.kind === 'new' ? changes.get(run.run) : undefined;
    return {
      stage: run.stage ?? '',
      config: plan.runName(run),
      needs: run.needs.map(nameOf),
      values: Object.fromEntries(run.values.map(({ name, value }) => [name, value.text])),
      reason: change === undefined ? reasonWord(step) : 'changed',
      why: change === undefined ? reasonWords(step.reason, nameOf) : `changed: ${changeWords(change, files, nameOf)}`,
      starts: step.action === 'run',
      ...(planned === undefined ? {} : { command: planned.command, cwd: planned.cwd, planned }),
    };
  });
  const starting = rows.filter((row) => row.starts).length;
  tell(caller, `${starting} ${starting === 1 ? 'run' : 'runs'} would be started; nothing was`);
  return {
    text: () => rows.map(rowText).join(''),
    json: () => ({ started: 0, runs: rows.map(({ planned: _, ...row }) => row) }),
    exit: EXIT.done,
  };
}

function rowText({ stage, config, needs, why, planned }: DryStep & { readonly planned?: PlannedCommand }): string {
  const needed = needs.length === 0 ? '' : ` (needs ${needs.join(', ')})`;
  return `# ${stage}/${config}: ${why}${needed}\n${planned === undefined ? '' : pastedCommand(planned)}`;
}

function reasonWord({ reason }: Step): string {
  return reason.kind === 'again' ? reason.cause.kind : reason.kind;
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
