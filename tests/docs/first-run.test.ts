// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { needs, type Tool } from '../rig/needs.ts';
import { ROOT, type Sandbox, sandbox } from '../rig/sandbox.ts';

const PAGES = join(ROOT, 'docs', 'first-run');
const STAND_INS = join(ROOT, 'tests', 'fixtures', 'first-run');

/** What each page needs, and the program that takes its script's place where the library is too large to install. */
const pages: Readonly<
  Record<string, { readonly tools: readonly Tool[]; readonly standIn?: readonly [string, string] }>
> = {
  'argparse.md': { tools: ['python3'] },
  'click.md': { tools: ['python3-click'] },
  'hydra.md': { tools: ['python3-hydra', 'python3-omegaconf'] },
  'lightning.md': { tools: ['python3'], standIn: ['lightning.py', 'train.py'] },
  'huggingface.md': { tools: ['python3'], standIn: ['huggingface.py', 'train.py'] },
  'keras.md': { tools: ['python3'], standIn: ['keras.py', 'train.py'] },
  'sacred.md': { tools: ['python3'], standIn: ['sacred.py', 'train.py'] },
  'log.md': { tools: [] },
  'c.md': { tools: ['cc'] },
  'r.md': { tools: [], standIn: ['r.sh', 'bin/Rscript'] },
};

interface Step {
  readonly command: string;
  /** Texts that its output must hold, in order. */
  readonly said: readonly string[];
}

function stepsOf(page: string): readonly Step[] {
  return [...page.matchAll(/^```console\n(.*?)^```$/gms)].flatMap(([, text = '']) =>
    text
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = '', ...said] = part.trimEnd().split('\n');
        return { command, said };
      }),
  );
}

async function runStep(box: Sandbox, { command, said }: Step): Promise<void> {
  const words = command.split(' ');
  assert.equal(words[0], 'make', command);
  const env = { PATH: `${box.path('bin')}:${process.env['PATH'] ?? ''}` };
  const { code, stdout, stderr } = await box.make(words.slice(1), { env });
  assert.equal(code, 0, `${command}\n${stderr}${stdout}`);
  const output = stderr + stdout;
  let at = 0;
  for (const text of said) {
    const found = output.indexOf(text, at);
    assert.ok(found >= 0, `${command} does not print ${JSON.stringify(text)}:\n${output}`);
    at = found;
  }
}

function prepare(t: TestContext, page: string, standIn: readonly [string, string] | undefined): Sandbox {
  const box = sandbox(t, 'mine'); // make works in no folder with a blank that it is not called in
  for (const [, name = '', text = ''] of page.matchAll(/^```\w+ file=(\S+)\n(.*?)^```$/gms)) box.write(name, text);
  mkdirSync(box.path('bin'), { recursive: true });
  if (standIn !== undefined) {
    cpSync(join(STAND_INS, standIn[0]), box.path(standIn[1]));
    chmodSync(box.path(standIn[1]), 0o755);
  }
  return box;
}

test('every page of the first run is run here', () => {
  const found = readdirSync(PAGES).filter((name) => name !== 'README.md');
  assert.deepEqual(found.sort(), Object.keys(pages).sort());
  const index = readFileSync(join(PAGES, 'README.md'), 'utf8');
  for (const name of found) assert.ok(index.includes(`(${name})`), name);
});

for (const [name, { tools, standIn }] of Object.entries(pages)) {
  test(`docs/first-run/${name}: its scripts are swept as they are, by range files of ten lines at most`, async (t) => {
    if (!tools.every((tool) => needs(t, tool))) return;
    const page = readFileSync(join(PAGES, name), 'utf8');
    const box = prepare(t, page, standIn);
    for (const [, range = ''] of page.matchAll(/^```kconfig file=\S+\n(.*?)^```$/gms))
      assert.ok(range.trim().split('\n').length <= 10, range);
    const steps = stepsOf(page);
    assert.ok(steps.length > 0);
    for (const step of steps) await runStep(box, step);
  });
}
