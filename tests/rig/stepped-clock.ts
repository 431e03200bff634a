// SPDX-License-Identifier: MIT
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A clock for programs that a test starts, to be set while they run. */
export interface SteppedClock {
  readonly env: Readonly<Record<string, string>>;
  /** Bash text that sets it to so many seconds from the right time. */
  set(seconds: number): string;
}

/** Makes such a clock in a folder (stepped-clock.c). Needs cc. */
export function makeSteppedClock(folder: string): SteppedClock {
  const source = fileURLToPath(new URL('./stepped-clock.c', import.meta.url));
  const library = join(folder, 'stepped-clock.so');
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-Wall', '-Wextra', '-Werror', '-o', library, source]);
  const file = join(folder, 'clock');
  writeFileSync(file, '0'.padStart(20).padEnd(4096, '\0'));
  return {
    env: { LD_PRELOAD: library, STEPPED_CLOCK: file },
    // Opened without being cut: the programs have it mapped.
    set: (seconds) => `printf '%20d' ${seconds} 1<>'${file}'`,
  };
}
