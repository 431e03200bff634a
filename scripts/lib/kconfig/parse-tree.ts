// SPDX-License-Identifier: MIT
// Files of a tree into nodes. Files and blocks are two stacks, not calls in calls, so that no nesting is too deep for us.
import { positionOf, type Source, type Span } from '../core/source.ts';
import { expectEnd, LineFault, parseKExpr, takeName, type TokenCursor } from './conditions.ts';
import { type KLine, type Lexing, nextLine, skipHelp } from './lexer.ts';
import type { Macros } from './macro.ts';
import type { KChoice, KNode } from './model.ts';
import { isOptionWord, readOption, takeText } from './options.ts';
import { type OpenFile, OpenFiles, reportLexed, shownText } from './open-files.ts';
import { addNode, isHopeless, type Parsing, report, stretch, type TreeFiles } from './parsing.ts';

/** A menu, choice or if that is open. */
interface OpenBlock {
  readonly word: 'menu' | 'choice' | 'if';
  readonly node: KNode;
}

const MAX_BLOCKS = 500;
const MAX_DEFINITIONS = 2000;

/** Reads a tree from its first file on; all errors are added to `parsing`. Returns every file, in the order of reading. */
export function parseTree(first: Source, parsing: Parsing, files: TreeFiles, macros: Macros): readonly Source[] {
  const open = new OpenFiles(parsing, files, macros);
  open.open(first, 0);
  new TreeParser(parsing, open, macros).run();
  return [...open.read.values()];
}

class TreeParser {
  readonly #parsing: Parsing;
  readonly #files: OpenFiles;
  readonly #macros: Macros;
  readonly #blocks: OpenBlock[] = [];
  /** What lines such as `default` are about. */
  #entry: KNode | undefined;
  /** Set behind a line that should have started an entry: what is said about that one is no further error. */
  #isLost = false;

  constructor(parsing: Parsing, files: OpenFiles, macros: Macros) {
    this.#parsing = parsing;
    this.#files = files;
    this.#macros = macros;
  }

  run(): void {
    for (let file = this.#files.top; file !== undefined; file = this.#files.top) {
      const line = isHopeless(this.#parsing) ? undefined : nextLine(file.lexing);
      if (line === undefined) this.#close(file);
      else this.#statement(file.lexing, line);
    }
  }

  #close(file: OpenFile): void {
    this.#files.close();
    this.#entry = undefined;
    while (this.#blocks.length > file.blocks) {
      const block = this.#blocks.pop();
      if (block === undefined || isHopeless(this.#parsing)) continue;
      const message = `this ${block.word} is not closed before its file ends`;
      report(this.#parsing, {
        code: 'E_KCONFIG_BLOCK',
        message,
        span: block.node.span,
        hint: `add a line end${block.word}`,
      });
    }
  }

  #statement(lexing: Lexing, line: KLine): void {
    const span = stretch(lexing.source, line.at, line.end);
    const cursor: TokenCursor = { tokens: line.tokens, next: 1 };
    const [first] = line.tokens;
    try {
      if (line.assigned !== undefined) this.#assign(lexing, line, span);
      else if (first?.kind !== 'word') throw new LineFault('expected a statement', first);
      else if (isHelpWord(first.text)) this.#help(lexing, cursor);
      else if (isOptionWord(first.text)) this.#option(first.text, cursor, lexing.source, span);
      else {
        this.#isLost = true;
        this.#block(first.text, cursor, span);
        this.#isLost = false;
      }
    } catch (error) {
      if (!(error instanceof LineFault)) throw error;
      this.#fault(error, lexing.source, line);
    }
  }

