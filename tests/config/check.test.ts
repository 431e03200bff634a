// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CheckAnswer, questionLine, readAnswers } from '../../scripts/lib/config/check/answers.ts';
import { checkedDesign } from '../../scripts/lib/config/check/checked-design.ts';
import { CHECK_RECORD, knownAnswers, printCheckRecord } from '../../scripts/lib/config/check/record.ts';
import { sourceRecord } from '../../scripts/lib/config/manifest.ts';
import type { Design, DesignSummary, Point } from '../../scripts/lib/space/designs/index.ts';
import { designOf, spaceOf } from '../space/open-space.ts';

test('a question is one line of JSON with the values as a json file has them', () => {
  const values = [
    { name: 'OPTIM.BASE_LR', value: { kind: 'number', text: '1e-4' } },
    { name: 'amp', value: { kind: 'tristate', text: 'n' } },
    { name: 'note', value: { kind: 'text', text: 'a "b"' } },
    { name: 'depths', value: { kind: 'list', text: '[1,[2]]' } },
  ] as const;
  const line = questionLine({ id: 'abc', values });
  assert.equal(line, '{"id":"abc","values":{"OPTIM.BASE_LR":1e-4,"amp":false,"note":"a \\"b\\"","depths":[1,[2]]}}\n');
});

test('answers may come in any order; measures are numbers, texts and booleans', () => {
  const text = '\n{"id":"b","ok":false}\n{"id":"a","ok":true,"measures":{"flops":1.5e9,"kind":"net","small":true}}\n';
  const read = readAnswers(text, ['a', 'b']);
  assert.ok('answers' in read, JSON.stringify(read));
  assert.deepEqual(read.answers.get('a'), { ok: true, measures: { flops: 1.5e9, kind: 'net', small: true } });
  assert.deepEqual(read.answers.get('b'), { ok: false });
});

const MISTAKES: readonly (readonly [text: string, problem: RegExp])[] = [
  ['loading model...\n{"id":"a","ok":true}', /^line 1 of its answers is no JSON: loading model/],
  ['{"id":"a","ok":true}\n{"id":"a","ok":true}', /^line 2 of its answers answers a a second time$/],
  ['{"id":"z","ok":true}', /^line 1 of its answers answers an id that was not asked: z$/],
  ['{"id":"a","ok":1}', /^line 1 of its answers has no "ok" that is true or false/],
  ['[1]', /^line 1 of its answers is no object with an "id"/],
  ['{"id":"a","ok":true,"measures":{"ws":[1]}}', /"measures" that are no object of numbers/],
  ['{"id":"a","ok":true,"measures":[1]}', /"measures" that are no object of numbers/],
  ['{"id":"a","ok":true}', /^it answered 1 of 2 questions; b has no answer$/],
  ['{"id":"a","ok":true,"measures":{"x":NaN}}', /is no JSON/],
];

for (const [text, problem] of MISTAKES) {
  test(`answers that cannot be understood are told: ${JSON.stringify(text)}`, () => {
    const read = readAnswers(text, ['a', 'b']);
    assert.ok('problem' in read);
    assert.match(read.problem, problem);
  });
}

test('recorded answers are read back, and anything else is as if it were not there', () => {
  const key = { command: 'python check.py', codeVersion: null };
  const [a, b, c] = ['a'.repeat(64), 'b'.repeat(64), 'c'.repeat(64)];
  const answers = new Map<string, CheckAnswer>([
    [a, { ok: true, measures: { flops: 7 } }],
    [b, { ok: false }],
  ]);
  const text = printCheckRecord(key, answers);
  const known = knownAnswers([sourceRecord('r', ''), sourceRecord(CHECK_RECORD, text)]);
  assert.deepEqual(known?.key, key);
  assert.deepEqual([known?.get(a), known?.get(b), known?.get(c)], [answers.get(a), answers.get(b), undefined]);
  for (const other of ['', '{}', '[]', 'null', text.slice(0, -5), '{"passed":1,"failed":2}'])
    assert.equal(knownAnswers([sourceRecord(CHECK_RECORD, other)]), undefined);
});

/** The numbers 1, 2, ... of a symbol x, each with so many repeats, as a design that draws them one after the other. */
function numbers(most: number, repeats = 1): Design {
  return {
    mode: 'random',
    size: () => ({ value: most, exact: false }),
    *points() {
      for (let x = 1; x <= most; x += 1)
        for (let seed = 1; seed <= repeats; seed += 1) yield pointOf({ x, ...(repeats === 1 ? {} : { seed }) });
      return { notes: ['a note of its own'], points: most, complete: true };
    },
  };
}

