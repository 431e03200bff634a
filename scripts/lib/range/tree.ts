// SPDX-License-Identifier: MIT
import type { ComparisonSign } from '../core/comparison.ts';
import type { Span } from '../core/source.ts';
import type { Value } from '../core/value.ts';
import type { FunctionName } from './functions.ts';

export type CompareOperator = ComparisonSign;
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

/** A condition or number over symbols. Chains are lists, so that the tree is only as deep as its parentheses. */
export type Expression =
  | { readonly kind: 'symbol'; readonly name: string; readonly span: Span }
  | { readonly kind: 'literal'; readonly value: Value; readonly span: Span }
  | { readonly kind: 'not' | 'negate'; readonly operand: Expression; readonly span: Span }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[]; readonly span: Span }
  | {
      readonly kind: 'compare';
      readonly operator: CompareOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: 'arithmetic';
      readonly first: Expression;
      readonly rest: readonly ArithmeticStep[];
      readonly span: Span;
    }
  | {
      readonly kind: 'call';
      readonly function: FunctionName;
      readonly args: readonly Expression[];
      readonly span: Span;
    };

/** One further operand of a sum or product, applied from left to right. */
export interface ArithmeticStep {
  readonly operator: ArithmeticOperator;
  readonly operand: Expression;
}

/** One of the alternatives between bars: a value, or a range of numbers as it was written. `isBare`: text without quotes. */
export type Alternative =
  | { readonly kind: 'value'; readonly value: Value; readonly span: Span; readonly isBare?: true }
  | { readonly kind: 'range'; readonly range: NumberRange; readonly span: Span };

/** start:step:end, start:*factor:end, start:/n:end or start:* /n:end (without the blank), the texts as they were written. */
export interface NumberRange {
  readonly kind: 'arithmetic' | 'geometric' | 'points' | 'geometric points';
  readonly start: string;
  /** The step, the factor without its star, or the number of points. */
  readonly step: string;
  readonly end: string;
}

export type DistributionName =
  | 'uniform'
  | 'int'
  | 'loguniform'
  | 'logint'
  | 'pow2'
  | 'pow2_or_loguniform'
  | 'normal'
  | 'lognormal'
  | 'gauss'
  | 'loggauss'
  | 'beta';

/**
 * ~name(low,high,q=step,round=nearest); the numbers as they were written. For gauss and loggauss they are mean and
 * standard deviation, for beta its a and b.
 */
export interface Distribution {
  readonly name: DistributionName;
  readonly low: string;
  readonly high: string;
  readonly step?: string;
  readonly round?: 'nearest';
}

/** What ~choice chooses from. */
export type ChoiceItem =
  | { readonly kind: 'value'; readonly value: Value; readonly span: Span; readonly isBare?: true }
  | { readonly kind: 'law'; readonly law: Distribution };

/** ~choice(a,b,c,w=3:1:0.5): one of the items, all as likely or by weights. */
export interface WeightedChoice {
  readonly name: 'choice';
  readonly items: readonly ChoiceItem[];
  /** One a item, as they were written. */
  readonly weights?: readonly string[];
}

/** A law of single values. */
export type Drawn = Distribution | WeightedChoice;

/** A list in a list that is drawn: ~list(2, list(3, int(1,8))). */
export interface DrawnList {
  readonly name: 'list';
  readonly length: number;
  readonly item: Drawn | DrawnList;
}

/** A cell of a zipped row; absent when it was left empty. */
export type Cell = { readonly value: Value; readonly span: Span; readonly isBare?: true } | undefined;

/** What stands right of the = of a symbol or of zipped symbols. */
export type RightSide =
  | { readonly kind: 'choices'; readonly alternatives: readonly Alternative[] }
  | { readonly kind: 'sampled'; readonly distribution: Drawn; readonly span: Span }
  /** A list of `length` values, each drawn by itself: ~list(4, int(1,8)). */
  | { readonly kind: 'sampled-list'; readonly length: number; readonly item: Drawn | DrawnList; readonly span: Span }
  | { readonly kind: 'rows'; readonly rows: readonly (readonly Cell[])[] }
  /** `unset NAME`: no value, so that a base's key goes. */
  | { readonly kind: 'unset' }
  /** NAME := expression. */
  | { readonly kind: 'computed'; readonly expression: Expression }
  /** Rows of a CSV file; `rows` is filled when the file has been read. */
  | { readonly kind: 'rows-file'; readonly path: string; readonly span: Span };

/** A name with its place. */
export interface Named {
  readonly name: string;
  readonly span: Span;
}

/** A line that gives values to one symbol, or to zipped symbols together. */
export interface Definition {
  readonly kind: 'definition';
  readonly names: readonly Named[];
  readonly right: RightSide;
  readonly condition?: Expression;
  /** A `let` line: its symbol is no part of a configuration. */
  readonly helper?: true;
  /** The line without comment and outer blanks. */
  readonly span: Span;
}

/** A line that every configuration must satisfy (depends) or must not (exclude). */
export interface Rule {
  readonly kind: 'depends' | 'exclude';
  readonly expression: Expression;
  readonly span: Span;
}

/** A SWEEP_ line: `name` without SWEEP_, `text` without quotes. `span` covers the value. */
export interface SettingLine {
  readonly name: string;
  readonly text: string;
  readonly span: Span;
}

/** A line `source "path"`. */
export interface SourceLine {
  readonly kind: 'source';
  readonly path: string;
  readonly span: Span;
}

/** One line of a range file, understood by itself. */
export type Statement =
  | Definition
  | Rule
  | SourceLine
  | { readonly kind: 'setting'; readonly setting: SettingLine; readonly span: Span };

/** A block from `stage "name"` to `endstage`, with the lines between that are not needs lines. */
export interface StageBlock {
  readonly kind: 'stage';
  readonly named: Named;
  readonly needs: readonly Named[];
  readonly body: readonly Statement[];
}
