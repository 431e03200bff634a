// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { join } from 'node:path';
import { writeSyntheticSweep, temporaryFolder, folderOf, type SyntheticRun } from '../../rig/synthetic-sweep.ts';
import { type Patch, patched } from '../../../scripts/lib/report/served/patch.ts';
import { growingSweep } from '../../rig/growing-sweep.ts';
import { asCommand } from '../../rig/serve-command.ts';
import { ask, listen, pageDataOf, serve } from '../../rig/served.ts';

const RUNS: readonly SyntheticRun[] = [0, 1, 2, 3].map((i) => ({
  values: { CONFIG_X: String(i) },
  files: { 'training_metrics.json': { test_acc: 80 + i }, 'output.log': `log of ${i}\n`, 'secret.txt': 'secret' },
}));

const FOLDER = folderOf(RUNS[1] ?? assert.fail(), 2, 4);

/** A folder with one sweep. */
function oneSweep(t: Parameters<typeof temporaryFolder>[0]): string {
  const outputDir = temporaryFolder(t);
  writeSyntheticSweep(join(outputDir, 'sweep_1'), { runs: RUNS });
  return outputDir;
}

test('who has no token, another one, another name for this machine, or writes is refused at every address', async (t) => {
  const server = await serve(t, oneSweep(t));
  for (const path of [
    '/',
    '/events',
    '/live.js',
    '/live.css',
    '/compare/?sweep=sweep_1',
    '/sweeps/sweep_1/',
    '/sweeps/sweep_1/events',
    '/sweeps/sweep_1/sections',
    `/sweeps/sweep_1/${FOLDER}/output.log`,
    '/nothing',
  ]) {
    const status = async (headers: Readonly<Record<string, string>>, method = 'GET'): Promise<number> =>
      (await ask(server, path, { method, headers })).status;
    assert.equal(await status({ cookie: '' }), 401, path);
    assert.equal(await status({ cookie: `ksweep_${server.port}=wrong` }), 401, path);
    assert.equal(await status({ host: `evil.example:${server.port}` }), 421, path);
    assert.equal(await status({ origin: 'http://evil.example' }), 403, path);
    for (const method of ['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])
      assert.equal(await status({}, method), 405, path);
  }
  assert.equal((await ask(server, '/', { method: 'POST' })).headers.allow, 'GET');
});

test('the printed address gives the cookie, and leaves the address line without its token', async (t) => {
  const server = await serve(t, oneSweep(t));
  assert.match(server.address, /^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}$/);
  const entered = await ask(server, `/?token=${server.token}`, { headers: { cookie: '' } });
  assert.equal(entered.status, 200);
  assert.deepEqual(entered.headers['set-cookie'], [`${server.cookie}; HttpOnly; SameSite=Strict; Path=/`]);
  assert.equal(entered.headers['refresh'], '0; url=/');
  const deep = await ask(server, `/sweeps/sweep_1/?token=${server.token}&stage=a`, { headers: { cookie: '' } });
  assert.equal(deep.headers['refresh'], '0; url=/sweeps/sweep_1/?stage=a');
  const page = await ask(server, '/');
  assert.equal(page.status, 200);
  assert.equal(page.headers['set-cookie'], undefined);
});

test('no page runs a script that is not a file of the server, and none is kept or framed', async (t) => {
  const server = await serve(t, oneSweep(t));
  for (const path of ['/', '/sweeps/sweep_1/', '/nothing']) {
    const { headers, text } = await ask(server, path);
    const policy = String(headers['content-security-policy']);
    assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self';/);
    assert.doesNotMatch(policy, /script-src[^;]*unsafe|style-src [^;]*unsafe/);
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    for (const [, attributes = '', body = ''] of text.matchAll(/<script([^>]*)>([^<]*)/g))
      assert.ok(body.trim() === '' || attributes.includes('application/json'), `${path} has a script of its own`);
    assert.doesNotMatch(text, /<style|\son\w+=/);
  }
});

test('the list and the pages show the sweep', async (t) => {
  const server = await serve(t, oneSweep(t));
  const list = await ask(server, '/');
  assert.match(list.text, /<a href="\/sweeps\/sweep_1\/">/);
  assert.match(list.text, /4 of 4/);
  assert.match(list.text, /test_<wbr>acc 83 \(config_<wbr>004\)/);
  const page = await ask(server, '/sweeps/sweep_1/');
  assert.equal(page.status, 200);
  assert.match(page.text, /<meta name="since" content="[0-9a-f]+-\d+">/);
  assert.match(page.text, /config_<wbr>004/);
  assert.match((await ask(server, '/live.js')).text, /EventSource/);
  assert.match((await ask(server, '/list.js')).text, /EventSource/);
  assert.match((await ask(server, '/live.css')).text, /--paper/);
});

test('files are given by the folder of a run and a known name, and nothing else is', async (t) => {
  const server = await serve(t, oneSweep(t));
  const log = await ask(server, `/sweeps/sweep_1/${FOLDER}/output.log`);
  assert.equal(log.text, 'log of 1\n');
  assert.equal(log.headers['content-type'], 'text/plain; charset=utf-8');
  assert.equal((await ask(server, `/sweeps/sweep_1/${FOLDER}/training_metrics.json`)).text, '{"test_acc":81}');
  const folder = await ask(server, `/sweeps/sweep_1/${FOLDER}/`);
  assert.deepEqual(
    [...folder.text.matchAll(/<a href="([^"]*)"/g)].map((link) => link[1]),
    ['output.log', 'training_metrics.json'],
  );
  for (const path of [
    '/sweeps/sweep_1/config_999_00000000/',
    '/sweeps/sweep_1/../',
    `/sweeps/sweep_1/${FOLDER}/secret.txt`,
    `/sweeps/sweep_1/${FOLDER}/config.txt`,
    `/sweeps/sweep_1/${FOLDER}/../sweep.json`,
    `/sweeps/sweep_1/${FOLDER}%2F..%2Fsweep.json`,
    `/sweeps/sweep_1/${FOLDER}/%2e%2e/sweep.json`,
    '/sweeps/sweep_1/sweep.json',
    '/sweeps/sweep_1/./output.log',
    '/sweeps/sweep_1/../../etc/passwd',
    '/sweeps/../../etc/passwd',
    '/sweeps/sweep_1/config_999_00000000/output.log',
    `/sweeps/./${FOLDER}/output.log`,
    `/sweeps/sweep_2/${FOLDER}/output.log`,
    '/sweeps/constructor/',
    `/sweeps/sweep_1/log/${'0'.repeat(64)}`,
    '//etc/passwd',
  ])
    assert.equal((await ask(server, path)).status, 404, path);
});

test('sweeps beside each other are those of the list alone', async (t) => {
  const outputDir = oneSweep(t);
  writeSyntheticSweep(join(outputDir, 'sweep_2'), { runs: RUNS.slice(0, 2), settings: { METRIC: 'test_acc' } });
  const server = await serve(t, outputDir, asCommand(outputDir));
  const { status, text } = await ask(server, '/compare/?sweep=sweep_2&sweep=sweep_1');
  assert.equal(status, 200);
  const data = pageDataOf(text);
  assert.deepEqual(data.sweeps.names, ['sweep_2', 'sweep_1']);
  assert.equal(data.runs.names.length, 6);
  for (const folder of data.runs.folders) {
    const path = new URL(`${folder}/training_metrics.json`, `http://x/compare/`).pathname;
    assert.equal((await ask(server, path)).status, 200, path);
  }
  for (const query of [
    '',
    'sweep=sweep_1',
    'sweep=sweep_1&sweep=sweep_1',
    'sweep=sweep_1&sweep=..',
    'sweep=sweep_1&sweep=/etc',
  ])
    for (const part of ['', 'sections', 'events'])
      assert.equal((await ask(server, `/compare/${part}?${query}`)).status, 404, `${part} ${query}`);
});

test('sweeps beside each other grow as each of them does', async (t) => {
  const outputDir = oneSweep(t);
  const growing = growingSweep(
    join(outputDir, 'sweep_2'),
    RUNS.map((run) => ({ ...run, values: { CONFIG_X: `1${run.values['CONFIG_X']}` } })),
  );
  growing.end(1);
  const server = await serve(t, outputDir, asCommand(outputDir));
  const { text } = await ask(server, '/compare/?sweep=sweep_1&sweep=sweep_2');
  const since = /<meta name="since" content="([^"]*)">/.exec(text)?.[1] ?? '';
  const heard = listen(t, server, `/compare/events?sweep=sweep_1&sweep=sweep_2&since=${since}`);
  await heard.until(({ name, data }) => name === 'now' && (data as { ended: number }).ended === 5);
  growing.end(3);
  await heard.until(({ name, data }) => name === 'now' && (data as { ended: number }).ended === 7);
  let data = pageDataOf(text);
  for (const event of heard.events) if (event.name === 'patch') data = patched(data, event.data as Patch);
  assert.equal(data.runs.statuses.filter((status) => status === 'done').length, 7);
  assert.ok(!heard.events.some(({ name }) => name === 'whole'));
});