function pointOf(values: Readonly<Record<string, number>>): Point {
  const assignments = Object.entries(values).map(([name, x]) => ({
    name,
    value: { kind: 'number', text: String(x) } as const,
  }));
  return { assignments, lines: [] };
}

function walked(design: Design): { found: string[]; summary: DesignSummary } {
  const found: string[] = [];
  const points = design.points();
  for (let step = points.next(); ; step = points.next()) {
    if (step.done === true) return { found, summary: step.value };
    found.push(step.value.assignments.map(({ value }) => value.text).join('/'));
  }
}

const bySevens = (points: readonly Point[]): CheckAnswer[] =>
  points.map(({ assignments }) => ({ ok: Number(assignments[0]?.value.text) % 7 === 0 }));

test('a drawn design goes on until as many pass as are wanted, whatever the batches are', () => {
  for (const size of [1, 3, 64]) {
    const options = { repeats: 1, batchSize: () => size, ask: bySevens };
    const three = walked(checkedDesign(numbers(1000), { ...options, samples: 3 }));
    assert.deepEqual(three.found, ['7', '14', '21']);
    assert.deepEqual(three.summary.notes, ['18 of 21 configurations are left out by SWEEP_CHECK_COMMAND']);
    const five = walked(checkedDesign(numbers(1000), { ...options, samples: 5 }));
    assert.deepEqual(five.found.slice(0, 3), three.found);
  }
});

test('when fewer pass than are wanted the count says so', () => {
  const options = { repeats: 1, batchSize: () => 4, ask: bySevens, samples: 9 };
  const all = walked(checkedDesign(numbers(20), options));
  assert.deepEqual(all.found, ['7', '14']);
  assert.deepEqual(all.summary.notes, [
    'a note of its own',
    '18 of 20 configurations are left out by SWEEP_CHECK_COMMAND',
    'only 2 configurations pass SWEEP_CHECK_COMMAND, SAMPLES asks for 9',
  ]);
  const bounded = walked(checkedDesign(numbers(1000), { ...options, most: 15 }));
  assert.deepEqual(bounded.found, ['7', '14']);
  assert.match(bounded.summary.notes.at(-1) ?? '', /SAMPLES asks for 9; the search for more was given up$/);
  assert.equal(bounded.summary.complete, false);
});

test('repeats of a configuration are asked about together and count as one sample', () => {
  const options = { repeats: 3, batchSize: () => 4, samples: 2 };
  const both = walked(checkedDesign(numbers(100, 3), { ...options, ask: bySevens }));
  assert.deepEqual(both.found, ['7/1', '7/2', '7/3', '14/1', '14/2', '14/3']);
  const oneSeed = (points: readonly Point[]): CheckAnswer[] =>
    points.map(({ assignments }) => ({ ok: assignments[1]?.value.text === '2' }));
  assert.deepEqual(walked(checkedDesign(numbers(100, 3), { ...options, ask: oneSeed })).found, ['1/2', '2/2']);
});

test('a list that is too long to be asked about is an error', () => {
  const design = checkedDesign(numbers(50), {
    repeats: 1,
    batchSize: () => 8,
    ask: bySevens,
    samples: undefined,
    most: 49,
  });
  assert.throws(() => walked(design), /asked about more than 49 configurations/);
  const exact = checkedDesign(numbers(49), {
    repeats: 1,
    batchSize: () => 8,
    ask: bySevens,
    samples: undefined,
    most: 49,
  });
  assert.equal(walked(exact).found.length, 7);
});

test('a real random design gives the first of its draws that pass, and more samples only add to the end', () => {
  const range = 'CONFIG_X=1:1:500\n';
  const odd = (points: readonly Point[]): CheckAnswer[] =>
    points.map(({ assignments }) => ({ ok: Number(assignments[0]?.value.text) % 5 === 1 }));
  const found = (samples: number): string[] => {
    const design = designOf(spaceOf(range), 'random', 10_000, '3');
    return walked(checkedDesign(design, { repeats: 1, batchSize: () => 7, ask: odd, samples })).found;
  };
  const draws = walked(designOf(spaceOf(range), 'random', 10_000, '3')).found;
  assert.deepEqual(found(20), draws.filter((x) => Number(x) % 5 === 1).slice(0, 20));
  assert.deepEqual(found(20).slice(0, 8), found(8));
  assert.equal(found(200).length, 100);
});
