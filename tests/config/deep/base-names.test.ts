// SPDX-License-Identifier: MIT
// Names over a base: keys it lacks, keys that go, list positions, and bases that a value chooses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDiagnostics } from '../../../scripts/lib/core/diagnostic.ts';
import { filesOverBase, openOverBase, type OverBase, saidOverBase } from '../../rig/over-base.ts';
import { needs } from '../../rig/needs.ts';
import { readBack } from '../../rig/read-back.ts';

const BASE = 'model:\n  depth: 18\n  name: resnet\noptim: {lr: 0.1}\nextra: {}\nnothing:\n';

function codes(range: string, base = BASE, over: OverBase = {}): string {
  return saidOverBase(range, base, over)
    .map((d) => d.code)
    .join(' ');
}

test('a key that the base lacks is told with near names, all of them at once', () => {
  const said = saidOverBase('model.dpeth=18|34\nlr=0.1\noptim.lr=0.2\n', BASE);
  assert.equal(
    formatDiagnostics(said),
    `test-range:1:1: error: the base file has no model.dpeth [E_BASE_KEY]
  model.dpeth=18|34
  ~~~~~~~~~~~
base.yaml:2:3: note: model of base.yaml has depth, name
    depth: 18
    ~
  hint: did you mean model.depth? If not, a key that is meant to be new: SWEEP_BASE_NEW_KEYS="model.dpeth"

test-range:2:1: error: the base file has no lr [E_BASE_KEY]
  lr=0.1
  ~~
base.yaml:1:1: note: base.yaml has model, optim, extra, nothing
  model:
  ~
  hint: did you mean optim.lr? If not, a key that is meant to be new: SWEEP_BASE_NEW_KEYS="lr"

2 errors`,
  );
  assert.equal(codes('model.dpeth=1\n', '{"model": {"depth": 1}}', { format: 'json' }), 'E_BASE_KEY');
  assert.equal(codes('x=1\nmodel.depth=2\n', BASE, { settings: { SET: 'z=1' } }), 'E_BASE_KEY E_BASE_KEY');
});

test('a base may lack children of what is empty or null, the seed symbol, and what SWEEP_BASE_NEW_KEYS names', () => {
  assert.equal(codes('extra.a.b=1\nnothing.a=2\n'), '');
  assert.equal(codes('a=1\nb.c=2\n', ''), '', 'an empty base');
  assert.equal(codes('optim.lr=0.2\n', BASE, { settings: { REPEATS: '2' } }), '');
  assert.equal(codes('seed=1|2\n', BASE, { settings: { SEED_SYMBOL: 'seed' } }), '');
  assert.equal(codes('seed=1|2\n'), 'E_BASE_KEY');
  const keys = (names: string): OverBase => ({ settings: { BASE_NEW_KEYS: names } });
  assert.equal(codes('a.b=1\nc=2\nmodel.x=3\n', BASE, keys('a.* c, model.x')), '');
  assert.equal(codes('a.b=1\nc=2\n', BASE, keys('1')), '');
  assert.equal(codes('ab=1\nc=2\n', BASE, keys('a* d')), 'E_BASE_KEY');
  assert.equal(codes('aXb=1\n', BASE, keys('a.b')), 'E_BASE_KEY', 'a dot is a dot');
  assert.equal(codes('SWEEP_BASE_NEW_KEYS="c"\nc=2\n'), '');
  assert.deepEqual(filesOverBase('extra.a=1\n', 'extra: {}\n'), ['extra: {a: 1}\n']);
});

test('keys that a merge gives are known, and take their kinds from it', () => {
  const base = 'd: &d {lr: 1.0, amp: no}\nm:\n  <<: *d\n  k: 1\n';
  assert.deepEqual(filesOverBase('m.lr=1\nm.amp=true\n', base), [
    'd: &d {lr: 1.0, amp: no}\nm:\n  <<: *d\n  k: 1\n  lr: 1.0\n  amp: true\n',
  ]);
  assert.equal(codes('m.lx=1\n', base), 'E_BASE_KEY');
});

test('a base that writes a dotted name as one key has it set there', () => {
  assert.deepEqual(filesOverBase('optim.lr=1\na.b.c=x\n', 'optim.lr: 0.5\na: {b.c: y}\n'), [
    'optim.lr: 1.0\na: {b.c: x}\n',
  ]);
  assert.deepEqual(filesOverBase('optim.lr=1\n', '{"optim.lr": 0.5}', { format: 'json' }), [
    '{\n  "optim.lr": 1.0\n}\n',
  ]);
});

