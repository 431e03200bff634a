// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  displayText,
  isBareText,
  isNumberText,
  kconfigText,
  readWord,
  textValue,
  type Value,
  valueKey,
} from '../../scripts/lib/core/value.ts';

for (const [word, kind] of [
  ['0', 'number'],
  ['-1.5e3', 'number'],
  ['1E+5', 'number'],
  ['0x1F', 'hex'],
  ['y', 'tristate'],
  ['n', 'tristate'],
  ['m', 'tristate'],
  ['007', 'text'],
  ['+4', 'text'],
  ['.5', 'text'],
  ['5.', 'text'],
  ['1e', 'text'],
  ['Y', 'text'],
  ['true', 'boolean'],
  ['False', 'boolean'],
  ['TRUE', 'text'],
  ['null', 'null'],
  ['None', 'null'],
  ['none', 'text'],
  ['adam', 'text'],
  ['0x', 'text'],
  ['inf', 'text'],
] as const) {
  test(`the word ${word} is ${kind}`, () => assert.equal(readWord(word).kind, kind));
}

const list = (text: string): Value => ({ kind: 'list', text });
for (const [what, a, b] of [
  ['0.1 and 0.10', readWord('0.1'), readWord('0.10')],
  ['0.1 and 1e-1', readWord('0.1'), readWord('1e-1')],
  ['0 and -0', readWord('0'), readWord('-0')],
  ['0x0A and 0Xa', readWord('0x0A'), readWord('0Xa')],
  ['[0.1,"a"] and [1e-1,"a"]', list('[0.1,"a"]'), list('[1e-1,"a"]')],
] as const) {
  test(`${what} are equal`, () => assert.equal(valueKey(a), valueKey(b)));
}

for (const [what, a, b] of [
  ['the text 5 and the number 5', textValue('5'), readWord('5')],
  ['16 and 0x10', readWord('16'), readWord('0x10')],
  ['the text y and yes', textValue('y'), readWord('y')],
  ['lists of texts that look like equal numbers', list('["0.1"]'), list('["0.10"]')],
  ['the text of a list and the list', textValue('[1]'), list('[1]')],
] as const) {
  test(`${what} differ`, () => assert.notEqual(valueKey(a), valueKey(b)));
}

test('the key of a long list takes linear time', () => {
  const text = `["${'\\"1'.repeat(200_000)}",${'1,'.repeat(100_000)}2]`;
  assert.ok(valueKey(list(text)).startsWith('list:["'));
});

test('isBareText is true only for text that a range file reads back without quotes', () => {
  for (const text of ['adam', 'resnet-18', 'a.b/c', '007', 'x@y']) assert.ok(isBareText(text), text);
  for (const text of ['', '5', 'y', 'a b', 'a|b', 'a"b', '@rows.csv', '~x', 'a:b', 'a#b', 'é'])
    assert.ok(!isBareText(text), text);
});

test('isNumberText follows the grammar of numbers', () => {
  for (const text of ['0', '-0.5', '10e-3']) assert.ok(isNumberText(text), text);
  for (const text of ['', '+1', '01', '.1', '1.', '0x1', '1e1.5']) assert.ok(!isNumberText(text), text);
});

test('kconfigText quotes text and lists with both escapes, and nothing else', () => {
  assert.equal(kconfigText(textValue('a"b\\c')), '"a\\"b\\\\c"');
  assert.equal(kconfigText(list('["x"]')), '"[\\"x\\"]"');
  assert.equal(kconfigText(readWord('1e-5')), '1e-5');
});

test('displayText shows text bare only where it cannot be mistaken', () => {
  assert.equal(displayText(textValue('adam')), 'adam');
  assert.equal(displayText(textValue('5')), '"5"');
  assert.equal(displayText(list('[1,2]')), '[1,2]');
});
