// SPDX-License-Identifier: MIT
// Random range files as plain data: the tests print them for the engine and hand the data itself to the brute-force oracle.
import { pick } from '../../range/random-statement.ts';
import { createRng, type Rng } from '../../../scripts/lib/core/rng.ts';

export type Cell = { readonly kind: 'number' | 'tristate' | 'text' | 'boolean' | 'null'; readonly text: string };
/** undefined: absent. */
export type Row = readonly (Cell | undefined)[];

export type Condition =
  | { readonly op: 'symbol'; readonly name: string }
  | { readonly op: 'literal'; readonly cell: Cell }
  | { readonly op: '!'; readonly a: Condition }
  | {
      readonly op: '&&' | '||' | '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%' | 'min' | 'max';
      readonly a: Condition;
      readonly b: Condition;
    };

export interface SpaceLine {
  readonly names: readonly string[];
  /** Rows as they are written, equal ones included. */
  readonly rows: readonly Row[];
  /** The right side as it is written. */
  readonly text: string;
  readonly condition?: Condition;
  /** What a computed line computes; it has no rows. */
  readonly computed?: Condition;
  /** A let line: its symbol is part of the space and of no configuration. */
  readonly isHelper?: boolean;
}

export interface RandomSpace {
  /** Texts by path; the range file is main.range. */
  readonly files: ReadonlyMap<string, string>;
  /** The lines that count, in the order in which they count. */
  readonly lines: readonly SpaceLine[];
  readonly rules: readonly { readonly kind: 'depends' | 'exclude'; readonly condition: Condition }[];
  readonly set?: string;
  /** Symbols of which some value is an unquoted word: their y, n and m are words. */
  readonly words: ReadonlySet<string>;
  /** Symbols that a sourced file gives a plain number in quotes: their numbers in quotes are numbers. */
  readonly quoted: ReadonlySet<string>;
}

const NUMBERS = ['0', '1', '2', '3', '-1', '0.5', '0.50', '5e-1', '1.0', '10', '1e1', '0.25', '2.5', '-0'];
const TEXTS = ['adam', 'sgd', '"x y"', '"a|b"', '"5"', '""', '"q\\"uote"', '"back\\\\slash"'];

function randomCell(rng: Rng): { cell: Cell; written: string } {
  const kind = rng.below(8);
  if (kind === 6) {
    const text = pick(rng, ['true', 'false', 'True', 'False']);
    return { cell: { kind: 'boolean', text }, written: text };
  }
  if (kind === 7) {
    const text = pick(rng, ['null', 'None']);
    return { cell: { kind: 'null', text }, written: text };
  }
  if (kind < 3) {
    const text = pick(rng, NUMBERS);
    return { cell: { kind: 'number', text }, written: text };
  }
  if (kind < 4) {
    const text = pick(rng, ['y', 'n', 'm']);
    return { cell: { kind: 'tristate', text }, written: text };
  }
  const written = pick(rng, TEXTS);
  const text = written.startsWith('"') ? written.slice(1, -1).replace(/\\(.)/g, '$1') : written;
  return { cell: { kind: 'text', text }, written };
}

function randomRight(rng: Rng, names: readonly string[], words: Set<string>): { rows: Row[]; text: string } {
  const width = names.length;
  const rows: Row[] = [];
  const texts: string[] = [];
  const size = 1 + rng.below(4);
  for (let i = 0; i < size; i += 1) {
    if (width === 1 && rng.below(5) === 0) {
      const start = rng.below(5);
      const count = 1 + rng.below(3);
      for (let k = 0; k < count; k += 1) rows.push([{ kind: 'number', text: String(start + 2 * k) }]);
      const last = start + 2 * (count - 1);
      texts.push(count > 1 && rng.below(2) === 0 ? `${start}:/${count}:${last}` : `${start}:2:${last + rng.below(2)}`);
      continue;
    }
    if (width > 1 && rng.below(6) === 0) {
      // a row of ranges, with the last cell repeated
      const [start, count] = [rng.below(4), 2 + rng.below(2)];
      const { cell, written } = randomCell(rng);
      if (/^[a-z]+$/.test(written) && cell.kind === 'text') words.add(names[width - 1] ?? '');
      for (let k = 0; k < count; k += 1)
        rows.push(names.map((_, c) => (c === width - 1 ? cell : { kind: 'number', text: String(start + k) })));
      texts.push(names.map((_, c) => (c === width - 1 ? written : `${start}:1:${start + count - 1}`)).join(','));
      continue;
    }
    const row: (Cell | undefined)[] = [];
    const cells: string[] = [];
    for (let c = 0; c < width; c += 1) {
      const { cell, written } = randomCell(rng);
      const isAbsent = width > 1 && rng.below(5) === 0;
      if (!isAbsent && cell.kind === 'text' && /^[a-z]+$/.test(written)) words.add(names[c] ?? '');
      row.push(isAbsent ? undefined : cell);
      cells.push(isAbsent ? '' : written);
    }
    rows.push(row);
    texts.push(cells.join(','));
  }
  return { rows, text: texts.join('|') };
}

