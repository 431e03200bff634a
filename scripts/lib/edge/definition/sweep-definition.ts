// SPDX-License-Identifier: MIT
import { plainValue } from '../../core/earlier-value.ts';
import { type ConfigId, sha256 } from '../../core/hash.ts';
import { type Diagnostic, DiagnosticsError, hasErrors, UsageError, valueOrThrow } from '../../core/diagnostic.ts';
import type { GivenSetting } from '../../core/settings/resolve.ts';
import { settingSpec } from '../../core/settings/index.ts';
import { configurationName, numberWidth } from '../../core/configuration-name.ts';
import type { Configuration } from '../../config/configuration.ts';
import { audible, type DefinedSweep, defineSweep } from '../../config/definition.ts';
import type { Renderer } from '../../config/render.ts';
import { refuseBadBases } from '../../config/sweep-bases.ts';
import type { Assignment } from '../../core/value.ts';
import type { CheckPolicy } from './check-command.ts';
import { checkedDefinition } from './checked-definition.ts';
import { numberedPoints, type Unfinished } from './numbered-points.ts';
import type { RangeSource } from './range-source.ts';
import type { SweepParts } from './sweep-parts.ts';

/** A sweep that is fully checked: nothing in it can fail any more but a template for a single configuration. */
export interface OpenSweep extends Counted {
  readonly definition: DefinedSweep;
  readonly renderer: Renderer;
  readonly range: RangeSource;
  /** The configurations, lazily, each time from the start. */
  configurations(): Generator<Configuration>;
  /** The configurations whose files hold other values than ksweep 0.1 wrote, with the ids that 0.1 gave them. */
  writtenAnew(): Generator<WrittenAnew>;
}

export interface WrittenAnew {
  readonly name: string;
  readonly earlierId: ConfigId;
  readonly reasons: readonly string[];
}

/** Checks a sweep whole before anything is written. Throws DiagnosticsError or UsageError. */
export function openSweep(
  range: RangeSource,
  given: readonly GivenSetting[],
  policy: CheckPolicy = { kind: 'skip' },
): OpenSweep {
  const checked = defineSweep({ ...range, given });
  const completed = checkedDefinition(valueOrThrow(checked), range, policy);
  const { definition, parts } = completed;
  const { settings } = definition;
  const { ids, ...counted } = countUpTo(
    definition,
    parts,
    settings.get('LIMIT'),
    audible(checked.diagnostics, settings),
  );
  completed.record();
  for (const bases of parts.bases) refuseBadBases(bases);
  const width = numberWidth(counted.width);
  return {
    definition,
    renderer: parts.renderer,
    range,
    ...counted,
    warnings: audible(
      [
        ...new Set([...checked.diagnostics, ...parts.bases.flatMap((b) => b.diagnostics()), ...parts.warnings]),
        ...completed.warnings,
        ...counted.warnings,
      ],
      settings,
    ),
    notes: [...completed.notes, ...counted.notes],
    *writtenAnew() {
      for (const point of numberedPoints(definition)) {
        const found = parts.writtenAnew(point);
        if (found !== undefined) yield { name: configurationName(point.number, width), ...found };
      }
    },
    *configurations() {
      const plain = new WeakMap<object, readonly Assignment[]>();
      let at = 0;
      for (const point of numberedPoints(definition)) {
        const { number, assignments, swept, stage, completed, helpers, listedBy, measures, requested } = point;
        const made: Unfinished<Configuration> = {
          number,
          name: configurationName(number, width),
          id: ids[at++] ?? parts.idOf(point), // the points are the same each time, and an id takes as long as all the rest of a point
          assignments: stage === undefined ? plainValues(assignments) : once(plain, assignments, plainValues),
          swept,
        };
        if (completed !== undefined) made.completed = completed;
        if (helpers !== undefined) made.helpers = helpers;
        if (listedBy !== undefined) made.listedBy = listedBy;
        if (measures !== undefined) made.measures = measures;
        if (requested !== undefined)
          made.requested = requested.map((each) => ({ ...each, value: plainValue(each.value) }));
        if (stage !== undefined) {
          made.stage = stage;
          made.needs = point.needs ?? [];
        }
        yield made;
      }
    },
  };
}

function plainValues(assignments: readonly Assignment[]): readonly Assignment[] {
  // The same list where nothing changes: what is merged into a base is remembered by it.
  return assignments.every(({ value }) => plainValue(value) === value)
    ? assignments
    : assignments.map(({ name, value }) => ({ name, value: plainValue(value) }));
}

/** Runs of a stage that differ in what they need have one list of values. */
function once<K extends object, V>(known: WeakMap<K, V>, key: K, make: (key: K) => V): V {
  const value = known.get(key) ?? make(key);
  known.set(key, value);
  return value;
}

interface Counted {
  /** How many configurations there are; counted by walking them, so at most LIMIT. */
  readonly count: number;
  /** How many the largest stage has, without stages the same as `count`: numbers are as wide as that needs. */
  readonly width: number;
  /** Over all ids in order. */
  readonly idsSha256: ReturnType<typeof sha256>;
  /** What the design has to say of itself: collapsed duplicates, fewer samples than asked for. */
  readonly notes: readonly string[];
  readonly warnings: readonly Diagnostic[];
}

/** Walks the design, but no further than one past the limit. A warning may be why nothing is left, so it is told with that. */
function countUpTo(
  definition: DefinedSweep,
  parts: SweepParts,
  limit: number,
  warned: readonly Diagnostic[],
): Counted & { readonly ids: readonly ConfigId[] } {
  const ids: ConfigId[] = [];
  let width = 0;
  const points = numberedPoints(definition);
  for (;;) {
    const step = points.next();
    if (step.done === true) {
      const { diagnostics = [], notes, complete } = step.value;
      if (hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics);
      if (ids.length === 0) throw new DiagnosticsError([nothingLeft(complete, notes), ...diagnostics, ...warned]);
      return { ids, count: ids.length, width, idsSha256: sha256(ids.join('\n')), notes, warnings: diagnostics };
    }
    if (ids.length >= limit) throw tooMany(limit, settingSpec('LIMIT').default ?? '');
    ids.push(parts.idOf(step.value));
    width = Math.max(width, step.value.number);
  }
}

function nothingLeft(isKnown: boolean, notes: readonly string[]): Diagnostic {
  const message = isKnown
    ? 'no configuration is left: the rules exclude every one'
    : 'no configuration was found that satisfies the rules; there are too many to try them all';
  const counts = 'sweep-list shows the count after each rule';
  return {
    code: 'E_EMPTY',
    message,
    notes: notes.map((note) => ({ message: note })),
    hint: isKnown ? counts : `write fewer values, or rules that look at fewer of them; ${counts}`,
  };
}

function tooMany(limit: number, usual: string): UsageError {
  const more = `the sweep has more than ${limit.toLocaleString('en-US')} configurations`;
  const why = String(limit) === usual ? 'larger sweeps must be asked for' : 'that is the LIMIT given';
  return new UsageError(
    `${more}; ${why}; nothing was written`,
    'LIMIT=N allows more; sweep-list shows the counts; MODE=random SAMPLES=N draws some',
  );
}
