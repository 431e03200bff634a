// SPDX-License-Identifier: MIT
import { configurationName, numberWidth } from '../core/configuration-name.ts';
import { assignmentLine } from '../config/configuration.ts';
import type { DefinedStages } from '../config/stage-definition.ts';
import type { Axis } from '../space/space.ts';
import { parameterLine, type VariableParameter, variableParameter } from './combinations.ts';

/** What sweep-list says of one stage. */
export interface ListedStage {
  readonly name: string;
  readonly needs: readonly string[];
  readonly count: number;
  readonly parameters: readonly VariableParameter[];
  /** Its first configurations, a line each. */
  readonly preview: readonly string[];
}

/** What sweep-list says of a sweep with stages. */
export interface StageListing {
  readonly range: string;
  readonly count: number;
  /** False when the walk was cut short: there are more. */
  readonly isWhole: boolean;
  /** Of the symbols above all stages. */
  readonly shared: readonly VariableParameter[];
  readonly stages: readonly ListedStage[];
  readonly notes: readonly string[];
}

/** Configurations of each stage that are shown. */
const PREVIEW = 5;

/** Walks a sweep with stages, at most `most` configurations, and returns what is to be said of it. */
export function listStageCounts(
  range: string,
  { stages, points }: DefinedStages,
  options: { readonly shared: readonly VariableParameter[]; readonly most: number },
): StageListing {
  const counts = new Map<string, number>();
  const previews = new Map<string, string[]>();
  let notes: readonly string[] = [];
  let count = 0;
  const walk = points();
  let step = walk.next();
  for (; step.done !== true && count < options.most; step = walk.next()) {
    const { stage, number, assignments, needs, helpers = [] } = step.value;
    count += 1;
    counts.set(stage, number);
    const shown = previews.get(stage) ?? [];
    previews.set(stage, shown);
    const swept = new Set(stages.find(({ name }) => name === stage)?.swept);
    const needed = needs.length === 0 ? '' : ` (needs ${needs.map((n) => `${n.stage}/${n.number}`).join(', ')})`;
    const helped = helpers.length === 0 ? '' : ` (let: ${assignmentLine(helpers)})`;
    const values = assignmentLine(assignments.filter(({ name }) => swept.has(name))) + helped;
    if (shown.length < PREVIEW) shown.push(`${configurationName(number, numberWidth(number))} ${values}${needed}`);
  }
  if (step.done === true) notes = step.value;
  return {
    range,
    count,
    isWhole: step.done === true,
    shared: options.shared,
    stages: stages.map(({ name, file, axes }) => ({
      name,
      needs: file.needs.map((need) => need.name),
      count: counts.get(name) ?? 0,
      parameters: axes.map((axis) => markedParameter(axis, file.helpers)),
      preview: previews.get(name) ?? [],
    })),
    notes,
  };
}

/** Returns an axis with its helpers marked: they are in no file. */
export function markedParameter(axis: Axis, helpers: ReadonlySet<string>): VariableParameter {
  const { names, values } = variableParameter(axis);
  return { names: names.map((name) => (helpers.has(name) ? `${name} (helper)` : name)), values };
}

/** Returns a listing for people. */
export function renderStageListing({ range, count, isWhole, shared, stages, notes }: StageListing): string {
  const total = `${isWhole ? '' : 'more than '}${count} configurations in ${stages.length} stages`;
  const lines = [`${range}: ${total}`];
  if (shared.length > 0) lines.push('', 'shared by all stages:', ...shared.map(parameterLine));
  for (const stage of stages) {
    const needs = stage.needs.length === 0 ? '' : `, needs ${stage.needs.join(', ')}`;
    lines.push(
      '',
      `stage "${stage.name}": ${stage.count} ${stage.count === 1 ? 'configuration' : 'configurations'}${needs}`,
    );
    lines.push(...stage.parameters.map(parameterLine), ...stage.preview.map((line) => `  ${line}`.trimEnd()));
    if (stage.count > stage.preview.length) lines.push(`  ... and ${stage.count - stage.preview.length} more`);
  }
  for (const note of notes) lines.push('', `note: ${note}`);
  return `${lines.join('\n')}\n`;
}
