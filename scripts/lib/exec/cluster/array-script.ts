// SPDX-License-Identifier: MIT
import { compileStrict } from '../../config/strict-template.ts';
import { UsageError } from '../../core/diagnostic.ts';
import { shellQuote } from '../../core/shell-quote.ts';
import type { OpenNeed } from '../engine/backend.ts';

/** What an array script is made of. Paths are absolute. */
export interface ArrayScriptParts {
  /** Finished option lines without #SBATCH or #BSUB: checked, printed as they are. */
  readonly directives: readonly string[];
  readonly sweepDir: string;
  readonly batchDir: string;
  /** The copy of templates/array-task.sh that the script sources. */
  readonly taskScript: string;
  readonly heartbeatS: number;
  readonly signal: { readonly name: string; readonly leadS: number } | null;
  readonly scratch: string | undefined;
  /** Exit code that makes LSF start the task again; printed nowhere on SLURM. */
  readonly requeueExit: number;
}

class Directive {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Returns the array script; throws UsageError for a template that does not render (a user's own, most likely). */
export function renderArrayScript(template: string, templatePath: string, parts: ArrayScriptParts): string {
  const quote = (value: unknown): string => (value instanceof Directive ? value.text : shellQuote(String(value)));
  const context = Object.assign(Object.create(null) as Record<string, unknown>, {
    directives: parts.directives.map((line) => new Directive(line)),
    sweep: parts.sweepDir,
    batch: parts.batchDir,
    task: parts.taskScript,
    heartbeat: parts.heartbeatS,
    signal: parts.signal?.name ?? 'none',
    lead: parts.signal?.leadS ?? 0,
    scratch: parts.scratch ?? '',
    requeueExit: parts.requeueExit,
  });
  const rendered = compileStrict(template, { escape: quote })(context);
  if ('text' in rendered) return rendered.text;
  const { message, line } = rendered.problem;
  throw new UsageError(
    `${templatePath}${line === undefined ? '' : `:${line}`}: ${message}`,
    'start from a fresh copy of the template in ksweep/templates',
  );
}

/** A scratch folder: an absolute path, or a variable of the node at its head. */
export const SCRATCH_PATTERN = /^(\$[A-Za-z_][A-Za-z0-9_]*(\/.*)?|\/.*)$/;

/** Name of the file in an attempt folder that tells a task what must have ended well before it begins. */
export const NEEDS_FILE = 'needs';

/**
 * Returns its text: `run ATTEMPT FOLDER` for each run, and `file PATH` for each file that it must have left; paths are relative to the
 * sweep folder.
 */
export function needsText(needs: readonly OpenNeed[]): string {
  return needs
    .flatMap(({ folder, attempt, outputs }) => [
      `run ${Math.max(1, attempt)} ${folder}\n`,
      ...outputs.map((path) => `file ${folder}/${path}\n`),
    ])
    .join('');
}
