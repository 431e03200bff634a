// SPDX-License-Identifier: MIT
import { type Configuration, assignmentLine, sweptAssignments } from '../config/configuration.ts';
import { displayText, type Value } from '../core/value.ts';
import type { Axis, AxisLine } from '../space/space.ts';
import { csvText } from './csv.ts';

/** A parameter that varies (several names when they move together), with its values as the summary lists them. */
export interface VariableParameter {
  readonly names: readonly string[];
  readonly values: readonly string[];
}

/** A line with more values than this is cut in the summary. */
const LISTED_VALUES = 40;

/** Returns how an axis stands in the summary: its rows line by line, with the condition of a conditional line. */
export function variableParameter(axis: Axis): VariableParameter {
  return { names: axis.names, values: axis.lines.flatMap(lineValues) };
}

function lineValues(line: AxisLine): string[] {
  const condition = line.condition === undefined ? '' : ` (if ${line.condition})`;
  if (line.sampled !== undefined) return [`${line.sampled}${condition}`];
  const listed = Math.min(line.size, LISTED_VALUES);
  const values = Array.from(
    { length: listed },
    (_, i) =>
      line
        .row(i)
        .map((v) => (v === undefined ? '-' : displayText(v)))
        .join(',') + condition,
  );
  return line.size > listed ? [...values, `... (${line.size} values)`] : values;
}

/** Returns the head of combinations_summary.txt: title, total, notes, variable parameters. */
export function summaryHead(options: {
  range: string;
  count: number;
  notes: readonly string[];
  parameters: readonly VariableParameter[];
}): string {
  const { range, count, notes, parameters } = options;
  const lines = [
    'Parameter Combinations Summary',
    '='.repeat(60),
    '',
    `Range file: ${range}`,
    `Total configurations: ${count}`,
  ];
  for (const note of notes) lines.push(`Note: ${note}`);
  lines.push('', 'VARIABLE PARAMETERS:', '-'.repeat(40));
  if (parameters.length === 0) lines.push('  (none: every symbol has one value)');
  for (const parameter of parameters) lines.push(parameterLine(parameter));
  lines.push('', 'CONFIGURATIONS:', '-'.repeat(40));
  return `${lines.join('\n')}\n`;
}

function parameterLine({ names, values }: VariableParameter): string {
  return `  ${names.join(',')}: ${values.join(names.length > 1 ? ' | ' : ', ')}`;
}

/** Returns one configuration's line of combinations_summary.txt. */
export function summaryLine(configuration: Configuration): string {
  const { requested = [], helpers = [] } = configuration;
  // What a Kconfig tree made of a value stands among the others; what was asked for stands behind them.
  const asked = requested.length === 0 ? '' : ` (asked for: ${assignmentLine(requested)})`;
  const helped = helpers.length === 0 ? '' : ` (let: ${assignmentLine(helpers)})`;
  return `${configuration.name}: ${assignmentLine(sweptAssignments(configuration))}${helped}${asked}\n`;
}

/** Returns combinations.csv: number, id and every symbol's value, those of helpers last; an absent symbol is an empty cell. */
export function combinationsCsv(names: readonly string[], rows: readonly (readonly string[])[]): string {
  return csvText(['number', 'config_id', ...names], rows);
}

/** Returns one configuration's row of combinations.csv. */
export function combinationsRow(configuration: Configuration, names: readonly string[]): readonly string[] {
  const values = new Map<string, Value>(
    [...configuration.assignments, ...(configuration.helpers ?? [])].map((a) => [a.name, a.value]),
  );
  return [String(configuration.number), configuration.id, ...names.map((name) => cell(values.get(name)))];
}

/** Empty text stands as "" in quotes, so that it is not mistaken for an absent symbol. */
function cell(value: Value | undefined): string {
  if (value === undefined) return '';
  return value.kind === 'text' && value.text !== '' ? value.text : displayText(value);
}
