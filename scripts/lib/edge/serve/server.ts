// SPDX-License-Identifier: MIT
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UsageError } from '../../core/diagnostic.ts';
import { unreachable } from '../../core/unreachable.ts';
import { admissionOf, cookieHeader, type Secret } from '../../report/served/admission.ts';
import { type AnswerKind, answerHeaders } from '../../report/served/answer-headers.ts';
import { renderList } from '../../report/served/list-page.ts';
import { addressOf, type NamedSweep, type NamedSweeps, type Route, routeOf } from '../../report/served/routes.ts';
import { eventText } from '../../report/served/stream-event.ts';
import { factsOfStatus } from '../../run/status.ts';
import { errorCode, errorInWords } from '../files.ts';
import { readTemplate } from '../page/report-writer.ts';
import { type EventStream, openEventStream } from './event-stream.ts';
import { listTold } from './list-told.ts';
import { openLiveComparison, type SweepComparer } from './live-comparison.ts';
import type { LivePage } from './live-page.ts';
import type { LiveSweep } from './live-sweep.ts';
import { tailLog } from './log-tail.ts';
import { answerFile, answerFolder, runInFolder } from './run-file.ts';
import { type ListOptions, openSweepList, type SweepList } from './sweep-list.ts';
import { type Assets, readAssets } from './assets.ts';

export interface ServeOptions extends Omit<ListOptions, 'boot'> {
  /** OUTPUT_DIR as the user wrote it. */
  readonly shownDir: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Puts sweeps beside each other. Throws UsageError. */
  readonly compare: SweepComparer;
}

/** A server that shows sweeps to this machine alone. */
export interface SweepServer {
  /** With the token: who has it may look. */
  readonly address: string;
  readonly port: number;
  /** Lets every reader go and resolves when nothing is open any more. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
/** Ports that are tried after one that is taken. */
const FURTHER_PORTS = 20;
/** Readers at the same time; a page takes one, and one for a log that it follows. */
const MOST_STREAMS = 64;

/** Starts to listen on the port, or on the next one that is free. Throws UsageError when none is. */
export async function startServer(options: ServeOptions): Promise<SweepServer> {
  const boot = randomBytes(6).toString('hex');
  const token = randomBytes(24).toString('base64url');
  const streams = new Set<EventStream>();
  const server = createServer();
  const port = await listenOn(server, options.port);
  const served: Served = {
    secret: { token, cookieName: `ksweep_${port}` },
    list: openSweepList({ ...options, boot }),
    assets: readAssets(),
    streams,
    comparisons: new Map(),
    options,
    boot,
  };
  server.on('request', (request, response) => answer(served, request, response));
  server.on('clientError', (_error, socket) => socket.destroy());
  return {
    address: `http://${HOST}:${port}/?token=${token}`,
    port,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const stream of streams) stream.end();
        server.closeAllConnections();
      }),
  };
}

async function listenOn(server: Server, wanted: number): Promise<number> {
  for (let port = wanted; ; port += 1) {
    try {
      await new Promise<void>((listening, failed) => {
        server.once('error', failed);
        server.listen({ host: HOST, port, exclusive: true }, () => {
          server.off('error', failed);
          listening();
        });
      });
      return (server.address() as AddressInfo).port; // of a TCP server that listens
    } catch (error) {
      const isLast = wanted === 0 || port >= Math.min(65_535, wanted + FURTHER_PORTS);
      if (errorCode(error) === 'EADDRINUSE' && !isLast) continue;
      throw new UsageError(
        `port ${port} of ${HOST} cannot be had: ${errorCode(error) === 'EADDRINUSE' ? 'it is taken, as are those before it' : errorInWords(error)}`,
        'PORT=0 takes any that is free',
      );
    }
  }
}

interface Served {
  readonly secret: Secret;
  readonly list: SweepList;
  readonly assets: Assets;
  readonly streams: Set<EventStream>;
  /** By the folders of their sweeps. */
  readonly comparisons: Map<string, LivePage>;
  readonly options: ServeOptions;
  readonly boot: string;
}

function answer(served: Served, request: IncomingMessage, response: ServerResponse): void {
  const address = addressOf(request.url ?? '/');
  const { method = '', headers } = request;
  const admission = admissionOf(
    { method, host: headers.host, origin: headers.origin, cookie: headers.cookie, token: address.query.get('token') },
    served.secret,
  );
  if (admission.kind === 'refused') {
    if (admission.status === 405) response.setHeader('allow', 'GET');
    if (method !== 'GET') response.setHeader('connection', 'close'); // what it sends is not read
    say(response, admission.status, admission.text);
    return;
  }
  if (admission.isNew) response.setHeader('set-cookie', cookieHeader(served.secret));
  if (address.path === '/favicon.ico') {
    response.writeHead(204).end(); // browsers ask for one where a page names none
    return;
  }
  const route = routeOf(address);
  if (route === undefined) {
    say(response, 404, 'There is no such page.\n');
    return;
  }
  // The token leaves the address line. A redirect would not do: after a link of another site the browser keeps the cookie back.
  if (admission.isNew && isForEyes(route)) {
    const clean = new URLSearchParams(address.query);
    clean.delete('token');
    response.setHeader('refresh', `0; url=${address.path}${clean.size === 0 ? '' : `?${clean}`}`);
    say(response, 200, 'Opening the sweeps.\n');
    return;
  }
  try {
    answerRoute(served, withLastHeard(route, headers['last-event-id']), response);
  } catch (error) {
    // A damaged or hostile folder ends no server: what is wrong with it is told where it was asked for.
    const text = error instanceof Error ? error.message : String(error);
    if (response.headersSent) response.destroy();
    else say(response, 500, `This cannot be shown: ${text}\n`);
  }
}

