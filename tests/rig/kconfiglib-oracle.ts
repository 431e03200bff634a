// SPDX-License-Identifier: MIT
// Kconfiglib, the library that the dialect 6.1 is held against.
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';

/** What Kconfiglib made of one .config. */
export interface KconfiglibOutput {
  readonly config: string;
  readonly minimal: string;
}

export type KconfiglibAnswer = { readonly outputs: readonly KconfiglibOutput[] } | { readonly error: string };

/** Completes .config files of several trees, one process for all. */
export function runKconfiglib(
  calls: readonly { readonly folder: string; readonly configs: readonly string[] }[],
): readonly KconfiglibAnswer[] {
  const script = new URL('./kconfiglib-oracle.py', import.meta.url).pathname;
  const input = calls.map((call) => JSON.stringify(call)).join('\n');
  const ran = spawnSync('python3', [script], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 29,
    env: { PATH: process.env.PATH, PYTHONUTF8: '1', HOME: process.env.HOME, TMPDIR: tmpdir() },
  });
  if (ran.status !== 0) throw new Error(`python3: ${ran.stderr}`);
  return ran.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): KconfiglibAnswer => JSON.parse(line));
}
