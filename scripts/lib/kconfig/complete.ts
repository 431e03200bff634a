// SPDX-License-Identifier: MIT
// The way in for a sweep: what is asked of a tree, and what comes out of it.
import { unreachable } from '../core/unreachable.ts';
import { evaluateTree } from './evaluate.ts';
import { Evaluation } from './evaluation.ts';
import { settingsToTake } from './meet.ts';
import { writeMinimal } from './minimal.ts';
import { type KSymbol, type KTree, treeSymbol } from './model.ts';
import { isAsAsked, type KReason, reasonFor } from './reason.ts';
import { UserValues } from './user-values.ts';
import { configLine, writeConfig } from './write-config.ts';

/** Where a value of a configuration comes from. Later ones win where they meet: a choice takes the swept member. */
export type KOrigin = 'sourced' | 'fixed' | 'swept';

/** What a configuration asks for. */
export interface KRequest {
  /** With CONFIG_ in front, as in a .config. */
  readonly name: string;
  /** y, m, n, a number, or a text without its quotes and escapes. */
  readonly text: string;
  readonly origin: KOrigin;
}

/** A request that did not become what it asked for. */
export interface KDifference {
  readonly request: KRequest;
  /** What the symbol is instead; undefined where it has no line in the .config. */
  readonly result: string | undefined;
  readonly reason: KReason;
  /** Lines that make it what was asked for, tried out; empty where none were found. */
  readonly meets: readonly string[];
}

/** A configuration that a tree completed. */
export interface KCompletion {
  /** The .config, whole or shortened. */
  readonly text: string;
  /** By name, the values of the symbols that were asked about; undefined for those without a line in the .config. */
  readonly values: ReadonlyMap<string, string | undefined>;
  /** Swept requests that differ. */
  readonly differences: readonly KDifference[];
  /** Fixed and sourced requests that differ, and are not merely another member of a choice with a swept one. */
  readonly lost: readonly KRequest[];
}

export interface CompleteOptions {
  /** `minimal` leaves out what the tree says anyway. */
  readonly output: 'full' | 'minimal';
  /** Names, with CONFIG_, whose values are wanted. */
  readonly values: readonly string[];
}

const WEIGHTS = { sourced: 0, fixed: 1, swept: 2 } as const satisfies Record<KOrigin, number>;

/** Completes configurations of one tree; it keeps the memory for it, so that each takes little time. */
export class Completer {
  readonly #tree: KTree;
  readonly #user: UserValues;
  readonly #evaluation: Evaluation;
  readonly #trial: Evaluation;

  constructor(tree: KTree) {
    this.#tree = tree;
    this.#user = new UserValues(tree);
    this.#evaluation = new Evaluation(tree);
    this.#trial = new Evaluation(tree);
  }

