// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isError } from '../../scripts/lib/core/diagnostic.ts';
import { parse as parseYaml } from 'yaml';
import { type BaseFormat, filesOverBase, saidOverBase } from '../rig/over-base.ts';

const NEW_KEYS = { BASE_NEW_KEYS: '1' };

function linesOf(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, word]) => `${name}=${word}\n`)
    .join('');
}

function merged(text: string, values: Readonly<Record<string, string>>, format: BaseFormat = 'yaml'): string {
  const files = filesOverBase(linesOf(values), text, { format, settings: NEW_KEYS });
  assert.equal(files.length, 1);
  return files[0] ?? '';
}

function saidOf(
  text: string,
  values: Readonly<Record<string, string>>,
  severity: 'error' | 'warning',
  format: BaseFormat = 'yaml',
): string {
  return saidOverBase(linesOf(values), text, { format, settings: NEW_KEYS })
    .filter((d) => isError(d) === (severity === 'error') && d.code !== 'W_NO_SYMBOLS')
    .map((d) => `${d.code} ${d.span?.offset} ${d.message}`)
    .join('\n');
}

const ALIASES = 'model: &m {depth: 1, width: 2}\nother: *m\nthird: *m\n';

for (const [what, text, values, expected] of [
  [
    'a value inside an alias is set in a copy without the anchor',
    ALIASES,
    { 'other.depth': '7' },
    'model: &m {depth: 1, width: 2}\nother: {depth: 7, width: 2}\nthird: *m\n',
  ],
  [
    'aliases follow a value inside of their anchor',
    ALIASES,
    { 'model.depth': '7' },
    'model: &m {depth: 7, width: 2}\nother: *m\nthird: *m\n',
  ],
  [
    'both may be set: the copy follows its anchor in all else',
    ALIASES,
    { 'third.width': '9', 'model.depth': '7' },
    'model: &m {depth: 7, width: 2}\nother: *m\nthird: {depth: 7, width: 9}\n',
  ],
  [
    'aliases follow an anchored value',
    'lr: &lr 0.1\na: *lr\nb: [*lr]\n',
    { lr: '5' },
    'lr: &lr 5.0\na: *lr\nb: [*lr]\n',
  ],
  [
    'an anchor inside of what is replaced moves to its first alias',
    'q: {o: &o {lr: 1}}\na: *o\nb: *o\n',
    { q: 'null' },
    'q: null\na: &o {lr: 1}\nb: *o\n',
  ],
  [
    'anchors inside a copy are not written twice',
    'm: &m {o: &o {lr: 1}, p: *o}\na: *m\nb: *o\n',
    { 'a.p.lr': '5' },
    'm: &m {o: &o {lr: 1}, p: *o}\na: {o: {lr: 1}, p: {lr: 5}}\nb: *o\n',
  ],
  ['anchors that no path meets stay', 'd: &d {x: 1}\ne: *d\nlr: 1\n', { lr: '5' }, 'd: &d {x: 1}\ne: *d\nlr: 5\n'],
  ['what is merged follows', 'd: &d {lr: 1}\nm:\n  <<: *d\n', { 'd.lr': '7' }, 'd: &d {lr: 7}\nm:\n  <<: *d\n'],
  [
    'a folder that comes by a merge key is copied, not lost',
    'd: &d {o: {lr: 1, k: 2}}\nm:\n  <<: *d\n',
    { 'm.o.lr': '7' },
    'd: &d {o: {lr: 1, k: 2}}\nm:\n  <<: *d\n  o: {lr: 7, k: 2}\n',
  ],
  ['an empty value may become a folder', 'm:\nn: ~\n', { 'm.a': '1', 'n.a': '2' }, 'm:\n  a: 1\nn:\n  a: 2\n'],
  [
    'an anchor may be given twice',
    'a: &x {k: 1}\nb: *x\nc: &x {k: 2}\nd: *x\n',
    { 'a.k': '7', 'd.k': '8' },
    'a: &x {k: 7}\nb: *x\nc: &x {k: 2}\nd: {k: 8}\n',
  ],
  ['a name that YAML 1.1 would take for a boolean is quoted', 'm: {k: 1}\n', { 'm.on': '1' }, 'm: {k: 1, "on": 1}\n'],
] as const) {
  test(`yaml base: ${what}`, () => assert.equal(merged(text, values), expected));
}

test('yaml base: a hundred and more aliases of one anchor are no bomb', () => {
  const text = `m: &m {k: 1}\n${Array.from({ length: 300 }, (_, i) => `a${i}: *m\n`).join('')}`;
  const values = parseYaml(merged(text, { 'm.k': '2' }), { maxAliasCount: -1 }) as Record<string, unknown>;
  assert.deepEqual([values['m'], values['a0'], values['a299']], [{ k: 2 }, { k: 2 }, { k: 2 }]);
});

