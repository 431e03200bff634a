// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { StageLine } from './stage-line.ts';
import type { Named, StageBlock, Statement } from './tree.ts';

/** The statements of a file as they come, put into the stages that are open around them. */
export interface BlockBuilder {
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
export function startBlocks(diagnostics: Diagnostic[]): BlockBuilder {
  const top: (Statement | StageBlock)[] = [];
  let open: OpenBlock | undefined;
  const refuse = (line: StageLine, message: string, hint: string, notes: Diagnostic['notes'] = []): void => {
    diagnostics.push({ severity: 'error', code: 'E_STAGE', message, span: line.span, notes, hint });
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
