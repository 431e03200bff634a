// SPDX-License-Identifier: MIT
/** The live page of a sweep of very many runs: `node --import tsx bench/large-serve.ts [RUNS]` (100,000; their folders take some minutes). */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../tests/rig/sandbox.ts';
import { growingSweep, searchRuns } from '../tests/rig/growing-sweep.ts';

const [runs = 100_000] = process.argv.slice(2).map(Number);
/** Runs that end while somebody looks, and those that nobody begins. */
const [LAST, NEVER] = [20, 80];

const told = (text: string): void => void process.stdout.write(`${text}\n`);
const seconds = (sinceMs: number): string => `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;

const outputDir = mkdtempSync(join(tmpdir(), 'ks-large-'));
const began = performance.now();
const sweep = growingSweep(join(outputDir, 'sweep'), searchRuns(runs), { METRIC: 'test_acc' });
const first = runs - LAST - NEVER;
sweep.end(first);
told(`${runs} runs, ${first} of them ended: written in ${seconds(began)}`);
const { PATH, HOME } = process.env;
const server = spawn(
  process.execPath,
  [join(ROOT, 'scripts/start.cjs'), 'serve', '--port=0', `--output-dir=${outputDir}`],
  {
    cwd: outputDir,
    env: { PATH, HOME },
    stdio: ['ignore', 'ignore', 'pipe'],
  },
);

try {
  const address = new URL(await addressOf(server));
  const cookie = `ksweep_${address.port}=${address.searchParams.get('token')}`;
  const ask = (path: string): Promise<string> => text(new URL(path, address.origin), cookie);
  let asked = performance.now();
  await ask('/');
  told(`the list is answered after ${seconds(asked)}, ${memory()}`);
  asked = performance.now();
  const page = await ask('/sweeps/sweep/');
  told(`the page is answered after ${seconds(asked)}: ${(page.length / 1e6).toFixed(1)} MB, ${memory()}`);
  asked = performance.now();
  const heard = listenTo(new URL('/sweeps/sweep/events', address.origin), cookie);
  await heard.until((line) => line.startsWith('data: {"state"') && line.includes('"remark":""'));
  told(`all runs are read after ${seconds(asked)} more, ${memory()}`);
  asked = performance.now();
  await ask('/sweeps/sweep/');
  told(`the page is answered again after ${seconds(asked)}, ${memory()}`);
  for (let i = 1; i <= 3; i += 1) {
    asked = performance.now();
    sweep.end(first + i);
    await heard.until((line) => line.includes(`"ended":${first + i},`));
    told(`an end is told after ${seconds(asked)}, ${memory()}`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  for (const { name, bytes } of heard.told()) told(`told: ${name}, ${(bytes / 1e6).toFixed(2)} MB`);
} finally {
  server.kill('SIGINT');
  rmSync(outputDir, { recursive: true, force: true });
}

/** What the server's process takes now, and took at most. */
function memory(): string {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  const mb = (name: string): string =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024).toFixed(0);
  return `${mb('VmRSS')} MB (${mb('VmHWM')} at most)`;
}

async function addressOf({ stderr }: ChildProcess): Promise<string> {
  let said = '';
  for await (const part of stderr ?? []) {
    said += String(part);
    const found = /http:\/\/\S+token=\S+/.exec(said)?.[0];
    if (found !== undefined) return found;
  }
  throw new Error(`the server said no address: ${said}`);
}

function text(url: URL, cookie: string): Promise<string> {
  return new Promise((answered, failed) => {
    get(url, { agent: false, headers: { cookie } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => answered(Buffer.concat(parts).toString()));
    }).on('error', failed);
  });
}

interface HeardLines {
  until(isWanted: (line: string) => boolean): Promise<void>;
  told(): readonly { readonly name: string; readonly bytes: number }[];
}

/** Reads a stream of events line by line. */
function listenTo(url: URL, cookie: string): HeardLines {
  const sizes: { name: string; bytes: number }[] = [];
  let [rest, name] = ['', ''];
  let take = (_: string): void => undefined;
  get(url, { agent: false, headers: { cookie } }, (response) => {
    response.setEncoding('utf8').on('data', (part: string) => {
      const lines = (rest + part).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line.startsWith('event: ')) name = line.slice(7);
        if (!line.startsWith('data: ')) continue;
        if (name !== 'now') sizes.push({ name, bytes: line.length });
        take(line);
      }
    });
  });
  return {
    told: () => sizes,
    until: (isWanted) =>
      new Promise((found) => {
        take = (line) => {
          if (isWanted(line)) found();
        };
      }),
  };
}
