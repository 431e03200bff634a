// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { errorInWords, readTextIfExists, writeFileAtomic } from '../../scripts/lib/edge/files.ts';
import { ROOT, sandbox } from '../rig/sandbox.ts';

function wordsOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return error instanceof Error && 'hint' in error ? error.message : errorInWords(error);
  }
  return 'nothing was wrong';
}

test('links in a ring and names that are too long are said in words, wherever they are met', (t) => {
  const box = sandbox(t);
  symlinkSync('ring', box.path('ring'));
  const long = 'x'.repeat(300);
  const ring = 'it is a link, or links on the way lead round in a ring';
  assert.equal(
    wordsOf(() => readTextIfExists(box.path('ring', 'file'))),
    ring,
  );
  assert.equal(
    wordsOf(() => writeFileAtomic(box.path('ring', 'file'), 'x')),
    `${box.path('ring', 'file')} cannot be written: ${ring}`,
  );
  assert.equal(
    wordsOf(() => writeFileAtomic(box.path(long), 'x')),
    `${box.path(long)} cannot be written: the name is too long for the file system`,
  );
});

test('a file that may not grow further is said in words', (t) => {
  const box = sandbox(t);
  const code = `import { writeFileAtomic } from ${JSON.stringify(join(ROOT, 'scripts/lib/edge/files.ts'))};
try { writeFileAtomic(${JSON.stringify(box.path('file'))}, 'x'.repeat(100_000)); } catch (error) { console.log(error.message); }`;
  box.write('write.mts', code);
  const loader = join(ROOT, 'node_modules/tsx/dist/loader.mjs');
  const script = `ulimit -f 4; trap '' XFSZ; exec "$0" --import "$1" "$2"`;
  const args = ['--norc', '-c', script, process.execPath, loader, box.path('write.mts')];
  const env = { PATH: process.env['PATH'], TSX_DISABLE_CACHE: '1' };
  const ended = spawnSync('bash', args, { encoding: 'utf8', cwd: ROOT, env });
  assert.match(ended.stdout, /cannot be written: the file would be larger than is allowed \(ulimit -f\)/, ended.stderr);
});

test('what no test can bring about has words of its own', () => {
  const codes = ['ENFILE', 'EDQUOT', 'EMFILE', 'ENOSPC', 'EROFS', 'EIO', 'ENOMEM', 'EAGAIN'];
  const words = codes.map((code) => errorInWords(Object.assign(new Error('the system text'), { code })));
  assert.equal(new Set(words).size, codes.length);
  for (const text of words) assert.doesNotMatch(text, /system text/);
});
