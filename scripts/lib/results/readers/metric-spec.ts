// SPDX-License-Identifier: MIT
import type { Checked, Diagnostic } from '../../core/diagnostic.ts';
import { type MetricSource, parseMetricSource } from './metric-source.ts';

export type Goal = 'max' | 'min';

/** How an array with one entry an epoch becomes one number; `at` counts from 0, from the end when negative. */
export type Reducer =
  | { readonly kind: 'last' | 'max' | 'min' | 'mean' }
  | { readonly kind: 'at'; readonly index: number };

/** One metric that ranks: `test_acc`, `min(loss)`, `test_acc[9]` or `results/eval.json:scores.f1[-1]`. */
export interface MetricSpec {
  /** Name of its column: as it was written, without its goal; of a source with `*` or `[last]` the name of its key. */
  readonly text: string;
  /** Name of the metric in the files; for a path into a file, the last name of the path. */
  readonly name: string;
  readonly reducer: Reducer;
  readonly goal: Goal;
  /** Set when the value lies in a file of its own. */
  readonly source?: MetricSource;
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

/** Returns max or min for the words of a goal: `maximize` and `minimize` as Optuna and others write them too. */
export function goalOf(word: string): Goal | undefined {
  switch (word.toLowerCase()) {
    case 'max':
    case 'maximize':
    case 'maximise':
      return 'max';
    case 'min':
    case 'minimize':
    case 'minimise':
      return 'min';
    default:
      return undefined;
  }
}

/** Returns the sentence for each metric whose goal is the opposite of what its name implies: the worst would stand first. */
export function oddGoals(specs: readonly MetricSpec[]): readonly string[] {
  return specs
    .filter(({ name, goal }) => knownGoal(name) !== undefined && knownGoal(name) !== goal)
    .map(
      ({ text, goal }) =>
        `${text} is ranked with the ${goal === 'min' ? 'smallest' : 'largest'} first, though ${goal === 'min' ? 'more' : 'less'} of it is usually better; SWEEP_METRIC="${text} ${goal === 'min' ? 'max' : 'min'}" turns it round`,
    );
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
    if ('message' in parsed) diagnostics.push({ code: 'E_SETTING_VALUE', ...parsed });
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
  const [, reducerName, inner, plain, word] = match;
  const goalWord = word === undefined ? undefined : goalOf(word);
  if (word !== undefined && goalWord === undefined) {
    return { message: `SWEEP_METRIC has "${word}" behind ${inner ?? plain}; expected max or min` };
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
    const source = parseMetricSource(inner.slice(0, colon), inner.slice(colon + 1));
    if ('message' in source) return source;
    const { name, isNamedByKey } = source;
    const own = kind === undefined ? name : `${kind}(${name})`;
    return { text: isNamedByKey ? own : text, name, reducer, source: source.source };
  }
  const indexed = /^(.+)\[(-?\d+|last)\]$/.exec(inner);
  if (indexed === null) return { text, name: inner, reducer };
  if (kind !== undefined)
    return { message: `SWEEP_METRIC has "${text}"; take either ${kind}() or one entry [${indexed[2]}]` };
  const name = indexed[1] ?? inner;
  if (indexed[2] === 'last') return { text: name, name, reducer };
  return { text, name, reducer: { kind: 'at', index: Number(indexed[2]) } };
}

function repeated(text: string): Diagnostic {
  return { code: 'E_SETTING_VALUE', message: `SWEEP_METRIC names ${text} twice` };
}