const BOMB = `a0: &a0 [x]\n${Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]\n`).join('')}`;

for (const [text, values, trouble] of [
  ['a: 1\n---\nb: 2\n', {}, 'E_BASE 5 a base file must hold one document, and a second one starts here'],
  ['a: *nope\n', {}, 'E_BASE 3 *nope stands for nothing: there is no anchor &nope before it'],
  ['a: &a {b: *a}\n', {}, 'E_BASE 10 *a stands inside of what it stands for'],
  [BOMB, {}, 'E_BASE 0 with its aliases written out, the base file would have more than 100,000 values'],
  [
    'x: 1\nmodel: 5\n',
    { 'model.depth': '7' },
    'E_BASE 12 model.depth cannot stand inside model, which is 5 in the base file',
  ],
  [
    'model: [1, 2]\n',
    { 'model.2': '7' },
    'E_BASE 7 model.2 cannot stand inside model, which is a list of 2 items (0 to 1) in the base file',
  ],
  ['a: {b: "x"}\n', { 'a.b.c': '7' }, 'E_BASE 7 a.b.c cannot stand inside a.b, which is "x" in the base file'],
  ['l: &l 5\nm: *l\n', { 'm.c': '7' }, 'E_BASE 11 m.c cannot stand inside m, which is 5 in the base file'],
] as const) {
  test(`yaml base: refused: ${trouble}`, () => assert.equal(saidOf(text, values, 'error'), trouble));
}

test('a name that replaces a whole folder of the base is warned of, with what goes', () => {
  const yaml = 'lr: 1\nmodel: &m {depth: 1, width: 2}\nother: *m\nempty: {}\nlist: [1]\n';
  const warned = (text: string, values: Readonly<Record<string, string>>, format: BaseFormat = 'yaml'): string =>
    saidOf(text, values, 'warning', format);
  assert.equal(warned(yaml, { lr: '5', 'model.depth': '3', empty: 'null', list: '[3]' }), '');
  assert.equal(
    warned(yaml, { model: 'small' }),
    'E_BASE 16 model replaces a whole folder of the base file: model.depth, model.width go',
  );
  assert.equal(
    warned(yaml, { other: 'small' }),
    'E_BASE 44 other replaces a whole folder of the base file: other.depth, other.width go',
  );
  assert.equal(
    warned('a: {b: {c: 1, d: 2, e: 3, f: 4, g: 5, h: 6}}\n', { 'a.b': '[3]' }),
    'E_BASE 7 a.b replaces a whole folder of the base file: a.b.c, a.b.d, a.b.e, a.b.f, a.b.g, ... go',
  );
  const json = '{"lr": 1, "model": {"depth": 1}, "empty": {}}';
  assert.equal(warned(json, { lr: '5', 'model.depth': '3', empty: 'null' }, 'json'), '');
  assert.equal(
    warned(json, { model: 'small' }, 'json'),
    'E_BASE 19 model replaces a whole folder of the base file: model.depth goes',
  );
});

test('json base: a name inside a value or a list is refused, one inside null is not', () => {
  const base = '{"a": {"b": 5}, "l": [1], "s": "x{", "e": null}';
  assert.equal(
    saidOf(base, { 'a.b.c': '7' }, 'error', 'json'),
    'E_BASE 12 a.b.c cannot stand inside a.b, which is 5 in the base file',
  );
  assert.equal(
    saidOf(base, { 'l.x': '7' }, 'error', 'json'),
    'E_BASE 21 l.x cannot stand inside l, which is a list of 1 item (0) in the base file: x is no position',
  );
  assert.equal(
    saidOf(base, { 's.t.u': '7' }, 'error', 'json'),
    'E_BASE 31 s.t.u cannot stand inside s, which is "x{" in the base file',
  );
  assert.deepEqual(JSON.parse(merged(base, { 'e.k': '7', 'a.c': '1' }, 'json')), {
    a: { b: 5, c: 1 },
    l: [1],
    s: 'x{',
    e: { k: 7 },
  });
});

for (const [text, offset, message] of [
  ['{"q": NaN}', 6, 'found "NaN"; expected a value'],
  ['// why\n{"q": 1}', 0, 'found "/"; expected a value'],
  ['{"q": [1, 2,]}', 12, 'found "]"; expected a value'],
  ['{"q": }', 6, 'found "}"; expected a value'],
  ['{"q": \'x\'}', 6, 'found "\'"; expected a value'],
  ['{"q": 1', 7, 'the file ends too early (half written?)'],
  ['{"q": 1,}', 8, 'found "}"; expected a name in double quotes'],
] as const) {
  test(`${text} is no json base, and one is told where`, () => {
    const [code, at, ...words] = saidOf(text, { a: '1' }, 'error', 'json').split(' ');
    assert.deepEqual([code, Number(at)], ['E_BASE', offset]);
    assert.equal(words.join(' '), message);
  });
}
