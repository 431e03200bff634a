// SPDX-License-Identifier: MIT
import type { Expression, Rule } from '../range/tree.ts';
import type { Scope } from './computed.ts';
import { compileTest } from './groups.ts';
import type { Check, Slots } from './model.ts';

/** Checks by the level at which all their symbols are known, and the first rule that can never be satisfied. */
export interface PlacedChecks {
  readonly byLevel: ReadonlyMap<number, readonly Check[]>;
  readonly brokenRule: number | undefined;
}

/** Splits rules into parts and places each at the earliest level where it can be tested. */
export function placeChecks(
  rules: readonly Rule[],
  scope: Scope,
  base: Slots,
  levelOfSlot: ReadonlyMap<number, number>,
): PlacedChecks {
  const byLevel = new Map<number, Check[]>();
  let brokenRule: number | undefined;
  for (const [index, rule] of rules.entries()) {
    for (const check of checksOf(rule, index, scope)) {
      const level = check.slots.reduce((max, slot) => Math.max(max, levelOfSlot.get(slot) ?? -1), -1);
      if (level === -1) {
        if (!check.test(base)) brokenRule ??= index;
        continue;
      }
      const checks = byLevel.get(level);
      if (checks === undefined) byLevel.set(level, [check]);
      else checks.push(check);
    }
  }
  return { byLevel, brokenRule };
}

/** `depends on A && B` is two checks, and so is `exclude if A || B`: each prunes as early as it can. */
function checksOf(rule: Rule, index: number, scope: Scope): Check[] {
  const parts = partsOf(rule.expression, rule.kind === 'depends' ? 'and' : 'or');
  return parts.map((part) => {
    const { test, slots } = compileTest(part, scope);
    return { rule: index, slots, test: rule.kind === 'depends' ? test : (values) => !test(values) };
  });
}

function partsOf(expression: Expression, kind: 'and' | 'or'): Expression[] {
  if (expression.kind !== kind) return [expression];
  return expression.operands.flatMap((operand) => partsOf(operand, kind));
}
