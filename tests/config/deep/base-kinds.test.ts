// SPDX-License-Identifier: MIT
// The kinds of a base win: each row is read back by the programs that read such files.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isError } from '../../../scripts/lib/core/diagnostic.ts';
import { type BaseFormat, filesOverBase, type OverBase, saidOverBase } from '../../rig/over-base.ts';
import { needs, type Tool } from '../../rig/needs.ts';
import { readBack, type ReaderName } from '../../rig/read-back.ts';

interface Row {
  readonly what: string;
  /** Value of the key `p.k` in yaml; the same in json, where that has another spelling. */
  readonly base: string;
  readonly json?: string;
  /** Alternatives as a range line has them. */
  readonly values: string;
  /** What Python reads for each: the repr of p.k. */
  readonly read: readonly string[];
}

const ROWS: readonly Row[] = [
  { what: 'a number over a float', base: '1.0', values: '1|0.5|1e-5|2E3', read: ['1.0', '0.5', '1e-05', '2000.0'] },
  {
    what: 'a number over 1e-5, which YAML 1.1 takes for text',
    base: '1e-5',
    values: '1|1e-4',
    read: ['1.0', '0.0001'],
  },
  { what: 'a hexadecimal number over a float', base: '0.5', values: '0x10', read: ['16.0'] },
  { what: 'a number over a text', base: '"007"', values: '5|x|0.10', read: ["'5'", "'x'", "'0.10'"] },
  { what: 'a number over a plain text', base: 'adam', json: '"adam"', values: '1e5|12e3', read: ["'1e5'", "'12e3'"] },
  { what: 'a whole number over a whole number', base: '10', values: '1|1e3', read: ['1', '1000'] },
  { what: 'a fraction over a whole number', base: '10', values: '0.5|2.0', read: ['0.5', '2.0'] },
  { what: 'booleans over a boolean', base: 'true', values: 'true|False', read: ['True', 'False'] },
  { what: 'y and n over a boolean', base: 'false', values: 'y|n', read: ['True', 'False'] },
  { what: 'booleans over yes', base: 'yes', json: 'true', values: 'true|n', read: ['True', 'False'] },
  { what: 'booleans over off', base: 'OFF', json: 'false', values: 'y|False', read: ['True', 'False'] },
  { what: 'a number over a boolean', base: 'false', values: '0|1', read: ['0', '1'] },
  { what: 'a boolean over a number', base: '1', values: 'true', read: ['True'] },
  { what: 'null over anything', base: '0.1', values: 'null|1', read: ['None', '1.0'] },
  { what: 'anything over null', base: 'null', values: '1|x|true|[1,2]', read: ['1', "'x'", 'True', '[1, 2]'] },
  { what: 'a list over a text', base: '"(1, 2)"', values: '[1,2]', read: ['[1, 2]'] },
  { what: 'null over a folder', base: '{a: 1}', json: '{"a": 1}', values: 'null', read: ['None'] },
  {
    what: 'texts that look like something else',
    base: 'x',
    json: '"x"',
    values: '"no"|"1e5"|"null"',
    read: ["'no'", "'1e5'", "'null'"],
  },
];

const READERS: readonly (readonly [BaseFormat, ReaderName, Tool])[] = [
  ['yaml', 'pyyaml', 'python3-yaml'],
  ['yaml', 'omegaconf', 'python3-omegaconf'],
  ['json', 'json', 'python3'],
];

function baseText(format: BaseFormat, { base, json = base }: Row): string {
  return format === 'yaml' ? `q: 1\np:\n  k: ${base} # why\n` : `{"q": 1, "p": {"k": ${json}}}`;
}

/** The doors that a value may come through: a line, SET=, a row of CSV, a sourced file. */
function doors({ values }: Row): readonly (readonly [string, string, OverBase])[] {
  const words = values.includes('[') ? undefined : values.split('|');
  const csv = words?.map((word) => (word.startsWith('"') ? `"""${word.slice(1, -1)}"""` : word));
  return [
    ['a line', `p.k=${values}\n`, {}],
    ['SET=', 'p.k=null\n', { settings: { SET: `p.k=${values}` } }],
    ['a sourced file', 'source "inc"\n', { files: { inc: `p.k=${values}\n` } }],
    ...(csv === undefined
      ? []
      : [
          [
            'a row of CSV',
            'p.k,q=@rows.csv\n',
            { files: { 'rows.csv': ['p.k,q', ...csv.map((w) => `${w},1`)].join('\n') } },
          ] as const,
        ]),
  ];
}

for (const [format, reader, tool] of READERS) {
  test(`each value over each kind of a ${format} base is read by ${reader} as the base's kind, through every door`, (t) => {
    if (!needs(t, tool)) return;
    const cases = ROWS.flatMap((row) =>
      doors(row).map(([door, range, over]) => ({
        what: `${row.what}: ${row.values} over ${row.base}, through ${door}`,
        texts: filesOverBase(range, baseText(format, row), { ...over, format }),
        expected: row.read.map((repr) => `{'q': 1, 'p': {'k': ${repr}}}`),
      })),
    );
    const found = readBack(
      reader,
      cases.flatMap(({ texts }) => texts),
    );
    for (const { what, texts, expected } of cases) assert.deepEqual(found.splice(0, texts.length), expected, what);
    assert.deepEqual(found, []);
  });
}

