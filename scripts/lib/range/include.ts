// SPDX-License-Identifier: MIT
import { dirname, isAbsolute, join } from 'node:path';
import type { Diagnostic, Note } from '../core/diagnostic.ts';
import type { Source, Span } from '../core/source.ts';
import { type CsvTable, readCsv } from './csv.ts';
import { pickRows } from './csv-rows.ts';
import { readStatements, type Trouble } from './file.ts';
import { quoted } from './reader.ts';
import type { Definition, Named, SourceLine, StageBlock, Statement } from './tree.ts';

/** Reads a file named in a range file; `path` is as written and means relative to `from`. Done by the edge. */
export type SourceLoader = (path: string, from: Source) => Source | { readonly unreadable: string };

/**
 * Returns the lines of ours that a definition of another system stands for; undefined for a range file. `format` is the system
 * that the file which names it says (SWEEP_FROM_FORMAT). What is wrong with it is added to `diagnostics`.
 */
export type Translate = (
  source: Source,
  said: DefinitionHints,
  diagnostics: Diagnostic[],
) => Source | { readonly unreadable: true } | undefined;

/** What a file says of the definitions of other systems that it sources. */
export interface DefinitionHints {
  /** SWEEP_FROM_FORMAT. */
  readonly format?: string;
  /** SWEEP_PRESETS, from where the file is. */
  readonly presets?: string;
}

/** A file with the files it sources in the place of its source lines. */
export interface FileNode {
  readonly source: Source;
  readonly items: readonly FileItem[];
}

/** What stands in a file: a line, a sourced file, or a stage with its own lines as if they were a file. */
export type FileItem =
  | Exclude<Statement, SourceLine>
  | { readonly kind: 'included'; readonly node: FileNode }
  | StageNode;

/** A stage as one file has it. */
export interface StageNode {
  readonly kind: 'stage';
  readonly named: Named;
  readonly needs: readonly Named[];
  readonly node: FileNode;
}

/** Most files one range file may read. */
const MAX_FILES = 1000;
const MAX_CHAIN = 100;

/** What reading a range file with everything it names has come to so far. */
export interface Inclusion extends Trouble {
  readonly load: SourceLoader;
  /** Reads definitions of other systems. */
  readonly translate?: Translate | undefined;
  /** Every file that was read, the range file first. */
  readonly sources: Source[];
  /** Paths that were sourced; a file that is sourced again counts once, where it came first. */
  readonly sourced: Set<string>;
  readonly tables: Map<string, CsvTable | undefined>;
  /** Every line that gives values, of all files. */
  readonly written: Definition[];
}

/** One link of the chain of files that source each other, for messages. */
interface Link {
  readonly source: Source;
  /** What the paths in it are relative to: itself, but for SET= the range file. */
  readonly from: Source;
  readonly line?: Span;
  readonly parent?: Link;
  readonly depth: number;
  /** Paths sourced so far; each stage sources for itself. */
  readonly sourced: Set<string>;
  readonly said: DefinitionHints;
}

/** Reads a file and all that it sources; `from` is what its paths are relative to. */
export function includeFile(
  source: Source,
  inclusion: Inclusion,
  form: 'file' | 'set' = 'file',
  from: Source = source,
): FileNode {
  const read = form === 'set' ? source : translated(source, inclusion);
  const link: Link = {
    source: read,
    from: from === source ? read : from,
    depth: 0,
    sourced: inclusion.sourced,
    said: {},
  };
  return nodeOf(inclusion, link, readStatements(read, inclusion, form));
}

/** Returns a file as lines of ours; one that cannot be understood has none. */
function translated(source: Source, inclusion: Inclusion, said: DefinitionHints = {}): Source {
  const read = inclusion.translate?.(source, said, inclusion.diagnostics) ?? source;
  if (!('unreadable' in read)) return read;
  inclusion.missingParts = true;
  return { path: source.path, text: '' };
}

function nodeOf(inclusion: Inclusion, link: Link, statements: readonly (Statement | StageBlock)[]): FileNode {
  const { source } = link;
  const items: FileItem[] = [];
  link = { ...link, said: { ...link.said, ...hintsIn(statements, source) } };
  for (const statement of statements) {
    if (statement.kind === 'stage') {
      const { kind, named, needs, body } = statement;
      items.push({ kind, named, needs, node: nodeOf(inclusion, { ...link, sourced: new Set() }, body) });
    } else if (statement.kind === 'source') {
      const node = includeLine(statement, inclusion, link);
      if (node !== undefined) items.push({ kind: 'included', node });
    } else if (statement.kind === 'definition' && statement.right.kind === 'rows-file') {
      const definition = fillRows(statement, statement.right, inclusion, link);
      if (definition !== undefined) {
        items.push(definition);
        inclusion.written.push(definition);
      } else for (const { name } of statement.names) inclusion.brokenNames.add(name);
    } else {
      items.push(statement);
      if (statement.kind === 'definition') inclusion.written.push(statement);
    }
  }
  return { source, items };
}

