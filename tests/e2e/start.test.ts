// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { ROOT, sandbox, type Sandbox } from '../rig/sandbox.ts';

/** A small installation: the starter as it is, one script of two files. */
function installation(t: TestContext): Sandbox {
  const box = sandbox(t);
  box.write('package.json', '{"name": "ksweep", "type": "module"}');
  box.write('tsconfig.json', '{}');
  box.write('scripts/lib/word.ts', "export const WORD: string = 'one';\n");
  box.write(
    'scripts/hello.ts',
    "import { WORD } from './lib/word.ts';\nconsole.log(WORD, process.argv.slice(2).join(' '));\n",
  );
  copyFileSync(join(ROOT, 'scripts', 'start.cjs'), box.path('scripts/start.cjs'));
  box.write('node_modules/.package-lock.json', '{}');
  for (const name of ['esbuild', 'tsx']) symlinkSync(join(ROOT, 'node_modules', name), box.path('node_modules', name));
  for (const name of [
    'package.json',
    'tsconfig.json',
    'scripts/start.cjs',
    'scripts/hello.ts',
    'scripts/lib/word.ts',
    'node_modules/.package-lock.json',
  ]) {
    utimesSync(box.path(name), 1_000_000, 1_000_000); // long ago: what is being edited is not kept
  }
  return box;
}

const BUNDLE = 'node_modules/.cache/ksweep/scripts/hello.cjs';

async function says(box: Sandbox, ...args: readonly string[]): Promise<string> {
  const ended = await box.run(process.execPath, [box.path('scripts/start.cjs'), 'hello', ...args]);
  assert.equal(ended.stderr, '');
  assert.equal(ended.code, 0);
  return ended.stdout.trim();
}

test('a script starts from its bundle, which is made once', async (t) => {
  const box = installation(t);
  assert.equal(await says(box, '--a', 'b c'), 'one --a b c');
  writeFileSync(box.path(BUNDLE), readFileSync(box.path(BUNDLE), 'utf8').replace('"one"', '"from the bundle"'));
  assert.equal(await says(box), 'from the bundle');
});

test('letters of any script stay what they are in a bundle, in texts and in patterns', async (t) => {
  const box = installation(t);
  box.write(
    'scripts/lib/word.ts',
    "export const WORD = ['│ 1 é 漢 😀', /^│ (\\d) [è-ë] 漢 [😀-😂]$/u.exec('│ 1 é 漢 😀')?.[1], `é`, { 'ü': 'ß' }.ü].join(' ');\n",
  );
  utimesSync(box.path('scripts/lib/word.ts'), 1_000_000, 1_000_000);
  for (const _ of ['made', 'kept']) assert.equal(await says(box), '│ 1 é 漢 😀 1 é ß');
});

test('a bundle is made again when a source changed, even to an older file of the same size', async (t) => {
  const box = installation(t);
  assert.equal(await says(box), 'one');
  box.write('scripts/lib/word.ts', "export const WORD: string = 'two';\n");
  utimesSync(box.path('scripts/lib/word.ts'), 900_000, 900_000);
  assert.equal(await says(box), 'two');
});

test('a bundle is made again when the packages changed, and when the folder was moved', async (t) => {
  const box = installation(t);
  assert.equal(await says(box), 'one');
  const moved = box.read(BUNDLE).replace('"one"', '"stale"').replace('"root":"', '"root":"/elsewhere');
  box.write(BUNDLE, moved);
  assert.equal(await says(box), 'one');
  box.write(BUNDLE, box.read(BUNDLE).replace('"one"', '"stale"'));
  box.write('node_modules/.package-lock.json', '{"packages": {}}');
  assert.equal(await says(box), 'one');
});

test('a source that is just being edited is not kept as a bundle', async (t) => {
  const box = installation(t);
  const future = Date.now() / 1000 + 3600;
  utimesSync(box.path('scripts/lib/word.ts'), future, future);
  assert.equal(await says(box), 'one');
  assert.throws(() => box.read(BUNDLE), /ENOENT/);
});

test('where no bundle can be kept the sources run', async (t) => {
  const box = installation(t);
  box.write('node_modules/.cache', 'a file, so that no folder can be made here');
  assert.equal(await says(box, 'x'), 'one x');
});

test('an error in a source is told with its place', async (t) => {
  const box = installation(t);
  box.write('scripts/lib/word.ts', 'export const WORD: string = ;\n');
  const ended = await box.run(process.execPath, [box.path('scripts/start.cjs'), 'hello']);
  assert.notEqual(ended.code, 0);
  assert.match(ended.stderr, /word\.ts:1:28/);
});