test('yacs takes the values of a base that its kinds have shaped', (t) => {
  if (!needs(t, 'python3-yacs')) return;
  const base = 'OPTIM:\n  BASE_LR: 1.0\n  NAME: sgd\n  NESTEROV: False\n  STEPS: 10\n';
  const range = 'OPTIM.BASE_LR=1|0.5\nOPTIM.NESTEROV=y\nOPTIM.STEPS=1e2\n';
  assert.deepEqual(readBack('yacs', filesOverBase(range, base)), [
    "{'OPTIM': {'BASE_LR': 1.0, 'NAME': 'sgd', 'NESTEROV': True, 'STEPS': 100}}",
    "{'OPTIM': {'BASE_LR': 0.5, 'NAME': 'sgd', 'NESTEROV': True, 'STEPS': 100}}",
  ]);
});

test('what only the program knows takes every kind: ${...}, ??? and values with a tag of their own', () => {
  const base = 'a: ${lr}\nb: ???\nc: !act relu\nd: "${x}.pt"\n';
  assert.deepEqual(filesOverBase('a=0.1\nb=5\nc=gelu\nd=x\n', base), ['a: 0.1\nb: 5\nc: !act gelu\nd: x\n']);
  assert.deepEqual(saidOverBase('a=0.1\nb=true\nc=1\n', base), []);
});

for (const [range, base, said] of [
  ['k=auto', 'k: 5', 'error E_BASE_KIND k is "auto", a text, where the base file holds a whole number'],
  ['k="0.1"', 'k: 0.5', 'error E_BASE_KIND k is "0.1", a text, where the base file holds a number'],
  ['k="true"', 'k: no', 'error E_BASE_KIND k is "true", a text, where the base file holds a boolean'],
  ['k=m', 'k: no', 'error E_BASE_KIND k is m, a text, where the base file holds a boolean'],
  ['k=[1]', 'k: 5', 'error E_BASE_KIND k is [1], a list, where the base file holds a whole number'],
  ['k=y', 'k: adam', 'error E_BASE_KIND k is y, a boolean, where the base file holds a text'],
  ['k=true', 'k: adam', 'error E_BASE_KIND k is true, a boolean, where the base file holds a text'],
  ['k=1|2', 'k: [1]', 'error E_BASE_KIND k is 1, a number, where the base file holds a list'],
  ['k=1:1:5', 'k: {a: 1}', 'error E_BASE_KIND k is 1:1:5, a number, where the base file holds a folder of names'],
  ['k=true', 'k: [1]', 'error E_BASE_KIND k is true, a boolean, where the base file holds a list'],
  [
    'k=1:0.5:2',
    'k: 1',
    'warning W_BASE_FLOAT k is 1:0.5:2, which is no whole number as the base file holds: it is written as it is',
  ],
  [
    'k=0|1',
    'k: on',
    'warning W_BASE_KIND k is 0, a number, where the base file holds a boolean: it is written as it is',
  ],
  [
    'k=n',
    'k: 1.5',
    'warning W_BASE_KIND k is n, a boolean, where the base file holds a number: it is written as it is',
  ],
  [
    'k=[1]',
    'k: adam',
    'warning W_BASE_KIND k is [1], a list, where the base file holds a text: it is written as it is',
  ],
  [
    'k=adam',
    'k: [1]',
    'warning W_BASE_KIND k is "adam", a text, where the base file holds a list: it is written as it is',
  ],
] as const) {
  test(`${range} over ${base} is told with both places`, () => {
    const [first = assert.fail(), ...others] = saidOverBase(`${range}\n`, `x: 1\n${base}\n`);
    assert.deepEqual(others, []);
    assert.equal(`${isError(first) ? 'error' : 'warning'} ${first.code} ${first.message}`, said);
    assert.equal(first.span?.offset, 2);
    assert.equal(first.notes?.[0]?.span?.offset, 8, 'the place in the base');
  });
}

for (const [mode, law, base, code] of [
  ['random', '~uniform(0,1)', '5', 'W_BASE_FLOAT'],
  ['random', '~int(1,8)', '5', undefined],
  ['random', '~pow2(1,8)', '5', undefined],
  ['random', '~uniform(0,10,q=2)', '5', undefined],
  ['random', '~uniform(0,1)', 'auto', undefined],
  ['random', '~uniform(0,1)', '[1]', 'E_BASE_KIND'],
  ['random', '~list(2, int(1,8))', '5', 'E_BASE_KIND'],
] as const) {
  test(`${law} over ${base}: ${code ?? 'nothing'} is said`, () => {
    const said = saidOverBase(`k=${law}\n`, `k: ${base}\n`, { settings: { MODE: mode, SAMPLES: '4' } });
    assert.deepEqual(
      said.map((d) => d.code),
      code === undefined ? [] : [code],
    );
  });
}

test('drawn numbers are written as the base holds them', (t) => {
  if (!needs(t, 'python3-yaml')) return;
  const settings = { MODE: 'random', SAMPLES: '8' };
  const files = filesOverBase('a=~int(1,8)\nb=~int(1,8)\nc=~uniform(0,1)\n', 'a: 1.0\nb: x\nc: 0.5\n', { settings });
  for (const repr of readBack('pyyaml', files)) assert.match(repr, /^\{'a': \d\.0, 'b': '\d', 'c': \d\.\d+(e-\d+)?\}$/);
});
