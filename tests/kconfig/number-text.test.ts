// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isNumberOf, readC, readPython, wholeNumber } from '../../scripts/lib/kconfig/number-text.ts';
import { needs } from '../rig/needs.ts';

const TEXTS = [
  '0',
  '7',
  '42',
  '-5',
  '+4',
  '007',
  '010',
  '08',
  '0x',
  '0xdeadBEEF0129',
  '0xfffffffffffff',
  '0xg',
  '0x1:',
  '0x1@',
  '0x1`',
  '0X1f',
  '0x1F',
  '0X1f',
  'ff',
  'FF',
  '1f',
  '-0x10',
  '',
  ' 5',
  '5 ',
  '5x',
  'x5',
  '1_000',
  '0b11',
  '0o17',
  '--1',
  '- 1',
  '12345678901234',
  '123456789012345678',
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775808',
  '-9223372036854775809',
  '18446744073709551615',
  '18446744073709551616',
  '0xffffffffffffffff',
  '1e3',
  '0.5',
];

test('numbers are read as strtoll and strtoull read them', (t) => {
  if (!needs(t, 'cc')) return;
  const folder = mkdtempSync(join(tmpdir(), 'ksweep-numbers-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const program = `#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
int main(int count, char **texts)
{
	static const int bases[] = {0, 10, 16};
	for (int i = 1; i < count; i++)
		for (int b = 0; b < 3; b++) {
			char *end;
			errno = 0;
			long long value = strtoll(texts[i], &end, bases[b]);
			printf("%lld %d %d\\n", value, (int)(end - texts[i]), errno == ERANGE);
		}
	return 0;
}
`;
  writeFileSync(join(folder, 'read.c'), program);
  assert.equal(spawnSync('cc', ['-o', join(folder, 'read'), join(folder, 'read.c')]).status, 0);
  const lines = spawnSync(join(folder, 'read'), TEXTS, { encoding: 'utf8' }).stdout.trim().split('\n');
  const ours = TEXTS.flatMap((text) =>
    ([0, 10, 16] as const).map((base) => {
      const { value, length, overflows } = readC(text, base);
      return `${value} ${length} ${overflows ? 1 : 0}`;
    }),
  );
  assert.deepEqual(ours, lines);
});

test('whole numbers are those that reach to the end of their text', () => {
  for (const text of TEXTS) {
    for (const base of [0, 10] as const) {
      const { value, length, overflows } = readC(text, base);
      assert.equal(
        wholeNumber(text, base),
        overflows || length === 0 || length < text.length ? undefined : value,
        text,
      );
    }
  }
});

test('numbers are read as int() of Python reads them', (t) => {
  if (!needs(t, 'python3')) return;
  const script = `import json, sys
def read(text, base):
    try:
        return str(int(text, base))
    except ValueError:
        return None
print(json.dumps([[read(text, base) for base in (0, 10, 16)] for text in json.load(sys.stdin)]))`;
  const { stdout } = spawnSync('python3', ['-S', '-c', script], { input: JSON.stringify(TEXTS), encoding: 'utf8' });
  const ours = TEXTS.map((text) =>
    ([0, 10, 16] as const).map((base) => {
      const value = readPython(text, base);
      return value === undefined ? null : String(value);
    }),
  );
  assert.deepEqual(ours, JSON.parse(stdout));
});

test('what is a value of an int or hex differs between the dialects', () => {
  const accepted = (type: 'int' | 'hex', dialect: '6.12' | '6.1'): string[] =>
    ['5', '-5', '+5', '05', '0', '-0', 'ff', '0xFF', '0x', '', '-1f'].filter((text) => isNumberOf(type, text, dialect));
  assert.deepEqual(accepted('int', '6.12'), ['5', '-5', '0', '-0']);
  assert.deepEqual(accepted('int', '6.1'), ['5', '-5', '+5', '05', '0', '-0']);
  assert.deepEqual(accepted('hex', '6.12'), ['5', '05', '0', 'ff', '0xFF']);
  assert.deepEqual(accepted('hex', '6.1'), ['5', '+5', '05', '0', '-0', 'ff', '0xFF']);
});