  /** Completes one configuration. */
  complete(requests: readonly KRequest[], { output, values }: CompleteOptions): KCompletion {
    const ordered = [...requests].sort((a, b) => WEIGHTS[a.origin] - WEIGHTS[b.origin]);
    this.#set(ordered);
    evaluateTree(this.#user, this.#evaluation);
    const evaluation = this.#evaluation;
    const text = output === 'full' ? writeConfig(evaluation) : writeMinimal(evaluation);
    const differing = ordered.filter((request) => !this.#isMet(request));
    const lost = differing.filter((request) => request.origin !== 'swept' && !this.#gaveWay(request, ordered));
    const wanted = new Map(values.map((name) => [name, this.#valueOf(name)]));
    const differences = differing
      .filter(({ origin }) => origin === 'swept')
      .map((request) => this.#difference(request, ordered));
    return { text, values: wanted, differences, lost };
  }

  #set(requests: readonly KRequest[]): void {
    this.#user.clear();
    for (const { name, text } of requests) {
      const symbol = treeSymbol(this.#tree, name);
      if (symbol !== undefined) this.#user.set(symbol, text);
    }
  }

  #valueOf(name: string): string | undefined {
    const symbol = treeSymbol(this.#tree, name);
    return symbol !== undefined && this.#evaluation.written[symbol.index] === true
      ? this.#evaluation.textOf(symbol)
      : undefined;
  }

  #isMet({ name, text }: KRequest): boolean {
    const symbol = treeSymbol(this.#tree, name);
    return symbol !== undefined && isAsAsked(symbol, text, this.#evaluation);
  }

  /** A member of a choice that a swept line takes another member of. */
  #gaveWay({ name }: KRequest, requests: readonly KRequest[]): boolean {
    const choice = treeSymbol(this.#tree, name)?.choice;
    if (choice === undefined) return false;
    return requests.some((other) => other.origin === 'swept' && treeSymbol(this.#tree, other.name)?.choice === choice);
  }

  #difference(request: KRequest, requests: readonly KRequest[]): KDifference {
    const symbol = treeSymbol(this.#tree, request.name);
    if (symbol === undefined) return { request, result: undefined, reason: { kind: 'unknown' }, meets: [] };
    const result = this.#valueOf(request.name);
    const reason = reasonFor(symbol, request.text, this.#evaluation);
    return { request, result, reason, meets: this.#meets(symbol, reason, request, requests) };
  }

  /** Proposes lines, and keeps them only where completing with them gives what was asked for. */
  #meets(symbol: KSymbol, reason: KReason, request: KRequest, requests: readonly KRequest[]): readonly string[] {
    if (reason.kind !== 'unmet' && reason.kind !== 'limited') return [];
    const settings = settingsToTake(request.text, reason.condition, this.#evaluation);
    if (settings === undefined || settings.size === 0) return [];
    this.#set(requests);
    for (const [each, text] of settings) this.#user.set(each, text);
    this.#user.set(symbol, request.text);
    evaluateTree(this.#user, this.#trial);
    if (!isAsAsked(symbol, request.text, this.#trial)) return [];
    for (const [each, text] of settings) if (!isAsAsked(each, text, this.#trial)) return [];
    return [...settings.keys()].map((each) => configLine(each, this.#trial).trimEnd());
  }
}

/** Says in one line what became of a request, why, and what would help. */
export function differenceText(difference: KDifference): string {
  const { request, result } = difference;
  const became = result === undefined ? 'is dropped' : `becomes ${result}`;
  return `${request.name}=${request.text} ${became}: ${differenceWhy(difference)}`;
}

/** Says why a request was not taken, and what would help. */
export function differenceWhy({ reason, meets }: KDifference): string {
  return `${reasonText(reason)}${meets.length === 0 ? '' : `; add ${meets.join(', ')}`}`;
}

/** Says for counting why a symbol was not taken: the same for each value that is not taken for the same cause. */
export function differenceReason({ request, reason }: KDifference): string {
  return `${request.name}: ${reasonText(reason)}`;
}

function reasonText(reason: KReason): string {
  switch (reason.kind) {
    case 'unknown':
      return 'the tree has no such symbol';
    case 'type':
      return `it is no value of a ${reason.type} symbol`;
    case 'prompt':
      return 'the symbol has no prompt, so nobody can set it';
    case 'unmet':
    case 'limited':
      return `it needs ${reason.needs}`;
    case 'selected':
      return `it is selected by ${reason.by.join(', ')}`;
    case 'choice':
      return reason.to === undefined ? 'its choice has no member' : `${reason.to} was chosen instead`;
    case 'only-member':
      return 'its choice has no other member to take';
    case 'range':
      return `its range is ${reason.low} to ${reason.high}`;
    case 'no-modules':
      return 'there are no modules, and m is y then';
    case 'implied':
      return `it is implied by ${reason.by.join(', ')}`;
    case 'again':
      return 'it is set again further down';
    default:
      return unreachable(reason);
  }
}
