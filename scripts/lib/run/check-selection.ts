// SPDX-License-Identifier: MIT
import { CONFIG_PREFIX } from '../core/configuration-name.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { didYouMean } from '../core/nearest.ts';
import type { Settings } from '../core/settings/resolve.ts';
import { parseExpression } from '../range/expression.ts';
import { symbolsOf } from '../range/symbols.ts';
import type { Expression } from '../range/tree.ts';
import { isStageOrder, numberParts, parseOnly, parsePriority } from './select.ts';
import type { RunState } from './state.ts';

/** Tells whether a call picks or orders runs by number or value, so that it may name some that are not there. */
export function namesRuns(settings: Settings): boolean {
  const order = (settings.text('ORDER') ?? '').trim();
  return (
    ['ONLY', 'RERUN'].some((name) => isGiven(settings.text(name as 'ONLY'))) ||
    !['', 'file', 'shuffle', 'depth', 'breadth'].includes(order)
  );
}

/**
 * Returns what is wrong with ONLY, RERUN and ORDER for the runs of a sweep: numbers that no run has, symbols that no
 * configuration has, conditions that no run satisfies, orders that are no number in any, and runs of RERUN that ONLY leaves out. Each would pick nothing or order nothing, without a word.
 * What cannot be parsed is told elsewhere.
 */
export function checkSelection(settings: Settings, runs: readonly RunState[]): readonly Diagnostic[] {
  const [only, rerun, order] = [settings.text('ONLY'), settings.text('RERUN'), settings.text('ORDER')];
  const unknown = [
    ...(isGiven(only) ? [...unknownNumbers('ONLY', only, runs), ...unknownSymbols('ONLY', only, runs)] : []),
    ...(isGiven(rerun) ? [...unknownNumbers('RERUN', rerun, runs), ...unknownSymbols('RERUN', rerun, runs)] : []),
    ...(isGiven(order) && !isWord(order) ? unknownSymbols('ORDER', order, runs) : []),
  ];
  if (unknown.length > 0) return unknown;
  const none = [
    ...(isGiven(only) ? meansNone('ONLY', only, runs) : []),
    ...(isGiven(rerun) ? meansNone('RERUN', rerun, runs) : []),
    ...ordersNone(order, runs),
  ];
  return none.length === 0 && isGiven(only) && isGiven(rerun) ? leftOut(rerun, only, runs) : none;
}

/** A condition may be one that no run satisfies. */
function meansNone(name: 'ONLY' | 'RERUN', only: string, runs: readonly RunState[]): readonly Diagnostic[] {
  const current = runs.filter((run) => !run.retired);
  const isWanted = parseOnly(only).value ?? (() => true);
  if (current.length === 0 || current.some(isWanted)) return [];
  return [
    {
      code: 'E_SETTING_VALUE',
      message: `${name} is "${only}", and none of the ${current.length} runs is so`,
      hint: 'combinations.csv beside the configurations has the values of each',
    },
  ];
}

/** Texts have no order. */
function ordersNone(order: string | undefined, runs: readonly RunState[]): readonly Diagnostic[] {
  if (!isGiven(order) || isWord(order)) return [];
  const current = runs.filter((run) => !run.retired);
  const priority = parsePriority(order).value ?? (() => 0);
  if (current.length === 0 || current.some((run) => priority(run) !== undefined)) return [];
  return [
    {
      code: 'E_SETTING_VALUE',
      message: `ORDER is "${order}", which is no number in any of the ${current.length} runs`,
      hint: 'a condition such as CONFIG_OPT="adam" puts the runs first that satisfy it',
    },
  ];
}

/** RERUN chooses among the runs that ONLY means, if any of them is there. */
function leftOut(rerun: string, only: string, runs: readonly RunState[]): readonly Diagnostic[] {
  const isWanted = parseOnly(only).value ?? (() => true);
  return (numberParts(rerun) ?? []).flatMap(([from, to]): readonly Diagnostic[] => {
    if (runs.some((run) => !run.retired && run.number >= from && run.number <= to && isWanted(run))) return [];
    const message = `RERUN names ${from === to ? from : `${from}-${to}`}, which ONLY=${only} leaves out`;
    return [{ code: 'E_SETTING_VALUE', message, hint: 'leave ONLY away, or name the run in both' }];
  });
}

/** An order that names no symbols. */
function isWord(order: string): boolean {
  return ['file', 'shuffle'].includes(order.trim()) || isStageOrder(order.trim());
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}

function unknownNumbers(setting: string, text: string, runs: readonly RunState[]): readonly Diagnostic[] {
  const last = runs.reduce((most, run) => Math.max(most, run.number), 0);
  return (numberParts(text) ?? []).flatMap(([from, to]): readonly Diagnostic[] => {
    if (from > to)
      return [
        {
          code: 'E_SETTING_VALUE',
          message: `${setting} names ${from}-${to}, which goes backwards`,
          hint: `write ${to}-${from}`,
        },
      ];
    const named = runs.filter((run) => run.number >= from && run.number <= to);
    if (named.some((run) => !run.retired)) return [];
    const what = `${setting} names ${from === to ? from : `${from}-${to}`}`;
    if (named.length > 0)
      return [
        {
          code: 'E_SETTING_VALUE',
          message: `${what}, which left the range file`,
          hint: 'sweep-resume with that file brings it back once the file has it again',
        },
      ];
    return [{ code: 'E_SETTING_VALUE', message: `${what}, and there is no such run`, hint: `the last one is ${last}` }];
  });
}

function unknownSymbols(setting: string, text: string, runs: readonly RunState[]): readonly Diagnostic[] {
  const expression =
    numberParts(text) === undefined || setting === 'ORDER' ? parseExpression({ path: setting, text }).value : undefined;
  if (expression === undefined) return [];
  const named = symbolsOf(expression);
  if (named.length === 0)
    return [
      {
        code: 'E_SETTING_VALUE',
        message: `${setting} is "${text}", which names no symbol: it is the same for every run`,
        hint: HINTS[setting] ?? '',
      },
    ];
  const known = new Set(runs.flatMap((run) => run.values.map(({ name }) => name)));
  return named.filter(({ name }) => !known.has(name)).map((symbol) => unknownSymbol(symbol, known));
}

const HINTS: Readonly<Record<string, string>> = {
  ONLY: 'numbers such as 12,17-20, or a condition such as CONFIG_LR<0.01',
  ORDER: 'file, shuffle, or an expression such as CONFIG_EPOCHS (largest first)',
};

function unknownSymbol(
  { name, span }: Extract<Expression, { kind: 'symbol' }>,
  known: ReadonlySet<string>,
): Diagnostic {
  const prefixed = `CONFIG_${name.toUpperCase()}`;
  const near = known.has(prefixed) ? `did you mean ${prefixed}?` : didYouMean(name, [...known, 'shuffle']);
  const hint =
    near === undefined || !name.startsWith(CONFIG_PREFIX)
      ? `${near === undefined ? '' : `${near} `}if it is meant as text, write "${name}"`
      : near;
  return { code: 'E_SYMBOL_UNKNOWN', message: `no configuration has a symbol ${name}`, span, hint };
}
