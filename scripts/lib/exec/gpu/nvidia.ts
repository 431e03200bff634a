// SPDX-License-Identifier: MIT
import { spawn } from 'node:child_process';
import { type CardId, isSlice } from '../../run/gpu/card.ts';
import type { DeviceProcess, DeviceReading, DeviceReport, DeviceSource } from './device.ts';
import {
  BASIC_FIELDS,
  failureText,
  FURTHER_FIELDS,
  isFieldRefused,
  isNoCard,
  parseDevices,
  parseProcesses,
  parseSlices,
  PROCESS_FIELDS,
  slicedCards,
} from './text.ts';

/** How one call of nvidia-smi ended. */
interface Answer {
  readonly output: string;
  readonly exitCode: number | null;
  readonly trouble: string | null;
}

const AS_TABLE = '--format=csv,noheader,nounits';

/** Calls that hang for good (a driver in an uninterruptible wait cannot be killed) are not piled up beyond this. */
const MOST_HANGING = 4;

/** Returns the source for NVIDIA cards. `env` says which nvidia-smi is found. */
export function nvidiaSource(options: { readonly env: NodeJS.ProcessEnv; readonly timeoutMs: number }): DeviceSource {
  return new NvidiaSource(options);
}

class NvidiaSource implements DeviceSource {
  readonly name = 'nvidia-smi';
  readonly #options: { readonly env: NodeJS.ProcessEnv; readonly timeoutMs: number };
  #hasFurther = true;
  #hanging = 0;
  /** Calls under way; each entry gives up on its own. */
  readonly #underWay = new Set<() => void>();

  constructor(options: { readonly env: NodeJS.ProcessEnv; readonly timeoutMs: number }) {
    this.#options = options;
  }

  async read(known: readonly CardId[]): Promise<DeviceReport> {
    const [table, processes] = await Promise.all([this.#table([]), this.#processes()]);
    if (table.trouble === null) return this.#withSlices(table.devices, processes);
    // One lost card can make the whole query fail: ask for each by itself.
    const cards = known.filter((id) => !isSlice({ id }));
    const devices = known.length > 1 && !table.isHanging ? await this.#oneByOne(cards) : [];
    if (devices.length > 0) return { devices, processes, trouble: null };
    return { devices: [], processes, trouble: table.trouble, hasNone: table.hasNone };
  }

  /** Puts its slices in the place of each card in MIG mode; one without slices stays, in trouble. */
  async #withSlices(devices: readonly DeviceReading[], processes: readonly DeviceProcess[]): Promise<DeviceReport> {
    if (!devices.some((one) => one.isSplit)) return { devices, processes, trouble: null };
    const { output, exitCode, trouble } = await this.#call(['-L']);
    if (trouble !== null || exitCode !== 0)
      return { devices: [], processes, trouble: trouble ?? failureText(output, exitCode) };
    const slices = parseSlices(output, 1 + Math.max(...devices.map((one) => one.index)));
    const sliced = slicedCards(output);
    const cards = devices.filter((one) => one.isSplit !== true || !sliced.has(one.index));
    return { devices: [...cards, ...slices], processes, trouble: null };
  }

  close(): void {
    for (const giveUp of this.#underWay) giveUp();
  }

  async #oneByOne(known: readonly CardId[]): Promise<readonly DeviceReading[]> {
    const tables = await Promise.all(known.map((id) => this.#table([`--id=${id}`])));
    return tables.flatMap(({ devices }) => devices);
  }

  async #table(selection: readonly string[]): Promise<{
    devices: readonly DeviceReading[];
    trouble: string | null;
    isHanging: boolean;
    hasNone: boolean;
  }> {
    const hasFurther = this.#hasFurther;
    const fields = hasFurther ? [...BASIC_FIELDS, ...FURTHER_FIELDS] : BASIC_FIELDS;
    const answer = await this.#call([`--query-gpu=${fields.join(',')}`, ...selection, AS_TABLE]);
    if (answer.trouble !== null) return { devices: [], trouble: answer.trouble, isHanging: true, hasNone: false };
    if (hasFurther && isFieldRefused(answer.output)) {
      this.#hasFurther = false;
      return this.#table(selection);
    }
    const devices = parseDevices(answer.output, hasFurther);
    const isAnswer = answer.exitCode === 0 && devices.length > 0;
    return {
      devices: isAnswer ? devices : [],
      trouble: isAnswer ? null : failureText(answer.output, answer.exitCode),
      isHanging: false,
      hasNone: isNoCard(answer.output),
    };
  }

  async #processes(): Promise<readonly DeviceProcess[]> {
    const answer = await this.#call([`--query-compute-apps=${PROCESS_FIELDS.join(',')}`, AS_TABLE]);
    return answer.trouble === null && answer.exitCode === 0 ? parseProcesses(answer.output) : [];
  }

  /** Runs nvidia-smi once; never rejects, never waits longer than the limit, not even for one that cannot be killed. */
  #call(args: readonly string[]): Promise<Answer> {
    const { env, timeoutMs } = this.#options;
    const late: Answer = {
      output: '',
      exitCode: null,
      trouble: `nvidia-smi did not answer within ${timeoutMs / 1000} s`,
    };
    if (this.#hanging >= MOST_HANGING) return Promise.resolve(late);
    return new Promise((resolve) => {
      const child = spawn('nvidia-smi', [...args], {
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      let isGivenUp = false;
      const giveUp = (): void => {
        isGivenUp = true;
        this.#hanging += 1;
        child.kill('SIGKILL');
        // Its pipes would keep this process waiting for it.
        child.stdout.destroy();
        child.stderr.destroy();
        child.unref();
        settle(late);
      };
      const timer = setTimeout(giveUp, timeoutMs);
      const settle = (answer: Answer): void => {
        clearTimeout(timer);
        this.#underWay.delete(giveUp);
        resolve(answer);
      };
      this.#underWay.add(giveUp);
      const take = (chunk: Buffer): void => {
        if (output.length < MOST_OUTPUT) output += chunk.toString('utf8');
      };
      child.stdout.on('data', take);
      child.stderr.on('data', take);
      child.on('exit', () => {
        if (isGivenUp) this.#hanging -= 1;
      });
      child.on('error', (error) =>
        settle({ output: '', exitCode: null, trouble: `nvidia-smi cannot be run (${error.message})` }),
      );
      child.on('close', (exitCode) => settle({ output, exitCode, trouble: null }));
    });
  }
}

/** Characters of an answer that are kept. */
const MOST_OUTPUT = 1_000_000;
