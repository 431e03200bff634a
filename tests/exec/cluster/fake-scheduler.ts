// SPDX-License-Identifier: MIT
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'node:test';
import type { RunId } from '../../../scripts/lib/core/hash.ts';
import type { Backend, LaunchSpec, Observation } from '../../../scripts/lib/exec/engine/backend.ts';

const BIN = fileURLToPath(new URL('../../bin', import.meta.url));

/** How a fake program answers (tests/bin/fake-scheduler.mjs). */
export interface Rule {
  readonly program: string;
  readonly args?: string;
  readonly code?: number;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly delayMs?: number;
  readonly times?: number;
  readonly engine?: 'lsf';
}

/** A sweep folder beside a scheduler of fake programs. The test fails when one of them is called unexpectedly. */
export class FakeScheduler {
  readonly dir = mkdtempSync(join(tmpdir(), 'ks-cluster-fake-'));
  readonly sweepDir = join(this.dir, 'a sweep');

  constructor(t: TestContext, rules: readonly Rule[]) {
    mkdirSync(this.sweepDir);
    this.rules(rules);
    t.after(() => {
      const unexpected = join(this.dir, 'unexpected');
      const text = existsSync(unexpected) ? readFileSync(unexpected, 'utf8') : '';
      rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 });
      if (text !== '') throw new Error(`unexpected calls:\n${text}`);
    });
  }

  /** From now on the programs answer so. */
  rules(rules: readonly Rule[]): void {
    writeFileSync(join(this.dir, 'scenario.json'), JSON.stringify(rules));
  }

  /** Only the fakes and node are on the PATH beside the system's own folders: nothing falls through to a real scheduler. */
  get env(): Readonly<Record<string, string>> {
    return { PATH: `${BIN}:${dirname(process.execPath)}:/usr/bin:/bin`, FAKE_DIR: this.dir };
  }

  /** Makes a file beside the sweep folder: what a fixture waits for. */
  touch(name: string): void {
    writeFileSync(join(this.dir, name), '');
  }

  calls(program: string): readonly (readonly string[])[] {
    const path = join(this.dir, 'calls');
    if (!existsSync(path)) return [];
    const calls = readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { program: string; args: string[] });
    return calls.filter((call) => call.program === program).map((call) => call.args);
  }

  /** An attempt with its folders made. */
  spec(number: number, over: Partial<LaunchSpec> = {}): LaunchSpec {
    const attempt = over.attempt ?? 1;
    const folder = `config_${String(number).padStart(3, '0')}`;
    const runDir = join(this.sweepDir, folder);
    const attemptDir = join(this.sweepDir, '.attempts', folder, String(attempt));
    for (const path of [runDir, attemptDir]) mkdirSync(path, { recursive: true });
    return {
      run: `run${number}` as RunId,
      number,
      attempt,
      sweepDir: this.sweepDir,
      runDir,
      place: 'apart',
      attemptDir,
      reproCommand: '',
      config: join(runDir, 'config.txt'),
      command: 'true',
      cwd: this.sweepDir,
      env: {},
      devices: [],
      timeoutS: null,
      graceS: 1,
      logLimitBytes: null,
      continues: false,
      values: [],
      retries: 0,
      ...over,
    };
  }

  /** Writes what a task writes when it claims an attempt. */
  claim(spec: LaunchSpec, job: string): void {
    writeFileSync(
      join(spec.attemptDir, 'claim'),
      `{"pid":1,"start":"1","boot":"b","host":"n1","at":1000.5,"job":"${job}","devices":"0"}\n`,
    );
  }

  outcome(spec: LaunchSpec, line: string): void {
    writeFileSync(join(spec.attemptDir, 'outcome'), `${line}\n`);
  }
}

/** Polls until something is seen of a kind, or of every key given; returns all that was seen on the way. */
export async function pollUntil(
  backend: Backend,
  isEnough: (seen: readonly Observation[]) => boolean,
): Promise<readonly { readonly run: string; readonly attempt: number; readonly seen: Observation }[]> {
  const all: { run: string; attempt: number; seen: Observation }[] = [];
  while (!isEnough(all.map((one) => one.seen))) {
    for (const { key, seen } of await backend.poll(50)) all.push({ run: key.run, attempt: key.attempt, seen });
  }
  return all;
}
