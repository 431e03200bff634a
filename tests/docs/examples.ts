// SPDX-License-Identifier: MIT
import { readFileSync } from 'node:fs';

/** A range file in a page, with what the page claims of it. */
export interface Example {
  /** `docs/recipes.md:12`. */
  readonly place: string;
  readonly text: string;
  /** Words behind ```range: count, error, mode, samples, set, repeats. */
  readonly claims: Readonly<Record<string, string>>;
  /** Lines of the ```configurations block behind it; the last may be `...`. */
  readonly configurations?: readonly string[];
  /** Files of configurations, by number: ```written 2 blocks behind it, without the header. */
  readonly written: ReadonlyMap<number, string>;
  /** What another tool calls the same, in a block before it: ```theirs hydra. */
  readonly theirs?: { readonly tool: string; readonly text: string };
  /** Files of ```file blocks above it, by name. */
  readonly files: ReadonlyMap<string, string>;
}

interface Block {
  readonly line: number;
  readonly info: string;
  readonly text: string;
}

/** Returns the examples of a page. */
export function examplesOf(page: string): Example[] {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8');
  const files = new Map<string, string>();
  const examples: Example[] = [];
  const blocks = blocksOf(text);
  for (const [i, block] of blocks.entries()) {
    if (block.info.startsWith('file ')) files.set(block.info.slice('file '.length), block.text);
    if (!block.info.startsWith('range')) continue;
    const written = new Map<number, string>();
    for (const later of blocks.slice(i + 1)) {
      if (/^(range|file|theirs)\b/.test(later.info)) break;
      const number = /^written (\d+)$/.exec(later.info)?.[1];
      if (number !== undefined) written.set(Number(number), later.text);
    }
    const before = blocks[i - 1];
    const tool = /^theirs (\S+)/.exec(before?.info ?? '')?.[1];
    const theirs = tool === undefined || before === undefined ? {} : { theirs: { tool, text: before.text } };
    const next = blocks[i + 1];
    const configurations = next?.info === 'configurations' ? { configurations: next.text.trimEnd().split('\n') } : {};
    examples.push({
      place: `${page}:${block.line}`,
      text: block.text,
      claims: claimsOf(block.info),
      files: new Map(files),
      written,
      ...theirs,
      ...configurations,
    });
  }
  return examples;
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: { line: number; info: string; lines: string[] } | undefined;
  for (const [i, line] of text.split('\n').entries()) {
    if (open === undefined && line.startsWith('```')) open = { line: i + 1, info: line.slice(3), lines: [] };
    else if (open !== undefined && line === '```') {
      blocks.push({ line: open.line, info: open.info, text: open.lines.map((l) => `${l}\n`).join('') });
      open = undefined;
    } else open?.lines.push(line);
  }
  if (open !== undefined) throw new Error(`the block in line ${open.line} is not closed`);
  return blocks;
}

function claimsOf(info: string): Record<string, string> {
  const claims: Record<string, string> = {};
  for (const [, name = '', quoted, bare] of info.matchAll(/([a-z]+)=(?:"([^"]*)"|(\S+))/g))
    claims[name] = quoted ?? bare ?? '';
  return claims;
}