const OPTIM = 'optim: adam\nmomentum: 0.9\nbetas: [0.9, 0.99]\n';
const CONDITIONAL = 'optim=adam|sgd\nmomentum=0.8|0.95 if optim="sgd"\n';

test('a symbol that is absent goes from the base, in yaml and in json', (t) => {
  if (!needs(t, 'python3-yaml')) return;
  const expected = [
    "{'optim': 'adam', 'betas': [0.9, 0.99]}",
    "{'optim': 'sgd', 'momentum': 0.8, 'betas': [0.9, 0.99]}",
    "{'optim': 'sgd', 'momentum': 0.95, 'betas': [0.9, 0.99]}",
  ];
  assert.deepEqual(readBack('pyyaml', filesOverBase(CONDITIONAL, OPTIM)), expected);
  const json = '{"optim": "adam", "momentum": 0.9, "betas": [0.9, 0.99]}';
  assert.deepEqual(readBack('json', filesOverBase(CONDITIONAL, json, { format: 'json' })), expected);
});

test('an empty cell of a zip removes the key', () => {
  assert.deepEqual(filesOverBase('a,b=1,2|3,\n', 'a: 0\nb: 0\n'), ['a: 1\nb: 2\n', 'a: 3\n']);
});

test('unset takes a key away, always or under a condition, in yaml and json', () => {
  assert.deepEqual(filesOverBase('optim=adam|sgd\nunset momentum if optim="adam"\nunset betas\n', OPTIM), [
    'optim: adam\n',
    'optim: sgd\nmomentum: 0.9\n',
  ]);
  const json = { format: 'json' } as const;
  assert.deepEqual(filesOverBase('unset a.b\n', '{"a": {"b": 1, "c": 2}}', json), [
    '{\n  "a": {\n    "c": 2\n  }\n}\n',
  ]);
  assert.equal(codes('unset momentm\n', OPTIM), 'E_BASE_KEY');
  assert.equal(codes('unset betas.0\n', OPTIM), 'E_BASE_LIST');
});

test('unset overrides as any line does: SET=, a line over a sourced one, a line among those of a symbol', () => {
  assert.deepEqual(filesOverBase('momentum=0.8|0.95\n', OPTIM, { settings: { SET: 'unset momentum' } }), [
    'optim: adam\nbetas: [0.9, 0.99]\n',
  ]);
  const files = { inc: 'momentum=0.5\noptim=sgd\n' };
  assert.deepEqual(filesOverBase('source "inc"\nunset momentum\n', OPTIM, { files }), [
    'optim: sgd\nbetas: [0.9, 0.99]\n',
  ]);
  assert.deepEqual(filesOverBase('optim=adam|sgd\nunset momentum if optim="adam"\nmomentum=0.5\n', OPTIM), [
    'optim: adam\nbetas: [0.9, 0.99]\n',
    'optim: sgd\nmomentum: 0.5\nbetas: [0.9, 0.99]\n',
  ]);
  assert.equal(codes('unset momentum\nmomentum=1\n', OPTIM), 'E_ASSIGNED_TWICE');
  assert.equal(codes('a=1 if momentum\nunset momentum\n', OPTIM), 'E_SYMBOL_UNKNOWN');
});

test('without a base, unset is warned about', () => {
  assert.equal(codes('a=1\nunset b\n', '', { settings: { BASE: '' } }), 'W_UNSET_NOTHING');
});

const PIPELINE = 'pipeline:\n  - type: crop\n    prob: 0.5\n  - {type: flip, prob: 0.5}\nbetas: [0.9, 0.99]\n';

test('list positions are names: read by PyYAML, OmegaConf and json', (t) => {
  if (!needs(t, 'python3-yaml') || !needs(t, 'python3-omegaconf')) return;
  const range = 'pipeline.1.prob=1|0.25\nbetas.0=0.8\n';
  const expected = ['1.0', '0.25'].map(
    (prob) => `{'pipeline': [{'type': 'crop', 'prob': 0.5}, {'type': 'flip', 'prob': ${prob}}], 'betas': [0.8, 0.99]}`,
  );
  assert.deepEqual(readBack('pyyaml', filesOverBase(range, PIPELINE)), expected);
  assert.deepEqual(readBack('omegaconf', filesOverBase(range, PIPELINE)), expected);
  const json = '{"pipeline": [{"type": "crop", "prob": 0.5}, {"type": "flip", "prob": 0.5}], "betas": [0.9, 0.99]}';
  assert.deepEqual(readBack('json', filesOverBase(range, json, { format: 'json' })), expected);
});

