// SPDX-License-Identifier: MIT
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../core/diagnostic.ts';
import { errorCode } from '../../edge/files.ts';
import { TEMPLATES } from '../../edge/installation.ts';
import type { ScriptParameter } from './script-parameter.ts';

/** What templates/read-script.py prints: parameters by the library that reads them. */
export interface PythonReading {
  readonly argparse: readonly ScriptParameter[];
  readonly click: readonly ScriptParameter[];
  readonly dataclass: readonly ScriptParameter[];
  readonly typer: readonly ScriptParameter[];
  readonly environ: readonly ScriptParameter[];
  readonly argv: readonly ScriptParameter[];
  readonly hydra: { readonly path: string | null; readonly name: string | null; readonly line: number } | null;
  /** Fields of the dataclass that Hydra's ConfigStore holds. */
  readonly structured: readonly ScriptParameter[];
  /** Whether it takes OmegaConf's overrides from its command line. */
  readonly cli: boolean;
  readonly files: readonly { readonly path: string; readonly line: number }[];
  readonly unknown: readonly { readonly line: number; readonly what: string }[];
}

/** Seconds that parsing may take: a script of ten thousand lines takes one. */
const PARSE_S = 20;

/** Returns what a Python script takes, by Python's own parser; the script itself is text all along and is never run. Throws UsageError. */
export function readPythonScript(path: string): PythonReading {
  const ended = spawnSync('python3', ['-I', '-S', '-B', join(TEMPLATES, 'read-script.py')], {
    input: readFileSync(path),
    encoding: 'utf8',
    timeout: PARSE_S * 1000,
    maxBuffer: 64 * 1024 * 1024,
    env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' },
  });
  if (ended.error !== undefined) {
    if (errorCode(ended.error) === 'ENOENT')
      throw new UsageError('python3 is not installed, and only its parser reads a Python script', 'install python3');
    throw new UsageError(`${path} cannot be read: ${ended.error.message}`);
  }
  if (ended.status !== 0) throw new UsageError(`${path} cannot be read: ${lastLine(ended.stderr)}`);
  const answer: unknown = JSON.parse(ended.stdout);
  if (typeof answer === 'object' && answer !== null && 'trouble' in answer)
    throw new UsageError(`${path} is no Python that python3 understands: ${String(answer.trouble)}`);
  return answer as PythonReading; // our own program wrote it
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
