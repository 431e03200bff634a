// SPDX-License-Identifier: MIT
// Values that differ in the range file and look the same in a file make one configuration, and that is said.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OpenSweep } from '../../scripts/lib/edge/definition/sweep-definition.ts';
import { filesOfSweep, sweepOfText } from '../rig/range-text.ts';

type Words = Readonly<Record<string, string>>;

/** The files without their comments, in which numbers and values as written stand. */
function filesOf(sweep: OpenSweep): string[] {
  return filesOfSweep(sweep).map((text) => text.replace(/^#.*\n/gm, '').trim());
}

const LEFT_OUT = /the same file as an earlier one and (?:is|are) left out: values of (.*) are of several kinds/;

interface Case {
  readonly what: string;
  readonly text: string;
  readonly format: 'kconfig' | 'yaml' | 'json';
  readonly files: readonly string[];
  /** How many were left out; the names are those of the first line. */
  readonly left: number;
  readonly settings?: Words;
  readonly base?: string;
}

const CASES: readonly Case[] = [
  {
    what: 'a list and its text',
    text: 'A=[1,2]|"[1,2]"|"[1, 2]"',
    format: 'kconfig',
    files: ['A="[1,2]"', 'A="[1, 2]"'],
    left: 1,
  },
  {
    what: 'a boolean and its word',
    text: 'A=true|"true"|False|"False"',
    format: 'kconfig',
    files: ['A="true"', 'A="False"'],
    left: 2,
  },
  { what: 'null and its word', text: 'A=null|"null"', format: 'kconfig', files: ['A="null"'], left: 1 },
  {
    what: 'an object and its text',
    text: 'A={"a":1}|"{\\"a\\":1}"',
    format: 'kconfig',
    files: ['A="{\\"a\\":1}"'],
    left: 1,
  },
  {
    what: 'the cells of a zip',
    text: 'A,B=true,1|"true",1|"true",2',
    format: 'kconfig',
    files: ['A="true"\nB=1', 'A="true"\nB=2'],
    left: 1,
  },
  {
    what: 'y and true',
    text: 'a=y|true|"y"|"true"',
    format: 'yaml',
    files: ['a: true', 'a: "y"', 'a: "true"'],
    left: 1,
  },
  {
    what: 'y and true in json',
    text: 'a=y|true|n',
    format: 'json',
    files: ['{\n  "a": true\n}', '{\n  "a": false\n}'],
    left: 1,
  },
  { what: '0x10 and 16 in json', text: 'a=0x10|16', format: 'json', files: ['{\n  "a": 16\n}'], left: 1 },
  {
    what: '5 and "5" over a text',
    text: 'a=5|"5"|6',
    format: 'yaml',
    files: ['a: "5"', 'a: "6"'],
    left: 1,
    base: 'a: "x"\n',
  },
  {
    what: 'the draws of a choice in a grid',
    text: 'a=~choice(y,true)\nb=1|2',
    format: 'yaml',
    files: ['a: true\nb: 1', 'a: true\nb: 2'],
    left: 2,
    settings: { SAMPLES: '9' },
  },
  {
    what: 'repeats, which are of the first',
    text: 'a=y|true',
    format: 'yaml',
    files: ['a: true\nseed: 1', 'a: true\nseed: 2'],
    left: 1,
    settings: { REPEATS: '2', SEED_SYMBOL: 'seed' },
  },
];

for (const { what, text, format, files, left, settings = {}, base } of CASES) {
  test(`${what} (${format}): equal files are one configuration, with the count said`, () => {
    const over: Words = base === undefined ? {} : { BASE: 'base' };
    const sweep = sweepOfText(
      `${text}\n`,
      { FORMAT: format, ...over, ...settings },
      base === undefined ? {} : { base },
    );
    assert.deepEqual(filesOf(sweep), files);
    assert.equal(sweep.count, files.length);
    const ids = [...sweep.configurations()].map((c) => c.id);
    assert.equal(new Set(ids).size, ids.length);
    const note = sweep.notes.find((one) => LEFT_OUT.test(one));
    assert.equal(LEFT_OUT.exec(note ?? '')?.[1], text[0], sweep.notes.join('\n'));
    assert.match(note ?? '', new RegExp(`^${left} configuration`));
  });
}

test('values that are written differently stay, and nothing is said of them', () => {
  for (const [text, format, count] of [
    ['a=true|"true"|"y"|5|"5"|null|"null"|[1]|"[1]"', 'yaml', 9],
    ['A=0x10|16|"16"|y|"y"', 'kconfig', 5],
    ['B=1|2\nA=true if B=1\nA="true" if B=2', 'kconfig', 2],
  ] as const) {
    const sweep = sweepOfText(`${text}\n`, { FORMAT: format });
    assert.equal(sweep.count, count, text);
    assert.equal(new Set(filesOf(sweep)).size, count, text);
    assert.deepEqual(sweep.notes, [], text);
  }
});

test('a drawn design draws another configuration instead of one whose file is there', () => {
  const sweep = sweepOfText('a=y|true|"t"|"u"|"v"\n', { FORMAT: 'yaml', MODE: 'random', SAMPLES: '4' });
  assert.deepEqual(filesOf(sweep).sort(), ['a: t', 'a: true', 'a: u', 'a: v']);
});

test('a helper that gives equal files is told apart from values that are written alike', () => {
  const sweep = sweepOfText('let h=1|2\na=y|true if h=1\na=y if h=2\n', { FORMAT: 'yaml' });
  assert.deepEqual(filesOf(sweep), ['a: true']);
  assert.match(sweep.notes.join('\n'), /^1 configuration differs from an earlier one in helpers only \(h\)/m);
  assert.match(sweep.notes.join('\n'), LEFT_OUT);
});

test('a drawn design that has all says which were left out', () => {
  const sweep = sweepOfText('a=y|true|"t"\n', { FORMAT: 'yaml', MODE: 'random', SAMPLES: '9' });
  assert.deepEqual(filesOf(sweep).sort(), ['a: t', 'a: true']);
  assert.match(sweep.notes.join('\n'), /^only 2 valid configurations exist.*^1 configuration has the same file/ms);
});
