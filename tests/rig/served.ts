// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { lstatSync, readdirSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type ServeOptions, startServer, type SweepServer } from '../../scripts/lib/edge/serve/server.ts';
import type { PageData } from '../../scripts/lib/report/page-data.ts';
import { type PackedData, unpackedData } from '../../scripts/lib/report/page/packed-data.ts';
import { settingsFor } from './synthetic-sweep.ts';

/** A server that a test asks, with what lets the test in. */
export interface ServedTest extends SweepServer {
  readonly token: string;
  readonly cookie: string;
}

/** Serves a folder of sweeps ranked by test_acc, on any free port; ends with the test. */
export async function serve(
  t: TestContext,
  outputDir: string,
  options: Partial<ServeOptions> = {},
): Promise<ServedTest> {
  const server = await startServer({
    outputDir,
    shownDir: 'results',
    port: 0,
    nowMs: Date.now,
    open: (folder, stage) => ({
      folder,
      settings: settingsFor({ METRIC: 'test_acc', ...(stage === undefined ? {} : { STAGE: stage }) }),
    }),
    compare: () => assert.fail('nothing is compared here'),
    ...options,
  });
  t.after(() => server.close());
  const token = /token=([\w-]+)$/.exec(server.address)?.[1] ?? assert.fail(server.address);
  return { ...server, token, cookie: `ksweep_${server.port}=${token}` };
}

/** What a server answered. */
export interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

export interface AskOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks as a browser that has its cookie would; headers replace those. A header that is '' is left out. */
export function ask(
  server: ServedTest,
  path: string,
  { method = 'GET', headers = {} }: AskOptions = {},
): Promise<Answered> {
  return new Promise((answered, failed) => {
    sent(server, path, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => answered({ status: response.statusCode ?? 0, headers: response.headers, text }));
      response.on('error', failed);
    }).on('error', failed);
  });
}

/** Returns the numbers that a page holds. */
export function pageDataOf(page: string): PageData {
  const text =
    /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? assert.fail('no numbers');
  return unpackedData(JSON.parse(text) as PackedData); // written by the server
}

/** One event of a stream. */
export interface HeardEvent {
  readonly name: string;
  readonly id: string;
  readonly data: unknown;
}

/** A stream of events that a test listens to. */
export interface Heard {
  readonly events: readonly HeardEvent[];
  /** Resolves with the first event, of those that came and those that come, that is wanted. */
  until(isWanted: (event: HeardEvent) => boolean): Promise<HeardEvent>;
  readonly ended: Promise<void>;
  stop(): void;
}

/** Listens to a stream of events until the test ends. */
export function listen(
  t: TestContext,
  server: ServedTest,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Heard {
  const events: HeardEvent[] = [];
  let onChange = (): void => undefined;
  let over = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    over = resolve;
  });
  let isOver = false;
  let rest = '';
  const asking = sent(server, path, { method: 'GET', headers }, (response) => {
    response.setEncoding('utf8').on('data', (part: string) => {
      const blocks = (rest + part).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) if (block.includes('data: ')) events.push(heard(block));
      onChange();
    });
    response.on('close', () => {
      isOver = true;
      over();
      onChange();
    });
  });
  asking.on('error', () => over());
  t.after(() => asking.destroy());
  return {
    events,
    ended,
    stop: () => void asking.destroy(),
    until: async (isWanted) => {
      for (;;) {
        const found = events.find(isWanted);
        if (found !== undefined) return found;
        if (isOver) assert.fail(`the stream ended without it: ${JSON.stringify(events)}`);
        await new Promise<void>((resolve) => {
          onChange = resolve;
        });
      }
    },
  };
}

function heard(block: string): HeardEvent {
  const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
  return { name: field('event'), id: field('id'), data: JSON.parse(field('data')) };
}

function sent(
  server: ServedTest,
  path: string,
  { method, headers }: Required<AskOptions>,
  take: (response: IncomingMessage) => void,
): ReturnType<typeof request> {
  const all = { cookie: server.cookie, ...headers };
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
  const asking = request({ host: '127.0.0.1', port: server.port, path, method, headers: given, agent: false }, take);
  asking.end();
  return asking;
}

/** Returns every name in a folder with its size and times: what somebody writes there shows. */
export function treeOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const { size, mtimeMs, ctimeMs } = lstatSync(join(folder, name));
      return `${name} ${size} ${mtimeMs} ${ctimeMs}`;
    });
}