/** A browser that was cut off says what it has heard last. */
function withLastHeard(route: Route, heard: string | string[] | undefined): Route {
  const isPage = route.kind === 'page events' || route.kind === 'comparison events';
  return isPage && typeof heard === 'string' && heard !== '' ? { ...route, since: heard } : route;
}

function isForEyes({ kind }: Route): boolean {
  return kind === 'list' || kind === 'page' || kind === 'comparison';
}

function answerRoute(served: Served, route: Route, response: ServerResponse): void {
  const { list, assets, options } = served;
  switch (route.kind) {
    case 'list': {
      const page = { outputDir: options.shownDir, ...list.rows() };
      give(response, 'page', renderList(page, readTemplate('sweeps.html.hbs')));
      return;
    }
    case 'list events':
      stream(served, response, (reader) => listTold(list, reader));
      return;
    case 'asset': {
      const asset = assets[route.name];
      give(response, asset.kind, asset.text());
      return;
    }
    case 'page':
    case 'comparison':
      withPage(served, route, response, (page) => give(response, 'page', page.page()));
      return;
    case 'sections':
    case 'comparison sections':
      withPage(served, route, response, (page) => give(response, 'page', page.sections()));
      return;
    case 'page events':
    case 'comparison events':
      withPage(served, route, response, (page) => stream(served, response, (reader) => page.tell(reader, route.since)));
      return;
    case 'log events':
      withSweep(served, route, response, (sweep, folder) => {
        const run = sweep.glance().state.runs.get(route.run);
        if (run === undefined) {
          say(response, 404, 'There is no such run.\n');
          return;
        }
        const mayGrow = (): boolean =>
          factsOfStatus(sweep.glance().state.runs.get(route.run)?.status ?? 'done').mayLive;
        stream(served, response, (reader) => tailLog(reader, { sweepDir: folder, folder: run.folder, mayGrow }));
      });
      return;
    case 'run file':
      withSweep(served, route, response, (sweep, folder) => {
        const run = runInFolder(sweep.glance().state, route.folder);
        if (run !== undefined && route.name === '') {
          answerFolder(response, { sweepDir: folder, run });
          return;
        }
        const isGiven = run !== undefined && answerFile(response, { sweepDir: folder, run }, route.name);
        if (!isGiven) say(response, 404, 'There is no such file that is shown here.\n');
      });
      return;
    default:
      unreachable(route);
  }
}

function withPage(
  served: Served,
  named: NamedSweep | NamedSweeps,
  response: ServerResponse,
  use: (page: Pick<LivePage, 'page' | 'sections' | 'tell'>) => void,
): void {
  if ('sweeps' in named) withComparison(served, named, response, use);
  else withSweep(served, named, response, use);
}

/** Pages of several sweeps that are kept; another one takes the place of the oldest that nobody reads. */
const MOST_COMPARISONS = 8;

function withComparison(
  { list, comparisons, options, boot }: Served,
  { sweeps }: NamedSweeps,
  response: ServerResponse,
  use: (page: LivePage) => void,
): void {
  list.rows();
  const folders = [...new Set(sweeps.flatMap((name) => list.folderOf(name) ?? []))];
  if (folders.length < 2 || folders.length < sweeps.length) {
    say(response, 404, 'Tick two sweeps or more.\n');
    return;
  }
  const key = JSON.stringify(folders);
  const page =
    comparisons.get(key) ??
    openLiveComparison(folders, { ...options, boot, open: (folder) => options.open(folder, undefined) });
  comparisons.set(key, page);
  for (const [other, old] of comparisons)
    if (comparisons.size > MOST_COMPARISONS && other !== key && !old.hasReaders()) comparisons.delete(other);
  use(page);
}

function withSweep(
  { list }: Served,
  { sweep, stage }: NamedSweep,
  response: ServerResponse,
  use: (sweep: LiveSweep, folder: string) => void,
): void {
  const live = list.sweep(sweep, stage);
  const folder = list.folderOf(sweep);
  if (live === undefined || folder === undefined) say(response, 404, 'There is no such sweep.\n');
  else use(live, folder);
}

function stream({ streams }: Served, response: ServerResponse, tell: (reader: EventStream) => void): void {
  if (streams.size >= MOST_STREAMS) {
    say(response, 503, `More than ${MOST_STREAMS} readers are served already.\n`);
    return;
  }
  const reader = openEventStream(response);
  streams.add(reader);
  reader.onEnd(() => streams.delete(reader));
  try {
    tell(reader);
  } catch (error) {
    reader.send(eventText({ name: 'trouble', data: error instanceof Error ? error.message : String(error) }));
    reader.end();
  }
}

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, answerHeaders('text')).end(text);
}

function give(response: ServerResponse, kind: AnswerKind, text: string): void {
  response.writeHead(200, answerHeaders(kind)).end(text);
}