function hintsIn(statements: readonly (Statement | StageBlock)[], { path }: Source): DefinitionHints {
  const textOf = (name: string): string | undefined => {
    const found = statements.find((s) => s.kind === 'setting' && s.setting.name === name);
    return found?.kind === 'setting' ? found.setting.text : undefined;
  };
  const [format, presets] = [textOf('FROM_FORMAT'), textOf('PRESETS')];
  const folder = presets === undefined || isAbsolute(presets) ? presets : join(dirname(path), presets);
  return { ...(format === undefined ? {} : { format }), ...(folder === undefined ? {} : { presets: folder }) };
}

function includeLine(line: SourceLine, inclusion: Inclusion, link: Link): FileNode | undefined {
  const source = loadFile(line, inclusion, link);
  if (source === undefined) return undefined;
  for (let up: Link | undefined = link; up !== undefined; up = up.parent) {
    if (up.source.path === source.path) return cycle(line, inclusion, link, source);
  }
  if (link.sourced.has(source.path)) return undefined;
  if (link.depth >= MAX_CHAIN || inclusion.sources.length > MAX_FILES) {
    const message =
      link.depth >= MAX_CHAIN
        ? `files are sourced more than ${MAX_CHAIN} deep`
        : `more than ${MAX_FILES} files are sourced`;
    return report(inclusion, { code: 'E_TOO_DEEP', message, span: line.span });
  }
  link.sourced.add(source.path);
  if (!inclusion.sources.some((known) => known.path === source.path)) inclusion.sources.push(source);
  const read = translated(source, inclusion, link.said);
  const inner: Link = {
    source: read,
    from: read,
    line: line.span,
    parent: link,
    depth: link.depth + 1,
    sourced: link.sourced,
    said: {},
  };
  return nodeOf(inclusion, inner, readStatements(read, inclusion));
}

function cycle(line: SourceLine, inclusion: Inclusion, link: Link, source: Source): undefined {
  const message = `${source.path} sources itself${source.path === link.source.path ? '' : ' through other files'}`;
  return report(inclusion, {
    code: 'E_SOURCE_CYCLE',
    message,
    hint: 'delete one of these source lines',
    span: line.span,
    notes: chainNotes(link),
  });
}

function loadFile({ path, span }: { path: string; span: Span }, inclusion: Inclusion, link: Link): Source | undefined {
  const loaded = inclusion.load(path, link.from);
  if (!('unreadable' in loaded)) return loaded;
  const notes = chainNotes(link);
  return report(inclusion, {
    code: 'E_FILE_MISSING',
    message: `cannot read ${quoted(path)}: ${loaded.unreadable}`,
    hint: 'paths are relative to the file they stand in',
    span,
    notes,
  });
}

/** Longest chain that a message shows. */
const SHOWN_CHAIN = 10;

function chainNotes(link: Link): Note[] {
  const notes: Note[] = [];
  for (let up: Link | undefined = link; up?.line !== undefined && notes.length < SHOWN_CHAIN; up = up.parent) {
    notes.push({ message: `${up.source.path} is sourced here`, span: up.line });
  }
  return notes;
}

function fillRows(
  definition: Definition,
  right: { path: string; span: Span },
  inclusion: Inclusion,
  link: Link,
): Definition | undefined {
  const source = loadFile(right, inclusion, link);
  if (source === undefined) return undefined;
  if (!inclusion.tables.has(source.path)) {
    inclusion.sources.push(source);
    inclusion.tables.set(source.path, readCsv(source, inclusion.diagnostics));
  }
  const table = inclusion.tables.get(source.path);
  const rows = table === undefined ? undefined : pickRows(table, definition.names, right.span, inclusion.diagnostics);
  return rows === undefined ? undefined : { ...definition, right: { kind: 'rows', rows } };
}

function report(inclusion: Inclusion, diagnostic: Diagnostic): undefined {
  inclusion.missingParts = true;
  const { notes = [], ...rest } = diagnostic;
  inclusion.diagnostics.push({ ...rest, ...(notes.length === 0 ? {} : { notes }) });
  return undefined;
}
