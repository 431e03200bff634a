// SPDX-License-Identifier: MIT
import type { Event } from '../../scripts/lib/run/event.ts';
import type { RunId, ConfigId } from '../../scripts/lib/core/hash.ts';
import type { LaunchSpec } from '../../scripts/lib/exec/engine/backend.ts';
import type { Outcome } from '../../scripts/lib/run/outcome.ts';
import type { RunState, SweepState } from '../../scripts/lib/run/state.ts';
import type { Actor, Scene } from './explore.ts';
import { isPassing, lockText, SWEEP, withLock } from './lock-scenes.ts';
import type { Process } from './real-code.ts';
import type { Calls } from './replay.ts';
import { playLane, type ScriptFaults } from './script-steps.ts';
import type { Op } from './op.ts';
import type { Who, World } from './world.ts';

/** The one run of a scene. */
const RUN = 'r'.repeat(64) as RunId; // a name
const FOLDER = 'config_1';
const ATTEMPTS = `${SWEEP}/.attempts/${FOLDER}`;

const ADDED: Event = {
  kind: 'added',
  t: 0,
  run: RUN,
  config: RUN as unknown as ConfigId, // a name
  number: 1,
  folder: FOLDER,
  values: [],
  swept: [],
};

/** What a runner of one run knows and does: the way of bring-up.ts and run-loop.ts, by their own functions. */
class Runner {
  readonly #code: Process['code'];
  readonly #calls: Calls;
  readonly #lane: string;
  readonly #check: () => void;
  readonly #folding: ReturnType<Process['code']['startFolding']>;
  readonly #retries: ReturnType<Process['code']['createRetryBook']>;

  constructor(code: Process['code'], calls: Calls, lane: string, check: () => void) {
    [this.#code, this.#calls, this.#lane, this.#check] = [code, calls, lane, check];
    this.#folding = code.startFolding();
    this.#retries = code.createRetryBook();
    for (const line of calls.take({ kind: 'journal' }) as readonly string[])
      this.#folding.apply(JSON.parse(line) as Event); // the model's own lines
  }

  play(): void {
    const clock = { nowMs: () => 0, steadyMs: () => 0 };
    const settling = { sweepDir: SWEEP, clock, takeLockByForce: false, reporter: this.#code.SILENT_REPORTER };
    const living = this.#code.settleNeverStarted(settling, this.#state, 'local', (events) => this.#put(events));
    if (living.length > 0) this.#watch(this.#run.attempts.length, true);
    this.#put(this.#code.againEvents(this.#run, () => undefined, 0));
    while (this.#code.isOpenRun(this.#run)) this.#begin(this.#run.attempts.length + 1);
  }

  get #state(): SweepState {
    return this.#folding.state;
  }

  get #run(): RunState {
    return this.#state.runs.get(RUN) as RunState; // the one that was added
  }

  #put(events: readonly Event[]): void {
    if (events.length === 0) return;
    this.#check();
    this.#calls.take({ kind: 'append', events: events.map((event) => JSON.stringify(event)) });
    for (const event of events) this.#folding.apply(event);
  }

  #dir(attempt: number): string {
    return this.#code.attemptFolder({ home: SWEEP, folder: FOLDER }, { attempt, place: 'apart' });
  }

  /** Announces an attempt, hands it to the lane, and follows what that says (LocalBackend). */
  #begin(attempt: number): void {
    const dir = this.#dir(attempt);
    this.#code.makeFolder(dir);
    this.#put([{ kind: 'starting', t: 0, run: RUN, attempt, devices: [], place: 'apart' }]);
    this.#calls.take({ kind: 'send', to: this.#lane, text: dir });
    for (;;) {
      const word = this.#calls.take({ kind: 'receive' });
      switch (word) {
        case 'l':
          this.#watch(attempt, false);
          return;
        case 's':
          this.#put([{ kind: 'started', t: 0, run: RUN, attempt, host: 'x' }]);
          break;
        case 'e':
          this.#ended(attempt, this.#code.readRawOutcome(dir)?.exit ?? null);
          return;
        default: {
          const raw = this.#code.readRawOutcome(dir);
          this.#code.killMarked(dir, 'SIGKILL');
          this.#ended(attempt, raw?.exit ?? null);
          return;
        }
      }
    }
  }

  /** Follows an attempt from outside, by its files and processes. */
  #watch(attempt: number, isAdopted: boolean): void {
    const dir = this.#dir(attempt);
    // What a look asks of an attempt: its folder and its devices.
    const adopted = this.#code.adoptAttempt({
      attemptDir: dir,
      attempt,
      devices: [] as readonly string[],
    } as LaunchSpec);
    for (let seen = ''; ; ) {
      const now = { atMs: 0, upMs: 0 };
      const news = adopted.look(now, null);
      if (news?.kind === 'ended') {
        this.#told(attempt, news.outcome, isAdopted);
        return;
      }
      const orLonger = news === undefined && this.#calls.passedMs() < 2000;
      seen = String(this.#calls.take({ kind: 'wait', dir, seen, orLonger }));
      this.#calls.wait(1001);
    }
  }

  #ended(attempt: number, exit: number | null): void {
    const ending = { exit, startedAtMs: 0, endedAtMs: 0, host: 'x', devices: [], cause: null };
    this.#told(attempt, this.#code.outcomeOf(ending), false);
  }

  #told(attempt: number, outcome: Outcome, isAdopted: boolean): void {
    this.#put([{ kind: 'ended', t: 0, run: RUN, attempt, outcome }]);
    const had = { run: RUN, retries: this.#run.retries, allowed: 0, isDemanded: false, isStopping: false };
    const cause = this.#retries.reason({ ...had, outcome, isAdopted });
    if (cause !== undefined) this.#put([{ kind: 'requeued', t: 0, run: RUN, cause }]);
  }
}

