// SPDX-License-Identifier: MIT
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../tests/rig/sandbox.ts';
import type { Ratio } from './ratio.ts';

const START = join(ROOT, 'scripts', 'start.cjs');
const RUNS = 300;
/** Each takes 0.1 s on one of two lanes: twenty end a second. */
const RANGE = `SWEEP_COMMAND="sh job.sh"\nSWEEP_METRIC="test_acc"\nSWEEP_REPORTS=json\nX=1:1:${RUNS}\n`;
const JOB = `sleep 0.1\nprintf '{"test_acc": %s}' "$SWEEP_NUMBER" > "$SWEEP_OUT_DIR/training_metrics.json"\n`;

/** Makes a process write at its end what processor time it took, its jobs and other processes not among it. */
const METER = `import { writeFileSync } from 'node:fs'; process.on('exit', () => { const { user, system } = process.cpuUsage(); writeFileSync(process.env.CPU_FILE, String((user + system) / 1000)); });`;

/** Milliseconds of processor time that a runner takes for the sweep, with somebody who reads what the server tells or without. */
async function runnerMs(isRead: boolean): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'ks-serve-'));
  const { PATH, HOME } = process.env;
  const run = (words: readonly string[], more: Readonly<Record<string, string>> = {}): ReturnType<typeof spawn> =>
    spawn(process.execPath, [START, ...words], {
      cwd: dir,
      env: { PATH, HOME, ...more },
      // Output that nobody reads keeps a process from its end.
      stdio: ['ignore', 'ignore', words[0] === 'serve' ? 'pipe' : 'ignore'],
    });
  try {
    writeFileSync(join(dir, 'many.range'), RANGE);
    writeFileSync(join(dir, 'job.sh'), JOB);
    await once(run(['generate-configs', 'many.range']).on('error', fail), 'close');
    const server = isRead ? run(['serve', '--port=0']) : undefined;
    const address = server === undefined ? '' : await addressOf(server);
    const cpuFile = join(dir, 'cpu');
    const runner = run(['run-test-matrix', '--parallel=2'], {
      CPU_FILE: cpuFile,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(METER)}`,
    });
    const over = once(runner, 'close');
    const heard = server === undefined ? undefined : await readEvents(dir, address);
    await over;
    if (heard !== undefined && heard.bytes < 10_000) throw new Error(`the reader heard ${heard.bytes} bytes only`);
    server?.kill('SIGINT');
    return Number(readFileSync(cpuFile, 'utf8'));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function fail(error: Error): void {
  throw error;
}

async function addressOf(server: ReturnType<typeof spawn>): Promise<string> {
  let said = '';
  for await (const part of server.stderr ?? []) {
    said += String(part);
    const found = /http:\/\/\S+token=\S+/.exec(said)?.[0];
    if (found !== undefined) return found;
  }
  throw new Error(`the server said no address: ${said}`);
}

/** Reads the events of the sweep from its begin on, and throws them away. */
async function readEvents(dir: string, address: string): Promise<{ readonly bytes: number }> {
  const results = join(dir, 'test_matrix_results');
  const named = (): string | undefined =>
    existsSync(results) ? readdirSync(results).find((name) => name.startsWith('sweep_')) : undefined;
  while (named() === undefined) await new Promise((resolve) => setTimeout(resolve, 10));
  const heard = { bytes: 0 };
  const url = new URL(address);
  url.pathname = `/sweeps/${named() ?? ''}/events`;
  get(url, { agent: false }, (response) => {
    response.on('data', (part: Buffer) => {
      heard.bytes += part.length;
    });
    response.on('error', () => undefined); // the server is ended
  }).on('error', () => undefined);
  return heard;
}

/** What a reader of the live page costs the runner: processor time of its process, by turns with and without one. */
export async function benchServe(rounds = 5): Promise<readonly Ratio[]> {
  const [oursMs, theirsMs]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    theirsMs.push(await runnerMs(false));
    oursMs.push(await runnerMs(true));
  }
  return [
    {
      what: 'processor time of a runner whose sweep is read live',
      beside: 'of one that nobody reads',
      oursMs,
      theirsMs,
      items: RUNS,
    },
  ];
}