/** The files of compiled code that are kept. */
function kept(box: Sandbox): readonly string[] {
  return readdirSync(box.path('node_modules/.cache/ksweep/scripts')).filter((file) => file.endsWith('.code'));
}

test('what was compiled is kept once, and never taken for that of another bundle of the same length', async (t) => {
  const box = installation(t);
  assert.equal(await says(box), 'one');
  const [first = ''] = kept(box);
  assert.match(first, /^hello\.[0-9a-f]{12}\.v[\d.]+\.code$/);
  box.write('scripts/lib/word.ts', "export const WORD: string = 'two';\n");
  utimesSync(box.path('scripts/lib/word.ts'), 900_000, 900_000);
  assert.equal(await says(box), 'two');
  assert.equal(kept(box).length, 1, 'that of the bundle before is removed');
  assert.notEqual(kept(box)[0], first);
});

test('compiled code is used when it is whole, and made again when a byte of it is another one', async (t) => {
  const box = installation(t);
  assert.equal(await says(box), 'one');
  const [name = ''] = kept(box);
  const path = `node_modules/.cache/ksweep/scripts/${name}`;
  const whole = readFileSync(box.path(path));
  // Only the text that V8 is given is looked at for its length: what runs is what was compiled.
  box.write(BUNDLE, box.read(BUNDLE).replace('"one"', '"ten"'));
  assert.equal(await says(box), 'one');
  for (const at of [0, 100, whole.length >> 1, whole.length - 1]) {
    const broken = Buffer.from(whole);
    broken[at] = (broken[at] ?? 0) ^ 0x55;
    writeFileSync(box.path(path), broken);
    assert.equal(await says(box), 'ten', `byte ${at}`);
    writeFileSync(box.path(path), whole);
  }
  writeFileSync(box.path(path), '');
  assert.equal(await says(box), 'ten');
});

test('a bundle whose end is missing is made again', async (t) => {
  const box = installation(t);
  assert.equal(await says(box), 'one');
  box.write(BUNDLE, `${box.read(BUNDLE).slice(0, -3)}\0\0\0`);
  assert.equal(await says(box), 'one');
});

test('what is loaded late is there when it is used', async (t) => {
  const box = installation(t);
  box.write(
    'scripts/hello.ts',
    "import { execFileSync, spawnSync } from 'node:child_process';\nconsole.log(typeof spawnSync, execFileSync('echo', ['late'], { encoding: 'utf8' }).trim());\n",
  );
  utimesSync(box.path('scripts/hello.ts'), 1_000_000, 1_000_000);
  for (const _ of ['made', 'kept']) assert.equal(await says(box), 'function late');
});

/** Writes a script that is run from its source: `front` is what startFront starts. */
function front(box: Sandbox, name: string, body: string): readonly string[] {
  const start = JSON.stringify(join(ROOT, 'scripts/lib/commands/call/start.ts'));
  box.write(name, `import { startFront } from ${start};\nvoid startFront(${body});\n`);
  return ['--import', join(ROOT, 'node_modules/tsx/dist/loader.mjs'), name];
}

test('a process that ends at once loses nothing of what it prints, however slowly that is read', async (t) => {
  const box = installation(t);
  const args = front(
    box,
    'much.ts',
    "() => Promise.resolve(() => ({ code: 3, stdout: 'x'.repeat(3_000_000), stderr: 'y'.repeat(500_000) }))",
  );
  const words = [process.execPath, ...args].map((word) => `'${word}'`).join(' ');
  // The one pipe is read when the other has been read.
  const script = `mkfifo late; exec 3<>late; ${words} 2> >(head -c 500000 | wc -c >err; echo >&3; cat >/dev/null) | { head -c 10 >/dev/null; read -r <&3; wc -c; }; echo "\${PIPESTATUS[0]}"; cat err`;
  const ended = await box.run('bash', ['-c', script]);
  assert.deepEqual(ended.stdout.trim().split(/\s+/), ['2999990', '3', '500000']);
});

test('a process that has begun something ends with it', async (t) => {
  const box = installation(t);
  const body =
    "() => Promise.resolve(() => { setTimeout(() => process.stdout.write('later'), 20); return { code: 0, stdout: 'now ', stderr: '' }; })";
  const ended = await box.run(process.execPath, front(box, 'later.ts', body));
  assert.equal(ended.stdout, 'now later');
});

test('a command that waits for what never comes says so', async (t) => {
  const box = installation(t);
  const ended = await box.run(process.execPath, front(box, 'hang.ts', '() => new Promise(() => undefined)'));
  assert.equal(ended.code, 2);
  assert.match(ended.stderr, /the command waits for something that will not come/);
});
