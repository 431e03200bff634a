// SPDX-License-Identifier: MIT
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConfigId, type RunId, sha256 } from '../../scripts/lib/core/hash.ts';
import { type GivenSetting, resolveSettings, type Settings } from '../../scripts/lib/core/settings/resolve.ts';
import { type Assignment, readWord } from '../../scripts/lib/core/value.ts';
import { JOURNAL_NAME } from '../../scripts/lib/edge/journal/journal-file.ts';
import { journalLine, openJournal } from '../../scripts/lib/edge/journal/journal-writer.ts';
import type { Event } from '../../scripts/lib/run/event.ts';
import type { Outcome } from '../../scripts/lib/run/outcome.ts';

/** One run of a made-up sweep: its values, how it ended, the files it left. */
export interface SyntheticRun {
  readonly values: Readonly<Record<string, string>>;
  /** Absent: done. 'pending' and 'running' have no outcome. */
  readonly end?: 'pending' | 'running' | Partial<Outcome>;
  /** Files of the run folder; an object is written as JSON. */
  readonly files?: Readonly<Record<string, string | object>>;
  /** Wall seconds. */
  readonly seconds?: number;
  readonly retired?: boolean;
  /** Numbers begin with 1 in each stage. */
  readonly stage?: string;
  /** The runs that it needs. */
  readonly needs?: readonly SyntheticRun[];
}

export interface SyntheticSweep {
  readonly runs: readonly SyntheticRun[];
  /** Lines of the range file that the manifest records. */
  readonly rangeText?: string;
  readonly settings?: Readonly<Record<string, string>>;
}

const START_MS = 1_700_000_000_000;

/** Writes a sweep folder as a runner leaves it (manifest, journal, run folders) and returns its path. */
export function writeSyntheticSweep(folder: string, sweep: SyntheticSweep): string {
  mkdirSync(folder, { recursive: true });
  const text = sweep.rangeText ?? 'CONFIG_X=1\n';
  const manifest = {
    ksweep: 1,
    complete: true,
    range: 'test-range',
    rangeDir: '.',
    settings: sweep.settings ?? {},
    seed: '0',
    count: sweep.runs.length,
    extension: '',
    idsSha256: sha256(''),
    sources: [{ path: 'test-range', sha256: sha256(text), text }],
  };
  writeFileSync(join(folder, 'sweep.json'), `${JSON.stringify(manifest)}\n`);
  openJournal(join(folder, JOURNAL_NAME)).close(); // writes the header
  const numbers = sweep.runs.map((run, i) => sweep.runs.slice(0, i + 1).filter((r) => r.stage === run.stage).length);
  const events = sweep.runs.flatMap((run, i) => eventsOf(run, numbers[i] ?? 0, sweep.runs.length));
  writeFileSync(join(folder, JOURNAL_NAME), events.map(journalLine).join(''), { flag: 'a' });
  for (const [i, run] of sweep.runs.entries()) {
    if (run.end === 'pending') continue;
    const runFolder = join(folder, folderOf(run, numbers[i] ?? 0, sweep.runs.length));
    mkdirSync(join(runFolder, 'attempts', '1'), { recursive: true });
    for (const [name, content] of Object.entries(run.files ?? {})) {
      mkdirSync(join(runFolder, name, '..'), { recursive: true });
      writeFileSync(join(runFolder, name), typeof content === 'string' ? content : JSON.stringify(content));
    }
  }
  return folder;
}

/** Returns the settings of a call, checked, as if they had been flags. */
export function settingsFor(given: Readonly<Record<string, string>>): Settings {
  const list = Object.entries(given).map(([name, text]): GivenSetting => ({ name, text, layer: 'flag' }));
  const { settings, diagnostics } = resolveSettings(list);
  if (diagnostics.length > 0) throw new Error(diagnostics.map((d) => d.message).join('\n'));
  return settings;
}

/** Returns a temporary folder that goes when the test ends. */
export function temporaryFolder(t: { after(fn: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'ks-report-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Returns the run id that a made-up run has. */
export function runIdOf(run: SyntheticRun): RunId {
  return sha256(JSON.stringify(run.values)) as RunId;
}

/** Returns the name of a made-up run's folder. */
export function folderOf(run: SyntheticRun, number: number, count: number): string {
  const width = Math.max(3, String(count).length);
  const above = run.stage === undefined ? '' : `${run.stage}/`;
  return `${above}config_${String(number).padStart(width, '0')}_${runIdOf(run).slice(0, 8)}`;
}

function eventsOf(run: SyntheticRun, number: number, count: number): Event[] {
  const id = runIdOf(run);
  const t = START_MS + number * 1000;
  const values = Object.entries(run.values).map(([name, word]): Assignment => ({ name, value: readWord(word) }));
  const events: Event[] = [
    {
      kind: 'added',
      t: START_MS,
      run: id,
      config: id as unknown as ConfigId,
      number,
      folder: folderOf(run, number, count),
      values,
      swept: Object.keys(run.values),
      ...(run.stage === undefined ? {} : { stage: run.stage, needs: (run.needs ?? []).map(runIdOf) }),
    },
  ];
  if (run.end !== 'pending') {
    events.push(
      { kind: 'starting', t, run: id, attempt: 1, devices: [] },
      { kind: 'started', t, run: id, attempt: 1, host: 'here', pid: 1, pidStart: '1' },
    );
    if (run.end !== 'running')
      events.push({ kind: 'ended', t: t + 1000, run: id, attempt: 1, outcome: outcomeOf(run, t) });
  }
  if (run.retired === true) events.push({ kind: 'retired', t: t + 2000, run: id });
  return events;
}

function outcomeOf(run: SyntheticRun, t: number): Outcome {
  const end = typeof run.end === 'object' ? run.end : {};
  return {
    status: 'done',
    reason: 'ok',
    exitCode: 0,
    signal: null,
    startedAtMs: t,
    endedAtMs: t + (run.seconds ?? 1) * 1000,
    host: 'here',
    devices: [],
    detail: '',
    signature: null,
    ...end,
  };
}