function randomCondition(rng: Rng, names: readonly string[], depth: number): Condition {
  const kind = depth === 0 ? 4 : rng.below(8);
  if (kind < 1) return { op: '!', a: randomCondition(rng, names, depth - 1) };
  if (kind < 3)
    return {
      op: pick(rng, ['&&', '||'] as const),
      a: randomCondition(rng, names, depth - 1),
      b: randomCondition(rng, names, depth - 1),
    };
  if (kind === 3) return { op: 'symbol', name: pick(rng, names) };
  return {
    op: pick(rng, ['=', '!=', '<', '<=', '>', '>='] as const),
    a: randomTerm(rng, names, depth),
    b: randomTerm(rng, names, depth),
  };
}

function randomTerm(rng: Rng, names: readonly string[], depth: number): Condition {
  const kind = rng.below(8);
  if (kind < 4) return { op: 'symbol', name: pick(rng, names) };
  if (kind < 7 || depth === 0) return { op: 'literal', cell: randomCell(rng).cell };
  return {
    op: pick(rng, ['+', '-', '*', '/', '%'] as const),
    a: randomTerm(rng, names, depth - 1),
    b: randomTerm(rng, names, depth - 1),
  };
}

/** Prints every operation in parentheses, so that the tree is plain whatever binds tighter. */
export function printCondition(condition: Condition): string {
  if (condition.op === 'symbol') return condition.name;
  if (condition.op === 'literal')
    return condition.cell.kind === 'text' ? JSON.stringify(condition.cell.text) : condition.cell.text;
  if (condition.op === '!') return `!(${printCondition(condition.a)})`;
  if (condition.op === 'min' || condition.op === 'max')
    return `${condition.op}(${printCondition(condition.a)}, ${printCondition(condition.b)})`;
  return `(${printCondition(condition.a)}) ${condition.op} (${printCondition(condition.b)})`;
}

function printLine(line: SpaceLine): string {
  const right = line.computed === undefined ? `=${line.text}` : ` := ${printCondition(line.computed)}`;
  return `${line.isHelper === true ? 'let ' : ''}${line.names.join(',')}${right}${line.condition === undefined ? '' : ` if ${printCondition(line.condition)}`}`;
}

/** Lines of one symbol or of zipped symbols: one without condition, or several of which the last may have none. */
function randomBlock(rng: Rng, names: readonly string[], above: readonly string[], words: Set<string>): SpaceLine[] {
  const isHelper = rng.below(6) === 0;
  const count = above.length > 0 && rng.below(3) === 0 ? 1 + rng.below(3) : 1;
  return Array.from({ length: count }, (_, i) => {
    const right = randomRight(rng, names, words);
    const isConditional = above.length > 0 && (i < count - 1 || rng.below(3) === 0);
    return { names, ...right, isHelper, ...(isConditional ? { condition: randomCondition(rng, above, 1) } : {}) };
  });
}

/** Lines of a computed symbol. Quotients have no end, and are looked at elsewhere. */
function computedBlock(rng: Rng, name: string, above: readonly string[]): SpaceLine[] {
  const count = 1 + rng.below(2);
  const isHelper = rng.below(4) === 0;
  return Array.from({ length: count }, (_, i) => ({
    names: [name],
    rows: [],
    text: '',
    isHelper,
    computed: computedTerm(rng, above, 2),
    ...(i < count - 1 || rng.below(3) === 0 ? { condition: randomCondition(rng, above, 1) } : {}),
  }));
}

