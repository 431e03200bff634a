// SPDX-License-Identifier: MIT
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { JOURNAL_NAME, readJournal } from '../../scripts/lib/edge/journal/journal-file.ts';
import type { Journal } from '../../scripts/lib/edge/journal/journal-writer.ts';
import { foldEvents } from '../../scripts/lib/run/fold.ts';
import { simBackend, SimWorld } from './sim-world.ts';
import { rigBringUp } from './sweep-rig.ts';

/** What happened in one history. */
export interface History {
  readonly kills: number;
  readonly cuts: number;
  readonly steps: number;
  readonly wrong: readonly string[];
}

class Killed extends Error {}

const MOST_LIVES = 40;

/**
 * Plays one history from its seed: real runners (engine, journal, lock, retries, limits) on a simulated machine, killed at
 * random writes to the journal, with power cuts between some lives and a clock that is set now and then.
 */
export async function playHistory(
  seed: string,
  shm = existsSync('/dev/shm') ? '/dev/shm' : tmpdir(),
): Promise<History> {
  const rng = createRng(seed);
  const world = new SimWorld(rng);
  const folder = mkdtempSync(join(shm, 'ksweep-sim-'));
  const sweepDir = join(folder, 'sweep');
  const journalPath = join(sweepDir, JOURNAL_NAME);
  const count = 3 + rng.below(4);
  const sweep = {
    sweepDir,
    command: 'simulated',
    runs: Array.from({ length: count }, (_, i) => ({ CONFIG_I: String(i) })),
    cwd: folder,
    settings: { PARALLEL: String(1 + rng.below(3)), MAX_FAILURES: '0', RETRIES: String(rng.below(2)), TIMEOUT: '120s' },
  };
  try {
    for (let life = 0; life < MOST_LIVES; life += 1) {
      const killAt = life < MOST_LIVES / 2 && rng.below(4) > 0 ? 1 + rng.below(14) : 0;
      let writes = 0;
      const wrapJournal = (journal: Journal): Journal => ({
        ...journal,
        append: (events, sync) => {
          writes += 1;
          if (writes === killAt && rng.below(2) === 0) throw new Killed();
          journal.append(events, sync);
          if (sync) world.syncedBytes = statSync(journalPath).size;
          if (writes === killAt) throw new Killed();
        },
        sync: () => {
          journal.sync();
          world.syncedBytes = statSync(journalPath).size;
        },
      });
      world.syncedBytes = existsSync(journalPath) ? statSync(journalPath).size : 0;
      try {
        const { why } = await rigBringUp(sweep, {
          openBackend: () => simBackend(world),
          clock: world.clock,
          wrapJournal,
        });
        if (why === 'complete')
          return { ...world.counts, wrong: [...world.wrong, ...wrongAtEnd(journalPath, world, count)] };
        world.wrong.push(`a runner ended with ${why}`);
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        world.counts.kills += 1;
      }
      if (rng.below(4) === 0) cutPower(world, sweepDir, journalPath);
      else for (let n = rng.below(2) * rng.below(30); n > 0; n -= 1) world.pass(2000); // jobs go on while nobody looks
    }
    return { ...world.counts, wrong: [...world.wrong, `not complete after ${MOST_LIVES} lives`] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function cutPower(world: SimWorld, sweepDir: string, journalPath: string): void {
  const attempts = join(sweepDir, '.attempts');
  const dirs = existsSync(attempts)
    ? readdirSync(attempts).flatMap((run) =>
        readdirSync(join(attempts, run))
          .filter((name) => /^\d+$/.test(name))
          .map((name) => join(attempts, run, name)),
      )
    : [];
  const known = new Set<string>();
  world.cut(journalPath, dirs, (run) => {
    if (known.size === 0 && existsSync(journalPath))
      for (const one of foldEvents(readJournal(journalPath)).runs.values())
        if (one.status === 'done') known.add(one.run);
    return known.has(run);
  });
}

function wrongAtEnd(journalPath: string, world: SimWorld, count: number): readonly string[] {
  const wrong: string[] = [];
  const { runs } = foldEvents(readJournal(journalPath));
  if (runs.size !== count) wrong.push(`${runs.size} of ${count} runs are in the journal`);
  for (const { run, folder, status, attempts } of runs.values()) {
    if (status !== 'done' && status !== 'failed') wrong.push(`${folder} is ${status}`);
    if ((world.begun.get(run) ?? 0) === 0) wrong.push(`${folder} never began`);
    for (const { outcome } of attempts) {
      if (outcome?.reason === 'timeout') wrong.push(`${folder} was stopped at its time limit`);
      if (outcome?.durationS !== undefined && (outcome.durationS < 4 || outcome.durationS > 120))
        wrong.push(`${folder} took ${outcome.durationS} s`);
    }
  }
  return wrong;
}
