// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Span } from '../core/source.ts';
import { symbolsOf } from '../range/symbols.ts';
import type { Definition, Expression } from '../range/tree.ts';
import { compileCondition, compileOperand, type Getter } from './compile.ts';
import { valueOfExact } from './functions.ts';
import type { Computed, Slots } from './model.ts';
import { exactOfOperand, type Operand, operandOf } from './operand.ts';

/** Where the value of a symbol comes from: a slot of its own, or the expression that computes it. */
export interface Scope {
  readonly slotOf: ReadonlyMap<string, number>;
  readonly computed: Map<string, Computed>;
}

/** Returns how the value of a symbol is found. */
export function getterIn(scope: Scope, name: string): Getter<Slots> {
  const computed = scope.computed.get(name);
  if (computed !== undefined) return computed.get;
  const slot = scope.slotOf.get(name);
  if (slot === undefined) throw new Error(`internal: ${name} was not checked`);
  return (slots) => slots[slot];
}

/** Returns the slots that an expression looks at. */
export function slotsIn(scope: Scope, expression: Expression): number[] {
  const slots = symbolsOf(expression).flatMap(({ name }) => {
    const computed = scope.computed.get(name);
    return computed === undefined ? [scope.slotOf.get(name) ?? -1] : computed.slots;
  });
  return [...new Set(slots)];
}

/** One line of a computed symbol. */
interface ComputedLine {
  readonly span: Span;
  readonly condition: ((slots: Slots) => boolean) | undefined;
  readonly get: Getter<Slots>;
  readonly slots: readonly number[];
}

/** Returns the symbol that some lines compute, the first whose condition holds. A line with one plain value is a constant. */
export function computedOf(lines: readonly Definition[], scope: Scope, diagnostics: Diagnostic[]): Computed {
  const compiled = lines.flatMap((line) => computedLine(line, scope, diagnostics) ?? []);
  const active = (slots: Slots): ComputedLine | undefined =>
    compiled.find((line) => line.condition === undefined || line.condition(slots));
  return {
    get: (slots) => active(slots)?.get(slots),
    slots: [...new Set(compiled.flatMap((line) => line.slots))],
    spans: compiled.map((line) => line.span),
    lineOf: (slots) => active(slots)?.span,
  };
}

function computedLine(line: Definition, scope: Scope, diagnostics: Diagnostic[]): ComputedLine | undefined {
  const { span, condition, right } = line;
  const test =
    condition === undefined ? undefined : compileCondition<Slots>(condition, (name) => getterIn(scope, name));
  const common = { span, condition: test };
  const conditionSlots = condition === undefined ? [] : slotsIn(scope, condition);
  if (right.kind === 'computed') {
    const get = compileComputed(right.expression, scope);
    return { ...common, get, slots: [...conditionSlots, ...slotsIn(scope, right.expression)] };
  }
  const [only] = right.kind === 'choices' ? right.alternatives : [];
  if (right.kind === 'choices' && right.alternatives.length === 1 && only?.kind === 'value') {
    const operand = operandOf(only.value);
    return { ...common, get: () => operand, slots: conditionSlots };
  }
  diagnostics.push({
    code: 'E_COMPUTED_MIXED',
    message: `${line.names.map((n) => n.name).join(',')} is computed in another line, so this one may give one value only`,
    span,
    hint: 'write one value, or sweep a helper and compute with it: let NAME=1|2',
  });
  return undefined;
}

/** An absent symbol makes the result absent; a comparison gives a boolean, and a number is written out. */
function compileComputed(expression: Expression, scope: Scope): Getter<Slots> {
  const needed = symbolsOf(expression).map(({ name }) => getterIn(scope, name));
  const resolve = (name: string): Getter<Slots> => getterIn(scope, name);
  const isTruth = ['compare', 'and', 'or', 'not'].includes(expression.kind);
  const truth = isTruth ? compileCondition(expression, resolve) : undefined;
  const operand = compileOperand(expression, resolve);
  return (slots) => {
    if (needed.some((get) => get(slots) === undefined)) return undefined;
    if (truth !== undefined) return truth(slots) ? TRUE : FALSE;
    return writtenOut(operand(slots));
  };
}

const TRUE = operandOf({ kind: 'boolean', text: 'true' });
const FALSE = operandOf({ kind: 'boolean', text: 'false' });

function writtenOut(operand: Operand | undefined): Operand | undefined {
  if (operand === undefined || operand.value !== undefined) return operand;
  const exact = exactOfOperand(operand);
  return exact === undefined ? undefined : operandOf(valueOfExact(exact));
}
