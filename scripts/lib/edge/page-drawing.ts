// SPDX-License-Identifier: MIT
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { PageData } from '../report/page/data.ts';
import { staticDrawer } from './page-script.ts';

/** The static drawings of a page, made beside the rest of the report. */
export interface PageDrawing {
  /** Hands over what is to be drawn; returns at once. */
  begin(data: PageData): void;
  /** Waits for the drawings (SVG by chart id). Once only, after `begin`. */
  take(): Readonly<Record<string, string>>;
}

/** Longer than any page takes; a thread that does not answer is done without. */
const PATIENCE_MS = 60_000;

/** Runs in the thread: plain JavaScript, as the bundle it loads. */
const THREAD = `
const { workerData: { path, port, done } } = require('node:worker_threads');
const flag = new Int32Array(done);
const tell = (message) => { port.postMessage(message); Atomics.store(flag, 0, 1); Atomics.notify(flag, 0); port.close(); };
try {
  const { drawPage } = require(path);
  port.once('message', (data) => { try { tell({ drawings: drawPage(data) }); } catch { tell({}); } });
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
    begin: (data) => {
      page = data;
      port?.postMessage(data);
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
    const worker = new Worker(THREAD, { eval: true, execArgv: [], workerData: { path, port: port2, done }, transferList: [port2] });
    worker.on('error', () => undefined); // the drawing then happens here
    worker.unref();
    port1.unref();
    return port1;
  } catch {
    return undefined;
  }
}

function answerOf(port: MessagePort, done: SharedArrayBuffer): Readonly<Record<string, string>> | undefined {
  Atomics.wait(new Int32Array(done), 0, 0, PATIENCE_MS);
  const answer = receiveMessageOnPort(port) as { readonly message: { readonly drawings?: Readonly<Record<string, string>> } } | undefined;
  port.close();
  return answer?.message.drawings;
}
