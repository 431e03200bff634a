// SPDX-License-Identifier: MIT
// Random range files, edited and called again and again: the language, identities, plan, journal events and gate together against oracles
// that share no code with them. Every call is played twice from one state, its runs ending in two orders.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DiagnosticsError } from '../../../../scripts/lib/core/diagnostic.ts';
import type { RunId } from '../../../../scripts/lib/core/hash.ts';
import { createRng, type Rng, shuffled } from '../../../../scripts/lib/core/rng.ts';
import { openStageWork, stageSteps, stepEvents } from '../../../../scripts/lib/exec/engine/stage-work.ts';
import { type Folding, foldEvents, startFolding } from '../../../../scripts/lib/run/fold.ts';
import type { Event } from '../../../../scripts/lib/run/event.ts';
import { outcomeOf } from '../../../../scripts/lib/run/outcome-of.ts';
import { planRuns } from '../../../../scripts/lib/run/plan-runs.ts';
import { changedRuns } from '../../../../scripts/lib/run/stages/changes.ts';
import { reasonWords } from '../../../../scripts/lib/run/stages/step.ts';
import type { RunState } from '../../../../scripts/lib/run/state.ts';
import { bruteRuns, type Plan, randomPlan, runsOf, textOf } from '../../../space/deep/brute-stages.ts';
import { bruteForce } from '../oracle.ts';
import type { GraphRun } from '../random-graph.ts';

/** What a stage is made of besides its lines: edits of its command and of its preset. */
interface Versions {
  readonly command: number;
  readonly file: number;
}

/** A run as the oracle knows it, by all that makes it. */
interface Known {
  readonly text: string;
  /** The same without versions: what it is to the user. */
  readonly place: string;
  readonly stage: string;
  readonly number: number;
  readonly needs: readonly string[];
  readonly versions: Versions;
  status: GraphRun['status'];
  /** With what blocks it. */
  shown: string;
  tried: boolean;
  retired: boolean;
}

/** One call, as random as it gets. */
interface Asked {
  readonly force: string | undefined;
  readonly isMeant: (run: Pick<Known, 'stage' | 'number'>) => boolean;
  readonly retries: boolean;
  readonly lost: ReadonlySet<string>;
  readonly failing: ReadonlySet<string>;
}

class World {
  plan: Plan;
  readonly versions = new Map<string, Versions>();
  readonly known = new Map<string, Known>();
  /** Texts by the ids that ksweep gave. */
  readonly textOf = new Map<RunId, string>();

  constructor(rng: Rng) {
    this.plan = randomPlan(rng);
  }

  versionsOf(stage: string): Versions {
    return this.versions.get(stage) ?? { command: 0, file: 0 };
  }

  /** Edits the range file, a command or a preset. */
  edit(rng: Rng): void {
    const stage = this.plan.stages[rng.below(this.plan.stages.length)] ?? assert.fail();
    const before = this.versionsOf(stage.name);
    const kind = rng.below(4);
    if (kind === 0) this.versions.set(stage.name, { ...before, command: rng.below(3) });
    else if (kind === 1) this.versions.set(stage.name, { ...before, file: rng.below(3) });
    else {
      const grown = stage.symbols.map((axis) => {
        const values = kind === 2 ? [...axis.values, axis.values.length + 1] : axis.values.slice(0, -1);
        return values.length === 0 || values.length > 4 ? axis : { ...axis, values };
      });
      const stages = this.plan.stages.map((s) => (s === stage ? { ...s, symbols: grown } : s));
      this.plan = { ...this.plan, stages };
    }
  }

  /** Brings the folder up to the file as the documentation says: ids by what makes a run, numbers that go on. */
  extend(): boolean {
    const made = new Map<string, string>();
    const isNew = this.known.size === 0;
    const wanted = new Set<string>();
    const position = new Map<string, number>();
    for (const run of bruteRuns(this.plan)) {
      const needs = [...run.above.values()].flatMap((need) => made.get(need.text) ?? []);
      const own = this.plan.stages.find((s) => s.name === run.stage)?.needs ?? [];
      const direct = own.map((name) => made.get(run.above.get(name)?.text ?? '') ?? assert.fail());
      const versions = this.versionsOf(run.stage);
      const text = `${run.text}{${versions.command},${versions.file}}<${[...needs].sort().join(';')}>`;
      made.set(run.text, text);
      wanted.add(text);
      const at = (position.get(run.stage) ?? 0) + 1;
      position.set(run.stage, at);
      if (this.known.has(text)) continue;
      const last = Math.max(0, ...[...this.known.values()].filter((k) => k.stage === run.stage).map((k) => k.number));
      const number = isNew ? at : last + 1;
      const more = { text, place: run.text, stage: run.stage, number, needs: direct, versions };
      this.known.set(text, { ...more, status: 'pending', shown: 'pending', tried: false, retired: false });
    }
    for (const run of this.known.values()) run.retired = !wanted.has(run.text);
    return wanted.size > 0;
  }

