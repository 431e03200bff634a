// SPDX-License-Identifier: MIT
import { type Program, type Standing, standingAfter } from './replay.ts';
import type { Answer, Op } from './op.ts';
import { type Who, World } from './world.ts';

/** A program of a scene, and who runs it. */
export interface Actor extends Who {
  readonly program: Program;
  /** May be killed between any two of its steps. */
  readonly mayDie: boolean;
  /** Told when it has ended, or died. */
  readonly onEnd?: (world: World) => void;
}

/** Some programs that share a file server, and what must be so at the end. */
export interface Scene {
  readonly name: string;
  readonly actors: readonly Actor[];
  readonly begin: (world: World) => void;
  /** How many of them are killed, in one history, at most. */
  readonly deaths: number;
  /** What happens by itself. */
  readonly events?: (world: World) => readonly { readonly name: string; readonly happen: (world: World) => void }[];
  /** Steps on what nobody else touches: taken at once, with the step before. */
  readonly isPrivate?: (op: Op) => boolean;
  /** What is wrong when nothing can happen any more. */
  readonly atEnd: (world: World) => readonly string[];
}

export interface Explored {
  readonly states: number;
  readonly steps: number;
  readonly ends: number;
  /** What is wrong, and the shortest history that leads there; undefined: nothing. */
  readonly wrong: { readonly what: readonly string[]; readonly history: readonly string[] } | undefined;
  /** False: given up at the limit. */
  readonly isWhole: boolean;
}

/** Where one actor stands: by all answers that it got. Two actors of one name with the same answers stand in one place. */
interface Place {
  readonly id: number;
  readonly answers: readonly Answer[];
  readonly standing: Standing | { readonly died: true };
  readonly followers: Map<string, Place>;
}

interface State {
  readonly world: World;
  readonly places: readonly Place[];
  readonly deaths: number;
  readonly from: State | undefined;
  readonly by: string;
}

/** Tries every order of the steps of a scene's actors, with deaths at each of them: all states that can be, breadth first. */
export function explore(scene: Scene, mostStates = Number.POSITIVE_INFINITY): Explored {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0; // most answers of the world are errors, and a stack costs more than all else
  try {
    return walk(scene, mostStates);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function walk(scene: Scene, mostStates: number): Explored {
  const map = new Places(scene);
  const world = new World(scene.actors);
  scene.begin(world);
  const seen = new Set<string>();
  const worlds = new Map<string, number>();
  const queue: State[] = [];
  let [steps, ends] = [0, 0];
  const add = (state: State): void => {
    const worldKey = state.world.key();
    let id = worlds.get(worldKey);
    if (id === undefined) {
      id = worlds.size;
      worlds.set(worldKey, id);
    }
    const key = `${id} ${state.places.map((place) => place.id).join(' ')} ${state.deaths}`;
    if (seen.has(key)) return;
    seen.add(key);
    queue.push(state);
  };
  add({ world, places: scene.actors.map((_, i) => map.first(i)), deaths: 0, from: undefined, by: 'the begin' });
  for (let at = 0; at < queue.length; at += 1) {
    const state = queue[at] as State; // at is below its length
    queue[at] = undefined as unknown as State; // what was looked at is kept by its followers alone
    if (state.world.wrong.length > 0)
      return {
        states: seen.size,
        steps,
        ends,
        wrong: { what: state.world.wrong, history: historyOf(state) },
        isWhole: false,
      };
    if (seen.size > mostStates) return { states: seen.size, steps, ends, wrong: undefined, isWhole: false };
    const next = map.next(state);
    steps += next.length;
    if (next.every(({ isDeath }) => isDeath)) {
      ends += 1;
      const what = scene.atEnd(state.world);
      if (what.length > 0)
        return { states: seen.size, steps, ends, wrong: { what, history: historyOf(state) }, isWhole: false };
    }
    for (const one of next) add(one);
  }
  return { states: seen.size, steps, ends, wrong: undefined, isWhole: true };
}

function historyOf(state: State): readonly string[] {
  return state.from === undefined ? [] : [...historyOf(state.from), state.by];
}

class Places {
  readonly #scene: Scene;
  readonly #firsts: readonly Place[];
  readonly #dead: Place;
  #count = 0;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#dead = { id: this.#count++, answers: [], standing: { died: true }, followers: new Map() };
    this.#firsts = scene.actors.map(({ program }) => this.#place(program, []));
  }

  first(actor: number): Place {
    return this.#firsts[actor] as Place; // one for each actor
  }

  #place(program: Program, answers: readonly Answer[]): Place {
    return { id: this.#count++, answers, standing: standingAfter(program, answers), followers: new Map() };
  }

  #after(actor: Actor, place: Place, answer: Answer): Place {
    const key = JSON.stringify(answer);
    let next = place.followers.get(key);
    if (next === undefined) {
      next = this.#place(actor.program, [...place.answers, answer]);
      place.followers.set(key, next);
    }
    return next;
  }

  /** All states that one step, one death or one event leads to. */
  next(state: State): readonly (State & { readonly isDeath: boolean })[] {
    const { actors, events, deaths } = this.#scene;
    const found: (State & { readonly isDeath: boolean })[] = [];
    const happenings = events?.(state.world) ?? [];
    const isCalm = (except: number): boolean =>
      happenings.length === 0 &&
      actors.every((actor, i) => {
        const standing = state.places[i]?.standing;
        if (i === except || standing === undefined || !('next' in standing)) return true;
        return standing.next.kind === 'wait for calm' || !state.world.mayStep(standing.next, actor, () => false);
      });
    for (const [i, actor] of actors.entries()) {
      const place = state.places[i];
      if (place === undefined || !('next' in place.standing)) continue;
      if (state.world.mayStep(place.standing.next, actor, () => isCalm(i)))
        found.push(this.#step(state, i, actor, place));
      if (actor.mayDie && state.deaths < deaths) {
        const world = state.world.copy();
        world.die(actor.name);
        actor.onEnd?.(world);
        found.push({
          world,
          places: replaced(state.places, i, this.#dead),
          deaths: state.deaths + 1,
          from: state,
          by: `${actor.name} dies`,
          isDeath: true,
        });
      }
    }
    for (const { name, happen } of happenings) {
      const world = state.world.copy();
      happen(world);
      found.push({ world, places: state.places, deaths: state.deaths, from: state, by: name, isDeath: false });
    }
    return found;
  }

  #step(state: State, i: number, actor: Actor, from: Place): State & { readonly isDeath: boolean } {
    const world = state.world.copy();
    let place = from;
    const told: string[] = [];
    do {
      if (!('next' in place.standing)) break;
      const op = place.standing.next;
      const answer = world.take(op, actor, `${actor.name}#${place.answers.length}`);
      told.push(`${actor.name}: ${JSON.stringify(op)} -> ${JSON.stringify(answer)}`);
      place = this.#after(actor, place, answer);
    } while ('next' in place.standing && this.#scene.isPrivate?.(place.standing.next) === true);
    if ('ended' in place.standing) {
      world.die(actor.name);
      actor.onEnd?.(world);
    }
    return {
      world,
      places: replaced(state.places, i, place),
      deaths: state.deaths,
      from: state,
      by: told.join('\n    '),
      isDeath: false,
    };
  }
}

function replaced(places: readonly Place[], at: number, place: Place): readonly Place[] {
  return places.map((one, i) => (i === at ? place : one));
}
