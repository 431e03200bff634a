// SPDX-License-Identifier: MIT
// Values for all that nobody set: alldefconfig, allnoconfig, allyesconfig, allmodconfig and randconfig of `conf`.
import { unreachable } from '../core/unreachable.ts';
import { isLogical, type KChoice, type KNode, type KSymbol, type KTree, type Tri } from './model.ts';
import { UNSET, type UserValues } from './user-values.ts';

/** What symbols that are not set become. */
export type AllNew =
  | { readonly kind: 'default' | 'no' | 'yes' | 'module' }
  | { readonly kind: 'random'; readonly rand: () => number; readonly chances: RandomChances };

/** Chances in percent: of y for a bool, of y and of m for a tristate. */
export interface RandomChances {
  readonly bool: number;
  readonly yes: number;
  readonly module: number;
}

export const EVEN_CHANCES: RandomChances = { bool: 50, yes: 33, module: 33 };

/** Sets every bool and tristate symbol with a prompt that is not set yet; choices and other types keep their defaults. */
export function setAllNew(tree: KTree, how: AllNew, user: UserValues): void {
  if (how.kind === 'default') return;
  const visit = (node: KNode): void => {
    for (const child of node.children) {
      if (child.prompt !== undefined && child.choice !== undefined && how.kind === 'random')
        randomMembers(child.choice, how.rand, user);
      if (child.prompt !== undefined && child.symbol !== undefined) setNew(child.symbol, how, user);
      visit(child);
    }
  };
  visit(tree.root);
}

function setNew(symbol: KSymbol, how: Exclude<AllNew, { kind: 'default' }>, user: UserValues): void {
  if (!isLogical(symbol.type) || symbol.choice !== undefined || user.has(symbol)) return;
  user.setTri(symbol, newTri(symbol, how));
}

function newTri(symbol: KSymbol, how: AllNew): Tri {
  switch (how.kind) {
    case 'default':
    case 'no':
      return 0;
    case 'yes':
      return 2;
    case 'module':
      return 1;
    case 'random': {
      const draw = how.rand() % 100;
      const { bool, yes, module } = how.chances;
      if (symbol.type === 'bool') return draw < bool ? 2 : 0;
      return draw < yes ? 2 : draw < yes + module ? 1 : 0;
    }
    default:
      return unreachable(how);
  }
}

/** All members are set to y, in a random order of their weight: so each is taken where the ones before it are hidden. */
function randomMembers(choice: KChoice, rand: () => number, user: UserValues): void {
  const left = choice.members.filter((member) => user.tri[member.index] === UNSET);
  while (left.length > 0) {
    const [member] = left.splice(rand() % left.length, 1);
    if (member !== undefined) user.setBelow(member);
  }
}

/**
 * Reads KCONFIG_PROBABILITY: P, or YES:MODULE for tristates, or BOOL:YES:MODULE, in percent. Undefined where it is
 * none of these or sums to more than 100.
 */
export function readChances(text: string): RandomChances | undefined {
  if (text === '') return EVEN_CHANCES;
  const parts = text.split(':').slice(0, 3);
  if (!parts.every((part) => /^[0-9]{1,3}$/.test(part) && Number(part) <= 100)) return undefined;
  const [a = 0, b = 0, c = 0] = parts.map(Number);
  const half = Math.floor(a / 2);
  const chances =
    parts.length === 1
      ? { bool: a, yes: a - half, module: half }
      : parts.length === 2
        ? { bool: a + b, yes: a, module: b }
        : { bool: a, yes: b, module: c };
  return chances.yes + chances.module > 100 ? undefined : chances;
}
