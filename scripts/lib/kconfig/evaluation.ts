// SPDX-License-Identifier: MIT
import { unreachable } from '../core/unreachable.ts';
import { type KChoice, type KExpr, type KSymbol, type KTree, isLogical, type Tri } from './model.ts';
import { holds } from './relation.ts';

/** Stands for a shared condition that is not worked out yet. */
const UNKNOWN = 3;

/** The values of one completion, by index of the symbols. One object serves many completions of its tree. */
export class Evaluation {
  readonly tree: KTree;
  readonly tri: Tri[];
  readonly texts: string[];
  readonly visible: Tri[];
  /** Whether a symbol has a line in the .config. */
  readonly written: boolean[];
  /** Of each choice: the member it has, and its mode. */
  readonly members: (KSymbol | undefined)[];
  readonly modes: Tri[];
  /** Whether m exists. */
  modules: Tri = 0;
  readonly #slots: (Tri | typeof UNKNOWN)[];
  readonly #emptyTexts: readonly string[];

  constructor(tree: KTree) {
    this.tree = tree;
    this.tri = tree.symbols.map(() => 0);
    this.visible = tree.symbols.map(() => 0);
    this.written = tree.symbols.map(() => false);
    this.members = tree.choices.map(() => undefined);
    this.modes = tree.choices.map(() => 0);
    this.#slots = Array.from({ length: tree.sharedSlots }, () => UNKNOWN);
    // What has no definition is its own name, and so are constants.
    this.#emptyTexts = tree.symbols.map((symbol) => (symbol.type === 'unknown' ? symbol.name : ''));
    this.texts = [...this.#emptyTexts];
    this.reset();
  }

  /** Forgets the last completion. */
  reset(): void {
    this.tri.fill(0);
    this.tri[this.tree.yes.index] = 2;
    this.tri[this.tree.module.index] = 1;
    this.visible.fill(0);
    this.written.fill(false);
    this.members.fill(undefined);
    this.modes.fill(0);
    this.#slots.fill(UNKNOWN);
    this.modules = 0;
    for (const symbol of this.tree.texts) this.texts[symbol.index] = '';
  }

  /** The value of a symbol as a text: y, m, n, a number, or a text without quotes. */
  textOf(symbol: KSymbol): string {
    return isLogical(symbol.type) ? wordOfTri(this.triOf(symbol)) : (this.texts[symbol.index] ?? '');
  }

  triOf(symbol: KSymbol): Tri {
    return this.tri[symbol.index] ?? 0;
  }

  /** The value of a condition; a missing one is y. */
  valueOf(condition: KExpr | undefined): Tri {
    if (condition === undefined) return 2;
    switch (condition.kind) {
      case 'symbol':
        return this.tri[condition.symbol.index] ?? 0;
      case 'shared':
        return this.#shared(condition.slot, condition.of);
      case 'and':
        return this.#all(condition.of);
      case 'or':
        return this.anyOf(condition.of);
      case 'not':
        return opposite(this.valueOf(condition.of));
      case 'relation':
        return this.#relation(condition);
      case 'module':
        return this.modules === 0 ? 0 : 1;
      case 'choice':
        return this.modes[condition.choice.index] ?? 0;
      default:
        return unreachable(condition);
    }
  }

  /** The largest value among conditions; n for none. */
  anyOf(conditions: readonly (KExpr | undefined)[]): Tri {
    let most: Tri = 0;
    for (const condition of conditions) {
      const value = this.valueOf(condition);
      if (value === 2) return 2;
      if (value > most) most = value;
    }
    return most;
  }

  /** A condition on a bool, or on any symbol where there are no modules, is n or y: m counts as y. */
  promoted(value: Tri, item: KSymbol | KChoice): Tri {
    return value === 1 && (item.type !== 'tristate' || this.modules === 0) ? 2 : value;
  }

  #shared(slot: number, of: KExpr): Tri {
    const known = this.#slots[slot];
    if (known !== undefined && known !== UNKNOWN) return known;
    const value = this.valueOf(of);
    this.#slots[slot] = value;
    return value;
  }

  #all(conditions: readonly KExpr[]): Tri {
    let least: Tri = 2;
    for (const condition of conditions) {
      const value = this.valueOf(condition);
      if (value === 0) return 0;
      if (value < least) least = value;
    }
    return least;
  }

  #relation({ relation, left, right }: Extract<KExpr, { kind: 'relation' }>): Tri {
    if (isLogical(left.type) && isLogical(right.type) && (relation === '=' || relation === '!=')) {
      return (this.triOf(left) === this.triOf(right)) === (relation === '=') ? 2 : 0;
    }
    const sides = { left: this.#side(left), right: this.#side(right) };
    return holds(relation, sides.left, sides.right, this.tree.dialect) ? 2 : 0;
  }

  #side(symbol: KSymbol): { symbol: KSymbol; text: string; tri: Tri } {
    return { symbol, text: this.textOf(symbol), tri: this.triOf(symbol) };
  }
}

function opposite(value: Tri): Tri {
  return value === 0 ? 2 : value === 2 ? 0 : 1;
}

/** Returns y, m or n. */
export function wordOfTri(value: Tri): 'y' | 'm' | 'n' {
  return value === 2 ? 'y' : value === 1 ? 'm' : 'n';
}
