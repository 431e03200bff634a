// SPDX-License-Identifier: MIT
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ScriptParameter, ScriptReading } from './script-parameter.ts';
import { yamlParameters } from './yaml-parameters.ts';
import { spawnSync } from 'node:child_process';
import { UsageError } from '../../core/diagnostic.ts';
import { errorCode } from '../../edge/files.ts';
import { TEMPLATES } from '../../edge/installation.ts';

/** Returns what a script takes, read without running it. Throws UsageError for a script or configuration that cannot be read. */
export function readScript(path: string): ScriptReading {
  const text = readFileSync(path, 'utf8');
  const first = text.split('\n', 1)[0] ?? '';
  if (path.endsWith('.py') || /^#!.*python/.test(first)) return fromPython(path);
  if (/\.(sh|bash)$/.test(path) || /^#!.*\b(ba)?sh\b/.test(first)) return fromShell(path, text);
  return {
    takes: 'unknown',
    by: '',
    parameters: [],
    from: path,
    notes: [`only Python and shell scripts are read; what ${path} takes is not known`],
  };
}

function fromPython(path: string): ScriptReading {
  const read = readPythonScript(path);
  const notes = read.unknown.map(({ line, what }) => `line ${line}: ${what}; only running the script would tell`);
  if (read.hydra !== null) return fromHydra(path, read, notes);
  if (read.cli) return fromOmegaConf(path, read, notes);
  const options = optionsOf(read);
  if (options !== undefined) {
    const file = configOption(options.parameters, dirname(path));
    if (file !== undefined) {
      const parameters = yamlParameters(join(dirname(path), file.path), false);
      const others = options.parameters.filter(({ flag }) => flag !== file.flag).map(({ flag }) => flag);
      if (others.length > 0) notes.push(`${others.join(', ')}: options beside the file; write them into the command`);
      return { takes: 'file', by: 'a configuration file', parameters, from: file.path, file, notes };
    }
    const beside = read.environ.map(({ flag }) => flag);
    if (beside.length > 0) notes.push(`it reads the environment too: ${beside.join(', ')}`);
    return { takes: 'options', ...options, from: path, notes };
  }
  if (read.argv.length > 0) return { takes: 'argv', by: 'sys.argv', parameters: read.argv, from: path, notes };
  if (read.environ.length > 0)
    return { takes: 'environment', by: 'its environment', parameters: read.environ, from: path, notes };
  const [named] = read.files;
  if (named !== undefined)
    notes.push(
      `line ${named.line}: it reads ${named.path} by that name; let the name come from {{config}} to sweep what is in it`,
    );
  return { takes: 'unknown', by: '', parameters: [], from: path, notes: [...notes, 'no parameters were found in it'] };
}

function optionsOf(
  read: PythonReading,
): { readonly by: string; readonly parameters: readonly ScriptParameter[] } | undefined {
  const options = [...read.argparse, ...read.dataclass];
  if (read.click.length > 0) return { by: 'click', parameters: read.click };
  if (read.typer.length > 0) return { by: 'typer', parameters: read.typer };
  if (options.length === 0) return undefined;
  return { by: read.argparse.length > 0 ? 'argparse' : 'a dataclass', parameters: options };
}

/** --config whose default is a file that is there: the parameters are what the file holds. */
function configOption(
  parameters: readonly ScriptParameter[],
  folder: string,
): { readonly flag: string; readonly path: string } | undefined {
  for (const { flag, default: value } of parameters) {
    const path = value.t === 'text' ? (value.s ?? '') : '';
    if (
      /^--(config|cfg|conf)([_-]?(file|path))?$/.test(flag) &&
      /\.(ya?ml|json)$/.test(path) &&
      existsSync(join(folder, path))
    )
      return { flag, path };
  }
  return undefined;
}

function fromHydra(path: string, read: PythonReading, notes: readonly string[]): ScriptReading {
  const { hydra } = read;
  const from = join(dirname(path), hydra?.path ?? '.', `${hydra?.name ?? 'config'}.yaml`);
  if (existsSync(from)) return { takes: 'hydra', by: 'Hydra', parameters: yamlParameters(from, true), from, notes };
  if (read.structured.length > 0)
    return { takes: 'hydra', by: 'Hydra', parameters: read.structured.map(asOverride), from: path, notes };
  return {
    takes: 'hydra',
    by: 'Hydra',
    parameters: [],
    from: path,
    notes: [
      ...notes,
      `line ${hydra?.line ?? 0}: its configuration ${from} is not there, so its parameters are not known`,
    ],
  };
}

function fromOmegaConf(path: string, read: PythonReading, notes: readonly string[]): ScriptReading {
  const parameters: ScriptParameter[] = read.structured.map(asOverride);
  const files = read.files.map((file) => join(dirname(path), file.path)).filter((file) => existsSync(file));
  for (const file of files) parameters.push(...yamlParameters(file, false));
  const more = parameters.length === 0 ? ['the file that it loads is not there, so its parameters are not known'] : [];
  return { takes: 'omegaconf', by: 'OmegaConf', parameters, from: files[0] ?? path, notes: [...notes, ...more] };
}

function asOverride(parameter: ScriptParameter): ScriptParameter {
  const { default: value } = parameter;
  return {
    ...parameter,
    default: value.t === 'none' ? { t: 'null' } : value,
    action: value.t === 'bool' ? 'word' : '',
    list: '',
  };
}

/** ${LR:-0.1} and ${LR:=0.1} are parameters with a default; $1 and so on are words. */
function fromShell(path: string, text: string): ScriptReading {
  const parameters: ScriptParameter[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trimStart().startsWith('#')) continue;
    for (const [, name = '', value = ''] of line.matchAll(/\$\{([A-Za-z_]\w*):?[-=]([^}]*)\}/g)) {
      const bare = value.replace(/^(["'])(.*)\1$/, '$2');
      const isNumber = /^-?\d/.test(bare) && !Number.isNaN(Number(bare));
      if (parameters.some(({ flag }) => flag === name)) continue;
      const found: ScriptParameter['default'] = bare.includes('$')
        ? { t: 'code', s: bare }
        : { t: isNumber ? 'number' : 'text', s: bare };
      parameters.push({
        flag: name,
        line: i + 1,
        default: found,
        kind: '',
        choices: null,
        action: '',
        list: '',
        environ: true,
      });
    }
  }
  const words = /\$[1-9]|\$\{[1-9]/.test(text)
    ? ['it takes words by their place ($1, ...): write them into the command']
    : [];
  const none = parameters.length === 0 ? ['no ${NAME:-default} was found in it'] : [];
  return { takes: 'environment', by: 'its environment', parameters, from: path, notes: [...words, ...none] };
}

/** What templates/read-script.py prints: parameters by the library that reads them. */
interface PythonReading {
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
function readPythonScript(path: string): PythonReading {
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
