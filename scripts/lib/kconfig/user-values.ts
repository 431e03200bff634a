// SPDX-License-Identifier: MIT
import { type KSymbol, type KTree, isLogical, type Tri } from './model.ts';
import { isNumberOf } from './number-text.ts';

/** Stands for "nobody set this". */
export const UNSET = 3;

/** What a user set, before any of it is looked at together. */
export class UserValues {
  /** Of bool and tristate symbols, by index: the value, or UNSET. */
  readonly tri: (Tri | typeof UNSET)[];
  /** Of other symbols, by index. */
  readonly text: (string | undefined)[];
  /** Members of choices that were set, by choice; the last one last, each once. */
  readonly members: KSymbol[][];
  /** Of each choice, the member that was set to y last. */
  readonly chosen: (KSymbol | undefined)[];
  /** Of each choice, the last y or m that a member was set to. */
  readonly mode: (Tri | typeof UNSET)[];
  readonly #tree: KTree;
  readonly #touched: KSymbol[] = [];

  constructor(tree: KTree) {
    this.#tree = tree;
    this.tri = tree.symbols.map(() => UNSET);
    this.text = tree.symbols.map(() => undefined);
    this.members = tree.choices.map(() => []);
    this.chosen = tree.choices.map(() => undefined);
    this.mode = tree.choices.map(() => UNSET);
  }

  /** Forgets all of it, in the time it took to set. */
  clear(): void {
    for (const { index, choice } of this.#touched) {
      this.tri[index] = UNSET;
      this.text[index] = undefined;
      if (choice === undefined) continue;
      const members = this.members[choice.index];
      if (members !== undefined) members.length = 0;
      this.chosen[choice.index] = undefined;
      this.mode[choice.index] = UNSET;
    }
    this.#touched.length = 0;
  }

  has(symbol: KSymbol): boolean {
    return this.tri[symbol.index] !== UNSET || this.text[symbol.index] !== undefined;
  }

  /** Sets a symbol to a text (without quotes); returns false, and does nothing, where the text is no value of its type. */
  set(symbol: KSymbol, text: string): boolean {
    if (!isLogical(symbol.type)) return this.#setText(symbol, text);
    const value = triOfText(text);
    if (value === undefined || (value === 1 && symbol.type === 'bool')) return false;
    this.setTri(symbol, value);
    return true;
  }

  /** Sets a bool or tristate symbol. A bool may be set to m here, which is what `conf --allmodconfig` does. */
  setTri(symbol: KSymbol, value: Tri): void {
    this.tri[symbol.index] = value;
    this.#touched.push(symbol);
    const { choice } = symbol;
    if (choice === undefined) return;
    const members = this.members[choice.index];
    const old = members?.indexOf(symbol) ?? -1;
    if (old !== -1) members?.splice(old, 1);
    members?.push(symbol);
    if (value === 2) this.chosen[choice.index] = symbol;
    if (value !== 0) this.mode[choice.index] = value;
  }

  /** Sets a member of a choice to y, below everything that was set before: as `conf --randconfig` does. */
  setBelow(member: KSymbol): void {
    const { choice } = member;
    if (choice === undefined) throw new Error('internal: no member of a choice');
    this.tri[member.index] = 2;
    this.#touched.push(member);
    this.members[choice.index]?.unshift(member);
    this.chosen[choice.index] ??= member;
    if (this.mode[choice.index] === UNSET) this.mode[choice.index] = 2;
  }

  #setText(symbol: KSymbol, text: string): boolean {
    if (symbol.type === 'unknown') return false;
    if (symbol.type === 'int' || symbol.type === 'hex') {
      if (!isNumberOf(symbol.type, text, this.#tree.dialect)) return false;
    }
    this.text[symbol.index] = text;
    this.#touched.push(symbol);
    return true;
  }
}

/** Returns the value that a text stands for; only its first letter counts, as in `conf`. */
export function triOfText(text: string): Tri | undefined {
  const first = text.charCodeAt(0);
  return first === 121 ? 2 : first === 109 ? 1 : first === 110 ? 0 : undefined;
}
