// SPDX-License-Identifier: MIT
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { ROOT, type RunOptions, type Sandbox, sandbox } from './sandbox.ts';

/** A folder with the programs that stand in for those of another system, and its definitions. */
export interface StandIn extends Sandbox {
  /** make with `python` on the PATH. */
  sweep(args: readonly string[], options?: RunOptions): ReturnType<Sandbox['make']>;
}

/** Returns a sandbox with the stand-ins of a system and one of its fixtures. */
export function standIn(t: TestContext, system: string, fixtures: readonly string[]): StandIn {
  const box = sandbox(t);
  cpSync(join(ROOT, 'tests/fixtures/standins', system), box.dir, { recursive: true });
  for (const fixture of fixtures)
    cpSync(join(ROOT, 'tests/fixtures', fixture), box.path(fixture.split('/').at(-1) ?? ''), { recursive: true });
  mkdirSync(box.path('bin'));
  writeFileSync(box.path('bin/python'), '#!/bin/sh\nexec python3 "$@"\n');
  chmodSync(box.path('bin/python'), 0o755);
  const env = { PATH: `${box.path('bin')}:${process.env['PATH']}` };
  return { ...box, sweep: (args, options = {}) => box.make(args, { ...options, env: { ...env, ...options.env } }) };
}
