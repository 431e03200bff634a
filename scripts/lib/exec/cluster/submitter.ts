// SPDX-License-Identifier: MIT
import type { BackendPlace } from '../engine/scheduler.ts';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { counted } from '../../core/quantity.ts';
import { UsageError } from '../../core/diagnostic.ts';
import { sha256, shortId } from '../../core/hash.ts';
import type { JobRef } from '../../core/scheduling/array-scheduler.ts';
import { checkOptions, describeOptionTrouble, optionSettings } from '../../core/scheduling/option.ts';
import type { Submitted } from '../../core/scheduling/program.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { errorInWords, writeFileIfChanged } from '../../edge/files.ts';
import { INSTALLATION, TEMPLATES } from '../../edge/installation.ts';
import { type ArrayPlan, planArrays } from '../../run/array-plan.ts';
import type { LaunchSpec } from '../engine/backend.ts';
import { type ArrayScriptParts, NEEDS_FILE, needsText, renderArrayScript, SCRATCH_PATTERN } from './array-script.ts';
import {
  type Batch,
  batchNameHead,
  CLUSTER_FOLDER,
  dropBatch,
  makeBatchFolder,
  writeBatch,
  writeBatchJob,
} from './batch-store.ts';
import { LAUNCH_FILE, launchText, type TaskRun } from './launch-file.ts';
import type { ClusterJob, ClusterScheduler, OpenScheduler } from './open-scheduler.ts';
import { type ResolvedOptions, resolveOptions } from './resources.ts';

export interface SubmitterOptions extends Pick<BackendPlace, 'sweepDir' | 'settings' | 'ofStage'> {
  readonly scheduler: OpenScheduler;
}

/** Room that is left for another plan. */
export interface Room {
  readonly queue: number | null;
  readonly concurrency: number | null;
  /** Expected duration of a run for PACK=auto; null: not known. */
  readonly expectedS: number | null;
  /** What must have ended before an attempt starts. */
  readonly needsOf?: (spec: LaunchSpec) => readonly JobRef[];
}

/** An array that was handed over, and the runs of its tasks. */
export interface HandedOver {
  readonly batch: Batch;
  readonly tasks: readonly (readonly LaunchSpec[])[];
  /** Why it is not known whether the scheduler has it; undefined when it has. */
  readonly unsure?: string;
}

export interface Submission {
  readonly handedOver: readonly HandedOver[];
  /** Runs that found no room, in their order. */
  readonly held: readonly LaunchSpec[];
  /** Why the scheduler took no more. */
  readonly full: string | undefined;
  /** Runs whose option values are no good. */
  readonly refused: readonly { readonly spec: LaunchSpec; readonly why: string }[];
}

interface Resolved {
  readonly spec: LaunchSpec;
  readonly values: ClusterJob['values'];
}

/** Returns what is wrong with a run's option values: said before anything is submitted. */
export function checkRunOptions(
  scheduler: ClusterScheduler,
  settings: Settings,
  values: LaunchSpec['values'],
): ResolvedOptions['troubles'] {
  const resolved = resolveOptions(optionSettings(scheduler), settings, values);
  const troubles = [
    ...resolved.troubles,
    ...(resolved.troubles.length > 0 ? [] : checkOptions(scheduler, resolved.values)),
  ];
  const scratch = settings.get('SCRATCH');
  if (scratch !== undefined && !SCRATCH_PATTERN.test(scratch))
    troubles.push({ setting: 'SCRATCH', text: scratch, expected: 'an absolute path, or $NAME/... of the node' });
  if (readPack(settings) === undefined)
    troubles.push({ setting: 'PACK', text: settings.get('PACK'), expected: 'a whole number of at least 1, or auto' });
  return troubles;
}

function readPack(settings: Settings): number | 'auto' | undefined {
  const text = settings.get('PACK');
  if (text === 'auto') return 'auto';
  return /^[1-9]\d{0,3}$/.test(text) ? Number(text) : undefined;
}

/** Hands runs to the scheduler as arrays. */
export class Submitter {
  readonly #o: SubmitterOptions;
  #maxArray: number | undefined;
  #template: { readonly path: string; readonly text: string } | undefined;

  constructor(options: SubmitterOptions) {
    this.#o = options;
  }