  /** The runs that are not retired, needs first, each stage in the order of its numbers. */
  get active(): readonly Known[] {
    const all = [...this.known.values()].filter((run) => !run.retired);
    return all.sort((a, b) => (a.stage === b.stage ? a.number - b.number : a.stage < b.stage ? -1 : 1));
  }

  /** What a run that was never tried is to the user when one of the same values has left the file. */
  changeOf(run: Known): string | undefined {
    if (run.tried) return undefined;
    const before = [...this.known.values()].filter((k) => k.retired && k.place === run.place).at(-1);
    if (before === undefined) return undefined;
    if (before.versions.file !== run.versions.file) return 'files';
    return before.needs.join() === run.needs.join() ? 'command' : 'need';
  }
}

function randomCall(rng: Rng, { active, plan }: World): Asked {
  const chance = (p: number): boolean => rng.float() < p;
  const some = (p: number): ReadonlySet<string> => new Set(active.flatMap((run) => (chance(p) ? [run.text] : [])));
  const stages = plan.stages.map(({ name }) => name);
  const force = chance(0.2) ? stages[rng.below(stages.length)] : undefined;
  const stage = force ?? stages.at(-1);
  const parity = chance(0.25) ? rng.below(2) : undefined;
  return {
    force,
    isMeant: (run) => parity === undefined || (run.stage === stage && run.number % 2 === parity),
    retries: chance(0.4),
    lost: some(0.15),
    failing: some(chance(0.5) ? 0.25 : 0),
  };
}

/** Plays a call with what ksweep runs it by. Returns the reason for each run that the plan gave; `stopAfter` ends cut it short. */
function play(folding: Folding, world: World, asked: Asked, rng: Rng, stopAfter: number): ReadonlyMap<string, string> {
  const { state } = folding;
  const textOf = (id: RunId): string => world.textOf.get(id) ?? assert.fail();
  const isMeant = (run: RunState): boolean => asked.isMeant({ stage: run.stage ?? '', number: run.number });
  const steps = stageSteps(state, {
    selection: { includes: isMeant, ordered: (runs) => runs },
    again: (run) => (asked.retries && run.status === 'failed' ? { kind: 'rerun' } : undefined),
    forces: (run) => run.stage === asked.force,
    lostOutputs: (run) => (asked.lost.has(textOf(run.run)) ? ['model.pt'] : []),
  });
  const reasons = new Map<string, string>();
  const changes = changedRuns(state.runs);
  for (const { run, action, reason } of steps) {
    const words = action === 'rest' ? 'rest' : reasonWords(reason, textOf);
    const change = reason.kind === 'new' ? changes.get(run.run) : undefined;
    reasons.set(textOf(run.run), change === undefined ? words : `changed ${change.kind}`);
  }
  for (const event of stepEvents(steps, 0)) folding.apply(event);
  const work = openStageWork(steps, state);
  let waiting: readonly RunId[] = work.ready;
  for (let ends = 0; waiting.length > 0 && ends < stopAfter; ends += 1) {
    const [run = assert.fail(), ...others] = shuffled(waiting, rng);
    waiting = others;
    const attempt = (state.runs.get(run)?.attempts.length ?? 0) + 1;
    for (const need of state.runs.get(run)?.needs ?? [])
      assert.equal(state.runs.get(need)?.status, 'done', `${textOf(run)} begins before ${textOf(need)} is done`);
    folding.apply({ kind: 'starting', t: 0, run, attempt, devices: [] });
    const exit = asked.failing.has(textOf(run)) ? 1 : 0;
    const outcome = outcomeOf({ exit, cause: null, startedAtMs: 0, endedAtMs: 1, host: '', devices: [] });
    folding.apply({ kind: 'ended', t: 1, run, attempt, outcome });
    const news = work.ended(state.runs.get(run) ?? assert.fail(), 1);
    for (const event of news.events) folding.apply(event);
    waiting = [...waiting, ...news.ready];
  }
  if (waiting.length === 0) assert.equal(work.waiting(), 0);
  return reasons;
}

/** How each run stands, by its text. */
function standing({ state }: Folding, world: World): ReadonlyMap<string, string> {
  return new Map(
    [...state.runs.values()].map((run) => [world.textOf.get(run.run) ?? assert.fail(), standingOf(run, world)]),
  );
}

function standingOf(run: RunState, world: World): string {
  const by = run.blockedBy.map((id) => world.textOf.get(id) ?? assert.fail());
  return run.status === 'blocked' ? `blocked by ${by.join(', ')}` : run.status;
}

