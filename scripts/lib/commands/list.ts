// SPDX-License-Identifier: MIT
import { DiagnosticsError, hasErrors, UsageError, valueOrThrow } from '../core/diagnostic.ts';
import { audible, type DefinedSweep, defineSweep } from '../config/definition.ts';
import { axisKinds, fixedValues } from '../report/axis-kinds.ts';
import type { TreeSweep } from '../config/tree-sweep.ts';
import { treeWhyNot } from '../config/tree-why-not.ts';
import { type Listing, listingJson, renderListing } from '../report/listing.ts';
import { listStageCounts, markedParameter, renderStageListing } from '../report/stage-listing.ts';
import { chosenStage } from '../run/stages/chosen.ts';
import { parseRunName, type RunName } from '../run/stages/run-name.ts';
import type { DefinedStages } from '../config/stage-definition.ts';
import type { Settings } from '../core/settings/resolve.ts';
import { countSpace } from '../space/count.ts';
import type { Count, Point } from '../space/designs/index.ts';
import { explain, parseAssignments, whyNot } from '../space/explain.ts';
import { duplicateNotes } from '../space/designs/repeats.ts';
import { displayText } from '../core/value.ts';
import { placeOf } from '../space/place.ts';
import { listedBases } from '../report/listed-bases.ts';
import type { RangeSource } from '../edge/definition/range-source.ts';
import { type Answer, type Call, commandOf, EXIT, tellWarnings } from './call/command.ts';
import { openCalledRange } from './call/named-sweep.ts';
import { LIST_SPEC } from './specs/configurations.ts';
import type { CheckPolicy } from '../edge/definition/check-command.ts';
import { checkedDefinition } from '../edge/definition/checked-definition.ts';
import { refText, type StagePoint } from '../space/stages/staged-space.ts';

const PREVIEW_ROWS = 10;

/** Counts and previews a range file, or answers EXPLAIN= or WHY_NOT=. Writes nothing. */
export const LIST = commandOf(LIST_SPEC, (call) => {
  const { settings } = call;
  const path = settings.text('RANGE_CONFIG');
  if (path === undefined || path === '')
    throw new UsageError('no range file is named', 'make sweep-list RANGE_CONFIG=FILE');
  const range = openCalledRange(call, path);
  const checked = defineSweep({ ...range, given: call.given });
  const { definition, parts, sweep, warnings, notes } = checkedDefinition(valueOrThrow(checked), range, policyOf(call));
  tellWarnings(call, [...checked.diagnostics, ...audible([...warnings, ...parts.warnings], definition.settings)]);
  if (definition.stages !== undefined) return stagesListed(call, definition, definition.stages, range);
  stageOf(settings.text('STAGE'), []);
  const named = explainedRun(settings);
  if (named?.stage !== undefined)
    throw new UsageError(`EXPLAIN names a run of stage "${named.stage}", but ${range.name} has no stages`);
  if (named !== undefined) return explained(definition, named.number);
  const values = settings.text('WHY_NOT');
  if (values !== undefined) return excluded(definition, sweep, values);
  const listed = listingOf(definition, range);
  const listing = { ...listed, notes: [...notes, ...listed.notes], bases: listedBases(definition) };
  return { text: () => renderListing(listing), json: () => listingJson(listing), exit: EXIT.done };
});

/** A listing runs nothing unless it is told to. */
function policyOf({ settings, cwd }: Call<'ALLOW_CODE'>): CheckPolicy {
  return settings.get('ALLOW_CODE') ? { kind: 'run', cwd, known: [] } : { kind: 'skip' };
}

/** Answers for a sweep with stages; EXPLAIN means a configuration of STAGE, by default of the last one. */
function stagesListed(
  { settings }: Call<(typeof LIST_SPEC)['reads'][number]>,
  { settings: resolved, space }: DefinedSweep,
  stages: DefinedStages,
  range: RangeSource,
): Answer {
  const names = stages.stages.map((stage) => stage.name);
  const name = stageOf(settings.text('STAGE'), names);
  const named = explainedRun(settings);
  if (named !== undefined) return explainedStage(stages, stageOf(named.stage ?? name, names), named.number);
  const values = settings.text('WHY_NOT');
  if (values !== undefined) {
    const stage = stages.stages.find((one) => one.name === name);
    if (stage?.wholeSpace === undefined) throw new Error(`internal: stage ${name} has no space`);
    return excluded({ space: stage.wholeSpace }, undefined, values);
  }
  const listing = listStageCounts(range.name, stages, {
    shared: space.axes.map((axis) => markedParameter(axis, space.file.helpers)),
    most: resolved.get('LIMIT'),
  });
  return { text: () => renderStageListing(listing), json: () => listing, exit: EXIT.done };
}

function explainedRun(settings: Settings<'EXPLAIN'>): RunName | undefined {
  const text = settings.text('EXPLAIN');
  return text === undefined ? undefined : parseRunName(text, 'EXPLAIN');
}

