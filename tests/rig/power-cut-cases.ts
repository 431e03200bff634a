// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findMarked } from '../../scripts/lib/edge/holding/process.ts';
import { JOURNAL_NAME, readJournal } from '../../scripts/lib/edge/journal/journal-file.ts';
import { foldEvents } from '../../scripts/lib/run/fold.ts';
import type { RunState } from '../../scripts/lib/run/state.ts';
import { buildPowerCut, type CutMode, watchDisk } from './power-cut.ts';
import { type Ended, ROOT } from './sandbox.ts';
import { NotMet, type TortureCase } from './torture-case.ts';

const RUNS = 4;
/** Of one who asks for a metric, and of one who does not: then only the files of a run tell that it has a result. */
const RANGES = {
  'with a metric': `CONFIG_A=1:1:${RUNS}\nSWEEP_COMMAND="bash job.sh"\nSWEEP_METRIC="score max"\n`,
  'without one': `CONFIG_A=1:1:${RUNS}\nSWEEP_COMMAND="bash job.sh"\n`,
} as const;

interface Machine {
  readonly dir: string;
  readonly marks: string;
  start(name: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended>;
}

/** Marks lie outside of the disk whose power is cut. */
async function machine(folder: string, range: keyof typeof RANGES): Promise<Machine> {
  const [dir, marks] = [join(folder, 'disk'), join(folder, 'marks')];
  mkdirSync(dir);
  writeFileSync(marks, '');
  writeFileSync(join(dir, 'range'), RANGES[range]);
  writeFileSync(
    join(dir, 'job.sh'),
    `echo "$SWEEP_NUMBER" >>'${marks}'\necho "{\\"score\\": $CONFIG_A}" >"$SWEEP_OUT_DIR/training_metrics.json"\n`,
  );
  const start: Machine['start'] = (name, args, env) =>
    new Promise((done, failed) => {
      const child = spawn(process.execPath, [join(ROOT, 'scripts/start.cjs'), name, ...args], {
        cwd: dir,
        env: { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8', NO_COLOR: '1', UV_USE_IO_URING: '0', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let [stdout, stderr] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      child.on('error', failed);
      child.on('close', (code, signal) => done({ code, signal, stdout, stderr }));
    });
  const generated = await start('generate-configs', ['range', 'sweep_configs'], {});
  assert.equal(generated.code, 0, generated.stderr);
  return { dir, marks, start };
}

const OPTIONS = ['--parallel', '2', '--gpus', '-1', '--reports', 'csv', '--max-failures', '0'];

/** Runs that the journal on the disk calls done, with their number of begins so far. */
function runsIn(dir: string): readonly RunState[] {
  const journal = join(dir, 'test_matrix_results/latest', JOURNAL_NAME);
  return existsSync(journal) ? [...foldEvents(readJournal(journal)).runs.values()] : [];
}

const begins = ({ marks }: Machine): readonly number[] =>
  readFileSync(marks, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map(Number);

/**
 * Cuts the power at one sync of a sweep, or after its end, and goes on: every run is done with its result, and none whose
 * result the disk had kept begins again.
 */
function cutCase(library: () => string, range: keyof typeof RANGES, mode: CutMode, cutAt: number): TortureCase {
  return {
    name: `a sweep ${range}, cut ${cutAt === 0 ? 'when it is over' : `at sync ${cutAt}`}, ${mode} left`,
    play: async (folder) => {
      const box = await machine(folder, range);
      const disk = watchDisk(library(), box.dir, join(folder, 'store'), cutAt, 'first');
      const ran = await box.start('run-test-matrix', OPTIONS, disk.env);
      const wasCut = ran.signal === 'SIGKILL';
      if (!wasCut) assert.equal(ran.code, 0, ran.stderr);
      disk.cut();
      while (findMarked('SWEEP_ATTEMPT_DIR', box.dir).length > 0)
        for (const { pid } of findMarked('SWEEP_ATTEMPT_DIR', box.dir)) process.kill(pid, 'SIGKILL');
      disk.leave(mode);
      const before = begins(box);
      const safe = runsIn(box.dir).filter(
        ({ status, reported }) => status === 'done' && Object.keys(reported?.metrics ?? {}).length > 0,
      );
      const second = watchDisk(library(), box.dir, join(folder, 'second'), 0, 'second');
      const hasSweep = runsIn(box.dir).length > 0 || existsSync(join(box.dir, 'test_matrix_results/latest/sweep.json'));
      const resumed = await box.start(
        'run-test-matrix',
        [...(hasSweep ? ['--resume-latest'] : []), ...OPTIONS],
        second.env,
      );
      assert.equal(resumed.code, 0, `${resumed.stdout}${resumed.stderr}`);
      const after = begins(box).slice(before.length);
      for (const { number } of safe) assert.ok(!after.includes(number), `run ${number} had its result and began again`);
      for (let n = 1; n <= RUNS; n += 1)
        assert.ok(after.filter((one) => one === n).length <= 1, `run ${n} began twice`);
      const runs = runsIn(box.dir);
      assert.deepEqual(
        runs.map(({ status }) => status),
        Array(RUNS).fill('done'),
        resumed.stderr,
      );
      const reported = await box.start('report', ['--reports', 'json', '--metric', 'score max'], second.env);
      assert.equal(reported.code, 0, reported.stderr);
      const rows = JSON.parse(
        readFileSync(join(box.dir, 'test_matrix_results/latest/sweep_summary.json'), 'utf8'),
      ) as readonly { score?: number }[];
      assert.deepEqual(
        rows.map(({ score }) => score),
        [1, 2, 3, 4],
        'every result is there',
      );
      const again = await box.start('run-test-matrix', ['--resume-latest', ...OPTIONS], second.env);
      assert.equal(again.code, 0);
      assert.equal(begins(box).length, before.length + after.length, 'a further resume begins nothing');
      if (cutAt > 0 && !wasCut) throw new NotMet(`the sweep had ${disk.syncs()} syncs`);
    },
  };
}

/** Cuts at each sync that a sweep may have, and after its end. */
export function powerCutCases(folder: string): readonly TortureCase[] {
  let built: string | undefined;
  const library = (): string => (built ??= buildPowerCut(folder));
  const points = Array.from({ length: MOST_SYNCS }, (_, i) => 1 + i);
  return (['synced', 'names'] as const).flatMap((mode) =>
    (Object.keys(RANGES) as readonly (keyof typeof RANGES)[]).flatMap(
      (
        range, // keys of the table
      ) => [...points, 0].map((cutAt) => cutCase(library, range, mode, cutAt)),
    ),
  );
}

/** A sweep of four runs syncs less often than this. */
const MOST_SYNCS = 24;
/** Places of one kind of sweep: at each sync, and when it is over, which is the last. */
export const PLACES = MOST_SYNCS + 1;
