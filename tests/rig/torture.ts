// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { resolveSettings } from '../../scripts/lib/core/settings/resolve.ts';
import { JOURNAL_NAME, readJournal } from '../../scripts/lib/edge/journal/journal-file.ts';
import { findMarked } from '../../scripts/lib/edge/holding/process.ts';
import { writeReports } from '../../scripts/lib/edge/page/report-writer.ts';
import { foldEvents } from '../../scripts/lib/run/fold.ts';
import type { RigSweep } from './sweep-rig.ts';

/** A sweep whose jobs leave their own marks: one line at their begin and one at their end, in a file of theirs. */
export interface MarkedSweep {
  readonly sweep: RigSweep;
  readonly file: string;
  readonly marks: string;
}

/** Makes a sweep of `count` short jobs on `lanes` lanes in a folder. Every fifth job fails. */
export function markedSweep(folder: string, count: number, lanes: number): MarkedSweep {
  mkdirSync(folder, { recursive: true });
  const marks = join(folder, 'marks');
  writeFileSync(marks, '');
  // Builtins only, so that the jobs cost little; the pause differs from job to job.
  const command = [
    `printf 'begin %s %s\\n' "$SWEEP_NUMBER" "$EPOCHREALTIME" >>${marks}`,
    'read -rt 0.0{{CONFIG_PAUSE}} <> <(:)',
    'printf \'{"score": %s}\' "$CONFIG_I" >"$SWEEP_OUT_DIR/training_metrics.json"',
    `printf 'end %s %s\\n' "$SWEEP_NUMBER" "$EPOCHREALTIME" >>${marks}`,
    'exit {{CONFIG_EXIT}}',
  ].join('; ');
  const runs = Array.from({ length: count }, (_, i) => ({
    CONFIG_I: String(i),
    CONFIG_PAUSE: String(1 + (i % 4)),
    CONFIG_EXIT: i % 5 === 4 ? '1' : '0',
  }));
  const sweep: RigSweep = {
    sweepDir: join(folder, 'sweep'),
    command,
    runs,
    cwd: folder,
    settings: { PARALLEL: String(lanes), MAX_FAILURES: '0' },
  };
  const file = join(folder, 'sweep-for-runner.json');
  writeFileSync(file, JSON.stringify(sweep));
  return { sweep, file, marks };
}

/** One life of a runner: until it ends, or is killed `killAfterMs` after it opened the folder. */
export async function liveOnce(
  runner: string,
  file: string,
  how: { point?: string; killAfterMs?: number },
): Promise<{ finished: boolean; killed: boolean }> {
  const child = spawn(process.execPath, [runner, file, ...(how.point === undefined ? [] : [how.point])], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  let timer: NodeJS.Timeout | undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (timer === undefined && how.killAfterMs !== undefined && output.includes('open'))
      timer = setTimeout(() => child.kill('SIGKILL'), how.killAfterMs);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const { code, signal } = await closed(child);
  clearTimeout(timer);
  assert.ok(code === 0 || signal === 'SIGKILL', `the runner ended with ${code ?? signal}: ${errors}`);
  return { finished: output.includes('end complete'), killed: signal === 'SIGKILL' };
}

function closed(child: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve({ code, signal }));
  });
}

/** Kills runners at random moments until `kills` have died, over as many sweeps as that takes. Returns what was counted. */
export async function tortureRandomly(
  runner: string,
  folder: string,
  options: { kills: number; seed: string; runs: number },
): Promise<{ kills: number; sweeps: number }> {
  const rng = createRng(options.seed);
  let kills = 0;
  let sweeps = 0;
  while (kills < options.kills) {
    const marked = markedSweep(join(folder, `sweep-${sweeps}`), options.runs, 3);
    sweeps += 1;
    for (;;) {
      const life = await liveOnce(runner, marked.file, kills < options.kills ? { killAfterMs: rng.below(120) } : {});
      if (life.killed) kills += 1;
      if (life.finished) break;
    }
    checkMarks(marked);
  }
  return { kills, sweeps };
}

/** Returns what the reports of a sweep say, without times and ids, which differ between two sweeps of the same runs. */
export function reportedBy({ sweep }: MarkedSweep): readonly string[] {
  const { settings } = resolveSettings([
    { name: 'METRIC', text: 'score', layer: 'flag' },
    { name: 'GOAL', text: 'max', layer: 'flag' },
  ]);
  writeReports(sweep.sweepDir, settings);
  return ['sweep_summary.json', 'sweep_summary.csv', 'sweep_analysis.txt'].map((name) => {
    const text = readFileSync(join(sweep.sweepDir, name), 'utf8');
    return text
      .replaceAll(sweep.sweepDir, 'SWEEP')
      .replace(/\b\d+(\.\d+)?s\b/g, 'TIME')
      .replace(/"total_time":[\d.e-]+|,[\d.e-]+$/gm, ',TIME')
      .replace(/_[0-9a-f]{8}\b/g, '_ID');
  });
}

/** Requires, by the jobs' own marks, that each run began once and ended once, and that the journal says the same. */
export function checkMarks({ sweep, marks }: MarkedSweep): void {
  const begins = new Map<number, number>();
  const ends = new Map<number, number>();
  for (const line of readFileSync(marks, 'utf8').split('\n')) {
    const [word, number] = line.split(' ');
    const counts = word === 'begin' ? begins : ends;
    if (word !== '') counts.set(Number(number), (counts.get(Number(number)) ?? 0) + 1);
  }
  for (let n = 1; n <= sweep.runs.length; n += 1) {
    assert.equal(begins.get(n), 1, `run ${n} began ${begins.get(n) ?? 0} times (${sweep.sweepDir})`);
    assert.equal(ends.get(n), 1, `run ${n} ended ${ends.get(n) ?? 0} times (${sweep.sweepDir})`);
  }
  const state = foldEvents(readJournal(join(sweep.sweepDir, JOURNAL_NAME)));
  assert.equal(state.runs.size, sweep.runs.length);
  for (const run of state.runs.values()) {
    const expected = (run.number - 1) % 5 === 4 ? 'failed' : 'done';
    assert.equal(run.status, expected, `run ${run.number} is ${run.status}: ${run.outcome?.detail}`);
    assert.equal(
      run.attempts.filter((a) => a.outcome?.reason === 'ok' || a.outcome?.reason === 'exit code').length,
      1,
      `run ${run.number} has one counted end`,
    );
  }
  assert.deepEqual(findMarked('SWEEP_ATTEMPT_DIR', `${sweep.sweepDir}/`), [], 'no process of the sweep is left');
}
