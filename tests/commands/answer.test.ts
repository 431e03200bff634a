// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answer, EXIT, printAnswer } from '../../scripts/lib/commands/call/command.ts';

const answer = (json: unknown): Answer => ({
  text: () => assert.fail('the text was made, and nobody asked for it'),
  json: () => json,
  exit: EXIT.done,
});

test('an array is printed with one line for each value, anything else on one line, nothing not at all', () => {
  assert.equal(printAnswer(answer([{ a: 1 }, 'b', null]), true), '[\n{"a":1},\n"b",\nnull\n]\n');
  assert.equal(printAnswer(answer([]), true), '[]\n');
  assert.equal(printAnswer(answer({ runs: [1, 2] }), true), '{"runs":[1,2]}\n');
  assert.equal(printAnswer(answer(null), true), 'null\n');
  assert.equal(printAnswer(answer(undefined), true), '');
});

test('the data are not made for people', () => {
  const told: Answer = { text: () => 'a line\n', json: () => assert.fail('nobody asked'), exit: EXIT.done };
  assert.equal(printAnswer(told, false), 'a line\n');
});
