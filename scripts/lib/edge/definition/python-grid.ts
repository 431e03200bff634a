// SPDX-License-Identifier: MIT
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { type Diagnostic, DiagnosticsError } from '../../core/diagnostic.ts';
import type { Source, Span } from '../../core/source.ts';
import { errorCode } from '../files.ts';
import { TEMPLATES } from '../installation.ts';

/** Seconds that a module may take to say what it holds. */
const MOST_S = 60;

type Answer =
  | { readonly lines: readonly (readonly [text: string, line: number])[] }
  | { readonly error: string; readonly line: number; readonly ran?: false };

/**
 * Runs a module of Python that holds a grid, in a process of its own, and returns what it holds as JSON whose places are those of the
 * module. Throws DiagnosticsError. Only for calls that allow code.
 */
export function readPythonGrid(module: Source, cwd: string): Source {
  const command = [
    '--kill-after=1',
    String(MOST_S),
    'python3',
    '-B',
    join(TEMPLATES, 'read-grid.py'),
    resolve(cwd, module.path),
  ];
  const ended = spawnSync('timeout', command, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (ended.error !== undefined && errorCode(ended.error) === 'ENOENT') refuse(module, 1, 'timeout is not installed');
  if (ended.error !== undefined) refuse(module, 1, `running it ends in ${ended.error.message}`);
  if (ended.status === 124 || ended.status === 137)
    refuse(module, 1, `the module has not ended after ${MOST_S} s, and was stopped`);
  if (ended.status === 127) refuse(module, 1, 'python3 is not installed');
  const answer = ended.status === 0 ? answerIn(ended.stdout) : undefined;
  if (answer === undefined)
    return refuse(
      module,
      1,
      `running it ended with ${ended.status ?? ended.signal ?? 'nothing'} before it said what it holds`,
    );
  if ('error' in answer)
    return refuse(module, answer.line, answer.error, answer.ran === false ? 'E_IMPORT_CODE' : 'E_IMPORT_VALUE');
  const starts = lineSpans(module);
  return {
    path: module.path,
    text: answer.lines.map(([text]) => `${text}\n`).join(''),
    origin: { source: module, spans: answer.lines.map(([, line]) => spanIn(module, starts, line)) },
  };
}

/** Our own program wrote it, unless the module ended that. */
function answerIn(text: string): Answer | undefined {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return undefined;
  }
}

function refuse(module: Source, line: number, message: string, code: Diagnostic['code'] = 'E_IMPORT_CODE'): never {
  const hint =
    code === 'E_IMPORT_CODE'
      ? `python3 -c 'import runpy; runpy.run_path("${module.path}")' shows what it does`
      : 'write grid = {"lr": [0.1, 0.01]} and conditions = []';
  throw new DiagnosticsError([{ code, message, hint, span: spanIn(module, lineSpans(module), line) }]);
}

function lineSpans(source: Source): readonly Span[] {
  let offset = 0;
  return source.text.split('\n').map((text) => {
    const indent = text.length - text.trimStart().length;
    const span = { source, offset: offset + indent, length: Math.max(1, text.trim().length) };
    offset += text.length + 1;
    return span;
  });
}

function spanIn(source: Source, lines: readonly Span[], line: number): Span {
  return lines[line - 1] ?? { source, offset: 0, length: Math.min(1, source.text.length) };
}
