// SPDX-License-Identifier: MIT
import type { Rng } from '../../scripts/lib/core/rng.ts';
import type { KconfigDialect, SymbolType } from '../../scripts/lib/kconfig/model.ts';

/** A symbol of a random tree. */
export interface RandomSymbol {
  readonly name: string;
  readonly type: SymbolType;
  readonly inChoice: boolean;
}

export interface RandomTree {
  /** The files, by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly symbols: readonly RandomSymbol[];
}

interface Making {
  readonly rng: Rng;
  readonly dialect: KconfigDialect;
  /** Symbols that conditions may name, in the order of making. */
  readonly made: RandomSymbol[];
  readonly all: RandomSymbol[];
  readonly planned: number;
  lines: string[];
  readonly files: Record<string, string>;
  count: number;
}

const TYPES = ['bool', 'bool', 'bool', 'bool', 'tristate', 'tristate', 'int', 'int', 'hex', 'string'] as const;
export const WORDS = [
  'cuda',
  'adam',
  'a b',
  '0.1',
  '1e-3',
  'sgd',
  '',
  'y',
  'n',
  '12',
  '0x1F',
  'q"uo\\te',
  "it's",
  'é',
] as const;
export const NUMBERS = ['0', '1', '2', '3', '7', '8', '10', '16', '64', '100', '-5', '-1', '255'] as const;
export const HEXES = ['0x0', '0x1', '0x10', '0xff', '0xFF', '0x0A', '1f', '0X20', '7'] as const;

/** Returns a random tree of about `planned` symbols. */
export function randomTree(rng: Rng, dialect: KconfigDialect, planned: number): RandomTree {
  const making: Making = { rng, dialect, made: [], all: [], planned, lines: [], files: {}, count: 0 };
  if (chance(making, 0.7)) making.lines.push('mainmenu "A random tree"', '');
  if (chance(making, 0.5)) making.lines.push('FIVE := 5', 'yes-if = $(shell,true)y', 'cond = $(if-it,$(1))', '');
  if (chance(making, 0.7)) addModules(making);
  while (making.count < planned) addEntry(making, 0);
  making.files['Kconfig'] = `${making.lines.join('\n')}\n`;
  return { files: making.files, symbols: making.all };
}

function chance({ rng }: Making, probability: number): boolean {
  return rng.float() < probability;
}

function oneOf<T>({ rng }: Making, items: readonly T[]): T {
  const item = items[rng.below(items.length)];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
}

function addModules(making: Making): void {
  const { lines } = making;
  lines.push('config MODULES', '\tbool "Modules"');
  if (chance(making, 0.5)) lines.push('\tdefault y');
  lines.push(making.dialect === '6.12' ? '\tmodules' : '\toption modules', '');
  remember(making, { name: 'MODULES', type: 'bool', inChoice: false });
}

function remember(making: Making, symbol: RandomSymbol): void {
  making.made.push(symbol);
  making.all.push(symbol);
  making.count += 1;
}

function addEntry(making: Making, depth: number): void {
  const draw = making.rng.float();
  if (depth < 3 && draw < 0.06) addMenu(making, depth);
  else if (depth < 3 && draw < 0.12) addIf(making, depth);
  else if (draw < 0.2) addChoice(making);
  else if (draw < 0.24)
    making.lines.push(`comment "${oneOf(making, ['a note', 'see below', 'x'])}"`, ...dependsLines(making, 0.6), '');
  else if (depth === 0 && draw < 0.27 && making.count > 3) addSecondDefinition(making);
  else if (depth < 2 && draw < 0.3) addSource(making, depth);
  else addConfig(making);
}

function addMenu(making: Making, depth: number): void {
  making.lines.push(`menu "menu ${making.count}"`, ...dependsLines(making, 0.5));
  if (chance(making, 0.3)) making.lines.push(`\tvisible if ${condition(making)}`);
  making.lines.push('');
  addSome(making, depth);
  making.lines.push('endmenu', '');
}

function addIf(making: Making, depth: number): void {
  making.lines.push(`if ${condition(making)}`, '');
  addSome(making, depth);
  making.lines.push('endif', '');
}

function addSome(making: Making, depth: number): void {
  for (let left = making.rng.below(6); left > 0 && making.count < making.planned; left -= 1)
    addEntry(making, depth + 1);
}

