// SPDX-License-Identifier: MIT
// The macro language: $(NAME), $(function,arguments), and the three kinds of assignment. Source: the kernel's
// Documentation/kbuild/kconfig-macro-language.rst.

/** What a macro may ask of the outside, and whom it tells. */
export interface MacroHost {
  /** The value of an environment variable. */
  readonly environment: (name: string) => string | undefined;
  /** Runs a command and returns what it printed, or why it may not run. */
  readonly shell: (command: string) => string | { readonly refused: string };
}

/** Where a macro stands. */
export interface MacroPlace {
  readonly path: string;
  readonly line: number;
}

/** What came up while a macro was expanded. */
export interface MacroNews {
  readonly kind: 'error' | 'shell' | 'warning' | 'info';
  readonly text: string;
}

interface Variable {
  readonly recursive: boolean;
  readonly text: string;
  depth: number;
}

/** Most characters one macro may become, and most expansions one macro may need: past both it is a bomb. */
const MAX_LENGTH = 1_000_000;
const MAX_STEPS = 100_000;
const MAX_DEPTH_OF_MACROS = 1000;
const MAX_ARGUMENTS = 16;

/** Thrown inside of an expansion only, and caught where it started. */
class MacroFault extends Error {}

/** The variables and functions of a tree while it is being read. */
export class Macros {
  readonly #variables = new Map<string, Variable>();
  readonly #host: MacroHost;
  #place: MacroPlace = { path: '', line: 0 };
  #news: MacroNews[] = [];
  #steps = 0;
  #depth = 0;

  constructor(host: MacroHost) {
    this.#host = host;
  }

  /** Handles NAME = text, NAME := text and NAME += text. Returns what came up. */
  assign(name: string, operator: '=' | ':=' | '+=', text: string, place: MacroPlace): readonly MacroNews[] {
    return this.#guarded(place, () => {
      const old = this.#variables.get(name);
      const recursive = operator === '=' || (operator === '+=' && (old === undefined || old.recursive));
      const added = recursive ? text : this.#expandAll(text, []);
      const joined = operator === '+=' && old !== undefined ? `${old.text} ${added}` : added;
      if (joined.length > MAX_LENGTH) throw new MacroFault(`the variable ${name} grows past a million characters`);
      this.#variables.set(name, { recursive, text: joined, depth: 0 });
      return '';
    }).news;
  }

  /** Returns a text with every $(...) in it expanded, and what came up. */
  expand(text: string, place: MacroPlace): { readonly text: string; readonly news: readonly MacroNews[] } {
    return this.#guarded(place, () => this.#expandAll(text, []));
  }

  #guarded(place: MacroPlace, work: () => string): { readonly text: string; readonly news: readonly MacroNews[] } {
    this.#place = place;
    this.#news = [];
    this.#steps = 0;
    this.#depth = 0;
    try {
      return { text: work(), news: this.#news };
    } catch (error) {
      if (!(error instanceof MacroFault)) throw error;
      for (const variable of this.#variables.values()) variable.depth = 0;
      return { text: '', news: [...this.#news, { kind: 'error', text: error.message }] };
    }
  }

  #expandAll(text: string, args: readonly string[]): string {
    let out = '';
    let at = 0;
    for (let dollar = text.indexOf('$'); dollar !== -1; dollar = text.indexOf('$', at)) {
      out += text.slice(at, dollar);
      if (text[dollar + 1] !== '(') {
        out += '$';
        at = dollar + 1;
        continue;
      }
      const end = closingParenthesis(text, dollar + 2);
      if (end === undefined) throw new MacroFault('a $( has no closing parenthesis');
      out += this.#evaluate(text.slice(dollar + 2, end), args);
      if (out.length > MAX_LENGTH) throw new MacroFault('this macro becomes more than a million characters');
      at = end + 1;
    }
    return out + text.slice(at);
  }

  #evaluate(clause: string, args: readonly string[]): string {
    this.#steps += 1;
    if (this.#steps > MAX_STEPS) throw new MacroFault('this macro needs more than 100,000 steps');
    const own = /^[1-9][0-9]*$/.test(clause) ? args[Number(clause) - 1] : undefined;
    if (own !== undefined) return own;
    const [first = '', ...rest] = splitArguments(clause);
    if (rest.length >= MAX_ARGUMENTS)
      throw new MacroFault(`a macro is called with more than ${MAX_ARGUMENTS - 1} arguments`);
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH_OF_MACROS) throw new MacroFault('macros are nested more than 1,000 deep');
    const name = this.#expandAll(first, args);
    const given = rest.map((part) => this.#expandAll(part, args));
    const result = this.#call(name, given);
    this.#depth -= 1;
    return result;
  }

  #call(name: string, given: readonly string[]): string {
    const variable = this.#variables.get(name);
    if (variable !== undefined) return this.#expandVariable(name, variable, given);
    const wanted = FUNCTION_ARGUMENTS.get(name);
    if (wanted !== undefined) {
      if (given.length !== wanted) throw new MacroFault(`$(${name}) takes ${wanted} arguments, found ${given.length}`);
      return this.#callFunction(name, given[0] ?? '', given[1] ?? '');
    }
    return given.length === 0 && name !== '' ? (this.#host.environment(name) ?? '') : '';
  }

  #expandVariable(name: string, variable: Variable, given: readonly string[]): string {
    if (!variable.recursive) return variable.text;
    if (given.length === 0 && variable.depth > 0) throw new MacroFault(`the variable ${name} names itself in the end`);
    variable.depth += 1;
    const text = this.#expandAll(variable.text, given);
    variable.depth -= 1;
    return text;
  }

  #callFunction(name: string, first: string, second: string): string {
    switch (name) {
      case 'shell':
        return this.#runShell(first);
      case 'error-if':
        if (first === 'y') throw new MacroFault(second);
        return '';
      case 'warning-if':
        if (first === 'y') this.#news.push({ kind: 'warning', text: second });
        return '';
      case 'info':
        this.#news.push({ kind: 'info', text: first });
        return '';
      case 'filename':
        return this.#place.path;
      case 'lineno':
        return String(this.#place.line);
      default:
        throw new Error(`internal: no function ${name}`);
    }
  }

  /** As make does: line breaks at the end go, others become blanks. */
  #runShell(command: string): string {
    const printed = this.#host.shell(command);
    if (typeof printed === 'string') return printed.replace(/\n+$/, '').replace(/\n/g, ' ');
    this.#news.push({ kind: 'shell', text: printed.refused });
    return '';
  }
}

const FUNCTION_ARGUMENTS: ReadonlyMap<string, number> = new Map([
  ['shell', 1],
  ['error-if', 2],
  ['warning-if', 2],
  ['info', 1],
  ['filename', 0],
  ['lineno', 0],
]);

/** Returns where the parenthesis closes that is open at an offset, or undefined. */
export function closingParenthesis(text: string, from: number, end = text.length): number | undefined {
  let open = 1;
  for (let at = from; at < end; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 40) open += 1;
    else if (unit === 41) {
      open -= 1;
      if (open === 0) return at;
    }
  }
  return undefined;
}

function splitArguments(clause: string): string[] {
  const parts: string[] = [];
  let open = 0;
  let from = 0;
  for (let at = 0; at < clause.length; at += 1) {
    const unit = clause.charCodeAt(at);
    if (unit === 40) open += 1;
    else if (unit === 41) open -= 1;
    else if (unit === 44 && open === 0) {
      parts.push(clause.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(clause.slice(from));
  return parts;
}
