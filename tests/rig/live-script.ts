// SPDX-License-Identifier: MIT
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT, type Sandbox } from './sandbox.ts';

/** A script that runs beside the test, to be signalled and waited for. */
export interface LiveScript {
  readonly pid: number;
  kill(signal: NodeJS.Signals): void;
  /** Resolves with the text when its output (both streams) has it; throws when it ends before. */
  says(text: string | RegExp): Promise<string>;
  ended(): Promise<{ readonly code: number | null; readonly signal: string | null; readonly output: string }>;
}

/** Starts a script of ksweep in a sandbox and returns at once. */
export function startScript(
  box: Sandbox,
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): LiveScript {
  const { PATH, HOME } = process.env;
  const child: ChildProcess = spawn(process.execPath, [join(ROOT, 'scripts', 'start.cjs'), name, ...args], {
    cwd: box.dir,
    env: { PATH, HOME, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let isOver = false;
  let onChange = (): void => undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      onChange();
    });
  }
  const end = once(child, 'close').then(([code, signal]: (number | string | null)[]) => {
    isOver = true;
    onChange();
    return { code: code as number | null, signal: signal as string | null, output };
  });
  return {
    pid: child.pid ?? 0,
    kill: (signal) => void child.kill(signal),
    says: async (text) => {
      for (;;) {
        const said = typeof text === 'string' ? (output.includes(text) ? text : undefined) : text.exec(output)?.[0];
        if (said !== undefined) return said;
        if (isOver) throw new Error(`it ended without saying "${text}":\n${output}`);
        await new Promise<void>((resolve) => {
          onChange = resolve;
        });
      }
    },
    ended: () => end,
  };
}

/** Longer than anything a test waits for takes: only a failure lasts this long, and shall not hang the suite. */
const PATIENCE_MS = 120_000;

/** Waits until something is true; throws when it never is. */
export async function until(isTrue: () => boolean): Promise<void> {
  const deadlineMs = Date.now() + PATIENCE_MS;
  while (!isTrue()) {
    if (Date.now() > deadlineMs) throw new Error(`waited ${PATIENCE_MS / 1000} s in vain for: ${isTrue.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
