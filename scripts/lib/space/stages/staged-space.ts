// SPDX-License-Identifier: MIT
import { type Checked, type Diagnostic, hasErrors } from '../../core/diagnostic.ts';
import type { Span } from '../../core/source.ts';
import { type Assignment, type Value, valueKey } from '../../core/value.ts';
import type { RangeFile, StageFile } from '../../range/parse.ts';
import type { Design, Point } from '../designs/index.ts';
import type { Axis, Space } from '../space.ts';
import { openStageDesign, type StageDesign, type StageOptions } from './stage-design.ts';
import { joinNeeds, type NeededRun } from './join.ts';

/** A run of a stage, by its number. */
export interface StageRef {
  readonly stage: string;
  readonly number: number;
}

/** Returns what people call a run of a stage: target/1 */
export function refText({ stage, number }: StageRef): string {
  return `${stage}/${number}`;
}

/** One configuration of a stage for one choice of what it needs. */
export interface StagePoint extends StageRef {
  /** Symbols above all stages first, then those of the stage, in file order. */
  readonly assignments: readonly Assignment[];
  readonly lines: readonly Span[];
  /** Values of `let`; missing where there are none. */
  readonly helpers?: readonly Assignment[];
  /** One run of each stage that it names, in that order. */
  readonly needs: readonly StageRef[];
}

/** A stage of a staged sweep. */
export interface StageSpace {
  readonly name: string;
  readonly file: StageFile;
  /** Every symbol of its configurations, shared ones first. */
  readonly symbols: readonly string[];
  /** Those that are not the same in all of them. */
  readonly swept: readonly string[];
  /** Axes of its own symbols. */
  readonly axes: readonly Axis[];
  /** Its lines and rules with all that they may mention of others as axes. */
  readonly whole: Space | undefined;
}

/** All stages of a file. */
export interface StagedSpace {
  readonly stages: readonly StageSpace[];
  /** The configurations of all stages, stage by stage, each with a number that begins with 1; the same each time. Ends with notes. */
  points(): Generator<StagePoint, readonly string[]>;
}

/** What stands above all stages, and how it is walked. */
export interface SharedPart {
  readonly file: RangeFile;
  readonly space: Space;
  readonly design: Design;
}

/** A run that stages below need. */
interface KeptRun extends NeededRun {
  /** Its own; that of an earlier run that is the same but for helpers above all stages. */
  readonly number: number;
  readonly assignments: ReadonlyMap<string, Value>;
}

/** So many configurations are kept when they were walked; more are walked each time. */
const HELD = 131_072;

/** Returns the stages of a file: each is the product of its own design with the runs it needs. `most` bounds what is listed. */
export function buildStages(
  shared: SharedPart,
  stages: readonly { readonly file: StageFile; readonly options: StageOptions }[],
  most: number,
): Checked<StagedSpace> {
  const builder = new StageBuilder(shared, stages, most);
  const points = builder.points();
  let listed = 0;
  let notes: readonly string[] | undefined;
  const walked: StagePoint[] = [];
  // All of them are walked once, so that whatever is wrong in any design is known.
  for (; listed <= most; listed += 1) {
    const step = points.next();
    if (step.done === true) {
      notes = step.value;
      break;
    }
    if (listed < HELD) walked.push(step.value);
  }
  const diagnostics = builder.diagnostics();
  if (hasErrors(diagnostics)) return { diagnostics };
  const again = notes === undefined || listed > HELD ? () => builder.points() : () => replay(walked, notes);
  return { value: { stages: builder.spaces(), points: again }, diagnostics };
}

/** What was walked once, once more. */
function* replay(walked: readonly StagePoint[], notes: readonly string[]): Generator<StagePoint, readonly string[]> {
  yield* walked;
  return notes;
}

class StageBuilder {
  readonly #shared: SharedPart;
  readonly #stages: readonly { readonly file: StageFile; readonly options: StageOptions }[];
  readonly #most: number;
  readonly #designs: (StageDesign | undefined)[] = [];
  readonly #joins = new WeakMap<Point, Map<number, Point>>();

  constructor(
    shared: SharedPart,
    stages: readonly { readonly file: StageFile; readonly options: StageOptions }[],
    most: number,
  ) {
    this.#shared = shared;
    this.#stages = stages;
    this.#most = most;
  }

