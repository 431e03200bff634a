// SPDX-License-Identifier: MIT
import type { Checked, Diagnostic } from '../../core/diagnostic.ts';

export type Goal = 'max' | 'min';

/** How an array with one entry an epoch becomes one number; `at` counts from 0, from the end when negative. */
export type Reducer =
  | { readonly kind: 'last' | 'max' | 'min' | 'mean' }
  | { readonly kind: 'at'; readonly index: number };

/** One metric that ranks: `test_acc`, `min(loss)`, `test_acc[9]` or `results/eval.json:scores.f1[-1]`. */
export interface MetricSpec {
  /** As it was written, without its goal: the name of its column. */
  readonly text: string;
  /** Name of the metric in the files; for a path into a JSON file, the last name of the path. */
  readonly name: string;
  readonly reducer: Reducer;
  readonly goal: Goal;
  /** Set when the value lies in a file of its own: path relative to the run folder, keys inside it. */
  readonly source?: JsonPath;
}

/** A place inside a JSON file of the run folder. */
export interface JsonPath {
  readonly file: string;
  readonly keys: readonly (string | number)[];
}

const LARGER_IS_BETTER =
  /(^|[_./-])(acc|accuracy|top1|top5|auc|auroc|f1|precision|recall|score|reward|return|bleu|rouge|map|ap|iou|miou|dice|r2|psnr|ssim|throughput|speedup|correlation|kappa|mcc|ndcg|mrr)(@?\d+)?$/i;
const SMALLER_IS_BETTER =
  /(^|[_./-])(loss|err|error|perplexity|ppl|nll|mse|rmse|mae|mape|time|seconds|latency|duration|memory|wer|cer|fid|bpc|bpb|regret|flops|params|size|cost|energy)(@?\d+)?$/i;

/** Returns the goal that a metric's name implies (acc: max, loss: min), or undefined for a name that implies none. */
export function knownGoal(name: string): Goal | undefined {
  if (SMALLER_IS_BETTER.test(name)) return 'min';
  if (LARGER_IS_BETTER.test(name)) return 'max';
  return undefined;
}

/**
 * Returns the metrics of SWEEP_METRIC, first the one that ranks first: `"test_acc max; total_time min"`. `fallback` is the goal of names that imply none. A goal
 * beside a metric wins over SWEEP_GOAL, which wins over what the name implies. No text gives no metrics.
 */
export function parseMetricSpec(
  text: string | undefined,
  goal?: Goal,
  fallback?: Goal,
): Checked<readonly MetricSpec[]> {
  const diagnostics: Diagnostic[] = [];
  const specs: MetricSpec[] = [];
  for (const part of (text ?? '').split(';')) {
    if (part.trim() === '') continue;
    const parsed = parseOne(part.trim(), goal, fallback);
    if ('message' in parsed) diagnostics.push({ severity: 'error', code: 'E_SETTING_VALUE', ...parsed });
    else if (specs.some((s) => s.text === parsed.text)) diagnostics.push(repeated(parsed.text));
    else specs.push(parsed);
  }
  return diagnostics.length > 0 ? { diagnostics } : { value: specs, diagnostics };
}

interface Trouble {
  readonly message: string;
  readonly hint?: string;
}

const TERM = /^(?:(last|max|min|mean)\(\s*([^\s();]+)\s*\)|([^\s();]+))(?:\s+(\S+))?$/;

function parseOne(part: string, given: Goal | undefined, fallback: Goal | undefined): MetricSpec | Trouble {
  const match = TERM.exec(part);
  if (match === null) {
    return {
      message: `SWEEP_METRIC has "${part}"; expected a name, last(x), max(x), min(x), mean(x), x[10] or file.json:a.b[-1], then max or min`,
    };
  }
  const [, reducerName, inner, plain, goalWord] = match;
  if (goalWord !== undefined && goalWord !== 'max' && goalWord !== 'min') {
    return { message: `SWEEP_METRIC has "${goalWord}" behind ${inner ?? plain}; expected max or min` };
  }
  const term = parseTerm(inner ?? plain ?? '', reducerName);
  if ('message' in term) return term;
  const goal = goalWord ?? given ?? knownGoal(term.name) ?? fallback;
  if (goal === undefined) {
    return {
      message: `whether more or less ${term.name} is better is not known`,
      hint: `set SWEEP_GOAL to max or min, or write SWEEP_METRIC="${term.text} max"`,
    };
  }
  return { ...term, goal };
}

function parseTerm(inner: string, reducerName: string | undefined): Omit<MetricSpec, 'goal'> | Trouble {
  const text = reducerName === undefined ? inner : `${reducerName}(${inner})`;
  const kind = reducerName as 'last' | 'max' | 'min' | 'mean' | undefined; // TERM lets only these through
  const reducer: Reducer = { kind: kind ?? 'last' };
  const colon = inner.indexOf(':');
  if (colon > 0) {
    const path = parseJsonPath(inner.slice(0, colon), inner.slice(colon + 1));
    if ('message' in path) return path;
    const name = path.keys.filter((k) => typeof k === 'string').at(-1) ?? path.file;
    return { text, name, reducer, source: path };
  }
  const indexed = /^(.+)\[(-?\d+)\]$/.exec(inner);
  if (indexed === null) return { text, name: inner, reducer };
  if (kind !== undefined)
    return { message: `SWEEP_METRIC has "${text}"; take either ${kind}() or one entry [${indexed[2]}]` };
  return { text, name: indexed[1] ?? inner, reducer: { kind: 'at', index: Number(indexed[2]) } };
}

function parseJsonPath(file: string, path: string): JsonPath | Trouble {
  if (file.startsWith('/') || file.split('/').includes('..')) {
    return { message: `SWEEP_METRIC reads "${file}"; the file must lie inside the run folder` };
  }
  if (!/^(?:[^.[\]]+|\[-?\d+\])(?:\.[^.[\]]+|\[-?\d+\])*$/.test(path)) {
    return { message: `SWEEP_METRIC has the path "${path}" into ${file}; expected names and [index]: a.b[-1]` };
  }
  const keys = [...path.matchAll(/\[(-?\d+)\]|([^.[\]]+)/g)].map((m) =>
    m[1] === undefined ? (m[2] ?? '') : Number(m[1]),
  );
  return { file, keys };
}

function repeated(text: string): Diagnostic {
  return { severity: 'error', code: 'E_SETTING_VALUE', message: `SWEEP_METRIC names ${text} twice` };
}