function addSource(making: Making, depth: number): void {
  const path = `sub/file${Object.keys(making.files).length}.kconfig`;
  const outer = making.lines;
  making.files[path] = '';
  making.lines = [];
  addSome(making, depth);
  making.files[path] = `${making.lines.join('\n')}\n`;
  making.lines = outer;
  making.lines.push(`source "${path}"`, '');
}

function nextName(making: Making): string {
  return `S${making.count}`;
}

function addConfig(making: Making): void {
  const name = nextName(making);
  const type = oneOf(making, TYPES);
  const { lines } = making;
  const hasPrompt = chance(making, 0.75);
  lines.push(`${hasPrompt && chance(making, 0.1) ? 'menuconfig' : 'config'} ${name}`);
  if (!hasPrompt && type === 'bool' && chance(making, 0.5))
    lines.push(`\tdef_bool ${logicalValue(making)}${ifPart(making, 0.5)}`);
  else if (!hasPrompt && type === 'tristate' && chance(making, 0.5))
    lines.push(`\tdef_tristate ${logicalValue(making)}${ifPart(making, 0.5)}`);
  else lines.push(hasPrompt ? `\t${type} "prompt of ${name}"${ifPart(making, 0.3)}` : `\t${type}`);
  lines.push(...dependsLines(making, 0.5), ...defaultLines(making, type));
  if (type === 'int' || type === 'hex') lines.push(...rangeLines(making, type));
  if (type === 'bool' || type === 'tristate') lines.push(...selectLines(making));
  if (chance(making, 0.2)) lines.push('\thelp', '\t  What it does.', '', '\t   config NOT_A_SYMBOL', '\t  More of it.');
  lines.push('');
  remember(making, { name, type, inChoice: false });
}

/** Selects and implies name symbols that are not made yet; those that never come are harmless. */
function selectLines(making: Making): string[] {
  const lines: string[] = [];
  for (const [word, probability] of [
    ['select', 0.15],
    ['imply', 0.1],
  ] as const) {
    if (chance(making, probability))
      lines.push(`\t${word} S${making.count + 1 + making.rng.below(15)}${ifPart(making, 0.3)}`);
  }
  return lines;
}

function addSecondDefinition(making: Making): void {
  const symbol = oneOf(making, making.made);
  if (symbol.inChoice || symbol.name === 'MODULES') return;
  // What it says may only come from symbols before it.
  const before: Making = { ...making, made: making.made.slice(0, making.made.indexOf(symbol)) };
  making.lines.push(`config ${symbol.name}`);
  if (chance(making, 0.4)) making.lines.push(`\t${symbol.type} "another prompt"${ifPart(before, 0.5)}`);
  making.lines.push(...dependsLines(before, 0.5), ...defaultLines(before, symbol.type), '');
}

function addChoice(making: Making): void {
  const { lines, rng } = making;
  const isTristate = making.dialect === '6.1' && chance(making, 0.3);
  lines.push('choice', `\tprompt "a choice"${ifPart(making, 0.3)}`);
  if (isTristate) lines.push('\ttristate');
  if (making.dialect === '6.1' && chance(making, 0.2)) lines.push('\toptional');
  lines.push(...dependsLines(making, 0.3));
  const members: RandomSymbol[] = [];
  const size = 1 + rng.below(5);
  for (let i = 0; i < size; i += 1) {
    const type = isTristate && chance(making, 0.8) ? 'tristate' : 'bool';
    members.push({ name: `S${making.count + i}`, type, inChoice: true });
  }
  if (chance(making, 0.5)) lines.push(`\tdefault ${oneOf(making, members).name}${ifPart(making, 0.5)}`);
  if (chance(making, 0.2)) lines.push(`\tdefault ${oneOf(making, members).name}`);
  lines.push('');
  for (const { name, type } of members) {
    const inIf = chance(making, 0.15);
    if (inIf) lines.push(`if ${condition(making)}`);
    lines.push(`config ${name}`, `\t${type} "member ${name}"${ifPart(making, 0.2)}`, ...dependsLines(making, 0.25));
    if (chance(making, 0.1)) lines.push(`\tselect S${making.count + size + rng.below(15)}`);
    if (inIf) lines.push('endif');
    lines.push('');
  }
  lines.push('endchoice', '');
  for (const member of members) remember(making, member);
}

