// SPDX-License-Identifier: MIT
// The files of a tree that are being read, one in the other.
import type { Note } from '../core/diagnostic.ts';
import type { Source, Span } from '../core/source.ts';
import type { Lexing } from './lexer.ts';
import type { Macros } from './macro.ts';
import { type Parsing, report, stretch, type TreeFiles } from './parsing.ts';
import { folderOf, isPattern, matchPattern, pathInTree } from './paths.ts';

/** A file that is being read. */
export interface OpenFile {
  readonly lexing: Lexing;
  /** The line that named it. */
  readonly named: Span | undefined;
  readonly parent: OpenFile | undefined;
  /** How many files are above it. */
  readonly depth: number;
  /** How many blocks were open when it was opened. */
  readonly blocks: number;
}

const MAX_FILES_OF_TREE = 20_000;
const MAX_FILE_CHAIN = 100;
const PATH_HINT = 'paths are relative to the folder of the first Kconfig file, and stay inside';

/** A stack of files; the last one is read first. */
export class OpenFiles {
  /** Every file that was read, by path. */
  readonly read = new Map<string, Source>();
  readonly #parsing: Parsing;
  readonly #files: TreeFiles;
  readonly #macros: Macros;
  readonly #open: OpenFile[] = [];
  #opened = 0;

  constructor(parsing: Parsing, files: TreeFiles, macros: Macros) {
    this.#parsing = parsing;
    this.#files = files;
    this.#macros = macros;
  }

  get top(): OpenFile | undefined {
    return this.#open.at(-1);
  }

  close(): void {
    this.#open.pop();
  }

  open(source: Source, blocks: number, named?: Span, parent?: OpenFile): void {
    this.read.set(source.path, source);
    this.#opened += 1;
    const lexing: Lexing = {
      source,
      at: source.text.startsWith('\ufeff') ? 1 : 0,
      macros: this.#macros,
      wideWords: this.#parsing.dialect === '6.1',
      trouble: (kind, message, at, end) => reportLexed(this.#parsing, kind, message, stretch(source, at, end)),
    };
    this.#open.push({ lexing, named, parent, depth: (parent?.depth ?? 0) + 1, blocks });
  }

  /** Opens what a line `source "path"` names; the o of osource forgives a missing file, the r means from here. */
  source(word: string, written: string, span: Span, blocks: number): void {
    const parent = this.top;
    const own = parent?.lexing.source.path ?? '';
    const path = pathInTree(written, word.includes('rsource') ? folderOf(own) : '');
    if (path === undefined) {
      this.#refuse(`\`${shownText(written)}\` lies outside of the tree's folder`, span, PATH_HINT);
      return;
    }
    const paths = isPattern(path) ? matchPattern(path, this.#files) : [path];
    const optional = word.startsWith('o');
    if (paths.length === 0 && !optional) {
      this.#refuse(`no file matches \`${shownText(path)}\``, span, 'correct the pattern, or write osource');
    }
    for (const each of paths.reverse()) {
      if (!this.#mayOpen(each, span, parent)) continue;
      const source = this.read.get(each) ?? this.#files.read(each);
      if (!('unreadable' in source)) this.open(source, blocks, span, parent);
      else if (!optional) this.#refuse(`cannot read \`${shownText(each)}\`: ${source.unreadable}`, span, PATH_HINT);
    }
  }

  #mayOpen(path: string, span: Span, parent: OpenFile | undefined): boolean {
    for (let file = parent; file !== undefined; file = file.parent) {
      if (file.lexing.source.path !== path) continue;
      this.#refuse(`${path} sources itself`, span, 'delete one of these source lines');
      return false;
    }
    const isDeep = (parent?.depth ?? 0) > MAX_FILE_CHAIN;
    if (isDeep) this.#refuse(`files are sourced more than ${MAX_FILE_CHAIN} deep`, span, 'flatten this tree');
    const isMuch = this.#opened > MAX_FILES_OF_TREE;
    if (isMuch) this.#refuse(`more than ${MAX_FILES_OF_TREE} files are sourced`, span, MANY_HINT);
    return !isDeep && !isMuch;
  }

  #refuse(message: string, span: Span, hint: string): void {
    const notes: Note[] = [];
    for (let file = this.top; file?.named !== undefined && notes.length < 10; file = file.parent) {
      notes.push({ message: `${file.lexing.source.path} is sourced here`, span: file.named });
    }
    report(this.#parsing, { code: 'E_KCONFIG_SOURCE', message, span, hint, ...(notes.length === 0 ? {} : { notes }) });
  }
}

const MANY_HINT = 'does a file source others many times over?';
const SHELL_HINT =
  'read the command; if it may run, ALLOW_SHELL=1 on the command line of make, or --allow-shell, lets it';
const MACRO_HINT = 'see kconfig-macro-language of the kernel';

/** Notes what came up while the words of a line were read. */
export function reportLexed(
  parsing: Parsing,
  kind: 'error' | 'warning' | 'shell' | 'macro' | 'info',
  message: string,
  span: Span,
): void {
  if (kind === 'info') parsing.informed.push(message);
  else if (kind === 'warning') report(parsing, { code: 'W_KCONFIG_TREE', message, span });
  else if (kind === 'shell') report(parsing, { code: 'E_KCONFIG_SHELL', message, span, hint: SHELL_HINT });
  else if (kind === 'macro') report(parsing, { code: 'E_KCONFIG_MACRO', message, span, hint: MACRO_HINT });
  else report(parsing, { code: 'E_KCONFIG_SYNTAX', message, span, hint: 'close it before the line ends' });
}

/** Returns a piece of the user's text for a message. */
export function shownText(text: string): string {
  const cut = text.length > 60 ? `${text.slice(0, 57)}...` : text;
  return cut.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '?');
}