test('three hundred histories of edits and calls go as the oracles say, whatever the order in which runs end', () => {
  const rng = createRng('stage histories');
  const seen = new Map<string, number>();
  const note = (what: string): unknown => seen.set(what, (seen.get(what) ?? 0) + 1);
  for (let i = 0; i < 300; i += 1) {
    const world = new World(rng);
    const journal: Event[] = [];
    for (let call = 0; call < 5; call += 1) {
      if (call > 0 && rng.float() < 0.6) world.edit(rng);
      if (bruteRuns(world.plan).length > 60) break;
      const text = textOf(world.plan, (stage) => [`SWEEP_INPUTS="conf/${stage}.yaml"`]);
      let wanted: ReturnType<typeof runsOf>;
      try {
        wanted = runsOf(
          text,
          (stage) => `run ${stage} v${world.versionsOf(stage).command}`,
          (path) => `v${world.versionsOf(/conf\/(\w+)/.exec(path)?.[1] ?? '').file}`,
        );
      } catch (error) {
        assert.ok(error instanceof DiagnosticsError && /E_EMPTY/.test(error.message), String(error));
        assert.equal(bruteRuns(world.plan).length, 0, text);
        break; // nothing is left of the file: such a call changes nothing
      }
      assert.ok(world.extend());
      const adding = startFolding();
      for (const event of journal) adding.apply(event);
      const plan = planRuns(adding.state, wanted, { t: 0, folderName: (run, n) => `${run.stage}/${n}` });
      journal.push(...plan.added.map(({ event }) => event), ...plan.changed);
      learn(world, foldEvents(journal).runs.values());

      const asked = randomCall(rng, world);
      const graph = world.active.map(
        (run): GraphRun => ({
          id: run.text,
          stage: run.stage,
          number: run.number,
          needs: run.needs,
          status: run.status,
          tried: run.tried,
          isIncluded: asked.isMeant(run),
          isForced: run.stage === asked.force && asked.isMeant(run),
          hasAgain: asked.retries && run.status === 'failed',
          lost: asked.lost.has(run.text) ? ['model.pt'] : [],
          endsWell: !asked.failing.has(run.text),
        }),
      );
      const expected = bruteForce(graph);
      const isCutShort = rng.float() < 0.2;
      const ends = [0, 1].map((order) => {
        const folding = startFolding();
        const own: Event[] = [];
        for (const event of journal) folding.apply(event);
        const apply = (event: Event): void => {
          own.push(event);
          folding.apply(event);
        };
        const recording = { state: folding.state, apply };
        const stopAfter = isCutShort ? 1 + order : Number.POSITIVE_INFINITY;
        const reasons = play(recording, world, asked, createRng(`${i}/${call}/${order}`), stopAfter);
        for (const run of world.active) {
          const verdict = (expected.plan.get(run.text) ?? '').replace(/^run /, '');
          const change = verdict === 'new' ? world.changeOf(run) : undefined;
          const words = change === undefined ? verdict : `changed ${change}`;
          assert.equal(reasons.get(run.text), words, `history ${i}, call ${call}, ${run.text}\n${text}`);
          note(words.replace(/ (by|needs) .*/, ''));
        }
        return { own, standing: standing(folding, world) };
      });
      const [first = assert.fail(), second = assert.fail()] = ends;
      if (!isCutShort) {
        assert.deepEqual(first.standing, second.standing, `history ${i}, call ${call}`);
        for (const run of world.active) {
          const verdict = expected.plan.get(run.text) ?? '';
          const end = expected.end.get(run.text) ?? '';
          // What is done stays done where it is not even started again.
          const stays = verdict.startsWith('blocked') && !['pending', 'cancelled', 'blocked'].includes(run.status);
          assert.equal(
            first.standing.get(run.text),
            stays || end === run.status ? run.shown : end,
            `history ${i}, call ${call}, ${run.text}`,
          );
        }
      } else note('cut short');
      journal.push(...first.own);
      learn(world, foldEvents(journal).runs.values());
    }
  }
  for (const kind of [
    'new',
    'unfinished',
    'RERUN',
    'unblocked',
    'forced',
    'forced:',
    'missing output: model.pt',
    'blocked',
  ])
    assert.ok((seen.get(kind) ?? 0) > 50, `${kind}: ${JSON.stringify([...seen])}`);
  for (const kind of ['changed files', 'changed need', 'changed command', 'cut short', 'rest'])
    assert.ok((seen.get(kind) ?? 0) > 50, `${kind}: ${JSON.stringify([...seen])}`);
});

/** Ids are told apart by what their runs are; statuses are what the last call left, which was compared before. */
function learn(world: World, runs: Iterable<RunState>): void {
  const byPlace = new Map([...world.known.values()].map((run) => [`${run.stage}/${run.number}`, run]));
  for (const run of runs) {
    const known =
      byPlace.get(`${run.stage}/${run.number}`) ?? assert.fail(`${run.stage}/${run.number} is no run of the oracle`);
    const before = world.textOf.get(run.run);
    assert.ok(before === undefined || before === known.text, 'a run keeps its number');
    world.textOf.set(run.run, known.text);
    assert.equal(run.retired, known.retired, `${known.text} is ${run.retired ? '' : 'not '}retired`);
    assert.deepEqual(
      run.needs.map((id) => world.textOf.get(id)),
      known.needs,
      `needs of ${known.text}`,
    );
    const shown = standingOf(run, world);
    Object.assign(known, { status: run.status, shown, tried: run.attempts.length > 0 });
  }
  assert.equal(world.textOf.size, world.known.size, 'each run of the oracle is one of ksweep');
}
