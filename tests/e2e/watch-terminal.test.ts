// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { needs } from '../rig/needs.ts';
import { type SyntheticRun, temporaryFolder, writeSyntheticSweep } from '../rig/synthetic-sweep.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const RUNS: readonly SyntheticRun[] = Array.from({ length: 30 }, (_, i) => ({
  values: { CONFIG_LR: `0.${i + 1}`, CONFIG_A_LONG_NAME_OF_A_PARAMETER: String(i) },
  ...(i > 27 ? { end: 'running' as const } : {}),
  files: { 'metrics.jsonl': `{"acc": ${50 + i}}\n` },
}));

/** A terminal of its own, driven from outside as a person would. */
class Screen {
  readonly #server = `ks-watch-${process.pid}`;

  constructor(t: TestContext) {
    this.#tmux(
      '-f',
      '/dev/null',
      'new-session',
      '-d',
      '-s',
      's',
      '-x',
      '80',
      '-y',
      '24',
      'env',
      'PS1=$ ',
      'bash',
      '--norc',
      '--noprofile',
    );
    t.after(() => this.#tmux('kill-server'));
  }

  type(...keys: string[]): void {
    this.#tmux('send-keys', '-t', 's', ...keys);
  }

  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-t', 's', '-x', String(columns), '-y', String(rows));
  }

  text(): string {
    return this.#tmux('capture-pane', '-p', '-t', 's');
  }

  isCursorShown(): boolean {
    return this.#tmux('display-message', '-p', '-t', 's', '#{cursor_flag}').trim() === '1';
  }

  /** Waits for what the screen is to show; the deadline only ends a test that has failed. */
  async until(what: string, holds: (text: string) => boolean): Promise<string> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const text = this.text();
      if (holds(text)) return text;
      if (Date.now() > deadline) assert.fail(`the screen never showed ${what}:\n${text}`);
      await pause(50);
    }
  }

  #tmux(...args: string[]): string {
    return execFileSync('tmux', ['-L', this.#server, ...args], { encoding: 'utf8' });
  }
}

test('the live view takes the screen, follows its size and gives it back as it was', async (t) => {
  if (!needs(t, 'tmux')) return;
  const folder = temporaryFolder(t);
  const sweep = writeSyntheticSweep(join(folder, 'sweep_1'), { runs: RUNS, settings: { METRIC: 'acc' } });
  const screen = new Screen(t);
  screen.type(`cd ${ROOT} && echo what stood here before`, 'Enter');
  await screen.until('the shell', (text) => /^what stood here before$/m.test(text));
  screen.type(
    `clear; echo before; node --import tsx scripts/status.ts ${sweep} --watch --metric acc; echo status $?`,
    'Enter',
  );
  const wide = await screen.until('the view', (text) => text.includes('q quits'));
  assert.match(wide, /^sweep_1: .*$/m);
  assert.match(wide, /28\/30 ended, 2 running/);
  assert.match(wide, / 1\. config_028 {2}acc 77/);
  assert.equal(screen.isCursorShown(), false);

  screen.resize(60, 20);
  const small = await screen.until(
    'the view at its new size',
    (text) => text.trimEnd().split('\n').length === 20 && text.includes('q quits'),
  );
  assert.ok(small.split('\n').every((line) => [...line].length <= 60));
  assert.match(small, /^sweep_1: /);

  screen.type('q');
  const after = await screen.until('the shell again', (text) => /^status 0$/m.test(text));
  assert.match(after, /^before\n(Sweep: .*\n)?status 0\n/);
  assert.ok(!after.includes('q quits'));
  assert.equal(screen.isCursorShown(), true);
  screen.type('echo typed', 'Enter');
  await screen.until('what is typed', (text) => /echo typed\ntyped$/m.test(text.trimEnd().replace(/\n\$ ?$/, '')));
});

test('without a terminal it writes lines and ends when no runner is at work', (t) => {
  const sweep = writeSyntheticSweep(join(temporaryFolder(t), 'sweep_1'), { runs: RUNS });
  const run = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/status.ts', sweep, '--watch', '--metric', 'acc'],
    { cwd: ROOT, encoding: 'utf8' },
  );
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stdout, /^sweep_1: 28\/30 ended, 2 running, best acc 77 \(config_028\)\nsweep_1: .*\n$/);
});
