// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { closeSync, cpSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkEnd, checkTelling, checkWhole, type FaultyEnd } from './fault-check.ts';
import type { Call, Scene } from './fault-scenes.ts';
import { type Fault, watchWrites, type WriteCall, type WriteWatch } from './failing-writes.ts';
import { START } from './sandbox.ts';

/** Longer than any command here takes. */
const PATIENCE_MS = 30_000;

/** What a waiting runner says; then there is room again. */
const WAITS = /the disk is full|there is no room/;

/** One place where scenes are played, one after the other; several places may be at work at the same time. */
export class FaultStage {
  readonly #root: string;
  readonly #watch: WriteWatch;
  /** Where the state before a scene is kept; scenes that are prepared alike share it. */
  readonly #prepared = new Map<Scene['prepare'], string>();

  /** `library` is that of failing-writes.c. */
  constructor(root: string, library: string) {
    this.#root = root;
    mkdirSync(this.#dir, { recursive: true });
    this.#watch = watchWrites(library, this.#dir, root);
  }

  get #dir(): string {
    return join(this.#root, 'work');
  }

  /** Plays a scene without fault and returns the calls that its command made. */
  async count(scene: Scene): Promise<readonly WriteCall[]> {
    await this.#reset(scene);
    const end = await this.#start(scene, scene.command, this.#watch.env());
    assert.ok(end.code === 0 || end.code === 1, `${scene.name}: exit code ${end.code}\n${end.said}`);
    const calls = this.#watch.calls();
    checkEnd(this.#dir, scene.name === 'clean' ? { ...scene, files: [] } : scene);
    return calls;
  }

  /** Plays a scene under a fault, goes on, and requires that nothing is lost. Tells whether the fault was met. */
  async play(scene: Scene, fault: Fault): Promise<boolean> {
    await this.#reset(scene);
    const env = this.#watch.env(fault);
    const end = await this.#start(scene, scene.command, env);
    const isMet = this.#watch.injected() > 0;
    let said = end.said;
    try {
      checkTelling(end, fault, scene.logsHere !== true || fault.how.endsWith('once'));
      checkWhole(this.#dir, fault);
      this.#watch.lift();
      for (const call of scene.again(this.#dir)) {
        const next = await this.#start(scene, call, {});
        said += `\n$ ${call.join(' ')}\n${next.said}`;
        assert.ok(!next.isHanging && (next.code === 0 || next.code === 1), `going on ended with ${next.code}`);
      }
      checkEnd(this.#dir, scene, fault);
    } catch (error) {
      throw new Error(
        `${scene.name}: ${faultText(fault)}: ${error instanceof Error ? error.message : String(error)}\n--- it said (exit code ${end.code}):\n${said}`,
      );
    }
    return isMet;
  }

  /** The state before the command is made once and copied from then on. */
  async #reset(scene: Scene): Promise<void> {
    const [marks, kept] = [join(this.#root, 'marks'), this.#prepared.get(scene.prepare)];
    rmSync(this.#dir, { recursive: true, force: true, maxRetries: 5 });
    if (kept !== undefined) {
      cpSync(join(kept, 'work'), this.#dir, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
      cpSync(join(kept, 'marks'), marks);
      return;
    }
    mkdirSync(this.#dir);
    writeFileSync(marks, '');
    const call = async (one: Call, codes: readonly number[] = [0, 1]): Promise<void> => {
      const end = await this.#start(scene, one, {});
      assert.ok(codes.includes(end.code ?? -1), `${scene.name}: ${one.join(' ')}: exit code ${end.code}\n${end.said}`);
    };
    await scene.prepare({ dir: this.#dir, call });
    const base = join(this.#root, `base-${this.#prepared.size}`);
    cpSync(this.#dir, join(base, 'work'), { recursive: true, verbatimSymlinks: true });
    cpSync(marks, join(base, 'marks'));
    this.#prepared.set(scene.prepare, base);
  }

  #start(scene: Scene, [script, ...args]: Call, env: Readonly<Record<string, string>>): Promise<FaultyEnd> {
    const { PATH, HOME } = process.env;
    const log = join(this.#dir, 'log');
    const out = scene.logsHere === true ? openSync(log, 'a') : 'pipe';
    const child = spawn(process.execPath, [START, script, ...args], {
      cwd: this.#dir,
      env: { PATH, HOME, NO_COLOR: '1', MARKS: join(this.#root, 'marks'), ...env },
      stdio: ['ignore', out, out],
    });
    if (typeof out === 'number') closeSync(out);
    let said = '';
    const hear = (text: string): void => {
      said += text;
      if (WAITS.test(said)) this.#watch.lift();
    };
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', hear);
    const looking =
      typeof out === 'number' ? setInterval(() => hear(readFileSync(log, 'utf8').slice(said.length)), 50) : undefined;
    let isHanging = false;
    const patience = setTimeout(() => {
      isHanging = true;
      child.kill('SIGKILL');
    }, PATIENCE_MS);
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => {
        clearTimeout(patience);
        clearInterval(looking);
        resolve({ code, signal, said: typeof out === 'number' ? readFileSync(log, 'utf8') : said, isHanging });
      });
    });
  }
}

/** A fault in words: `EIO once at write 2 of sweep_configs/config_001`. */
function faultText({ how, kind, nth, glob }: Fault): string {
  return `${how} at ${kind} ${nth} of ${glob}`;
}

/** What playing many faults came to. */
export interface FaultTally {
  readonly played: number;
  readonly met: number;
  /** Faults whose call never came, in words. */
  readonly unmet: readonly string[];
  readonly failures: readonly string[];
}

/** Plays faults on several stages at the same time; `onFailure` hears of each as it comes. */
export async function playAll(
  stages: readonly FaultStage[],
  scene: Scene,
  faults: readonly Fault[],
  onFailure: (text: string) => void = () => {},
): Promise<FaultTally> {
  const waiting = [...faults];
  const failures: string[] = [];
  const unmet: string[] = [];
  let [played, met] = [0, 0];
  const work = async (stage: FaultStage): Promise<void> => {
    for (let fault = waiting.shift(); fault !== undefined; fault = waiting.shift()) {
      played += 1;
      try {
        if (await stage.play(scene, fault)) met += 1;
        else unmet.push(`${scene.name}: ${faultText(fault)}`);
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        failures.push(text);
        onFailure(text);
      }
    }
  };
  await Promise.all(stages.map(work));
  return { played, met, unmet, failures };
}
