// SPDX-License-Identifier: MIT
import type { Checked, Diagnostic } from '../core/diagnostic.ts';
import { createRng, shuffled } from '../core/rng.ts';
import type { Settings } from '../core/settings/resolve.ts';
import { type Assignment, type Value, valueIn } from '../core/value.ts';
import { parseExpression } from '../range/expression.ts';
import type { Expression } from '../range/tree.ts';
import { evaluate, evaluateNumber } from '../space/evaluate.ts';
import type { RunState } from './state.ts';

/** Tells which runs a call means, and puts them into its order. */
export interface Selection {
  /** ONLY and SHARD; `shardBy`: what the shard is told by instead of the run's id. */
  includes(run: RunState, shardBy?: string): boolean;
  /** It includes every run: no values need to be put together for it. */
  readonly isAll?: boolean;
  /** ORDER: file, shuffle, or an expression, largest first. */
  ordered(runs: readonly RunState[]): readonly RunState[];
}

/**
 * Returns the selection of a call, with a diagnostic for each setting that makes no sense. `stage` is the one that ONLY
 * means in a sweep with stages.
 */
export function parseSelection(settings: Settings, stage?: string): Checked<Selection> {
  const only = parseOnly(settings.text('ONLY'));
  const shard = parseShard(settings.text('SHARD'));
  const order = parseOrder(settings.text('ORDER') ?? 'file', settings.get('SEED'));
  const diagnostics = [...only.diagnostics, ...shard.diagnostics, ...order.diagnostics];
  if (only.value === undefined || shard.value === undefined || order.value === undefined) return { diagnostics };
  const [isMeant, isOurs, ordered] = [only.value, shard.value, order.value];
  const isOfStage = (settings.text('ONLY') ?? '').trim() === '' ? () => true : inStage(stage);
  const isWanted = (run: RunState): boolean => isOfStage(run) && isMeant(run);
  const isAll = [settings.text('ONLY'), settings.text('SHARD')].every((text) => (text ?? '').trim() === '');
  return {
    value: { includes: (run, shardBy = run.run) => isWanted(run) && isOurs(shardBy), isAll, ordered },
    diagnostics,
  };
}

type Test = (run: RunState) => boolean;

/** Tells whether a run is of a stage; every run of a sweep without stages is. */
export function inStage(stage: string | undefined): Test {
  return (run) => run.stage === null || run.stage === stage;
}

/** One part of a list of runs: sample/config_017-config_020. */
const PART = /^\s*(?:[a-z][a-z0-9_]*\/)?(?:config_)?(\d+)(?:\s*-\s*(?:[a-z][a-z0-9_]*\/)?(?:config_)?(\d+))?\s*$/;

/** Returns the stages that a list of runs names: sample for `sample/12,sample/17-20`. */
export function namedStages(text: string): readonly string[] {
  if (numberParts(text) === undefined) return [];
  return [...new Set([...text.matchAll(/([a-z][a-z0-9_]*)\//g)].map(([, stage = '']) => stage))];
}

/**
 * Returns the parts of `12,17-20` (also `config_012,config_017-config_020`, as the reports name them, and with the stage: sample/12), each with
 * its first and last number; undefined when the text is no such list.
 */
export function numberParts(text: string): readonly (readonly [from: number, to: number])[] | undefined {
  const parts = text.split(',').map((part) => PART.exec(part));
  const ranges: (readonly [number, number])[] = [];
  for (const part of parts) {
    if (part === null) return undefined;
    ranges.push([Number(part[1]), Number(part[2] ?? part[1])]);
  }
  return ranges;
}

/** Returns the numbers of `12,17-20`; undefined when the text is no such list. */
export function parseNumbers(text: string): ((number: number) => boolean) | undefined {
  const ranges = numberParts(text);
  return ranges === undefined ? undefined : (number) => ranges.some(([from, to]) => number >= from && number <= to);
}

/** Returns which runs ONLY means, or RERUN: numbers, names or an expression over values; all without it. */
export function parseOnly(text: string | undefined, label = 'ONLY'): Checked<Test> {
  if (text === undefined || text.trim() === '') return { value: () => true, diagnostics: [] };
  const numbers = parseNumbers(text);
  if (numbers !== undefined) return { value: (run) => numbers(run.number), diagnostics: [] };
  const parsed = parseExpression({ path: label, text });
  if (parsed.value === undefined) return { diagnostics: parsed.diagnostics };
  const expression = parsed.value;
  return { value: (run) => evaluate(expression, lookupIn(run.values)), diagnostics: parsed.diagnostics };
}

/** Shards are by run id, so they stay the same when the sweep is extended. */
function parseShard(text: string | undefined): Checked<(id: string) => boolean> {
  if (text === undefined || text.trim() === '') return { value: () => true, diagnostics: [] };
  const match = /^\s*(\d+)\s*\/\s*(\d+)\s*$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || count < 1 || index < 1 || index > count) {
    return { diagnostics: [wrong(`SHARD is "${text}"; expected I/N with I from 1 to N, such as 1/2`)] };
  }
  return { value: (id) => shardOf(id, count) === index, diagnostics: [] };
}

/** Returns the shard of a run, from 1 to `count`. */
export function shardOf(run: string, count: number): number {
  return (Number.parseInt(run.slice(-12), 16) % count) + 1;
}

function parseOrder(text: string, seed: string): Checked<Selection['ordered']> {
  const byNumber = (runs: readonly RunState[]): RunState[] => [...runs].sort((a, b) => a.number - b.number);
  if (text === 'file' || text.trim() === '' || isStageOrder(text)) return { value: byNumber, diagnostics: [] };
  if (text === 'shuffle')
    return { value: (runs) => shuffled(byNumber(runs), createRng(`${seed}/order`)), diagnostics: [] };
  const { value: priority, diagnostics } = parsePriority(text);
  if (priority === undefined) return { diagnostics };
  return {
    value: (runs) =>
      byNumber(runs)
        .map((run) => ({ run, at: priority(run) ?? 0 }))
        .sort((a, b) => b.at - a.at)
        .map(({ run }) => run),
    diagnostics,
  };
}

/** Words of ORDER that tell which stage goes first: they order as the file does within one. */
export function isStageOrder(text: string): text is 'depth' | 'breadth' {
  return text === 'depth' || text === 'breadth';
}

/** Returns what an expression of ORDER gives a run: its number, or 1 and 0 for a truth; undefined where it is neither, a text say. */
export function parsePriority(text: string): Checked<(run: RunState) => number | undefined> {
  const parsed = parseExpression({ path: 'ORDER', text });
  if (parsed.value === undefined) return { diagnostics: parsed.diagnostics };
  const expression = parsed.value;
  const priority = (run: RunState): number | undefined => {
    const lookup = lookupIn(run.values);
    const number = evaluateNumber(expression, lookup);
    if (number !== undefined) return number;
    return isTruth(expression, lookup) ? Number(evaluate(expression, lookup)) : undefined;
  };
  return { value: priority, diagnostics: parsed.diagnostics };
}

function isTruth(expression: Expression, lookup: (name: string) => Value | undefined): boolean {
  if (expression.kind === 'symbol') return ['tristate', 'boolean'].includes(lookup(expression.name)?.kind ?? '');
  return expression.kind !== 'literal' && expression.kind !== 'negate' && expression.kind !== 'arithmetic';
}

function lookupIn(values: readonly Assignment[]): (name: string) => Value | undefined {
  return (name) => valueIn(values, name);
}

function wrong(message: string): Diagnostic {
  return { code: 'E_SETTING_VALUE', message };
}
