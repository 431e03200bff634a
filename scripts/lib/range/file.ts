// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Source } from '../core/source.ts';
import { type LineBounds, splitLines, splitSetLines } from './lines.ts';
import type { Reader } from './reader.ts';
import type { StageLine } from './stage-line.ts';
import { type NotSetComment, readLine } from './statement.ts';
import type { Named, StageBlock, Statement } from './tree.ts';
import { reservedReason } from './names.ts';

/** Where the trouble of a file goes: its errors, and what they hide from other lines. */
export interface Trouble {
  readonly diagnostics: Diagnostic[];
  /** Names whose lines could not be read: that they are unknown is no second error. */
  readonly brokenNames: Set<string>;
  /** Set when whole parts are missing (a file), so that any name may be. */
  missingParts: boolean;
  /** The stage that a symbol belongs to, for hints; known once all lines are read. */
  stageOf?: ReadonlyMap<string, string>;
}

/** Returns the statements of one file, by itself; errors are added to `trouble`, one a line at most. */
export function readStatements(
  source: Source,
  trouble: Trouble,
  form: 'file' | 'set' = 'file',
): (Statement | StageBlock)[] {
  const { diagnostics } = trouble;
  const lines = form === 'file' ? splitLines(source) : splitSetLines(source);
  const readings: (Statement | NotSetComment | StageLine)[] = [];
  let index = 0;
  const nextLine = (): LineBounds | undefined => lines[index++];
  for (let line = nextLine(); line !== undefined; line = nextLine()) {
    const reader: Reader = { source, at: line.start, end: line.end, diagnostics };
    const reading = readLine(reader, nextLine);
    if (reading === 'error') {
      addBrokenNames(source, line, trouble);
      if (diagnostics.at(-1)?.code === 'E_CONTINUATION') index += 1; // the line that was meant to go on
    }
    if (typeof reading === 'object') readings.push(reading);
  }
  const blocks = startBlocks(diagnostics);
  for (const reading of settleNotSet(readings, diagnostics)) {
    if (reading.kind !== 'stage line') blocks.put(reading);
    else if (form === 'file') blocks.line(reading);
    else refuseInSet(reading, diagnostics);
  }
  return blocks.finish();
}

function addBrokenNames(source: Source, line: LineBounds, trouble: Trouble): void {
  const text = source.text.slice(line.start, line.end);
  const names = /^(?:let )?([A-Za-z0-9_.," \t-]*):?=/.exec(text)?.[1] ?? '';
  for (const name of names.split(',')) trouble.brokenNames.add(name.trim().replace(/^"|"$/g, ''));
}

function refuseInSet({ word, span }: StageLine, diagnostics: Diagnostic[]): void {
  diagnostics.push({
    code: 'E_STAGE',
    message: `${word} cannot stand in SET=`,
    span,
    hint: 'name the symbols of a stage by their own names, or as target.CONFIG_LR=0.1',
  });
}

function symbolFamilies(readings: readonly (Statement | NotSetComment | StageLine)[]): ReadonlySet<string> {
  return new Set(readings.flatMap((r) => (r.kind === 'definition' ? r.names.map(({ name }) => familyOf(name)) : [])));
}

/** The part of a name before its first _: BR2 of BR2_PACKAGE_BUSYBOX, which all options of a tree share. */
function familyOf(name: string): string {
  return name.split('_')[0] ?? name;
}

/**
 * Returns the statements of a file, in which `# NAME is not set` is NAME=n where another line assigns a name of the same
 * family. Elsewhere it is a comment, with a warning: Kconfig takes it for a value in every tree.
 */
function settleNotSet(
  readings: readonly (Statement | NotSetComment | StageLine)[],
  diagnostics: Diagnostic[],
): (Statement | StageLine)[] {
  let families: ReadonlySet<string> | undefined; // of a file of a million lines without such a comment nobody asks
  return readings.flatMap((reading): (Statement | StageLine)[] => {
    if (reading.kind !== 'not-set') return [reading];
    const { definition } = reading;
    const name = definition.names[0]?.name ?? '';
    const reserved = reservedReason(name);
    families ??= symbolFamilies(readings);
    if (reserved === undefined && families.has(familyOf(name))) return [definition];
    diagnostics.push({
      code: 'W_NOT_SET',
      message: `this is a comment, so ${name} has no value: ${reserved ?? `no line of this file assigns a name that starts with ${familyOf(name)}_`}`,
      span: definition.span,
      hint: reserved === undefined ? `if it is meant as a value, write ${name}=n` : 'delete the line',
    });
    return [];
  });
}

/** The statements of a file as they come, put into the stages that are open around them. */
interface BlockBuilder {
  put(statement: Statement): void;
  line(line: StageLine): void;
  /** Returns what stands at the top of the file; a stage that is still open is an error. */
  finish(): (Statement | StageBlock)[];
}

/** A stage that is being read. */
interface OpenBlock {
  readonly named: Named;
  readonly line: StageLine;
  readonly needs: Named[];
  readonly body: Statement[];
}

/** Returns a builder; what does not fit together is added to `diagnostics`. */
function startBlocks(diagnostics: Diagnostic[]): BlockBuilder {
  const top: (Statement | StageBlock)[] = [];
  let open: OpenBlock | undefined;
  const refuse = (line: StageLine, message: string, hint: string, notes: Diagnostic['notes'] = []): void => {
    diagnostics.push({ code: 'E_STAGE', message, span: line.span, notes, hint });
  };
  const begin = (line: StageLine): void => {
    const [named] = line.names;
    if (named === undefined) throw new Error('internal: a stage without a name');
    if (open !== undefined)
      refuse(
        line,
        `stage "${named.name}" begins inside of stage "${open.named.name}"`,
        'write endstage above this line',
        [{ message: 'the stage that is still open', span: open.line.span }],
      );
    close();
    open = { named, line, needs: [], body: [] };
  };
  const need = (line: StageLine): void => {
    if (open === undefined)
      refuse(line, 'this needs line stands in no stage', 'move it between stage "..." and endstage');
    else open.needs.push(...line.names);
  };
  const close = (): void => {
    if (open === undefined) return;
    const { named, needs, body } = open;
    top.push({ kind: 'stage', named, needs, body });
    open = undefined;
  };
  return {
    put: (statement) => (open?.body ?? top).push(statement),
    line: (line) => {
      if (line.word === 'stage') begin(line);
      else if (line.word === 'needs') need(line);
      else if (open === undefined)
        refuse(line, 'this endstage ends no stage', 'delete it, or write stage "name" above');
      else close();
    },
    finish: () => {
      if (open !== undefined)
        refuse(open.line, `stage "${open.named.name}" is never ended`, 'write endstage behind its last line');
      close();
      return top;
    },
  };
}
