// SPDX-License-Identifier: MIT
import { type Diagnostic, DiagnosticsError, hasErrors } from '../core/diagnostic.ts';
import { didYouMean } from '../core/nearest.ts';
import { type Value, valueIn } from '../core/value.ts';
import { type Expression, parseExpression } from '../range/expression.ts';
import { type SymbolReference, symbolsOf, visitExpressions } from '../range/symbols.ts';
import type { Scalar } from '../results/readers/reading.ts';
import { evaluate, evaluateNumber, type Lookup } from '../space/evaluate.ts';
import type { ReportRun } from './view.ts';

/** Returns the expression of a setting such as FILTER. Throws DiagnosticsError with the place of what is wrong. */
export function parseCondition(setting: string, text: string): Expression {
  const { value, diagnostics } = parseExpression({ path: setting, text });
  if (value === undefined || hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics);
  return value;
}

/** The names of a sweep, by what they stand for. */
export interface Names {
  readonly parameters: ReadonlySet<string>;
  readonly metrics: ReadonlySet<string>;
}

/** Returns the names that the runs have: what a name means is the same for all of them, also for those that lack it. */
export function namesOf(runs: readonly ReportRun[]): Names {
  const [parameters, metrics] = [new Set<string>(), new Set<string>()];
  for (const run of runs) {
    for (const { name } of run.values) parameters.add(name);
    for (const name of Object.keys(run.metrics)) metrics.add(name);
  }
  return { parameters, metrics };
}

/** Tells whether a run satisfies a condition over its parameters, metrics, number, status and total_time. */
export function satisfies(condition: Expression, run: ReportRun, names: Names): boolean {
  return evaluate(condition, lookupOf(run, names));
}

/** Tells whether a condition asks what came out of a run, and not only how it was configured. */
export function asksForResults(condition: Expression, { parameters, metrics }: Names): boolean {
  const isGiven = (name: string): boolean =>
    parameters.has(name) ||
    name === 'number' ||
    (!OWN.includes(name) && !metrics.has(name) && parameters.has(`CONFIG_${name}`));
  return !symbolsOf(condition).every(({ name }) => isGiven(name));
}

/** Returns the parameters that an expression names, each by its full name. */
export function parametersIn(expression: Expression, { parameters }: Names): readonly string[] {
  const full = symbolsOf(expression).map(({ name }) => (parameters.has(name) ? name : `CONFIG_${name}`));
  return [...new Set(full)].filter((name) => parameters.has(name));
}

/** Returns the number of an expression for a run, null where an operand is absent. */
export function numberFor(expression: Expression, run: ReportRun, names: Names): number | null {
  const number = evaluateNumber(expression, lookupOf(run, names));
  return number === undefined || !Number.isFinite(number) ? null : number;
}

/** Throws when a condition names something that no run has, with the nearest names, or compares nothing with a name. */
export function checkNames(expression: Expression, runs: readonly ReportRun[]): void {
  const names = namesOf(runs);
  const unknown = unknownNames(expression, names).map(
    ({ name, span, nearest }): Diagnostic => ({
      code: 'E_SETTING_VALUE',
      message: `${name} is no parameter and no metric of this sweep`,
      span,
      hint: nearest ?? `${reported(names.metrics)}; text stands in quotes: "${name}"`,
    }),
  );
  const diagnostics = [
    ...unknown,
    ...(symbolsOf(expression).length === 0 ? [nameless(expression, names)] : namelessComparisons(expression, names)),
  ];
  if (diagnostics.length > 0) throw new DiagnosticsError(diagnostics);
}

/** A name of an expression that no run has. */
export interface UnknownName {
  readonly name: string;
  readonly span: SymbolReference['span'];
  /** `did you mean CONFIG_LR?`, when something is near. */
  readonly nearest: string | undefined;
}

const OWN: readonly string[] = ['number', 'status', 'reason', 'total_time'];

/** Returns the names in an expression that no run has. */
export function unknownNames(expression: Expression, names: Names): readonly UnknownName[] {
  const known = new Set([...OWN, ...names.parameters, ...names.metrics]);
  const unknown = symbolsOf(expression).filter(({ name }) => !known.has(name) && !known.has(`CONFIG_${name}`));
  return unknown.map(({ name, span }) => ({
    name,
    span,
    nearest: inBraces(name, names.metrics) ?? inOtherLetters(name, known) ?? didYouMean(name, known),
  }));
}

/** Metrics that a hint names. */
const MOST_NAMED = 8;

function reported(metrics: ReadonlySet<string>): string {
  const names = [...metrics].slice(0, MOST_NAMED);
  return names.length === 0
    ? 'the runs report no metric'
    : `the runs report ${names.join(', ')}${metrics.size > names.length ? ` and ${metrics.size - names.length} more` : ''}`;
}

/** Kconfig's names are capitals. */
function inOtherLetters(name: string, known: ReadonlySet<string>): string | undefined {
  const same = [...known].find((one) =>
    [name, `CONFIG_${name}`].some((asked) => asked.toLowerCase() === one.toLowerCase()),
  );
  return same === undefined ? undefined : `did you mean ${same}?`;
}

/** `val` of val/acc and `top` of top-1 are the first part of a metric's name. */
function inBraces(name: string, metrics: ReadonlySet<string>): string | undefined {
  const whole = [...metrics].find((metric) => metric.startsWith(name) && /^\W/.test(metric.slice(name.length)));
  return whole === undefined ? undefined : `a name with other letters stands in braces: {${whole}}`;
}

/** A comparison of two constants is the same for every run: mostly a metric's name in quotes. */
function namelessComparisons(expression: Expression, names: Names): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  visitExpressions(expression, (part) => {
    if (part.kind === 'compare' && symbolsOf(part).length === 0) found.push(nameless(part, names));
  });
  return found;
}

function nameless(part: Expression, { metrics }: Names): Diagnostic {
  const texts: string[] = [];
  visitExpressions(part, (one) => {
    if (one.kind === 'literal' && one.value.kind === 'text') texts.push(one.value.text);
  });
  const quoted = texts.find((text) => metrics.has(text));
  const hint =
    quoted === undefined
      ? `it names no parameter and no metric; ${reported(metrics)}`
      : `what stands in quotes is text; the metric is {${quoted}}`;
  return { code: 'E_SETTING_VALUE', message: 'this is the same for every run', span: part.span, hint };
}

/** The parameter of exactly that name, what we tell of a run, the metric, and the parameter with CONFIG_ before it, the first that the sweep has. */
function lookupOf(run: ReportRun, { parameters, metrics }: Names): Lookup {
  const parameter = (name: string): Value | undefined => valueIn(run.values, name);
  return (name) => {
    if (parameters.has(name)) return parameter(name);
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
        if (!metrics.has(name)) return parameter(`CONFIG_${name}`);
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