test('positions that a list lacks, and items that would go, are errors', () => {
  assert.equal(codes('pipeline.2.prob=1\n', PIPELINE), 'E_BASE');
  assert.equal(codes('a=1|2\nbetas.0=0.5 if a=1\n', `a: 1\n${PIPELINE}`), 'E_BASE_LIST');
  assert.equal(codes('a=1|2\nbetas.0=0.5 if a=1\nbetas.0=0.6\n', `a: 1\n${PIPELINE}`), '');
  assert.deepEqual(filesOverBase('a=1|2\npipeline.0.prob=1 if a=1\n', 'a: 1\npipeline: [{prob: 0.5, x: 1}]\n'), [
    'a: 1\npipeline: [{prob: 1.0, x: 1}]\n',
    'a: 2\npipeline: [{x: 1}]\n',
  ]);
});

const CHOSEN: OverBase = {
  settings: { BASE: 'conf/{{model}}.yaml' },
  files: {
    'conf/small.yaml': 'model: small\nlr: 1.0\ndrop: 0.5\n',
    'conf/large.yaml': 'model: large\nlr: auto\n',
  },
};

test('a value may choose the base: kinds and keys are those of the chosen one', () => {
  assert.deepEqual(filesOverBase('model=small|large\nlr=1|2\n', '', CHOSEN), [
    'model: small\nlr: 1.0\ndrop: 0.5\n',
    'model: small\nlr: 2.0\ndrop: 0.5\n',
    'model: large\nlr: "1"\n',
    'model: large\nlr: "2"\n',
  ]);
  const said = saidOverBase('model=small|large\ndrop=0.1\nlr=1\n', '', CHOSEN);
  assert.deepEqual(
    said.map((d) => [d.code, d.notes?.[0]?.span?.source.path]),
    [['E_BASE_KEY', 'conf/large.yaml']],
  );
});

test('a chosen base is held against what its own configurations do alone', () => {
  const range = 'model=small|large\ndrop=0.1|0.2 if model="small"\nlr=auto if model="large"\nlr=1\n';
  assert.deepEqual(filesOverBase(range, '', CHOSEN), [
    'model: small\nlr: 1.0\ndrop: 0.1\n',
    'model: small\nlr: 1.0\ndrop: 0.2\n',
    'model: large\nlr: auto\n',
  ]);
  assert.deepEqual(filesOverBase('model=small|large\nunset drop if model="small"\n', '', CHOSEN), [
    'model: small\nlr: 1.0\n',
    'model: large\nlr: auto\n',
  ]);
  assert.equal(codes('model=small|large\nunset drop if model="large"\n', '', CHOSEN), 'E_BASE_KEY');
  assert.equal(codes('model=small|large\nlr=auto|1\n', '', CHOSEN), 'E_BASE_KIND');
});

test('the content of each chosen base is in the ids of its configurations alone', () => {
  const ids = (files: Record<string, string>): string[] =>
    [
      ...openOverBase('model=small|large\n', '', { ...CHOSEN, files: { ...CHOSEN.files, ...files } }).configurations(),
    ].map((c) => c.id);
  const [small, large] = ids({});
  const changed = ids({ 'conf/large.yaml': 'model: large\nlr: other\n' });
  assert.equal(changed[0], small);
  assert.notEqual(changed[1], large);
  const commented = ids({ 'conf/large.yaml': '# why\nmodel: large\nlr: auto\n' });
  assert.deepEqual(commented, [small, large], 'comments do not count');
});

for (const [value, message] of [
  ['"../small"', 'the value "../small" cannot be a part of SWEEP_BASE'],
  ['"a/b"', 'the value "a/b" cannot be a part of SWEEP_BASE'],
  ['".."', 'the value ".." cannot be a part of SWEEP_BASE'],
  ['""', 'the value "" cannot be a part of SWEEP_BASE'],
] as const) {
  test(`a base is not chosen by ${value}`, () => {
    const said = saidOverBase(`model=small|${value}\n`, '', CHOSEN);
    assert.deepEqual(
      said.map((d) => `${d.code} ${d.message}`),
      [`E_BASE_PATH ${message}`],
    );
  });
}

test('dots of two values cannot lead upwards, and an absent symbol chooses no base', () => {
  const twoDots = { settings: { BASE: 'conf/{{a}}{{b}}/x.yaml' } };
  assert.equal(codes('a="."\nb="."\n', '', twoDots), 'E_BASE_PATH');
  const [first, ...others] = saidOverBase('k=1|2\nmodel=small if k=1\n', '', CHOSEN).filter(
    (d) => d.code !== 'E_BASE_KEY',
  );
  assert.deepEqual(others, []);
  assert.match(first?.message ?? '', /\{\{model\}\} is printed, but this configuration has no such symbol/);
});