  async submit(specs: readonly LaunchSpec[], room: Room): Promise<Submission> {
    const { resolved, refused } = this.#resolve(specs);
    const plan = await this.#plan(resolved, room);
    const handedOver: HandedOver[] = [];
    const left: LaunchSpec[] = plan.held.map((place) => specOf(resolved, place));
    const jobs: (string | null)[] = [];
    let full: string | undefined;
    for (const array of plan.arrays) {
      let tasks = array.tasks.map((task) => task.map((place) => specOf(resolved, place)));
      const first = resolved[array.tasks[0]?.[0] ?? -1];
      const values = first?.values ?? {};
      const needs = first === undefined ? [] : (room.needsOf?.(first.spec) ?? []);
      jobs.push(null);
      while (tasks.length > 0 && full === undefined) {
        const after = array.after === null ? null : (jobs[array.after] ?? null);
        const result = await this.#handOver(tasks, { values, throttle: array.throttle, after, needs });
        if ('full' in result) {
          full = result.full;
        } else {
          jobs[jobs.length - 1] = result.batch.job;
          handedOver.push(result);
          tasks = tasks.slice(result.tasks.length);
        }
      }
      left.push(...tasks.flat());
    }
    return { handedOver, held: left.sort((a, b) => a.number - b.number), full, refused };
  }

