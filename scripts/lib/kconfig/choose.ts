// SPDX-License-Identifier: MIT
// Which member a choice has.
import type { Evaluation } from './evaluation.ts';
import type { KChoice, KSymbol, Tri } from './model.ts';
import { UNSET, type UserValues } from './user-values.ts';

/** Works out a choice and all of its members. */
export function decideChoice(choice: KChoice, user: UserValues, evaluation: Evaluation): void {
  if (evaluation.tree.dialect === '6.12') decideAsConf(choice, user, evaluation);
  else decideAsKconfiglib(choice, user, evaluation);
}

function decideAsConf(choice: KChoice, user: UserValues, evaluation: Evaluation): void {
  let anyVisible = false;
  for (const member of choice.members) {
    const visible = evaluation.promoted(evaluation.anyOf(member.prompts), member);
    evaluation.visible[member.index] = visible;
    if (visible !== 0) anyVisible = true;
  }
  if (!anyVisible) return;
  const chosen = memberAsConf(choice, user, evaluation);
  evaluation.members[choice.index] = chosen;
  evaluation.modes[choice.index] = 2;
  for (const member of choice.members) {
    if (evaluation.visible[member.index] === 0) continue;
    evaluation.tri[member.index] = member === chosen ? 2 : 0;
    evaluation.written[member.index] = true;
  }
}

/** The last member set to y; else the default, unless it is set to n; else one that is not set; else the first one set. */
function memberAsConf(choice: KChoice, user: UserValues, evaluation: Evaluation): KSymbol | undefined {
  const set = user.members[choice.index] ?? [];
  for (let i = set.length - 1; i >= 0; i -= 1) {
    const member = set[i];
    if (member !== undefined && isVisible(member, evaluation) && user.tri[member.index] === 2) return member;
  }
  const usual = defaultMember(choice, evaluation);
  if (usual !== undefined && user.tri[usual.index] !== 0) return usual;
  for (const member of choice.members) {
    if (isVisible(member, evaluation) && user.tri[member.index] === UNSET) return member;
  }
  return set.find((member) => isVisible(member, evaluation));
}

function isVisible(member: KSymbol, evaluation: Evaluation): boolean {
  return (evaluation.visible[member.index] ?? 0) !== 0;
}

/** The member that a choice has when nobody sets any: its first default that can be seen, else its first such member. */
export function defaultMember(choice: KChoice, evaluation: Evaluation): KSymbol | undefined {
  for (const { symbol, condition } of choice.defaults) {
    if (evaluation.valueOf(condition) !== 0 && isVisible(symbol, evaluation)) return symbol;
  }
  return choice.members.find((member) => isVisible(member, evaluation));
}

/** A choice has a mode: y with one member, m with any number of members at m, n with none. */
function decideAsKconfiglib(choice: KChoice, user: UserValues, evaluation: Evaluation): void {
  const { index } = choice;
  const mode = modeOf(choice, user, evaluation);
  evaluation.modes[index] = mode;
  for (const member of choice.members)
    evaluation.visible[member.index] = memberVisibility(member, choice, mode, evaluation);
  const chosen = mode === 2 ? memberAsKconfiglib(choice, user, evaluation) : undefined;
  evaluation.members[index] = chosen;
  for (const member of choice.members) {
    const visible = evaluation.visible[member.index];
    const set = user.tri[member.index] ?? UNSET;
    const asModule = visible === 1 && set !== UNSET && set !== 0;
    evaluation.tri[member.index] = visible === 2 ? (member === chosen ? 2 : 0) : asModule ? 1 : 0;
    evaluation.written[member.index] = visible !== 0;
  }
}

function modeOf(choice: KChoice, user: UserValues, evaluation: Evaluation): Tri {
  const least: Tri = choice.optional ? 0 : 1;
  const set = user.mode[choice.index] ?? UNSET;
  const wanted: Tri = set === UNSET || set < least ? least : set;
  const visible = evaluation.promoted(evaluation.anyOf(choice.prompts), choice);
  return evaluation.promoted(wanted < visible ? wanted : visible, choice);
}

function memberVisibility(member: KSymbol, choice: KChoice, mode: Tri, evaluation: Evaluation): Tri {
  const visible = evaluation.anyOf(member.prompts);
  if (choice.type === 'tristate' && member.type !== 'tristate' && mode !== 2) return 0;
  if (member.type === 'tristate' && visible === 1 && mode === 2) return 0;
  // A tristate member of a choice at y is y or n.
  return mode === 2 && visible === 1 ? 2 : evaluation.promoted(visible, member);
}

function memberAsKconfiglib(choice: KChoice, user: UserValues, evaluation: Evaluation): KSymbol | undefined {
  const set = user.chosen[choice.index];
  return set !== undefined && isVisible(set, evaluation) ? set : defaultMember(choice, evaluation);
}