function explainedStage(stages: DefinedStages, stage: string, number: number): Answer {
  let seen = 0;
  const above = new Map<string, StagePoint>();
  for (const point of stages.points()) {
    above.set(refText(point), point);
    if (point.stage === stage) seen += 1;
    if (point.stage === stage && point.number === number)
      return {
        text: () => `${[...explain(point), ...explainedNeeds(point, above)].join('\n')}\n`,
        json: () => ({ stage, number, needs: point.needs, values: originsOf(point) }),
        exit: EXIT.done,
      };
  }
  throw new UsageError(`there is no configuration ${number} in stage "${stage}": it has ${seen}`);
}

/** The runs that a configuration is built upon, the nearest first, each once, with its values. */
function explainedNeeds(point: StagePoint, above: ReadonlyMap<string, StagePoint>): string[] {
  const lines: string[] = [];
  const told = new Set<string>();
  const open = [...point.needs];
  for (let ref = open.shift(); ref !== undefined; ref = open.shift()) {
    const need = above.get(refText(ref));
    if (need === undefined || told.has(refText(ref))) continue;
    told.add(refText(ref));
    lines.push(`needs ${refText(ref)}:`, ...explain(need).map((line) => `  ${line}`));
    open.push(...need.needs);
  }
  return lines;
}

/** The stage that a call means; empty where the range file has none. Throws DiagnosticsError for a name that none has. */
function stageOf(named: string | undefined, stages: readonly string[]): string {
  const { value = '', diagnostics } = chosenStage({ STAGE: named }, stages);
  if (diagnostics.length > 0) throw new DiagnosticsError(diagnostics);
  return value;
}

/** A design is walked so far, so that a smaller one's count and notes are exact, whatever its estimate said. */
const WALKED_POINTS = 20_000;

function listingOf({ settings, space, design }: DefinedSweep, range: RangeSource): Omit<Listing, 'bases'> {
  const preview: Point[] = [];
  const estimate = design.size();
  const points = design.points();
  let count = 0;
  for (let step = points.next(); ; step = points.next()) {
    if (step.done === true) {
      const { notes, diagnostics = [] } = step.value;
      const told = [
        ...notes,
        ...audible(diagnostics, settings).map(({ message, hint }) =>
          hint === undefined ? message : `${message}; ${hint}`,
        ),
      ];
      return { ...listed(), size: { value: count, exact: true }, notes: told };
    }
    if (preview.length < PREVIEW_ROWS) preview.push(step.value);
    count += 1;
    if (count > WALKED_POINTS || (estimate.exact && count > PREVIEW_ROWS)) {
      const { size, notes } = atLeast(estimate, count);
      return { ...listed(), size, notes: [...notes, ...duplicateNotes(space)] };
    }
  }

  function listed(): Omit<Listing, 'size' | 'notes' | 'bases'> {
    return {
      range: range.name,
      source: range.source,
      mode: design.mode,
      counts: countSpace(space),
      swept: space.swept,
      fixed: fixedValues(space, preview[0]),
      axes: axisKinds(space),
      preview,
    };
  }
}

/** An estimate below what was found already is none. */
function atLeast(estimate: Count, found: number): Pick<Listing, 'size' | 'notes'> {
  if (estimate.value >= found) return { size: estimate, notes: [] };
  return {
    size: { value: found, exact: false },
    notes: [`at least ${found.toLocaleString('en-US')} were found: the estimates above are too low`],
  };
}

function explained({ design }: DefinedSweep, number: number): Answer {
  let seen = 0;
  for (const point of design.points()) {
    seen += 1;
    if (seen === number)
      return {
        text: () => `${[...explain(point), ...askedFor(point)].join('\n')}\n`,
        json: () => ({ number, values: originsOf(point) }),
        exit: EXIT.done,
      };
  }
  throw new UsageError(`there is no configuration ${number}: the sweep has ${seen}`);
}

/** Values that a Kconfig tree did not take. */
function askedFor({ requested = [] }: Point): string[] {
  return requested.map(
    ({ name, value, why }) => `${name} was to be ${displayText(value)}, which the Kconfig tree does not take: ${why}`,
  );
}

function originsOf(point: Point): readonly { name: string; value: string; from: string | null }[] {
  return point.assignments.map(({ name, value }, i) => {
    const line = point.lines[i];
    return { name, value: value.text, from: line === undefined ? null : placeOf(line) };
  });
}

function excluded({ space }: Pick<DefinedSweep, 'space'>, sweep: TreeSweep | undefined, text: string): Answer {
  const parsed = parseAssignments({ path: 'WHY_NOT', text });
  if (parsed.value === undefined || hasErrors(parsed.diagnostics)) throw new DiagnosticsError(parsed.diagnostics);
  const answer = sweep === undefined ? whyNot(space, parsed.value) : treeWhyNot(space, sweep, parsed.value);
  return { text: () => `${answer.join('\n')}\n`, json: () => ({ values: text, answer }), exit: EXIT.done };
}
