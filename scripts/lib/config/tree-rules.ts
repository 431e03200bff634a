// SPDX-License-Identifier: MIT
// Rules of a range file that name symbols which only its Kconfig tree has.
import { CONFIG_PREFIX } from '../core/configuration-name.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { nearest } from '../core/nearest.ts';
import { readWord, textValue, type Assignment, type Value } from '../core/value.ts';
import { unreachable } from '../core/unreachable.ts';
import { type KSymbol, type KTree, treeNames, treeSymbol } from '../kconfig/model.ts';
import { symbolsOf } from '../range/symbols.ts';
import type { Rule } from '../range/tree.ts';
import { evaluate } from '../space/evaluate.ts';

/** What a rule is judged on. */
export interface Judged {
  /** Values of the range file that are none of the tree's. */
  readonly outside: readonly Assignment[];
  /** Texts of the tree's symbols by name, with CONFIG_; undefined for one without a line. */
  readonly values: ReadonlyMap<string, string | undefined>;
}

/** The rules of a range file that its tree decides. */
export interface TreeRules {
  /** Names that the tree has no symbol for. */
  readonly diagnostics: readonly Diagnostic[];
  /** Symbols of the tree whose values the rules look at. */
  readonly names: readonly string[];
  /** Returns the first rule that a completed configuration breaks. */
  broken(judged: Judged): Rule | undefined;
}

/** Prepares rules to be judged on completed configurations; `known` are the names that the range file has itself. */
export function openTreeRules(rules: readonly Rule[], known: ReadonlySet<string>, tree: KTree): TreeRules {
  const named = rules.flatMap(({ expression }) => symbolsOf(expression));
  const foreign = named.filter(({ name }) => !known.has(name) && treeSymbol(tree, name) === undefined);
  const names = [...new Set(named.map(({ name }) => name))].filter((name) => treeSymbol(tree, name) !== undefined);
  return {
    names,
    diagnostics: foreign.map(({ name, span }) => ({
      code: 'E_SYMBOL_UNKNOWN',
      span,
      message: `there is no symbol ${name} in this range file, and none in its Kconfig tree`,
      hint: nearName(name, [...known, ...treeNames(tree)]) ?? `if it is meant as text, write "${name}"`,
    })),
    broken({ outside, values }) {
      const own = new Map(outside.map(({ name, value }) => [name, value]));
      const lookup = (name: string): Value | undefined => {
        const symbol = treeSymbol(tree, name);
        return symbol === undefined ? own.get(name) : ruleValue(symbol, values.get(name));
      };
      return rules.find(({ kind, expression }) => evaluate(expression, lookup) !== (kind === 'depends'));
    },
  };
}

/** What all names begin with would make any two of them alike. */
function nearName(name: string, names: readonly string[]): string | undefined {
  const ends = names.flatMap((each) => (each.startsWith(CONFIG_PREFIX) ? [each.slice(CONFIG_PREFIX.length)] : []));
  const near = nearest(name.slice(CONFIG_PREFIX.length), new Set(ends)).map((end) => CONFIG_PREFIX + end);
  return near.length === 0 ? undefined : `did you mean ${near.join(' or ')}?`;
}

/** A symbol without a line is n where it is bool or tristate, and absent otherwise; a number in a string is a number. */
function ruleValue({ type }: KSymbol, text: string | undefined): Value | undefined {
  switch (type) {
    case 'bool':
    case 'tristate':
      return readWord(text ?? 'n');
    case 'hex':
      return text === undefined || text === '' ? undefined : readWord(/^0x/i.test(text) ? text : `0x${text}`);
    case 'int':
      return text === undefined || text === '' ? undefined : readWord(text);
    case 'string':
      return text === undefined ? undefined : numberOrText(text);
    case 'unknown':
      return undefined;
    default:
      return unreachable(type);
  }
}

function numberOrText(text: string): Value {
  const word = readWord(text);
  return word.kind === 'number' ? word : textValue(text);
}
