// SPDX-License-Identifier: MIT
import { type Diagnostic, DiagnosticsError, hasErrors } from '../core/diagnostic.ts';
import { didYouMean } from '../core/nearest.ts';
import type { Value } from '../core/value.ts';
import { type Expression, parseExpression } from '../range/expression.ts';
import { type SymbolReference, symbolsOf } from '../range/symbols.ts';
import type { Scalar } from '../results/reading.ts';
import { evaluate, evaluateNumber, type Lookup } from '../space/evaluate.ts';
import type { ReportRun } from './view.ts';

/** Returns the expression of a setting such as FILTER. Throws DiagnosticsError with the place of what is wrong. */
export function parseCondition(setting: string, text: string): Expression {
  const { value, diagnostics } = parseExpression({ path: setting, text });
  if (value === undefined || hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics);
  return value;
}

/** Tells whether a run satisfies a condition over its parameters, metrics, number, status and total_time. */
export function satisfies(condition: Expression, run: ReportRun): boolean {
  return evaluate(condition, lookupOf(run));
}

/** Tells whether a condition asks what came out of a run, and not only how it was configured. */
export function asksForResults(condition: Expression, parameters: readonly string[]): boolean {
  const known = new Set(['number', ...parameters]);
  return symbolsOf(condition).some(({ name }) => !known.has(name) && !known.has(`CONFIG_${name}`));
}

/** Returns the number of an expression for a run, null where an operand is absent. */
export function numberFor(expression: Expression, run: ReportRun): number | null {
  const number = evaluateNumber(expression, lookupOf(run));
  return number === undefined || !Number.isFinite(number) ? null : number;
}

/** Throws when a condition names something that no run has, with the nearest names. */
export function checkNames(expression: Expression, runs: readonly ReportRun[]): void {
  const diagnostics = unknownNames(expression, runs).map(({ name, span, nearest }): Diagnostic =>
    ({ severity: 'error', code: 'E_SETTING_VALUE', message: `${name} is no parameter and no metric of this sweep`, span, hint: nearest ?? `text stands in quotes: "${name}"` }));
  if (diagnostics.length > 0) throw new DiagnosticsError(diagnostics);
}

/** A name of an expression that no run has. */
export interface UnknownName {
  readonly name: string;
  readonly span: SymbolReference['span'];
  /** `did you mean CONFIG_LR?`, when something is near. */
  readonly nearest: string | undefined;
}

/** Returns the names in an expression that no run has. */
export function unknownNames(expression: Expression, runs: readonly ReportRun[]): readonly UnknownName[] {
  const known = new Set(['number', 'status', 'reason', 'total_time', ...runs.flatMap((r) => [...Object.keys(r.parameters), ...Object.keys(r.metrics)])]);
  const unknown = symbolsOf(expression).filter(({ name }) => !known.has(name) && !known.has(`CONFIG_${name}`));
  return unknown.map(({ name, span }) => ({ name, span, nearest: didYouMean(name, known) }));
}

function lookupOf(run: ReportRun): Lookup {
  return (name) => {
    const parameter = run.values.find((v) => v.name === name) ?? run.values.find((v) => v.name === `CONFIG_${name}`);
    if (parameter !== undefined) return parameter.value;
    switch (name) {
      case 'number':
        return scalarValue(run.number);
      case 'status':
        return scalarValue(run.status);
      case 'reason':
        return scalarValue(run.reason);
      case 'total_time':
        return scalarValue(run.totalTimeS);
      default:
        return Object.hasOwn(run.metrics, name) ? scalarValue(run.metrics[name] ?? null) : undefined;
    }
  };
}

function scalarValue(scalar: Scalar): Value | undefined {
  if (scalar === null) return undefined;
  if (typeof scalar === 'number') return { kind: 'number', text: String(scalar) };
  if (typeof scalar === 'boolean') return { kind: 'tristate', text: scalar ? 'y' : 'n' };
  return { kind: 'text', text: scalar };
}
