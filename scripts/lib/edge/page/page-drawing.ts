// SPDX-License-Identifier: MIT
import { cachedDataVersionTag } from 'node:v8';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Drawings } from '../../report/charts/static-page.ts';
import type { PageData } from '../../report/page-data.ts';
import { staticDrawer } from './page-script.ts';

/** The static drawings of a page, made beside the rest of the report. */
export interface PageDrawing {
  /** Hands over what is known so far: the charts that it allows are drawn already; returns at once. */
  sketch(data: PageData): void;
  /** Hands over what is to be drawn; returns at once. */
  begin(data: PageData): void;
  /** Waits for the drawings (SVG by chart id). Once only, after `begin`. */
  take(): Drawings;
}

/** Longer than any page takes; a thread that does not answer is done without. */
const PATIENCE_MS = 60_000;

/**
 * Runs in the thread: plain JavaScript, as the bundle it loads. What V8 compiled for the first page is kept beside the
 * bundle, which takes a quarter off the next one; V8 itself refuses what another version of it compiled.
 */
const THREAD = `
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const { Script } = require('node:vm');
const { workerData: { path, kept, port, done } } = require('node:worker_threads');
const flag = new Int32Array(done);
const tell = (message) => { port.postMessage(message); Atomics.store(flag, 0, 1); Atomics.notify(flag, 0); port.close(); };
const attempt = (action) => { try { return action(); } catch { return undefined; } };
try {
  const cachedData = attempt(() => readFileSync(kept));
  const script = new Script('(function (exports, require, module) {' + readFileSync(path, 'utf8') + '\\n})', { filename: path, cachedData });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module);
  let drawings = {};
  port.on('message', ({ data, isWhole }) => {
    drawings = drawings && attempt(() => module.exports.drawPage(data, drawings));
    if (!isWhole) return;
    if (drawings !== undefined && (cachedData === undefined || script.cachedDataRejected)) attempt(() => {
      writeFileSync(kept + '.tmp-' + process.pid, script.createCachedData());
      renameSync(kept + '.tmp-' + process.pid, kept);
    });
    tell({ drawings });
  });
} catch { tell({}); }
`;

/**
 * Starts a thread that loads the chart library while this one reads the sweep, and draws while this one writes the other
 * reports: both take about as long. Where no thread can be had, the drawing happens in this one.
 */
export function startPageDrawing(): PageDrawing {
  const { path, load } = staticDrawer();
  const done = new SharedArrayBuffer(4);
  const port = path === undefined ? undefined : startThread(path, done);
  let page: PageData | undefined;
  return {
    sketch: (data) => port?.postMessage({ data, isWhole: false }),
    begin: (data) => {
      page = data;
      port?.postMessage({ data, isWhole: true });
    },
    take: () => {
      if (page === undefined) throw new Error('internal: nothing was to be drawn');
      const drawings = port === undefined ? undefined : answerOf(port, done);
      return drawings ?? load()(page);
    },
  };
}

function startThread(path: string, done: SharedArrayBuffer): MessagePort | undefined {
  const { port1, port2 } = new MessageChannel();
  try {
    // No loader of ours in the thread: it costs time, and the bundle needs none.
    const worker = new Worker(THREAD, {
      eval: true,
      execArgv: [],
      workerData: { path, kept: `${path}.${cachedDataVersionTag()}`, port: port2, done },
      transferList: [port2],
    });
    worker.on('error', () => undefined); // the drawing then happens here
    worker.unref();
    port1.unref();
    return port1;
  } catch {
    return undefined;
  }
}

function answerOf(port: MessagePort, done: SharedArrayBuffer): Drawings | undefined {
  Atomics.wait(new Int32Array(done), 0, 0, PATIENCE_MS);
  const answer = receiveMessageOnPort(port) as { readonly message: { readonly drawings?: Drawings } } | undefined;
  port.close();
  return answer?.message.drawings;
}
