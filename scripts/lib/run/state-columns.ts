// SPDX-License-Identifier: MIT
import type { RunId } from '../core/hash.ts';
import type { Assignment, Value, ValueKind } from '../core/value.ts';
import type { OpenRun, OpenState } from './fold.ts';
import type { Outcome } from './outcome.ts';
import type { AttemptState } from './state.ts';

/** What many runs share, kept once. A column of `shared` numbers points into the list of the state. */
type Shared = number;

/** Names and kinds of a run's symbols, and which of them are swept. */
type Layout = readonly [symbols: readonly (readonly [name: string, kind: ValueKind])[], swept: readonly string[]];
type Standing = readonly [
  status: OpenRun['status'],
  retries: number,
  retired: boolean,
  importedFrom: string | null,
  hasImported: boolean,
  notes: readonly string[],
  doubts: readonly string[] | null,
];
type Ending = Readonly<Omit<Outcome, 'startedAtMs' | 'endedAtMs' | 'durationS'>>;

/** What few runs have beside the rest. */
type Further = Readonly<Pick<OpenRun, 'stage' | 'needs' | 'requested' | 'isExtra' | 'blockedBy'>>;

/** The state of a sweep by columns, as JSON data: a fifth of the size of the journal, and read in a fifth of the time. */
export interface StateColumns {
  readonly sweep: Omit<OpenState, 'runs'>;
  readonly shared: readonly unknown[];
  readonly runs: {
    readonly run: readonly RunId[];
    /** null: as the run's id. */
    readonly config: readonly (OpenRun['config'] | null)[];
    readonly number: readonly number[];
    readonly folder: readonly string[];
    readonly layout: readonly Shared[];
    /** Of all values of all runs, one after the other. */
    readonly texts: readonly string[];
    readonly standing: readonly Shared[];
    readonly further: readonly Shared[];
    readonly reported: readonly OpenRun['reported'][];
    /** Place among the outcomes, -1 for none. */
    readonly outcome: readonly number[];
    /** How many attempts each run had. */
    readonly attempts: readonly number[];
  };
  readonly attempts: {
    readonly attempt: readonly number[];
    readonly startingAtMs: readonly number[];
    readonly startedAtMs: readonly (number | null)[];
    readonly place: readonly Shared[];
    readonly host: readonly Shared[];
    readonly boot: readonly Shared[];
    readonly pid: readonly (number | null)[];
    readonly pidStart: readonly (string | null)[];
    readonly job: readonly (string | null)[];
    readonly devices: readonly Shared[];
    readonly outcome: readonly number[];
  };
  readonly outcomes: {
    readonly startedAtMs: readonly (number | null)[];
    readonly endedAtMs: readonly number[];
    readonly durationS: readonly (number | null)[];
    readonly ending: readonly Shared[];
  };
}

/** Returns a state as columns, of which `stateOf` makes an equal one. */
export function columnsOf({ runs, ...sweep }: OpenState): StateColumns {
  const all = [...runs.values()];
  const attempts = all.flatMap((run) => run.attempts);
  const share = sharing();
  const outcomes = placing<Outcome>();
  const columns = {
    sweep,
    runs: {
      run: all.map((r) => r.run),
      config: all.map((r) => ((r.config as string) === r.run ? null : r.config)),
      number: all.map((r) => r.number),
      folder: all.map((r) => r.folder),
      layout: all.map((r) => share.place([r.values.map((v) => [v.name, v.value.kind]), r.swept] satisfies Layout)),
      texts: all.flatMap((r) => r.values.map((v) => v.value.text)),
      standing: all.map((r) =>
        share.place([
          r.status,
          r.retries,
          r.retired,
          r.importedFrom,
          r.hasImported,
          r.notes,
          r.doubts ?? null,
        ] satisfies Standing),
      ),
      further: all.map(({ stage, needs, requested, isExtra, blockedBy }) =>
        share.place({ stage, needs, requested, isExtra, blockedBy } satisfies Further),
      ),
      reported: all.map((r) => r.reported),
      outcome: all.map((r) => outcomes.place(r.outcome)),
      attempts: all.map((r) => r.attempts.length),
    },
    attempts: {
      attempt: attempts.map((a) => a.attempt),
      startingAtMs: attempts.map((a) => a.startingAtMs),
      startedAtMs: attempts.map((a) => a.startedAtMs),
      place: attempts.map((a) => share.place(a.place)),
      host: attempts.map((a) => share.place(a.host)),
      boot: attempts.map((a) => share.place(a.boot)),
      pid: attempts.map((a) => a.pid),
      pidStart: attempts.map((a) => a.pidStart),
      job: attempts.map((a) => a.job),
      devices: attempts.map((a) => share.place(a.devices)),
      outcome: attempts.map((a) => outcomes.place(a.outcome)),
    },
  };
  const ended = outcomes.list;
  const ending = ended.map(({ startedAtMs: _s, endedAtMs: _e, durationS: _d, ...rest }) =>
    share.place(rest satisfies Ending),
  );
  return {
    ...columns,
    outcomes: {
      startedAtMs: ended.map((o) => o.startedAtMs),
      endedAtMs: ended.map((o) => o.endedAtMs),
      durationS: ended.map((o) => o.durationS ?? null),
      ending,
    },
    shared: share.list,
  };
}

