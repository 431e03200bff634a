// SPDX-License-Identifier: MIT
import type { KSymbol, SymbolType } from './model.ts';

/** Every symbol and constant of a tree, by name; one that is named first is made first. */
export class SymbolTable {
  readonly symbols: KSymbol[] = [];
  readonly byName = new Map<string, KSymbol>();
  readonly #constants = new Map<string, KSymbol>();
  readonly no: KSymbol;
  readonly module: KSymbol;
  readonly yes: KSymbol;

  constructor() {
    this.no = this.#logical('n');
    this.module = this.#logical('m');
    this.yes = this.#logical('y');
  }

  /** Returns the symbol of a name; y, m and n are constants. */
  named(name: string): KSymbol {
    const known = this.byName.get(name) ?? this.#logicalOf(name);
    if (known !== undefined) return known;
    const symbol = this.#make(name, 'unknown', false);
    this.byName.set(name, symbol);
    return symbol;
  }

  /** Returns the constant of a quoted text; "y", "m" and "n" are the values of the same name. */
  constant(text: string): KSymbol {
    const known = this.#constants.get(text);
    if (known !== undefined) return known;
    const symbol = this.#make(text, 'unknown', true);
    this.#constants.set(text, symbol);
    return symbol;
  }

  #logicalOf(name: string): KSymbol | undefined {
    return name === 'y' ? this.yes : name === 'm' ? this.module : name === 'n' ? this.no : undefined;
  }

  #logical(name: string): KSymbol {
    const symbol = this.#make(name, 'tristate', true);
    this.#constants.set(name, symbol);
    return symbol;
  }

  #make(name: string, type: SymbolType, constant: boolean): KSymbol {
    const symbol: KSymbol = {
      name,
      index: this.symbols.length,
      constant,
      type,
      nodes: [],
      defaults: [],
      ranges: [],
      prompts: [],
      depends: undefined,
      selectedBy: [],
      impliedBy: [],
      choice: undefined,
    };
    this.symbols.push(symbol);
    return symbol;
  }
}