function dependsLines(making: Making, probability: number): string[] {
  const lines: string[] = [];
  if (chance(making, probability)) lines.push(`\tdepends on ${condition(making)}`);
  if (chance(making, probability / 4)) lines.push(`\tdepends on ${condition(making)}`);
  return lines;
}

function ifPart(making: Making, probability: number): string {
  return chance(making, probability) ? ` if ${condition(making)}` : '';
}

function defaultLines(making: Making, type: SymbolType): string[] {
  const lines: string[] = [];
  for (let left = making.rng.below(3); left > 0; left -= 1) {
    const value = type === 'bool' || type === 'tristate' ? logicalValue(making) : textValueOf(making, type);
    lines.push(`\tdefault ${value}${ifPart(making, 0.5)}`);
  }
  return lines;
}

function logicalValue(making: Making): string {
  const draw = making.rng.float();
  if (draw < 0.4) return 'y';
  if (draw < 0.5) return 'm';
  if (draw < 0.65) return 'n';
  return condition(making);
}

function textValueOf(making: Making, type: SymbolType): string {
  const same = making.made.filter((symbol) => symbol.type === type);
  if (same.length > 0 && chance(making, 0.2)) return oneOf(making, same).name;
  if (type === 'string') return quotedText(oneOf(making, WORDS));
  return oneOf(making, type === 'int' ? NUMBERS : HEXES);
}

export function quotedText(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function rangeLines(making: Making, type: 'int' | 'hex'): string[] {
  const lines: string[] = [];
  for (let left = making.rng.below(3); left > 0; left -= 1) {
    const same = making.made.filter((symbol) => symbol.type === type);
    const bound = (constants: readonly string[]): string =>
      same.length > 0 && chance(making, 0.25) ? oneOf(making, same).name : oneOf(making, constants);
    const [low, high] =
      type === 'int'
        ? [
            ['0', '1', '-5', '2'],
            ['3', '10', '64', '255'],
          ]
        : [
            ['0x0', '0x1', '0x0A'],
            ['0x10', '0xff', '0xFF'],
          ];
    lines.push(`\trange ${bound(low ?? [])} ${bound(high ?? [])}${ifPart(making, 0.4)}`);
  }
  return lines;
}

/** A condition over the symbols made so far. */
function condition(making: Making, depth = 0): string {
  const draw = making.rng.float();
  if (depth < 3 && draw < 0.15) return `${condition(making, depth + 1)} && ${condition(making, depth + 1)}`;
  if (depth < 3 && draw < 0.28) return `(${condition(making, depth + 1)} || ${condition(making, depth + 1)})`;
  if (depth < 3 && draw < 0.36) return `!${atom(making)}`;
  if (depth < 3 && draw < 0.39) return `!(${condition(making, depth + 1)})`;
  return atom(making);
}

function atom(making: Making): string {
  if (making.made.length === 0) return oneOf(making, ['y', 'n', 'm', 'UNDEFINED']);
  const draw = making.rng.float();
  if (draw < 0.03) return oneOf(making, ['y', 'n', 'm', 'UNDEFINED', '"y"']);
  const symbol = oneOf(making, making.made.length > 12 && chance(making, 0.6) ? making.made.slice(-12) : making.made);
  switch (symbol.type) {
    case 'bool':
    case 'tristate':
      if (draw < 0.8) return symbol.name;
      return logicalRelation(making, symbol.name);
    case 'string':
      return `${symbol.name} ${oneOf(making, ['=', '!=', '<', '>'])} ${quotedText(oneOf(making, WORDS))}`;
    case 'int':
      return `${symbol.name} ${oneOf(making, ['=', '!=', '<', '<=', '>', '>='])} ${oneOf(making, NUMBERS)}`;
    default:
      return `${symbol.name} ${oneOf(making, ['=', '!=', '<', '<=', '>', '>='])} ${oneOf(making, HEXES)}`;
  }
}

/** Not `!= y`: with a bool in front of it, `conf` 6.12 takes a symbol for an expression, and often dies of it. */
function logicalRelation(making: Making, name: string): string {
  const relation = oneOf(making, ['=', '!=', ' = ', ' < ', ' >= ']);
  const values = relation === '!=' ? ['m', 'n'] : ['y', 'm', 'n', '"y"'];
  return `${name}${relation}${oneOf(making, values)}`;
}
