// SPDX-License-Identifier: MIT
import { type Configuration, assignmentLine, sweptAssignments } from '../config/configuration.ts';
import { displayText, type Value } from '../core/value.ts';
import { csvLine } from './csv.ts';

/** A parameter that varies, with its values as they are listed in the summary. */
export interface VariableParameter {
  /** One name, or several for symbols that move together. */
  readonly names: readonly string[];
  /** At most LISTED_VALUES of them. */
  readonly values: readonly string[];
  /** How many there are. */
  readonly count: number | bigint;
}

export const LISTED_VALUES = 40;

/** Returns the head of combinations_summary.txt: title, total, notes, variable parameters. */
export function summaryHead(options: { range: string; count: number; notes: readonly string[]; parameters: readonly VariableParameter[] }): string {
  const { range, count, notes, parameters } = options;
  const lines = ['Parameter Combinations Summary', '='.repeat(60), '', `Range file: ${range}`, `Total configurations: ${count}`];
  for (const note of notes) lines.push(`Note: ${note}`);
  lines.push('', 'VARIABLE PARAMETERS:', '-'.repeat(40));
  if (parameters.length === 0) lines.push('  (none: every symbol has one value)');
  for (const parameter of parameters) lines.push(parameterLine(parameter));
  lines.push('', 'CONFIGURATIONS:', '-'.repeat(40));
  return `${lines.join('\n')}\n`;
}

function parameterLine({ names, values, count }: VariableParameter): string {
  const more = BigInt(count) > BigInt(values.length) ? `, ... (${count} values)` : '';
  return `  ${names.join(',')}: ${values.join(', ')}${more}`;
}

/** Returns one configuration's line of combinations_summary.txt. */
export function summaryLine(configuration: Configuration): string {
  return `${configuration.name}: ${assignmentLine(sweptAssignments(configuration))}\n`;
}

/** Returns the header of combinations.csv for all symbols of a space. */
export function combinationsHeader(names: readonly string[]): string {
  return csvLine(['number', 'config_id', ...names]);
}

/** Returns one configuration's row of combinations.csv; an absent symbol is an empty cell. */
export function combinationsRow(configuration: Configuration, names: readonly string[]): string {
  const values = new Map<string, Value>(configuration.assignments.map((a) => [a.name, a.value]));
  return csvLine([String(configuration.number), configuration.id, ...names.map((name) => cell(values.get(name)))]);
}

/** Text that is empty stands as "" in quotes, so that it is not mistaken for an absent symbol. */
function cell(value: Value | undefined): string {
  if (value === undefined) return '';
  return value.kind === 'text' && value.text !== '' ? value.text : displayText(value);
}