  /** Returns the script and command line of each array that submit would make behind `before` others; writes and asks nothing (DRY_RUN). */
  describe(specs: readonly LaunchSpec[], before = 0): readonly string[] {
    const { resolved, refused } = this.#resolve(specs);
    const plan = planArrays(this.#candidates(resolved, { expectedS: null }), {
      tasksPerArray: this.#limit() ?? this.#o.scheduler.limits.assumedMaxArray,
      queueRoom: null,
      concurrencyRoom: this.#o.settings.get('MAX_CONCURRENT') ?? null,
      pack: this.#packOf(resolved),
    });
    const pieces = refused.map(({ spec, why }) => `config ${spec.number}: ${why}`);
    plan.arrays.forEach((array, i) => {
      const number = before + i + 1;
      const dir = join(this.#o.sweepDir, CLUSTER_FOLDER, `b${String(number).padStart(3, '0')}`);
      const values = resolved[array.tasks[0]?.[0] ?? -1]?.values ?? {};
      const parts = this.#scriptParts(dir, values);
      const job = this.#arrayJob(dir, {
        count: array.tasks.length,
        number,
        throttle: array.throttle,
        after: null,
        needs: [],
        values,
        script: this.#render(parts),
      });
      const { program, args, input } = this.#o.scheduler.submitCommand(job);
      pieces.push(
        `${[program, ...args].join(' ')}${input === undefined ? '' : ' <script.sh'}\n# ${counted(array.tasks.length, 'task')}, ${counted(array.tasks.flat().length, 'run')}; script.sh:\n${job.script}`,
      );
    });
    return pieces;
  }

  #resolve(specs: readonly LaunchSpec[]): {
    readonly resolved: readonly Resolved[];
    readonly refused: Submission['refused'];
  } {
    const { scheduler, settings } = this.#o;
    const resolved: Resolved[] = [];
    const refused: { spec: LaunchSpec; why: string }[] = [];
    for (const spec of specs) {
      const own = this.#o.ofStage?.get(spec.stage ?? '') ?? settings;
      const troubles = checkRunOptions(scheduler, own, spec.values);
      if (troubles.length > 0) refused.push({ spec, why: troubles.map(describeOptionTrouble).join('; ') });
      else resolved.push({ spec, values: resolveOptions(optionSettings(scheduler), own, spec.values).values });
    }
    return { resolved, refused };
  }

  #candidates(
    resolved: readonly Resolved[],
    { expectedS, needsOf }: Pick<Room, 'expectedS' | 'needsOf'>,
  ): { readonly resources: string; readonly expectedS: number | null }[] {
    const { scheduler } = this.#o;
    return resolved.map(({ values, spec }) => {
      const needs = needsOf === undefined ? [] : needsOf(spec).map(({ job, index }) => `${job} ${index}`);
      return { resources: [...scheduler.directives(values), ...needs].join('\n'), expectedS };
    });
  }

  /** A task that waits for others holds one run: a second one would wait for the needs of the first. */
  #packOf(resolved: readonly Resolved[]): number | 'auto' {
    return resolved.some(({ spec }) => spec.needs !== undefined) ? 1 : (readPack(this.#o.settings) ?? 1);
  }

  #limit(): number | undefined {
    return this.#o.settings.get(this.#o.scheduler.limits.maxArray);
  }

  async #plan(resolved: readonly Resolved[], room: Room): Promise<ArrayPlan> {
    this.#maxArray ??=
      this.#limit() ?? (await this.#o.scheduler.maxArraySize?.()) ?? this.#o.scheduler.limits.assumedMaxArray;
    const limits = {
      tasksPerArray: this.#maxArray,
      queueRoom: room.queue,
      concurrencyRoom: room.concurrency,
      pack: this.#packOf(resolved),
    };
    return planArrays(this.#candidates(resolved, room), limits);
  }

  /** Submits these tasks as one array; when that is too much for the queue, the first half of them, and so on. */
  async #handOver(
    tasks: LaunchSpec[][],
    how: Pick<ClusterJob, 'values' | 'throttle' | 'after' | 'needs'>,
  ): Promise<HandedOver | { readonly full: string }> {
    for (let count = tasks.length; ; count = Math.floor(count / 2)) {
      const some = tasks.slice(0, count);
      const { batch, script } = this.#write(some, how);
      const values = how.values;
      const job = this.#arrayJob(batch.dir, {
        count,
        number: batch.number,
        throttle: how.throttle,
        after: how.after,
        needs: how.needs,
        values,
        script,
      });
      const result: Submitted = await this.#o.scheduler.submit(job);
      switch (result.kind) {
        case 'job':
          return { batch: writeBatchJob(batch, result.job), tasks: some };
        case 'unsure':
          return { batch, tasks: some, unsure: result.why };
        case 'full':
          dropBatch(batch);
          if (count <= 1) return { full: result.why };
          break;
        case 'wrong':
          dropBatch(batch);
          throw new UsageError(
            `${this.#o.scheduler.name} refuses the job: ${result.why}`,
            `its options: ${this.#o.scheduler.directives(values).join(' ') || 'none'}; DRY_RUN=1 prints the script`,
          );
      }
    }
  }

  #write(
    tasks: LaunchSpec[][],
    how: { readonly values: ClusterJob['values']; readonly throttle: number | null },
  ): { readonly batch: Batch; readonly script: string } {
    const { sweepDir, scheduler } = this.#o;
    for (const spec of tasks.flat()) {
      mkdirSync(spec.attemptDir, { recursive: true });
      writeFileSync(join(spec.attemptDir, LAUNCH_FILE), launchText(spec));
      if (spec.needs !== undefined) writeFileSync(join(spec.attemptDir, NEEDS_FILE), needsText(spec.needs));
    }
    const { number, dir } = makeBatchFolder(sweepDir);
    const parts = this.#scriptParts(dir, how.values);
    writeFileIfChanged(parts.taskScript, taskScriptText());
    const script = this.#render(parts);
    const batch: Batch = {
      name: `${batchNameHead(sweepDir)}${number}`,
      dir,
      number,
      scheduler: scheduler.name,
      throttle: how.throttle,
      job: null,
      tasks: tasks.map((task) =>
        task.map(
          (spec): TaskRun => ({
            folder: relative(sweepDir, spec.runDir),
            attempt: spec.attempt,
            timeoutS: spec.timeoutS,
            graceS: spec.graceS,
            retries: spec.retries,
          }),
        ),
      ),
    };
    writeBatch(batch, script);
    return { batch, script };
  }

  #scriptParts(batchDir: string, values: ClusterJob['values']): ArrayScriptParts {
    const { sweepDir, scheduler, settings } = this.#o;
    return {
      directives: scheduler.directives(values),
      sweepDir,
      batchDir,
      // Never changed in place, since bash reads a script as it goes: another text is another file.
      taskScript: join(sweepDir, CLUSTER_FOLDER, `task-${shortId(sha256(taskScriptText()))}.sh`),
      heartbeatS: settings.get('HEARTBEAT'),
      signal: scheduler.signal(values),
      scratch: settings.get('SCRATCH'),
      requeueExit: scheduler.requeueExit,
    };
  }

  #render(parts: ArrayScriptParts): string {
    const { templates } = this.#o.scheduler;
    const own = this.#o.settings.text(templates.setting) ?? '';
    const path = own === '' ? join(INSTALLATION, templates.file) : own;
    try {
      this.#template ??= { path, text: readFileSync(path, 'utf8') };
    } catch (error) {
      throw new UsageError(
        `${path}: ${errorInWords(error)}`,
        `SWEEP_${templates.setting} names the template of the array script`,
      );
    }
    return renderArrayScript(this.#template.text, this.#template.path, parts);
  }

  #arrayJob(
    dir: string,
    {
      number,
      ...what
    }: Pick<ClusterJob, 'count' | 'throttle' | 'after' | 'needs' | 'values' | 'script'> & {
      readonly number: number;
    },
  ): ClusterJob {
    const { sweepDir } = this.#o;
    const name = `${batchNameHead(sweepDir)}${number}`;
    return { name, ...what, sweepDir, batchDir: dir, scriptPath: join(dir, 'script.sh') };
  }
}

function specOf(resolved: readonly Resolved[], place: number): LaunchSpec {
  const found = resolved[place];
  if (found === undefined) throw new Error('internal: a plan names a run that was not given');
  return found.spec;
}

let taskScript: string | undefined;

function taskScriptText(): string {
  taskScript ??= readFileSync(join(TEMPLATES, 'array-task.sh'), 'utf8');
  return taskScript;
}
