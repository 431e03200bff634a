// SPDX-License-Identifier: MIT
import { DiagnosticsError } from '../core/diagnostic.ts';
import type { Expression } from '../range/expression.ts';
import { namesOf, numberFor, parseCondition } from './conditions.ts';
import { bare, type ReportRun } from './view.ts';

/** One column of SWEEP_DERIVE. */
export interface DerivedColumn {
  readonly name: string;
  readonly expression: Expression;
}

/** Returns the columns of SWEEP_DERIVE: `lr_wd = CONFIG_LR * CONFIG_WD; ...`. Throws DiagnosticsError. */
export function parseDerived(text: string | undefined): readonly DerivedColumn[] {
  const parts = (text ?? '').split(';').filter((part) => part.trim() !== '');
  return parts.map((part) => {
    const match = /^\s*([A-Za-z_][\w.]*)\s*=(?!=)\s*(.+)$/.exec(part);
    if (match === null) {
      const message = `SWEEP_DERIVE has "${part.trim()}"; expected name = expression, such as lr_wd = CONFIG_LR * CONFIG_WD`;
      throw new DiagnosticsError([{ code: 'E_SETTING_VALUE', message }]);
    }
    return { name: match[1] ?? '', expression: parseCondition('SWEEP_DERIVE', match[2] ?? '') };
  });
}

/** Returns the runs with their derived columns; a later column may use those before it. */
export function withDerived(runs: readonly ReportRun[], columns: readonly DerivedColumn[]): readonly ReportRun[] {
  if (columns.length === 0) return runs;
  const { parameters, metrics } = namesOf(runs);
  const known = columns.map((column, i) => ({
    ...column,
    names: { parameters, metrics: new Set([...metrics, ...columns.slice(0, i).map(({ name }) => name)]) },
  }));
  return runs.map((run) => {
    let derived = run;
    for (const { name, expression, names } of known) {
      derived = { ...derived, metrics: bare({ ...derived.metrics, [name]: numberFor(expression, derived, names) }) };
    }
    return derived;
  });
}