test('values that a base makes one are told, since their files are equal', () => {
  const said = (range: string, base: string): string =>
    saidOverBase(range, base)
      .map((d) => `${d.code} ${d.message}`)
      .join(' ');
  assert.equal(
    said('k=5|"5"|6\n', 'k: x\n'),
    'W_BASE_ALIKE k is 5 and "5", which are written alike: the base file holds a text',
  );
  assert.equal(
    said('k=y|n|true\n', 'k: no\n'),
    'W_BASE_ALIKE k is y and true, which are written alike: the base file holds a boolean',
  );
  assert.equal(
    said('k=1|2|0x1\n', 'k: 1.5\n'),
    'W_BASE_ALIKE k is 1 and 0x1, which are written alike: the base file holds a number',
  );
  assert.equal(said('k=5|6|1e5\n', 'k: x\n'), '');
});

test('MODE=independent takes its baseline from the base, and sourced values stand over it', () => {
  const settings = { MODE: 'independent' };
  const base = 'lr: 0.3\namp: yes\narch: a\ncount: "5"\nlist: [1, 2]\nnothing: null\n';
  const lines = 'lr=0.1|0.30\namp=y|n\narch=b|c\ncount=5|6\nlist=[1,2]|[3]\nnothing=1\n';
  const files = filesOverBase(lines, base, { settings });
  const first = 'lr: 0.3\namp: true\narch: a\ncount: "5"\nlist: [1, 2]\nnothing: 1\n';
  assert.deepEqual(files, [
    first,
    first.replace('0.3', '0.1'),
    first.replace('amp: true', 'amp: false'),
    first.replace('arch: a', 'arch: b'),
    first.replace('arch: a', 'arch: c'),
    first.replace('"5"', '"6"'),
    first.replace('[1, 2]', '[3]'),
  ]);
  assert.deepEqual(filesOverBase('source "inc"\nlr=0.1|0.2\n', 'lr: 0.3\n', { settings, files: { inc: 'lr=0.2\n' } }), [
    'lr: 0.2\n',
    'lr: 0.1\n',
  ]);
  assert.deepEqual(
    filesOverBase('model=large|small\nlr=1|2\n', '', {
      settings: { ...settings, ...CHOSEN.settings },
      files: { 'conf/small.yaml': 'model: small\nlr: 7.0\n', 'conf/large.yaml': 'model: large\nlr: 9.0\n' },
    }),
    ['model: large\nlr: 9.0\n', 'model: small\nlr: 9.0\n', 'model: large\nlr: 1.0\n', 'model: large\nlr: 2.0\n'],
  );
  assert.equal(codes('lr=0.1|0.2\ndepends on lr < 0.3\n', 'lr: 0.3\n', { settings }), 'E_BASELINE');
});

test('an id has a further field only where the file differs from what 0.1 wrote', () => {
  const isAnew = (range: string, base: string): boolean => {
    const sweep = openOverBase(range, base);
    const [first] = sweep.configurations();
    return sweep.renderer.writesAnew(first?.assignments ?? []);
  };
  for (const [range, base, anew] of [
    ['lr=0.2\n', 'lr: 0.1\n', false],
    ['lr=1\n', 'lr: 0.1\n', true],
    ['lr=1\n', 'lr: 5\n', false],
    ['lr=1e3\n', 'lr: 5\n', true],
    ['arch=5\n', 'arch: x\n', true],
    ['arch=x\n', 'arch: z\n', false],
    ['amp=y\n', 'amp: no\n', false],
    ['amp=true\n', 'amp: no\n', true],
    ['lr=2\n', 'lr: &a 1\nb: *a\n', true],
    ['b=2\n', 'lr: &a 1\nb: *a\n', false],
    ['lr=2\nunset b\n', 'lr: 1\nb: 2\n', true],
  ] as const)
    assert.equal(isAnew(range, base), anew, `${range} over ${base}`);
  const id = (range: string): string | undefined =>
    [...openOverBase(range, 'a: 1\nb: 2\nc: 3\n').configurations()][0]?.id;
  assert.equal(new Set(['a=1\n', 'a=1\nunset b\n', 'a=1\nunset c\n', 'a=1\nunset b\nunset c\n'].map(id)).size, 4);
  assert.equal(id('a=1\nunset c\nunset b\n'), id('a=1\nunset b\nunset c\n'));
});
