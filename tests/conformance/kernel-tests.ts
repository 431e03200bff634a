// SPDX-License-Identifier: MIT
// The kernel's own tests of Kconfig that ask no questions, read at test time from its sources.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, hasErrors } from '../../scripts/lib/core/diagnostic.ts';
import { positionOf } from '../../scripts/lib/core/source.ts';
import { type LoadedTree, loadTree } from '../../scripts/lib/kconfig/load.ts';
import { type ConfMode, runMode } from '../../scripts/lib/kconfig/modes.ts';
import { filesIn, firstFile } from '../rig/kconfig-tree.ts';

export interface KernelTests {
  readonly passed: string[];
  readonly failed: string[];
  /** Tests that need a user to answer. */
  readonly left: string[];
}

/** Runs them on our tree reader and our modes. */
export function compareKernelTests(linux: string): KernelTests {
  const root = join(linux, 'scripts/kconfig/tests');
  const result: KernelTests = { passed: [], failed: [], left: [] };
  for (const name of foldersOf(root)) {
    const folder = join(root, name);
    const script = readFileSync(join(folder, '__init__.py'), 'utf8');
    for (const [title, check] of checksOf(folder, script)) {
      (check() ? result.passed : result.failed).push(`${name}: ${title}`);
    }
    if (/conf\.(?:oldaskconfig|oldconfig)\(/.test(script) && !name.startsWith('preprocess') && !name.startsWith('err'))
      result.left.push(name);
  }
  return result;
}

function foldersOf(root: string): string[] {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => existsSync(join(root, name, '__init__.py')) && existsSync(join(root, name, 'Kconfig')))
    .sort();
}

type Check = [title: string, check: () => boolean];

function checksOf(folder: string, script: string): Check[] {
  const checks: Check[] = [];
  for (const kind of ['yes', 'mod', 'no', 'def'] as const) {
    if (script.includes(`conf.all${kind}config()`))
      checks.push([`all${kind}config`, () => holdsExpected(folder, `all${kind}config`, kind)]);
  }
  if (script.includes('conf.randconfig(')) checks.push(['randconfig', () => givesEachRandom(folder)]);
  if (script.includes("conf.olddefconfig('config')")) checks.push(['olddefconfig', () => completes(folder)]);
  if (script.includes("conf.stderr_matches('expected_stderr')"))
    checks.push(['messages', () => warnsAsExpected(folder)]);
  else if (script.includes('oldaskconfig() != 0') || script.includes('oldaskconfig() == 1'))
    checks.push(['is refused', () => hasErrors(load(folder).diagnostics)]);
  return checks;
}

function load(folder: string): { value?: LoadedTree; diagnostics: readonly Diagnostic[] } {
  const files = filesIn(folder);
  const environment = { srctree: '.', ENV: 'env', ENV_VARIABLE: '' };
  return loadTree({ source: firstFile(files), files, dialect: '6.12', environment, shell: shellOf });
}

/** The tests of built-in functions run echo and printf. */
function shellOf(command: string): string {
  return spawnSync('/bin/sh', ['-c', command], { encoding: 'utf8', env: { PATH: process.env.PATH } }).stdout;
}

function resultOf(folder: string, mode: ConfMode, config?: string, seed = 0): string {
  const { value } = load(folder);
  if (value === undefined) return '';
  return runMode(value.tree, {
    mode,
    config: config === undefined ? undefined : { path: '.config', text: config },
    seed,
  }).text;
}

function holdsExpected(folder: string, mode: ConfMode, kind: string): boolean {
  return resultOf(folder, mode).includes(readFileSync(join(folder, `all${kind}_expected_config`), 'utf8'));
}

function givesEachRandom(folder: string): boolean {
  const expected = readdirSync(folder).filter((name) => name.startsWith('expected_config'));
  const texts = expected.map((name) => readFileSync(join(folder, name), 'utf8'));
  const seen = new Set<number>();
  for (let seed = 0; seed < 100; seed += 1) {
    const at = texts.indexOf(resultOf(folder, 'randconfig', undefined, seed));
    if (at === -1) return false;
    seen.add(at);
  }
  return seen.size === texts.length;
}

function completes(folder: string): boolean {
  const config = readFileSync(join(folder, 'config'), 'utf8');
  return resultOf(folder, 'olddefconfig', config) === readFileSync(join(folder, 'expected_config'), 'utf8');
}

function warnsAsExpected(folder: string): boolean {
  const printed = load(folder).diagnostics.map(({ message, span }) => {
    const line = span === undefined ? 0 : positionOf(span.source, span.offset).line;
    return `${span?.source.path ?? ''}:${line}: ${message}\n`;
  });
  const expected = readFileSync(join(folder, 'expected_stderr'), 'utf8');
  // Where the kernel's message is its own wording (a variable that names itself), being refused at that place counts.
  return (
    printed.join('') === expected ||
    (printed.length === 1 && expected.startsWith(`${printed[0]?.split(' ')[0] ?? '?'} `))
  );
}
