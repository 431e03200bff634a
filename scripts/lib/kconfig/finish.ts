// SPDX-License-Identifier: MIT
// From nodes to symbols: what a menu, if or choice depends on is handed down to all that stands in it, and what a
// definition says is added to its symbol.
import { both, withModules } from './conditions.ts';
import { dependsOnSymbol } from './implication.ts';
import { type KChoice, type KExpr, type KNode, type KSymbol, isLogical } from './model.ts';
import { type Parsing, report } from './parsing.ts';

/** What is handed down. */
interface Inherited {
  readonly depends: KExpr | undefined;
  readonly visibleIf: KExpr | undefined;
  readonly choice: KChoice | undefined;
}

/** Fills in the symbols and choices of a tree; returns how many slots its shared conditions need. */
export function finishTree(parsing: Parsing): number {
  const finisher = new Finisher(parsing);
  finisher.children(parsing.root, { depends: undefined, visibleIf: undefined, choice: undefined });
  finisher.checkTypes();
  return finisher.slots;
}

class Finisher {
  slots = 0;
  readonly #parsing: Parsing;

  constructor(parsing: Parsing) {
    this.#parsing = parsing;
  }

  children(parent: KNode, inherited: Inherited): void {
    for (const node of parent.children) {
      node.depends = this.#shared(both(inherited.depends, node.depends));
      switch (node.kind) {
        case 'symbol':
          this.#symbol(node, inherited);
          break;
        case 'choice':
          this.#choice(node, inherited);
          break;
        case 'menu':
          this.#refuseInChoice(node, inherited);
          this.children(node, {
            ...inherited,
            depends: node.depends,
            visibleIf: this.#visibleIn(node, inherited),
          });
          break;
        case 'if':
          this.children(node, { ...inherited, depends: node.depends });
          break;
        case 'comment':
          break;
      }
    }
  }

  #visibleIn(menu: KNode, inherited: Inherited): KExpr | undefined {
    const own = menu.visibleIf === undefined ? undefined : withModules(menu.visibleIf, this.#parsing.table);
    return this.#shared(both(inherited.visibleIf, own));
  }

