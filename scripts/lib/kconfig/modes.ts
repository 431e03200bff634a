// SPDX-License-Identifier: MIT
// What `conf` does with a tree and a .config, mode by mode.
import type { Source } from '../core/source.ts';
import { unreachable } from '../core/unreachable.ts';
import { EVEN_CHANCES, type RandomChances, setAllNew } from './all-new.ts';
import { unmetText } from './condition-text.ts';
import { evaluateTree, strongest } from './evaluate.ts';
import { Evaluation } from './evaluation.ts';
import { glibcRand } from './glibc-rand.ts';
import { listNew } from './list-new.ts';
import { writeMinimal } from './minimal.ts';
import { isLogical, type KTree } from './model.ts';
import { type ConfigLines, readConfigLines } from './read-config.ts';
import { type LineTrouble, settleLines } from './settle.ts';
import { UserValues } from './user-values.ts';
import { writeConfig } from './write-config.ts';

export const CONF_MODES = [
  'olddefconfig',
  'alldefconfig',
  'allnoconfig',
  'allyesconfig',
  'allmodconfig',
  'randconfig',
  'savedefconfig',
  'listnewconfig',
] as const;

export type ConfMode = (typeof CONF_MODES)[number];

/** What a mode is run on. */
export interface ModeInput {
  readonly mode: ConfMode;
  /** The .config that is completed, or whose lines go before what the mode sets. */
  readonly config: Source | undefined;
  /** Of randconfig. */
  readonly seed?: number;
  readonly chances?: RandomChances;
}

export interface ModeResult {
  /** The .config, whole or minimal, or the list of new symbols. */
  readonly text: string;
  readonly troubles: readonly LineTrouble[];
  readonly unread: ConfigLines['unread'];
  /** Symbols that are selected against their dependencies. */
  readonly unmet: readonly UnmetSelect[];
}

/** Runs a mode on a tree. */
export function runMode(tree: KTree, input: ModeInput): ModeResult {
  const user = new UserValues(tree);
  const evaluation = new Evaluation(tree);
  const read = input.config === undefined ? { lines: [], unread: [] } : readConfigLines(input.config, tree.dialect);
  const troubles = settleLines(read.lines, tree, user);
  setFor(input, tree, user);
  evaluateTree(user, evaluation);
  return {
    text: textOfMode(input.mode, evaluation, user),
    troubles,
    unread: read.unread,
    unmet: unmetSelects(evaluation),
  };
}

function setFor({ mode, seed = 0, chances = EVEN_CHANCES }: ModeInput, tree: KTree, user: UserValues): void {
  switch (mode) {
    case 'allnoconfig':
      setAllNew(tree, { kind: 'no' }, user);
      break;
    case 'allyesconfig':
      setAllNew(tree, { kind: 'yes' }, user);
      break;
    case 'allmodconfig':
      setAllNew(tree, { kind: 'module' }, user);
      break;
    case 'randconfig':
      setAllNew(tree, { kind: 'random', rand: glibcRand(seed), chances }, user);
      break;
    case 'olddefconfig':
    case 'alldefconfig':
    case 'savedefconfig':
    case 'listnewconfig':
      break;
    default:
      unreachable(mode);
  }
}

function textOfMode(mode: ConfMode, evaluation: Evaluation, user: UserValues): string {
  if (mode === 'savedefconfig') return writeMinimal(evaluation);
  return mode === 'listnewconfig' ? listNew(evaluation, user) : writeConfig(evaluation);
}

/** A symbol that is on although what it depends on does not hold, since another one selects it. */
interface UnmetSelect {
  readonly name: string;
  /** What it depends on and does not hold, with values. */
  readonly needs: string;
  readonly by: readonly string[];
}

/** Returns the symbols that are selected against their dependencies. */
export function unmetSelects(evaluation: Evaluation): UnmetSelect[] {
  const found: UnmetSelect[] = [];
  for (const symbol of evaluation.tree.byName.values()) {
    if (symbol.selectedBy.length === 0 || !isLogical(symbol.type) || symbol.choice !== undefined) continue;
    const selected = evaluation.promoted(strongest(symbol.selectedBy, evaluation), symbol);
    if (selected === 0 || evaluation.promoted(evaluation.valueOf(symbol.depends), symbol) >= selected) continue;
    const by = symbol.selectedBy
      .filter((selector) => strongest([selector], evaluation) !== 0)
      .map((selector) => selector.by.name);
    found.push({ name: symbol.name, needs: unmetText(symbol.depends, evaluation), by });
  }
  return found;
}