/** A runner and its lane: the lane hears when its runner is gone. */
function pair(
  make: (who: Who) => Process,
  number: number,
  waits: boolean,
  mayDie: boolean,
  faults: ScriptFaults,
): readonly Actor[] {
  const [who, lane] = [
    { name: `runner${number}`, host: 'x', pid: number },
    { name: `lane${number}`, host: 'x', pid: 100 + number },
  ];
  const process = make(who);
  const tell = (to: string, text: string) => (world: World) => world.post(to, text);
  return [
    {
      ...who,
      mayDie,
      program: (calls) => {
        if (waits) calls.take({ kind: 'wait for calm' });
        withLock(process, calls, (check) => new Runner(process.code, calls, lane.name, check).play());
      },
      onEnd: tell(lane.name, 'eof'),
    },
    { ...lane, mayDie, program: (calls) => playLane(calls, lane, who.name, faults), onEnd: tell(who.name, 'gone') },
  ];
}

/** A command ends when it likes. */
export function jobsEnd(world: World): readonly { readonly name: string; readonly happen: (world: World) => void }[] {
  return [...world.jobs].flatMap(([dir, job]) =>
    job.state === 'alive'
      ? [{ name: `${dir} ends`, happen: (next: World) => next.setJob(dir, { ...job, state: 'done' as const }) }]
      : [],
  );
}

/** Whatever was read once stays: claims, outcomes and locks are written once, so only finding them is told apart. */
const isPrivate = (op: Op): boolean => isPassing(op) && !(op.kind === 'read' && /claim|outcome/.test(op.inode));

interface ClaimOptions {
  readonly deaths: number;
  readonly faults?: ScriptFaults;
}

const begin = (world: World, events: readonly Event[]): void => {
  for (const path of [SWEEP, `${SWEEP}/.attempts`, ATTEMPTS]) world.addFile(path, '', true);
  world.journal = events.map((event) => JSON.stringify(event));
};

const atEnd =
  (make: (who: Who) => Process) =>
  (world: World): readonly string[] => {
    const status = endOf(make, world);
    return [
      ...(status === 'done' ? [] : [`the run is ${status} when all is over`]),
      ...[...world.jobs].filter(([, { state }]) => state === 'alive').map(([dir]) => `${dir} is still at work`),
    ];
  };

/**
 * A runner announces a run, hands it over and dies somewhere, or its lane does; at the end somebody comes who goes on by
 * himself, and then the run is done.
 */
export function aloneScene(make: (who: Who) => Process, { deaths, faults = {} }: ClaimOptions): Scene {
  return {
    name: `a runner and its lane, ${deaths} deaths`,
    actors: [...pair(make, 1, false, true, faults), ...pair(make, 2, true, false, {})],
    begin: (world) => {
      begin(world, [ADDED]);
      world.addFile(`${SWEEP}/lock-1.json`, lockText({ pid: 50, released: true }));
    },
    deaths,
    events: jobsEnd,
    isPrivate,
    atEnd: atEnd(make),
  };
}

/**
 * The runner is dead, and its lane has the request or does not know it yet: it takes the attempt early, late or never, while
 * `runners` others take the sweep over, revoke, watch and begin again.
 */
export function takeoverScene(
  make: (who: Who) => Process,
  { deaths, runners, faults = {} }: ClaimOptions & { readonly runners: number },
): Scene {
  const orphan = { name: 'lane1', host: 'x', pid: 101 };
  const others = Array.from({ length: runners }, (_, i) => pair(make, i + 2, false, true, faults)).flat();
  return {
    name: `a lane whose runner died, ${runners} who take over, ${deaths} deaths`,
    actors: [
      { ...orphan, mayDie: true, program: (calls) => playLane(calls, orphan, 'nobody', faults) },
      ...others,
      ...pair(make, runners + 2, true, false, {}),
    ],
    begin: (world) => {
      begin(world, [ADDED, { kind: 'starting', t: 0, run: RUN, attempt: 1, devices: [], place: 'apart' }]);
      world.addFile(`${ATTEMPTS}/1`, '', true);
      world.addFile(`${SWEEP}/lock-1.json`, lockText({ pid: 50 }));
      world.post('lane1', `${ATTEMPTS}/1`);
      world.post('lane1', 'eof');
    },
    deaths,
    events: jobsEnd,
    isPrivate,
    atEnd: atEnd(make),
  };
}

function endOf(make: (who: Who) => Process, world: World): string {
  const folding = make({ name: 'nobody', host: 'x', pid: 98 }).code.startFolding();
  for (const line of world.journal) folding.apply(JSON.parse(line) as Event); // the model's own lines
  return folding.state.runs.get(RUN)?.status ?? 'lost';
}