  #fault({ message, token, tooDeep }: LineFault, source: Source, line: KLine): void {
    const found = token === undefined ? 'found the end of the line' : `found \`${shownText(token.text)}\``;
    const isFound = / found /.test(message);
    report(this.#parsing, {
      code: tooDeep ? 'E_TOO_DEEP' : 'E_KCONFIG_SYNTAX',
      message: tooDeep || isFound ? message : `${message}; ${found}`,
      span: token === undefined ? stretch(source, line.end, line.end) : stretch(source, token.at, token.end),
      hint: tooDeep ? 'give a part of it a symbol of its own' : 'see kconfig-language of the kernel',
    });
  }

  #assign(lexing: Lexing, line: KLine, span: Span): void {
    const [name, operator] = line.tokens;
    const sign = operator?.text;
    if (name === undefined || (sign !== '=' && sign !== ':=' && sign !== '+='))
      throw new Error('internal: no assignment');
    this.#entry = undefined;
    const place = { path: lexing.source.path, line: positionOf(lexing.source, line.at).line };
    for (const { kind, text } of this.#macros.assign(name.text, sign, line.assigned ?? '', place)) {
      reportLexed(this.#parsing, kind === 'error' ? 'macro' : kind, text, span);
    }
  }

  #help(lexing: Lexing, cursor: TokenCursor): void {
    if (this.#entry === undefined)
      throw new LineFault('expected a config or choice above this `help`', cursor.tokens[0]);
    expectEnd(cursor);
    skipHelp(lexing);
  }

  #option(word: string, cursor: TokenCursor, source: Source, span: Span): void {
    if (this.#isLost) return;
    if (this.#entry === undefined) throw new LineFault(`expected an entry above this \`${word}\``, cursor.tokens[0]);
    readOption(this.#parsing, this.#entry, word, { cursor, source, span });
  }

  #block(word: string, cursor: TokenCursor, span: Span): void {
    switch (word) {
      case 'config':
      case 'menuconfig':
        this.#config(cursor, span);
        break;
      case 'choice':
        this.#choice(cursor, span);
        break;
      case 'menu':
      case 'comment':
        this.#titled(word, cursor, span);
        break;
      case 'if':
        this.#condition(cursor, span);
        break;
      case 'endmenu':
      case 'endchoice':
      case 'endif':
        this.#end(word, cursor);
        break;
      case 'mainmenu':
        this.#entry = undefined;
        this.#parsing.title = takeText(cursor);
        expectEnd(cursor);
        break;
      case 'source':
      case 'rsource':
      case 'osource':
      case 'orsource':
        this.#source(word, cursor, span);
        break;
      default:
        throw new LineFault('expected a statement', cursor.tokens[0]);
    }
  }

  get #parent(): KNode {
    return this.#blocks.at(-1)?.node ?? this.#parsing.root;
  }

  #config(cursor: TokenCursor, span: Span): void {
    const name = takeName(cursor);
    expectEnd(cursor);
    const symbol = this.#parsing.table.named(name);
    if (symbol.constant) throw new LineFault('expected a symbol; y, m and n are values', cursor.tokens[1]);
    if (symbol.nodes.length >= MAX_DEFINITIONS)
      throw new LineFault(`${name} is defined more than ${MAX_DEFINITIONS} times`, cursor.tokens[1], true);
    this.#entry = addNode('symbol', span, this.#parent, symbol);
    symbol.nodes.push(this.#entry);
  }

  #choice(cursor: TokenCursor, span: Span): void {
    if (cursor.tokens[1]?.kind === 'word' && this.#parsing.dialect === '6.1') cursor.next = 2; // a name, which nothing uses
    expectEnd(cursor);
    const node = addNode('choice', span, this.#parent);
    const choice: KChoice = {
      index: this.#parsing.choices.length,
      node,
      type: this.#parsing.dialect === '6.12' ? 'bool' : 'unknown',
      optional: false,
      members: [],
      defaults: [],
      prompts: [],
    };
    node.choice = choice;
    this.#parsing.choices.push(choice);
    this.#push('choice', node);
  }

  #titled(word: 'menu' | 'comment', cursor: TokenCursor, span: Span): void {
    const text = takeText(cursor).trim();
    expectEnd(cursor);
    const node = addNode(word, span, this.#parent);
    node.prompt = { text, condition: undefined, span };
    if (word === 'menu') this.#push('menu', node);
    else this.#entry = node;
  }

  #condition(cursor: TokenCursor, span: Span): void {
    const depends = parseKExpr(cursor, this.#parsing.table, true);
    expectEnd(cursor);
    const node = addNode('if', span, this.#parent);
    node.depends = depends;
    this.#push('if', node);
    this.#entry = undefined;
  }

  #push(word: OpenBlock['word'], node: KNode): void {
    this.#blocks.push({ word, node });
    this.#entry = node;
    if (this.#blocks.length === MAX_BLOCKS) {
      report(this.#parsing, {
        code: 'E_TOO_DEEP',
        message: `menus, choices and ifs are nested more than ${MAX_BLOCKS} deep`,
        span: node.span,
        hint: 'flatten this tree',
      });
    }
  }

  #end(word: string, cursor: TokenCursor): void {
    expectEnd(cursor);
    this.#entry = undefined;
    const block = this.#blocks.at(-1);
    const own = (this.#files.top?.blocks ?? 0) < this.#blocks.length;
    if (block !== undefined && own && word === `end${block.word}`) {
      this.#blocks.pop();
      return;
    }
    const [token] = cursor.tokens;
    if (block === undefined || !own)
      throw new LineFault(`expected no \`${word}\` in this file, where nothing is open`, token);
    throw new LineFault(`expected \`end${block.word}\``, token);
  }

  #source(word: string, cursor: TokenCursor, span: Span): void {
    const token = cursor.tokens[1];
    cursor.next = 2;
    if (token === undefined) throw new LineFault('expected a path', token);
    expectEnd(cursor);
    this.#entry = undefined;
    this.#files.source(word, token.text, span, this.#blocks.length);
  }
}

function isHelpWord(word: string): boolean {
  return word === 'help' || /^-+help-+$/.test(word);
}