test('a port that is taken is passed over', async (t) => {
  const other = createServer();
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
  t.after(() => other.close());
  const address = other.address();
  const taken = typeof address === 'object' && address !== null ? address.port : assert.fail();
  const server = await serve(t, oneSweep(t), { port: taken });
  assert.ok(server.port > taken && server.port <= taken + 20, `${server.port} after ${taken}`);
  assert.equal((await ask(server, '/')).status, 200);
});

test('the server ends although somebody reads', async (t) => {
  const server = await serve(t, oneSweep(t));
  const reader = listen(t, server, '/sweeps/sweep_1/events');
  await reader.until(({ name }) => name === 'now');
  await server.close();
  await reader.ended;
});

test('no more than 64 readers are told at a time', async (t) => {
  const server = await serve(t, oneSweep(t));
  const readers = Array.from({ length: 64 }, () => listen(t, server, '/events'));
  await Promise.all(readers.map((reader) => reader.until(({ name }) => name === 'rows')));
  assert.equal((await ask(server, '/events')).status, 503);
  readers[0]?.stop();
  // The place is free as soon as the server hears of it.
  for (;;) {
    const next = listen(t, server, '/events');
    const isIn = await Promise.race([
      next.until(({ name }) => name === 'rows').then(() => true),
      next.ended.then(() => false),
    ]).catch(() => false);
    if (isIn) break;
  }
});
