// SPDX-License-Identifier: MIT
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One thing that is done to a sweep, in a folder of its own; it throws when what must not happen happens. */
export interface TortureCase {
  readonly name: string;
  play(folder: string): Promise<void>;
}

/** Thrown at the end of a case that found nothing wrong, where what it is about never came: a fault that no call met, say. */
export class NotMet extends Error {}

export interface Played {
  /** Cases that were played to their end, or to their failure. */
  readonly tried: number;
  /** Those of them in which what they are about never came. */
  readonly unmet: number;
  /** A text for each case that failed. */
  readonly failures: readonly string[];
}

/** Plays cases one after the other; folders of those that fail stay, to be looked at. */
export async function playCases(
  cases: readonly TortureCase[],
  onFailure: (text: string) => void = () => {},
): Promise<Played> {
  const failures: string[] = [];
  let [tried, unmet] = [0, 0];
  for (const one of cases) {
    tried += 1;
    const folder = mkdtempSync(join(tmpdir(), 'ksweep-case-'));
    try {
      await one.play(folder).catch((error: unknown) => {
        if (!(error instanceof NotMet)) throw error;
        unmet += 1;
      });
      rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      const text = `${one.name} (${folder}): ${error instanceof Error ? error.message : String(error)}`;
      failures.push(text);
      onFailure(text);
    }
  }
  return { tried, unmet, failures };
}