/** Returns the state that the columns were made of; events can go on being applied to it. Throws a TypeError for columns of something else. */
export function stateOf({ sweep, shared, runs, attempts, outcomes }: StateColumns): OpenState {
  const share = <T>(place: Shared | undefined): T => shared[place ?? -1] as T;
  const ended = outcomes.ending.map((place, i): Outcome => {
    const durationS = outcomes.durationS[i] ?? null;
    return {
      ...share<Ending>(place),
      startedAtMs: outcomes.startedAtMs[i] ?? null,
      endedAtMs: outcomes.endedAtMs[i] ?? 0,
      ...(durationS === null ? {} : { durationS }),
    };
  });
  const tried = attempts.attempt.map(
    (attempt, i): AttemptState => ({
      attempt,
      startingAtMs: attempts.startingAtMs[i] ?? 0,
      startedAtMs: attempts.startedAtMs[i] ?? null,
      place: share(attempts.place[i]),
      host: share(attempts.host[i]),
      boot: share(attempts.boot[i]),
      pid: attempts.pid[i] ?? null,
      pidStart: attempts.pidStart[i] ?? null,
      job: attempts.job[i] ?? null,
      devices: share(attempts.devices[i]),
      outcome: ended[attempts.outcome[i] ?? -1] ?? null,
    }),
  );
  const open = new Map<RunId, OpenRun>();
  let [text, attempt] = [0, 0];
  for (const [i, run] of runs.run.entries()) {
    const [symbols, swept] = share<Layout>(runs.layout[i]);
    const [status, retries, retired, importedFrom, hasImported, notes, doubts] = share<Standing>(runs.standing[i]);
    const values = symbols.map(
      ([name, kind], k): Assignment => ({ name, value: { kind, text: runs.texts[text + k] ?? '' } as Value }),
    );
    text += symbols.length;
    const count = runs.attempts[i] ?? 0;
    open.set(run, {
      run,
      config: runs.config[i] ?? (run as unknown as OpenRun['config']),
      number: runs.number[i] ?? 0,
      folder: runs.folder[i] ?? '',
      values,
      swept,
      ...share<Further>(runs.further[i]),
      status,
      outcome: ended[runs.outcome[i] ?? -1] ?? null,
      attempts: tried.slice(attempt, attempt + count),
      retries,
      retired,
      importedFrom,
      hasImported,
      reported: runs.reported[i] ?? null,
      notes: [...notes],
      ...(doubts === null ? {} : { doubts: [...doubts] }),
    });
    attempt += count;
  }
  return { ...sweep, runs: open };
}

/** Equal data has one place. */
function sharing(): { readonly list: readonly unknown[]; place(data: unknown): Shared } {
  const list: unknown[] = [];
  const places = new Map<string, number>();
  return {
    list,
    place: (data) => {
      const key = JSON.stringify(data);
      const place = places.get(key) ?? list.push(data) - 1;
      places.set(key, place);
      return place;
    },
  };
}

/** The same object has one place; null has -1. */
function placing<T extends object>(): { readonly list: readonly T[]; place(item: T | null): number } {
  const list: T[] = [];
  const places = new Map<T, number>();
  return {
    list,
    place: (item) => {
      if (item === null) return -1;
      const place = places.get(item) ?? list.push(item) - 1;
      places.set(item, place);
      return place;
    },
  };
}
