// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { findMarked } from '../../scripts/lib/edge/holding/process.ts';
import { JOURNAL_NAME, readJournal } from '../../scripts/lib/edge/journal/journal-file.ts';
import { foldEvents } from '../../scripts/lib/run/fold.ts';
import type { RigSweep } from './sweep-rig.ts';
import { liveOnce, type MarkedSweep } from './torture.ts';

const SAMPLERS = 3;

/**
 * Makes a sweep of three stages: targets, of which every fourth fails, three samplers on each, and a sum on each sampler. Jobs mark
 * their begin and their end, and say `early` when what they need has not left its result.
 */
function markedStages(folder: string, targets: number, lanes: number): MarkedSweep {
  mkdirSync(folder, { recursive: true });
  const marks = join(folder, 'marks');
  writeFileSync(marks, '');
  const command = [
    `printf 'begin %s\\n' "$CONFIG_I" >>${marks}`,
    `for d in "$SWEEP_NEED_TARGET_OUT_DIR" "$SWEEP_NEED_SAMPLE_OUT_DIR"; do [ -z "$d" ] || [ -e "$d/good" ] || printf 'early %s\\n' "$CONFIG_I" >>${marks}; done`,
    'read -rt 0.0{{CONFIG_PAUSE}} <> <(:)',
    '[ {{CONFIG_EXIT}} != 0 ] || : >"$SWEEP_OUT_DIR/good"',
    `printf 'end %s\\n' "$CONFIG_I" >>${marks}`,
    'exit {{CONFIG_EXIT}}',
  ].join('; ');
  const runs: Record<string, string>[] = [];
  const stages: NonNullable<RigSweep['stages']>[number][] = [];
  const add = (stage: string, number: number, needs: readonly number[], exit: string): void => {
    runs.push({ CONFIG_I: String(runs.length + 1), CONFIG_PAUSE: String(1 + (runs.length % 4)), CONFIG_EXIT: exit });
    stages.push({ stage, number, needs });
  };
  for (let i = 0; i < targets; i += 1) add('target', i + 1, [], i % 4 === 3 ? '1' : '0');
  for (let i = 0; i < targets * SAMPLERS; i += 1) add('sample', i + 1, [Math.floor(i / SAMPLERS)], '0');
  for (let i = 0; i < targets * SAMPLERS; i += 1) add('sum', i + 1, [targets + i], '0');
  const sweep: RigSweep = {
    sweepDir: join(folder, 'sweep'),
    command,
    runs,
    stages,
    cwd: folder,
    settings: { PARALLEL: String(lanes), MAX_FAILURES: '0', ORDER: 'depth' },
  };
  const file = join(folder, 'sweep-for-runner.json');
  writeFileSync(file, JSON.stringify(sweep));
  return { sweep, file, marks };
}

/** Kills runners of sweeps with stages at random moments until `kills` have died. Returns what was counted. */
export async function tortureStages(
  runner: string,
  folder: string,
  options: { readonly kills: number; readonly seed: string; readonly targets: number },
): Promise<{ kills: number; sweeps: number }> {
  const rng = createRng(options.seed);
  let [kills, sweeps] = [0, 0];
  while (kills < options.kills) {
    const marked = markedStages(join(folder, `stages-${sweeps}`), options.targets, 3);
    sweeps += 1;
    for (;;) {
      const life = await liveOnce(runner, marked.file, kills < options.kills ? { killAfterMs: rng.below(120) } : {});
      if (life.killed) kills += 1;
      if (life.finished) break;
    }
    checkStageMarks(marked);
  }
  return { kills, sweeps };
}

/** Requires, by the jobs' own marks, that each run began once, after what it needs, or never where that failed. */
function checkStageMarks({ sweep, marks }: MarkedSweep): void {
  const counts = new Map<string, number>();
  for (const line of readFileSync(marks, 'utf8').split('\n')) counts.set(line, (counts.get(line) ?? 0) + 1);
  const early = [...counts.keys()].filter((line) => line.startsWith('early'));
  assert.deepEqual(early, [], `runs began before their needs were done (${sweep.sweepDir})`);
  const state = foldEvents(readJournal(join(sweep.sweepDir, JOURNAL_NAME)));
  assert.equal(state.runs.size, sweep.runs.length);
  const byName = new Map([...state.runs.values()].map((run) => [`${run.stage}/${run.number}`, run]));
  for (const [i, { stage, number }] of (sweep.stages ?? []).entries()) {
    const target = stage === 'target' ? number : Math.ceil(number / SAMPLERS);
    const isBad = target % 4 === 0;
    const expected = !isBad ? 'done' : stage === 'target' ? 'failed' : 'blocked';
    const run = byName.get(`${stage}/${number}`) ?? assert.fail();
    const place = `${stage}/${number} (${sweep.sweepDir})`;
    assert.equal(run.status, expected, `${place}: ${run.outcome?.detail}`);
    const times = expected === 'blocked' ? undefined : 1;
    assert.equal(counts.get(`begin ${i + 1}`), times, `begins of ${place}`);
    assert.equal(counts.get(`end ${i + 1}`), times, `ends of ${place}`);
    const root = byName.get(`target/${target}`)?.run;
    assert.deepEqual(run.blockedBy, expected === 'blocked' ? [root] : [], `what blocks ${place}`);
  }
  assert.deepEqual(findMarked('SWEEP_ATTEMPT_DIR', `${sweep.sweepDir}/`), [], 'no process of the sweep is left');
}
