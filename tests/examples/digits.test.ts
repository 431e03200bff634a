// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CLASSES, digitFile, loadDigits, parseDigits, PIXELS, splitDigits } from '../../examples/mnist/digits.ts';

const digits = loadDigits();

/** The images of one label as the package has them, read the plain way. */
function plainImages(label: number): number[] {
  const parsed: { data: number[] } = JSON.parse(readFileSync(digitFile(label), 'utf8'));
  return parsed.data;
}

test('every pixel of the 10,000 digits is what JSON.parse reads', () => {
  assert.equal(digits.count, 10_000);
  let image = 0;
  for (let label = 0; label < CLASSES; label++) {
    const plain = Float32Array.from(plainImages(label));
    const read = new Float32Array(plain.length);
    for (let base = 0; base < plain.length; base += PIXELS, image++) {
      assert.equal(digits.label[image], label);
      for (let i = digits.start[image] ?? 0; i < (digits.start[image + 1] ?? 0); i++) {
        read[base + (digits.pixel[i] ?? 0)] = digits.ink[i] ?? 0;
      }
    }
    assert.ok(Buffer.from(read.buffer).equals(Buffer.from(plain.buffer)), `digit ${label}`);
  }
  assert.equal(image, digits.count);
});

test('the split gives 8,000 and 2,000 images, none twice, each label in its proportion', () => {
  const { train, test } = splitDigits(digits, 20);
  assert.equal(train.length, 8000);
  assert.equal(test.length, 2000);
  assert.equal(new Set([...train, ...test]).size, 10_000);
  for (let label = 0; label < CLASSES; label++) {
    const all = digits.label.reduce((n, l) => n + (l === label ? 1 : 0), 0);
    const tested = test.reduce((n, image) => n + (digits.label[image] === label ? 1 : 0), 0);
    assert.ok(Math.abs(tested - all / 5) < 1, `digit ${label}: ${tested} of ${all}`);
  }
});

test('the split follows its seed', () => {
  assert.deepEqual(splitDigits(digits, 3), splitDigits(digits, 3));
  assert.notDeepEqual(splitDigits(digits, 3), splitDigits(digits, 4));
});

const bytes = (text: string): Uint8Array => Buffer.from(text);
const blank = Array.from({ length: PIXELS }, () => '0');

test('a file that ends inside an image or holds no plain numbers is refused', () => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [blank.slice(1), /digit 0 ends inside an image: 783 of 784/],
    [blank.with(5, '-1'), /digit 0 holds something else than plain numbers at byte 21/],
    [blank.with(5, ''), /something else than plain numbers/],
    [blank.with(5, '0.1.2'), /something else than plain numbers/],
    [blank.with(5, 'null'), /something else than plain numbers/],
  ];
  assert.equal(parseDigits([bytes(`{"data":[${blank.join(',')}]}`)]).count, 1);
  for (const [image, message] of cases) {
    assert.throws(() => parseDigits([bytes(`{ "data": [${image.join(',')}]}`)]), message);
  }
  assert.throws(() => parseDigits([bytes(`{ "data": [${blank.join(',')}`)]), /something else than plain numbers/);
});
