// SPDX-License-Identifier: MIT
import { type Configuration, assignmentLine, labelOf, sweptAssignments } from '../config/configuration.ts';
import type { DefinedSweep } from '../config/definition.ts';
import { refText } from '../space/stages/staged-space.ts';
import type { Measures } from '../core/measures.ts';
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

/** Returns a parameter with its values on a line. */
export function parameterLine({ names, values }: VariableParameter): string {
  return `  ${names.join(',')}: ${values.join(names.length > 1 ? ' | ' : ', ')}`;
}

/** Returns one configuration's line of combinations_summary.txt. */
export function summaryLine(configuration: Configuration): string {
  const { requested = [], helpers = [], needs = [], measures = {} } = configuration;
  // What a Kconfig tree made of a value stands among the others; what was asked for stands behind them.
  const asked = requested.length === 0 ? '' : ` (asked for: ${assignmentLine(requested)})`;
  const helped = helpers.length === 0 ? '' : ` (let: ${assignmentLine(helpers)})`;
  const measured = Object.entries(measures).map(([name, value]) => `${name}=${value}`);
  const check = measured.length === 0 ? '' : ` (check: ${measured.join(' ')})`;
  const values = assignmentLine(sweptAssignments(configuration));
  const needed = needs.length === 0 ? '' : `${values === '' ? '' : ' '}(needs ${needs.map(refText).join(', ')})`;
  return `${labelOf(configuration)}: ${values}${helped}${asked}${check}${needed}\n`;
}

/** What combinations_summary.txt and combinations.csv say of a sweep besides its configurations. */
export interface CombinationsTable {
  readonly parameters: readonly VariableParameter[];
  /** Returns one configuration's row. */
  row(configuration: Configuration): readonly string[];
  /** Returns combinations.csv: number, id and every symbol's value, with stages also stage and needs; an absent symbol is an empty cell. */
  csv(rows: readonly (readonly string[])[]): string;
}

/** Returns the table of a sweep. */
export function combinationsTable({ space, stages, file }: DefinedSweep): CombinationsTable {
  const parameters = space.axes.map(variableParameter);
  if (stages === undefined) {
    const names = [...space.symbols, ...file.helpers];
    const measured = new Set<string>(); // known when all configurations have been seen
    const of: Measures[] = [];
    const row = (c: Configuration): readonly string[] => {
      for (const name of Object.keys(c.measures ?? {})) measured.add(name);
      of.push(c.measures ?? {});
      return [String(c.number), c.id, ...valueCells(c, names)];
    };
    const cells = (at: number): string[] => [...measured].map((name) => String(of[at]?.[name] ?? ''));
    const columns = (): string[] => [...measured].map((name) => (names.includes(name) ? `check.${name}` : name));
    const csv = (rows: readonly (readonly string[])[]): string =>
      csvText(
        ['number', 'config_id', ...names, ...columns()],
        measured.size === 0 ? rows : rows.map((cellsOfRow, i) => [...cellsOfRow, ...cells(i)]),
      );
    return { parameters, row, csv };
  }
  const names = [...new Set(stages.stages.flatMap((stage) => stage.symbols))];
  return {
    parameters: [
      ...parameters,
      ...stages.stages.flatMap((stage) => stage.axes.map((axis) => ofStage(stage.name, axis))),
    ],
    row: (c) => {
      const needs = (c.needs ?? []).map(refText).join(' ');
      return [c.stage ?? '', String(c.number), c.id, needs, ...valueCells(c, names)];
    },
    csv: (rows) => csvText(['stage', 'number', 'config_id', 'needs', ...names], rows),
  };
}

function ofStage(stage: string, axis: Axis): VariableParameter {
  const { names, values } = variableParameter(axis);
  return { names: names.map((name) => `${stage}: ${name}`), values };
}

function valueCells({ assignments, helpers = [] }: Configuration, names: readonly string[]): readonly string[] {
  const values = new Map<string, Value>([...assignments, ...helpers].map((a) => [a.name, a.value]));
  return names.map((name) => cell(values.get(name)));
}

/** Empty text stands as "" in quotes, so that it is not mistaken for an absent symbol. */
function cell(value: Value | undefined): string {
  if (value === undefined) return '';
  return value.kind === 'text' && value.text !== '' ? value.text : displayText(value);
}