function computedTerm(rng: Rng, names: readonly string[], depth: number): Condition {
  const kind = rng.below(6);
  if (depth === 0 || kind === 0) {
    if (rng.below(2) === 0) return { op: 'symbol', name: pick(rng, names) };
    return { op: 'literal', cell: { kind: 'number', text: pick(rng, NUMBERS) } };
  }
  const [a, b] = [computedTerm(rng, names, depth - 1), computedTerm(rng, names, depth - 1)];
  if (kind === 1 && depth === 2) return { op: pick(rng, ['<', '=', '!=', '>='] as const), a, b };
  return { op: pick(rng, ['+', '-', '*', 'min', 'max'] as const), a, b };
}

/** Returns a random space of at most some thousand raw configurations. */
export function randomSpace(seed: string): RandomSpace {
  const rng = createRng(`random-space/${seed}`);
  const blocks: SpaceLine[][] = [];
  const names: string[] = [];
  const words = new Set<string>();
  const count = 2 + rng.below(4);
  for (let i = 0; i < count; i += 1) {
    const width = rng.below(5) === 0 ? 2 : 1;
    const own = Array.from({ length: width }, (_, k) => `CONFIG_${String.fromCharCode(65 + i)}${k === 0 ? '' : k}`);
    blocks.push(randomBlock(rng, own, names, words));
    names.push(...own);
    if (rng.below(4) > 0) continue;
    const computed = `CONFIG_${String.fromCharCode(65 + i)}X`;
    blocks.push(computedBlock(rng, computed, names));
    names.push(computed);
  }
  const rules = Array.from({ length: rng.below(4) }, () => ({
    kind: pick(rng, ['depends', 'exclude'] as const),
    condition: randomCondition(rng, names, 2),
  }));
  const ruleTexts = rules.map(
    (r) => `${r.kind === 'depends' ? 'depends on' : 'exclude if'} ${printCondition(r.condition)}`,
  );
  const { files, set, quoted } = layOut(rng, blocks, ruleTexts);
  return { files, lines: blocks.flat(), rules, words, quoted, ...(set === undefined ? {} : { set }) };
}

/** Symbols of a line of one row, without condition, that have a number in quotes. */
function quotedNames({ names, rows, condition, text }: SpaceLine): string[] {
  if (condition !== undefined || rows.length !== 1 || /:/.test(text)) return [];
  return names.filter((_, i) => rows[0]?.[i]?.kind === 'text' && rows[0][i].text === '5');
}

/** Spreads the lines over the range file, a sourced file and SET=, in ways that must all mean the same. */
function layOut(
  rng: Rng,
  blocks: readonly (readonly SpaceLine[])[],
  rules: readonly string[],
): { files: Map<string, string>; set?: string; quoted: Set<string> } {
  const texts = blocks.map((block) => block.map(printLine));
  const way = rng.below(4);
  if (way === 0) {
    const sourced = rng.below(texts.length);
    const main = texts.map((lines, i) => (i === sourced ? 'source "part.config"' : lines.join('\n')));
    return {
      quoted: new Set((blocks[sourced] ?? []).flatMap(quotedNames)),
      files: new Map([
        ['main.range', [...main, ...rules].join('\r\n')],
        ['part.config', (texts[sourced] ?? []).join('\n')],
      ]),
    };
  }
  if (way === 1) {
    // a sourced plain value is overridden by the line here, which keeps its own place
    const overridden = blocks
      .filter((block) => block[0]?.names.length === 1 && block[0].computed === undefined)
      .map((block) => `${block[0]?.names[0]}=77 # overridden`);
    return {
      quoted: new Set(),
      files: new Map([
        ['main.range', ['source "base.config"', ...texts.flat(), ...rules].join('\n')],
        ['base.config', `${overridden.join('\n')}\n`],
      ]),
    };
  }
  if (way === 2) {
    // SET= overrides a line in its old place
    const index = rng.below(texts.length);
    const names = blocks[index]?.[0]?.names ?? [];
    const old = names.length === 1 ? `${names[0]}=88|99` : `${names.join(',')}=88,99`;
    const main = texts.map((lines, i) => (i === index ? old : lines.join('\n')));
    return {
      quoted: new Set(),
      files: new Map([['main.range', [...main, ...rules].join('\n')]]),
      set: (texts[index] ?? []).join(rng.below(2) === 0 ? ';' : '\n'),
    };
  }
  return {
    quoted: new Set(),
    files: new Map([['main.range', ['# plain', '', ...texts.flat(), ...rules, ''].join('\n')]]),
  };
}
