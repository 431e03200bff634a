// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JOURNAL_NAME, readJournal } from '../../scripts/lib/edge/journal/journal-file.ts';
import { findMarked } from '../../scripts/lib/edge/holding/process.ts';
import { foldEvents } from '../../scripts/lib/run/fold.ts';
import type { RunState } from '../../scripts/lib/run/state.ts';
import { type Scene, sweepsIn } from './fault-scenes.ts';
import type { Fault } from './failing-writes.ts';

/** How a program under a fault ended. */
export interface FaultyEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** Standard error, and standard output where that is a file too. */
  readonly said: string;
  readonly isHanging: boolean;
}

/** Requires that trouble is told as people can use it: no stack, file and cause and what to do, the right exit code. Without `canSay` what it says goes to the failing disk. */
export function checkTelling(end: FaultyEnd, fault: Fault, canSay = true): void {
  assert.ok(!end.isHanging, `it hangs\n${end.said}`);
  assert.equal(end.signal, null, end.said);
  assert.doesNotMatch(end.said, /internal error|\n {4}at |Uncaught|node:internal/);
  assert.ok(end.code === 0 || end.code === 1 || end.code === 2, `exit code ${end.code}\n${end.said}`);
  if (end.code !== 2 || !canSay) return;
  const cause = fault.how.startsWith('EIO') ? /input\/output error/i : /no space left/i;
  assert.match(end.said, /^error: /m);
  assert.match(end.said, cause);
  assert.match(
    end.said,
    /^error: .*\/work\b|^error: .*(sweep_configs|test_matrix_results|kept\.tar\.gz|standard output)/m,
    'names no file',
  );
  assert.match(end.said, /^ {2}hint: /m, 'says nothing on what to do');
  if (fault.how.startsWith('ENOSPC')) assert.doesNotMatch(end.said, / to do[,;]/, 'a living runner waits for room');
}

/** Requires that nothing half-written stands where something good is expected, at any moment; a disk that removes nothing any more may keep half of a repro.sh. */
export function checkWhole(dir: string, fault?: Fault): void {
  for (const path of filesBelow(dir)) {
    const text = (): string => readFileSync(join(dir, path), 'utf8');
    if (/(^|\/)(sweep|sweep_summary|status|lock-\d+)\.json$/.test(path))
      assert.doesNotThrow(() => JSON.parse(text()), `${path} is half-written`);
    if (path.endsWith('analysis.html')) assert.match(text(), /<\/html>\s*$/, `${path} is half-written`);
    if (path.endsWith('repro.sh') && fault?.how !== 'EIO')
      assert.match(text(), /^exec bash -c [\s\S]*\n$/m, `${path} is half-written`);
    if (path.endsWith('.csv') || path.endsWith('sweep_summary.md') || path.endsWith('sweep_analysis.txt'))
      assert.ok(text().endsWith('\n') || path.startsWith('sweep_configs'), `${path} is half-written`);
  }
  const manifest = join(dir, 'sweep_configs', 'sweep.json');
  if (!existsSync(manifest) || (JSON.parse(readFileSync(manifest, 'utf8')) as { complete: boolean }).complete !== true)
    return;
  for (const name of readdirSync(join(dir, 'sweep_configs')).filter((n) => n.startsWith('config_'))) {
    assert.match(
      readFileSync(join(dir, 'sweep_configs', name), 'utf8'),
      /\nCONFIG_I=\d\n$/,
      `${name} is half-written, and the folder calls itself complete`,
    );
  }
}

/** Requires that all went well in the end: every run once by its own marks, reports whole, nothing left over. */
export function checkEnd(dir: string, scene: Scene, fault?: Fault): void {
  checkWhole(dir);
  for (const file of scene.files ?? []) assert.ok(existsSync(join(dir, file)), `${file} is missing`);
  const left = filesBelow(dir).filter((path) => /(\.tmp-|\.new-|\.turn-|lock-new|lock-probe)/.test(path));
  // What a failing disk does not remove stays: in folders that a later call works on it is tidied, elsewhere it is one file.
  const mayStay = fault !== undefined && (fault.how === 'EIO' || fault.kind === 'unlink' || fault.kind === 'rmdir');
  assert.deepEqual(
    left.filter(
      (path) =>
        !mayStay ||
        path.startsWith('sweep_configs') ||
        (scene.command[0] === 'run-test-matrix' && path.includes('lock-')),
    ),
    [],
    'leftovers',
  );
  const marks = readFileSync(join(dir, '..', 'marks'), 'utf8').split('\n');
  const lines = (word: string, number: number): string[] =>
    marks.filter((line) => line.startsWith(`${word} ${number}`));
  scene.begins.forEach((count, i) => {
    assert.equal(lines('begin', i + 1).length, count, `run ${i + 1} began ${lines('begin', i + 1).length} times`);
    assert.equal(lines('end', i + 1).length, count, `run ${i + 1} ended ${lines('end', i + 1).length} times`);
  });
  if (scene.begins.length === 0) return;
  const sweepDir = join(dir, 'test_matrix_results', sweepsIn(dir).at(-1) ?? '');
  const state = foldEvents(readJournal(join(sweepDir, JOURNAL_NAME)));
  assert.equal(state.runs.size, scene.begins.length, 'runs of the sweep');
  for (const run of state.runs.values()) checkRun(sweepDir, run, lines('end', run.number).at(-1));
  assert.deepEqual(findMarked('SWEEP_ATTEMPT_DIR', sweepDir), [], 'processes are left');
  checkReport(sweepDir, state.runs.size);
}

function checkRun(sweepDir: string, run: RunState, mark: string | undefined): void {
  const code = Number(mark?.split(' ')[2] ?? Number.NaN);
  const says = `run ${run.number} is ${run.status} (${run.outcome?.detail}), its own mark says ${code}`;
  assert.equal(run.status, code === 0 ? 'done' : 'failed', says);
  if (code === 143) assert.equal(run.outcome?.reason, 'timeout', says);
  else if (code !== 0) assert.equal(run.outcome?.exitCode, code, says);
  const folder = existsSync(join(sweepDir, run.folder))
    ? join(sweepDir, run.folder)
    : join(sweepDir, 'TO_BE_DELETED', run.folder);
  assert.match(
    readFileSync(join(folder, 'config.txt'), 'utf8'),
    new RegExp(`\\nCONFIG_I=${run.values.find((v) => v.name === 'CONFIG_I')?.value.text}\\n$`),
    `${run.folder}/config.txt`,
  );
  if (run.importedFrom === null) assert.ok(existsSync(join(folder, 'repro.sh')), `${run.folder}/repro.sh is missing`);
}

/** The last command before this look wrote the reports, or they were written before and nothing changed. */
function checkReport(sweepDir: string, count: number): void {
  const rows = JSON.parse(readFileSync(join(sweepDir, 'sweep_summary.json'), 'utf8')) as { status: string }[];
  assert.equal(rows.length, count);
  assert.deepEqual(
    rows.filter((row) => row.status !== 'done' && row.status !== 'failed'),
    [],
  );
}

/** Paths of all files below a folder, links among them not followed. */
function filesBelow(dir: string): readonly string[] {
  const entries = readdirSync(dir, { withFileTypes: true, recursive: true });
  return entries.filter((e) => !e.isDirectory()).map((e) => join(e.parentPath, e.name).slice(dir.length + 1));
}
