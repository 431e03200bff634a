// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { startScript } from '../rig/live-script.ts';
import { ROOT, sandbox } from '../rig/sandbox.ts';

const DOCS = readFileSync(join(ROOT, 'docs', 'serve.md'), 'utf8');

interface Made {
  readonly output: () => string;
  /** To make and all that it started, as a terminal does it. */
  interrupt(): void;
  /** Resolves when make has ended. */
  readonly ended: Promise<unknown>;
}

/** Runs a line of the docs with the Makefile of ksweep, on any free port. */
function makeInFolder(t: TestContext, dir: string, words: readonly string[]): Made {
  const { PATH, HOME } = process.env;
  const child = spawn('make', ['-f', join(ROOT, 'Makefile'), '--no-print-directory', ...words], {
    cwd: dir,
    env: { PATH, HOME, LANG: 'C' },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const group = -(child.pid ?? assert.fail('make did not start'));
  const ended = once(child, 'close');
  t.after(() => {
    if (child.exitCode === null && child.signalCode === null) process.kill(group, 'SIGKILL');
  });
  return { output: () => output, interrupt: () => process.kill(group, 'SIGINT'), ended };
}

/** Tells whether anybody listens on a port of this machine. */
async function isListening(port: number): Promise<boolean> {
  const socket = createConnection(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

test('make sweep-serve says what the docs show, and Ctrl-C leaves no process', async (t) => {
  const [, line = '', ...shown] = /```console\n\$ (make [^\n]*)\n([^`]*)```/.exec(DOCS) ?? [];
  const box = sandbox(t);
  const made = makeInFolder(t, box.dir, [...line.split(' ').slice(1), 'PORT=0']);
  const pattern = new RegExp(
    shown
      .join('')
      .trimEnd()
      .replace(/[.?()/]/g, '\\$&')
      .replace('8700', '(\\d+)')
      .replace(/token=\w+/, 'token=[\\w-]+'),
  );
  let found: RegExpExecArray | null = null;
  while (found === null) {
    found = pattern.exec(made.output());
    await Promise.race([
      new Promise((resolve) => setTimeout(resolve, 50)),
      made.ended.then(() => assert.fail(made.output())),
    ]);
  }
  const port = Number(found[1]);
  assert.equal(await isListening(port), true);
  made.interrupt();
  await made.ended;
  assert.equal(await isListening(port), false);
});

test('the server ends by itself when it is asked to, at once when it is asked twice', async (t) => {
  for (const signals of [['SIGTERM'], ['SIGINT', 'SIGINT'], ['SIGHUP'], ['SIGTERM', 'SIGTERM']] as const) {
    const box = sandbox(t);
    const server = startScript(box, 'serve', ['--port=0']);
    await server.says(/token=/);
    for (const signal of signals) server.kill(signal);
    const { code, signal } = await server.ended();
    // A second signal may come when nobody heeds it any more: that ends it at once as well.
    const isEndedAtOnce = signals.length === 2 && (code === 130 || signal === signals[1]);
    assert.ok(code === 0 || isEndedAtOnce, `${signals.join()} gave ${code ?? signal}`);
  }
});

test('a port that is taken is passed over in a sentence', async (t) => {
  const box = sandbox(t);
  const first = startScript(box, 'serve', ['--port=0']);
  t.after(() => first.kill('SIGKILL'));
  const taken = Number(/:(\d+)\//.exec(await first.says(/http:\/\/\S+token=/))?.[1]);
  const second = startScript(box, 'serve', [`--port=${taken}`]);
  t.after(() => second.kill('SIGKILL'));
  const said = await second.says(/Port \d+ is taken: \d+ is the next free one\./);
  assert.match(said, new RegExp(`^Port ${taken} is taken`));
});

test('what makes no sense is refused before anything listens', async (t) => {
  const box = sandbox(t);
  for (const [args, told] of [
    [['--port=99999'], /--port is "99999"/],
    [['--port=x'], /--port is "x"/],
    [['--json'], /--json prints one answer/],
    [['--metric=max('], /METRIC/],
  ] as const) {
    const { code, stderr } = await box.script('serve', args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, told);
  }
});
