// SPDX-License-Identifier: MIT
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One thing that is done to a sweep, in a folder of its own; it throws when what must not happen happens. */
export interface TortureCase {
  readonly name: string;
  play(folder: string): Promise<void>;
}

export interface Played {
  readonly tried: number;
  /** A text for each case that failed. */
  readonly failures: readonly string[];
}

/** Plays cases one after the other; folders of those that fail stay, to be looked at. */
export async function playCases(
  cases: readonly TortureCase[],
  onFailure: (text: string) => void = () => {},
): Promise<Played> {
  const failures: string[] = [];
  for (const one of cases) {
    const folder = mkdtempSync(join(tmpdir(), 'ksweep-case-'));
    try {
      await one.play(folder);
      rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      const text = `${one.name} (${folder}): ${error instanceof Error ? error.message : String(error)}`;
      failures.push(text);
      onFailure(text);
    }
  }
  return { tried: cases.length, failures };
}