  diagnostics(): readonly Diagnostic[] {
    return this.#designs.flatMap((design) => design?.diagnostics ?? []);
  }

  spaces(): readonly StageSpace[] {
    const {
      space,
      file: { helpers },
    } = this.#shared;
    return this.#stages.map(({ file }, i) => {
      const design = this.#designs[i];
      const name = file.named.name;
      return {
        name,
        file,
        symbols: [...space.symbols, ...(design?.symbols ?? [])],
        swept: [...space.swept.filter((symbol) => !helpers.has(symbol)), ...(design?.swept ?? [])],
        axes: design?.axes ?? [],
        whole: design?.whole,
      };
    });
  }

  *points(): Generator<StagePoint, readonly string[]> {
    const sharedRows: Point[] = [];
    const notes: string[] = [];
    const rows = this.#shared.design.points();
    for (let step = rows.next(); sharedRows.length <= this.#most; step = rows.next()) {
      if (step.done === true) {
        notes.push(...step.value.notes);
        break;
      }
      sharedRows.push(withHelpersApart(step.value, this.#shared.file.helpers));
    }
    const kept: (readonly KeptRun[])[] = [];
    const sharedValues = sharedRows.map(valuesOf);
    for (const [index, { file }] of this.#stages.entries()) {
      const design = this.#designs[index] ?? this.#open(index, kept, sharedRows);
      this.#designs[index] = design;
      const isNeeded = this.#stages.some((s) => s.file.ancestors.includes(file.named.name));
      const runs: KeptRun[] = [];
      let number = 0;
      const same = this.#shared.file.helpers.size === 0 ? () => undefined : openSameness(sharedRows);
      for (const row of this.#rows(file, kept, sharedRows)) {
        const above = sharedRows[row.shared] ?? { assignments: [], lines: [] };
        const points = design.points((name) => this.#valueOf(name, row, kept, sharedValues));
        const needs = file.needs.map(({ name }): StageRef => {
          const stage = this.#indexOf(name);
          return { stage: name, number: kept[stage]?.[row.at[stage] ?? -1]?.number ?? 0 };
        });
        for (const point of points) {
          const earlier = same(point, row.shared, needs, number + 1);
          if (earlier === undefined) number += 1;
          const joined = this.#joined(row.shared, above, point);
          const { assignments, lines, helpers } = joined;
          if (isNeeded) {
            const at = [...row.at];
            at[index] = runs.length;
            runs.push({ shared: row.shared, at, number: earlier ?? number, assignments: valuesOf(joined) });
          }
          if (earlier !== undefined) continue;
          const helped = helpers === undefined ? {} : { helpers };
          yield { stage: file.named.name, number, assignments, lines, needs, ...helped };
        }
      }
      kept.push(runs);
      notes.push(...[...design.notes].map((note) => `stage "${file.named.name}": ${note}`));
    }
    return notes;
  }

  /** Runs with equal values share one object: there are far fewer of those than runs. */
  #joined(row: number, above: Point, point: Point): Point {
    if (above.assignments.length === 0 && above.helpers === undefined) return point;
    const known = this.#joins.get(point) ?? new Map<number, Point>();
    this.#joins.set(point, known);
    const before = known.get(row);
    if (before !== undefined) return before;
    const helpers = [...(above.helpers ?? []), ...(point.helpers ?? [])];
    const joined = {
      assignments: [...above.assignments, ...point.assignments],
      lines: [...above.lines, ...point.lines],
      ...(helpers.length === 0 ? {} : { helpers }),
    };
    known.set(row, joined);
    return joined;
  }

  #rows(file: StageFile, kept: readonly (readonly KeptRun[])[], shared: readonly Point[]): Iterable<NeededRun> {
    const stages = this.#stages.length;
    if (file.needs.length === 0) {
      const none = new Array<number>(stages).fill(-1);
      return shared.map((_, i) => ({ shared: i, at: none }));
    }
    const needed = file.needs.map(({ name }) => {
      const stage = this.#indexOf(name);
      return { stage, runs: kept[stage] ?? [] };
    });
    return joinNeeds(needed, stages);
  }

  #indexOf(name: string): number {
    return this.#stages.findIndex((s) => s.file.named.name === name);
  }

  /** A symbol above all stages, or target.CONFIG_MODEL. */
  #valueOf(
    name: string,
    row: NeededRun,
    kept: readonly (readonly KeptRun[])[],
    shared: readonly ReadonlyMap<string, Value>[],
  ): Value | undefined {
    const dot = name.indexOf('.');
    const stage = dot === -1 ? -1 : this.#indexOf(name.slice(0, dot));
    const run = stage === -1 ? undefined : kept[stage]?.[row.at[stage] ?? -1];
    return run === undefined ? shared[row.shared]?.get(name) : run.assignments.get(name.slice(dot + 1));
  }

  #originOf(name: string): Span | undefined {
    const dot = name.indexOf('.');
    const above = this.#stages[this.#indexOf(name.slice(0, Math.max(0, dot)))]?.file;
    const symbol = above === undefined ? name : name.slice(dot + 1);
    const lines = [...(above?.definitions ?? []), ...this.#shared.file.definitions];
    return lines.find(({ names }) => names.some((one) => one.name === symbol))?.span;
  }

  #open(index: number, kept: readonly (readonly KeptRun[])[], shared: readonly Point[]): StageDesign {
    const stage = this.#stages[index];
    if (stage === undefined) throw new Error(`internal: no stage ${index}`);
    const seen = new Map<string, Map<string, Value>>();
    const see = (prefix: string, values: Iterable<readonly [string, Value]>): void => {
      for (const [name, value] of values) {
        const distinct = seen.get(prefix + name) ?? new Map<string, Value>();
        seen.set(prefix + name, distinct.set(valueKey(value), value));
      }
    };
    const all = [...this.#shared.space.symbols, ...this.#shared.file.helpers];
    for (const name of all) seen.set(name, new Map());
    for (const row of shared) see('', valuesOf(row));
    for (const name of stage.file.ancestors) {
      const above = this.#indexOf(name);
      const helpers = this.#stages[above]?.file.helpers ?? [];
      for (const symbol of [...all, ...(this.#designs[above]?.symbols ?? []), ...helpers])
        seen.set(`${name}.${symbol}`, new Map());
      for (const run of kept[above] ?? []) see(`${name}.`, run.assignments);
    }
    return openStageDesign(
      stage.file,
      this.#shared.file.source,
      new Map([...seen].map(([name, values]) => [name, [...values.values()]])),
      {
        ...stage.options,
        most: this.#most,
        originOf: (name) => this.#originOf(name),
        sameAs: (name) => {
          const symbol = name.slice(name.indexOf('.') + 1);
          return symbol !== name && !all.includes(name) && all.includes(symbol) ? symbol : undefined;
        },
      },
    );
  }
}

/** Returns what knows the first run that a configuration is the same as, needs included, but for helpers above all stages. */
function openSameness(
  shared: readonly Point[],
): (point: Point, row: number, needs: readonly StageRef[], number: number) => number | undefined {
  const known = new Map<string, number>();
  return ({ assignments }, row, needs, number) => {
    const values = [...(shared[row]?.assignments ?? []), ...assignments];
    const words = values.map(({ name, value }) => `${name}=${valueKey(value)}`);
    const key = [...words, '', ...needs.map((need) => `${need.stage}/${need.number}`)].join('\0');
    const before = known.get(key);
    if (before === undefined) known.set(key, number);
    return before;
  };
}

/** The design of what stages share takes helpers for symbols. */
function withHelpersApart(point: Point, helpers: ReadonlySet<string>): Point {
  if (helpers.size === 0) return point;
  const { assignments, lines } = point;
  const isHelper = ({ name }: Assignment): boolean => helpers.has(name);
  return {
    assignments: assignments.filter((one) => !isHelper(one)),
    lines: lines.filter((_, i) => !helpers.has(assignments[i]?.name ?? '')),
    helpers: assignments.filter(isHelper),
  };
}

/** Helpers have values as well. */
function valuesOf({ assignments, helpers = [] }: Pick<Point, 'assignments' | 'helpers'>): ReadonlyMap<string, Value> {
  return new Map([...assignments, ...helpers].map(({ name, value }) => [name, value]));
}