  /** A condition of several parts gets a slot, so that it is worked out once for all that share it. */
  #shared(condition: KExpr | undefined): KExpr | undefined {
    if (condition === undefined || (condition.kind !== 'and' && condition.kind !== 'or')) return condition;
    const slot = this.slots;
    this.slots += 1;
    return { kind: 'shared', slot, of: condition };
  }

  #symbol(node: KNode, inherited: Inherited): void {
    const { symbol, depends } = node;
    if (symbol === undefined) throw new Error('internal: a symbol node without a symbol');
    const isFirst = symbol.nodes[0] === node;
    symbol.depends = isFirst ? depends : this.#either(symbol.depends, depends);
    this.#prompt(node, inherited, symbol.prompts);
    for (const { value, condition } of node.defaults)
      symbol.defaults.push({ value, condition: both(depends, condition) });
    for (const range of node.ranges) symbol.ranges.push({ ...range, condition: both(depends, range.condition) });
    for (const { target, condition, span } of node.selects)
      target.selectedBy.push({ by: symbol, condition: both(depends, condition), span });
    for (const { target, condition, span } of node.implies)
      target.impliedBy.push({ by: symbol, condition: both(depends, condition), span });
    if (inherited.choice !== undefined) this.#member(node, symbol, inherited.choice);
  }

  /** The condition of a prompt comes to hold all that it takes to see it. */
  #prompt(node: KNode, inherited: Inherited, prompts: (KExpr | undefined)[]): void {
    if (node.prompt === undefined) return;
    const condition = both(both(node.depends, inherited.visibleIf), node.prompt.condition);
    node.prompt.condition = condition;
    prompts.push(condition);
  }

  /** Of a symbol that is defined twice, `conf` forgets a definition that depends on nothing. */
  #either(one: KExpr | undefined, other: KExpr | undefined): KExpr | undefined {
    if (one === undefined || other === undefined) return this.#parsing.dialect === '6.12' ? (one ?? other) : undefined;
    return { kind: 'or', of: one.kind === 'or' ? [...one.of, other] : [one, other] };
  }

  #choice(node: KNode, inherited: Inherited): void {
    const { choice, depends, prompt } = node;
    if (choice === undefined) throw new Error('internal: a choice node without a choice');
    this.#refuseInChoice(node, inherited);
    if (prompt === undefined && this.#parsing.dialect === '6.12') {
      report(this.#parsing, {
        code: 'E_KCONFIG_CHOICE',
        message: 'this choice has no prompt',
        span: node.span,
        hint: 'add a line prompt "..."',
      });
    }
    this.#prompt(node, inherited, choice.prompts);
    // Before 6.12 members depend on the mode of their choice, which its own conditions are part of.
    const handed: KExpr | undefined = this.#parsing.dialect === '6.12' ? depends : { kind: 'choice', choice };
    this.children(node, { ...inherited, depends: handed, choice });
    for (const { value, condition, span } of node.defaults) {
      const symbol = value.kind === 'symbol' ? value.symbol : undefined;
      if (symbol !== undefined && choice.members.includes(symbol))
        choice.defaults.push({ symbol, condition: both(depends, condition) });
      else
        report(this.#parsing, {
          code: 'W_KCONFIG_TREE',
          message: 'the default of this choice is none of its members, and is left out',
          span,
        });
    }
    if (choice.type === 'unknown')
      choice.type = choice.members.find((member) => member.type !== 'unknown')?.type ?? 'bool';
    for (const member of choice.members) if (member.type === 'unknown') member.type = choice.type;
  }

  #refuseInChoice(node: KNode, inherited: Inherited): void {
    if (inherited.choice === undefined) return;
    const message = `a ${node.kind} stands inside of a choice`;
    report(this.#parsing, {
      code: 'E_KCONFIG_CHOICE',
      message,
      span: node.span,
      hint: 'a choice holds config, comment and if',
    });
  }

  #member(node: KNode, symbol: KSymbol, choice: KChoice): void {
    if (this.#parsing.dialect === '6.12') this.#checkMember(node, symbol);
    else if (this.#isInSubmenu(node, choice)) return;
    if (symbol.choice !== undefined && symbol.choice !== choice) {
      report(this.#parsing, {
        code: 'E_KCONFIG_CHOICE',
        message: `${symbol.name} is a member of two choices`,
        span: node.span,
        hint: 'give each choice symbols of its own',
      });
    }
    symbol.choice = choice;
    if (!choice.members.includes(symbol)) choice.members.push(symbol);
  }

  #checkMember(node: KNode, symbol: KSymbol): void {
    const refuse = (message: string, hint: string): void =>
      report(this.#parsing, {
        code: 'E_KCONFIG_CHOICE',
        message: `${symbol.name}, a member of a choice, ${message}`,
        span: node.span,
        hint,
      });
    if (node.prompt === undefined) refuse('has no prompt', 'write bool "..."');
    if (symbol.type !== 'bool')
      refuse(
        `is ${symbol.type}`,
        'members are bool; for tristate choices of before Linux 6.9 set SWEEP_KCONFIG_DIALECT=6.1',
      );
    if (node.defaults.length > 0) refuse('has a default', 'write the default behind the choice');
  }

  /** Before 6.12 a symbol of a choice that depends on the one before it is shown below that one, and is no member. */
  #isInSubmenu(node: KNode, choice: KChoice): boolean {
    const siblings = membersBefore(choice.node, node);
    const condition = node.prompt === undefined ? node.depends : node.prompt.condition;
    for (let i = siblings.length - 1; i >= 0; i -= 1) {
      const sibling = siblings[i];
      if (sibling?.symbol === undefined) return false;
      if (dependsOnSymbol(condition, sibling.symbol)) return true;
      if (choice.members.includes(sibling.symbol)) return false; // a member ends the row of those below another
    }
    return false;
  }

  checkTypes(): void {
    for (const symbol of this.#parsing.table.byName.values()) {
      const node = symbol.nodes[0];
      if (node !== undefined && symbol.type === 'unknown') {
        report(this.#parsing, {
          code: 'W_KCONFIG_TREE',
          message: `${symbol.name} has no type, so it has no value`,
          span: node.span,
        });
      }
      const selector =
        symbol.selectedBy.find(({ by }) => !isLogical(by.type)) ??
        symbol.impliedBy.find(({ by }) => !isLogical(by.type));
      if (selector !== undefined) {
        report(this.#parsing, {
          code: 'W_KCONFIG_TREE',
          message: `${selector.by.name} selects, and is neither bool nor tristate`,
          span: selector.span,
        });
      }
    }
  }
}

/** The nodes of a choice in front of one, out of the ifs they stand in. */
function membersBefore(choice: KNode, node: KNode): KNode[] {
  const before: KNode[] = [];
  const visit = (parent: KNode): boolean => {
    for (const child of parent.children) {
      if (child === node) return true;
      if (child.kind !== 'if') before.push(child);
      else if (visit(child)) return true;
    }
    return false;
  };
  visit(choice);
  return before;
}
