// SPDX-License-Identifier: MIT
import { type Diagnostic, hasErrors } from '../../core/diagnostic.ts';
import type { Source, Span } from '../../core/source.ts';
import { type Value, valueKey } from '../../core/value.ts';
import type { RangeFile, StageFile } from '../../range/parse.ts';
import { expressionsOf, symbolsOf } from '../../range/symbols.ts';
import type { Definition } from '../../range/tree.ts';
import { buildSpace, type SpaceOptions } from '../build.ts';
import { type DesignOptions, openDesign, type Point } from '../designs/index.ts';
import type { Axis, Space } from '../space.ts';

/** A stage as it is to be walked. */
export interface StageOptions extends SpaceOptions {
  readonly design: DesignOptions;
  /** In independent mode: the baseline that a base gives its space. */
  baselineOf?(space: Space): NonNullable<DesignOptions['baseline']>;
}

/** The values of symbols that a stage sees and does not give itself; undefined where one is absent. */
export type Given = (name: string) => Value | undefined;

/** The configurations of a stage by what it sees of others; each answer is worked out once. */
export interface StageDesign {
  /** Names of its own symbols, in the order of the file, that of its repeats last; helpers are none of them. */
  readonly symbols: readonly string[];
  /** Those of them that are not always the same. */
  readonly swept: readonly string[];
  readonly axes: readonly Axis[];
  /** Its lines and rules with all that it sees of others as axes; undefined when they are wrong. */
  readonly whole: Space | undefined;
  /** Returns the configurations that go with these values, own symbols only. */
  points(given: Given): readonly Point[];
  /** What the designs had to say, and what was wrong in them, so far. */
  readonly notes: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** What is known of the other stages. */
interface SeenOptions {
  /** No more configurations are listed for one row of needs. */
  readonly most: number;
  /** The symbol above all stages that is the same: CONFIG_SEED for target.CONFIG_SEED. */
  sameAs(name: string): string | undefined;
  /** Where a name that it may mention gets its values. */
  originOf(name: string): Span | undefined;
}

/**
 * Opens the design of a stage. `seen`: every name that it may mention besides its own, with the values that it may
 * have.
 */
export function openStageDesign(
  stage: StageFile,
  source: Source,
  seen: ReadonlyMap<string, readonly Value[]>,
  { design, most, originOf, sameAs, baselineOf, ...options }: StageOptions & SeenOptions,
): StageDesign {
  const mentioned = [...mentionedBy(stage)].filter((name) => seen.has(name));
  const own = ownNames(stage, options);
  const symbols = ownSymbols(stage, options);
  const notes = new Set<string>();
  const built = buildSpace(
    fileOf(
      stage,
      source,
      [...seen].map(([name, values]) => {
        const span = originOf(name) ?? stage.named.span;
        const same = sameAs(name);
        return same === undefined ? anyOf(name, values, span) : alias(name, same, span);
      }),
    ),
    options,
  );
  const diagnostics: Diagnostic[] = [...built.diagnostics];
  const swept = new Set(built.value?.swept ?? []);
  const known = new Map<string, readonly Point[]>();
  return {
    symbols,
    swept: symbols.filter((name) => swept.has(name)),
    axes: (built.value?.axes ?? []).filter((axis) => axis.names.some((name) => own.includes(name))),
    whole: built.value,
    notes,
    diagnostics,
    points: (given) => {
      const values = mentioned.map((name) => [name, given(name)] as const);
      const key = values.map(([, value]) => (value === undefined ? '' : valueKey(value))).join('\0');
      const before = known.get(key);
      if (before !== undefined) return before;
      const points = listPoints(values);
      known.set(key, points);
      return points;
    },
  };

  function listPoints(values: readonly (readonly [string, Value | undefined])[]): readonly Point[] {
    const space = buildSpace(
      fileOf(
        stage,
        source,
        values.map(([name, value]) => fixed(name, value, stage)),
      ),
      options,
    );
    if (space.value === undefined) return [];
    const fitting = fittingDesign(space.value, design);
    const isOwn = (name: string): boolean => own.includes(name);
    const baseline =
      fitting.mode === 'independent'
        ? baselineOf?.(space.value).filter((one) => isOwn(one.assignment.name))
        : undefined;
    const opened = openDesign(space.value, { ...fitting, ...(baseline === undefined ? {} : { baseline }) });
    if (opened.value === undefined || hasErrors(opened.diagnostics)) {
      if (!hasErrors(diagnostics)) diagnostics.push(...opened.diagnostics);
      return [];
    }
    const list: Point[] = [];
    const points = opened.value.points();
    for (let step = points.next(); list.length <= most; step = points.next()) {
      if (step.done === true) {
        for (const note of step.value.notes) notes.add(note);
        break;
      }
      list.push(ownPart(step.value, new Set(own)));
    }
    return list;
  }
}

/** Nothing can be drawn where nothing varies. */
export function fittingDesign({ swept }: Space, design: DesignOptions): DesignOptions {
  return swept.length > 0 ? design : { mode: 'combination', seed: design.seed };
}

function ownPart({ assignments, lines, helpers = [] }: Point, own: ReadonlySet<string>): Point {
  const kept = assignments.flatMap(({ name }, i) => (own.has(name) ? [i] : []));
  return {
    assignments: kept.flatMap((i) => assignments[i] ?? []),
    lines: kept.flatMap((i) => lines[i] ?? []),
    ...(helpers.length === 0 ? {} : { helpers }),
  };
}

/** Returns the symbols of a stage's own lines, in the order of the file, that of its repeats last; helpers are none of them. */
export function ownSymbols(stage: StageFile, options: Pick<SpaceOptions, 'repeats'>): readonly string[] {
  return ownNames(stage, options).filter((name) => !stage.helpers.has(name));
}

function ownNames({ definitions }: StageFile, { repeats }: Pick<SpaceOptions, 'repeats'>): readonly string[] {
  const names = new Set(definitions.flatMap((line) => line.names.map(({ name }) => name)));
  return [...names, ...(repeats === undefined || names.has(repeats.symbol) ? [] : [repeats.symbol])];
}

/** Every name in the conditions, formulas and rules of a stage. */
function mentionedBy({ definitions, rules }: StageFile): ReadonlySet<string> {
  const expressions = [...definitions.flatMap(expressionsOf), ...rules.map((rule) => rule.expression)];
  return new Set(expressions.flatMap((expression) => symbolsOf(expression).map(({ name }) => name)));
}

/** A stage as a range file of its own, behind lines for what it sees of others. */
function fileOf(stage: StageFile, source: Source, around: readonly Definition[]): RangeFile {
  const { settings, rules, defaults, unsets, kinds, helpers } = stage;
  const definitions = [...around, ...stage.definitions];
  return { source, settings, sources: [source], definitions, unsets, rules, treeRules: [], defaults, kinds, helpers };
}

function fixed(name: string, value: Value | undefined, { named }: StageFile): Definition {
  const { span } = named;
  const cell = value === undefined ? undefined : { value, span };
  return { kind: 'definition', names: [{ name, span }], right: { kind: 'rows', rows: [[cell]] }, span };
}

function alias(name: string, of: string, span: Span): Definition {
  const right = { kind: 'computed', expression: { kind: 'symbol', name: of, span } } as const;
  return { kind: 'definition', names: [{ name, span }], right, span };
}

function anyOf(name: string, values: readonly Value[], span: Span): Definition {
  const rows = values.length === 0 ? [[undefined]] : values.map((value) => [{ value, span }]);
  return { kind: 'definition', names: [{ name, span }], right: { kind: 'rows', rows }, span };
}
