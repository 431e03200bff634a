// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDiagnostics } from '../../scripts/lib/core/diagnostic.ts';
import type { Point } from '../../scripts/lib/space/designs/index.ts';
import { explain, parseAssignments, whyNot } from '../../scripts/lib/space/explain.ts';
import { pointsOf, spaceOf } from './open-space.ts';

const TEXT = `CONFIG_OPT="adam"|"sgd"
CONFIG_WD=0.03:0.02:0.09
CONFIG_BETA2=0.9|0.99 if CONFIG_OPT="adam"
CONFIG_W,CONFIG_R=7800,70|11700,80|,
exclude if CONFIG_OPT="sgd" && CONFIG_WD>0.05
depends on CONFIG_W != 7800 || CONFIG_WD = 0.03
depends on CONFIG_OPT = "sgd" || CONFIG_WD != 0.09
CONFIG_F=5
`;

function ask(wanted: string, text = TEXT): string {
  const { value, diagnostics } = parseAssignments({ path: 'WHY_NOT', text: wanted });
  assert.ok(value !== undefined, formatDiagnostics(diagnostics));
  return whyNot(spaceOf(text), value).join('\n');
}

test('explain names the line that gave each value, absent symbols left out', () => {
  const point: Point =
    pointsOf(spaceOf(TEXT)).find((p) => p.assignments.length === 3) ?? assert.fail('no configuration of three values');
  assert.deepEqual(explain(point), [
    'CONFIG_OPT=sgd  x.range:1: CONFIG_OPT="adam"|"sgd"',
    'CONFIG_WD=0.03  x.range:2: CONFIG_WD=0.03:0.02:0.09',
    'CONFIG_F=5      x.range:8: CONFIG_F=5',
  ]);
});

for (const [what, wanted, answer] of [
  [
    'a single rule',
    'CONFIG_OPT="sgd",CONFIG_WD=0.07',
    'this rule excludes them:\n  x.range:5: exclude if CONFIG_OPT="sgd" && CONFIG_WD>0.05',
  ],
  [
    'rules that only together exclude',
    'CONFIG_WD=0.09',
    'these rules together exclude them:\n  x.range:5: exclude if CONFIG_OPT="sgd" && CONFIG_WD>0.05\n  x.range:7: depends on CONFIG_OPT = "sgd" || CONFIG_WD != 0.09',
  ],
  [
    'a condition',
    'CONFIG_BETA2=0.9,CONFIG_OPT="sgd"',
    'no line gives CONFIG_BETA2=0.9 together with CONFIG_OPT=sgd:\n  x.range:3: CONFIG_BETA2=0.9|0.99 if CONFIG_OPT="adam"',
  ],
  [
    'a zipped row',
    'CONFIG_W=7800,CONFIG_R=80,CONFIG_F=5',
    'no line gives CONFIG_W=7800 together with CONFIG_R=80:\n  x.range:4: CONFIG_W,CONFIG_R=7800,70|11700,80|,',
  ],
  [
    'a value that never comes',
    'CONFIG_WD=0.04',
    'CONFIG_WD is never 0.04; it gets its values here:\n  x.range:2: CONFIG_WD=0.03:0.02:0.09',
  ],
  ['a fixed value', 'CONFIG_F=6', 'CONFIG_F is never 6; it gets its values here:\n  x.range:8: CONFIG_F=5'],
  [
    'an unknown symbol',
    'CONFIG_BETA=1',
    'there is no symbol CONFIG_BETA in this range file; did you mean CONFIG_BETA2?',
  ],
] as const) {
  test(`why-not names ${what}`, () => assert.equal(ask(wanted), answer));
}

test('why-not shows a configuration when nothing excludes the values, in any notation', () => {
  assert.equal(
    ask('CONFIG_WD=5e-2, CONFIG_OPT=sgd'),
    'nothing excludes these values; a valid configuration that has them:\n  CONFIG_OPT=sgd\n  CONFIG_WD=0.05\n  CONFIG_W=11700\n  CONFIG_R=80',
  );
});

test('why-not knows symbols that conditions on fixed values leave out or hold to one line', () => {
  const text =
    'CONFIG_OPT="adam"\nCONFIG_MOMENTUM=0|0.9 if CONFIG_OPT="sgd"\nCONFIG_LR=1 if CONFIG_OPT="adam"\nCONFIG_LR=2\nexclude if CONFIG_MOMENTUM != 0.5\n';
  assert.equal(
    ask('CONFIG_MOMENTUM=0.9', text),
    'no line gives CONFIG_MOMENTUM=0.9:\n  x.range:2: CONFIG_MOMENTUM=0|0.9 if CONFIG_OPT="sgd"',
  );
  assert.equal(
    ask('CONFIG_LR=2', text),
    'no line gives CONFIG_LR=2:\n  x.range:3: CONFIG_LR=1 if CONFIG_OPT="adam"\n  x.range:4: CONFIG_LR=2',
  );
  assert.match(ask('CONFIG_LR=1', text.replace(/exclude.*/, '')), /^nothing excludes/);
});

test('why-not of a huge space with long ranges and distributions ends', () => {
  const text = `CONFIG_N=0:1:1e12\n${Array.from({ length: 15 }, (_, i) => `CONFIG_A${i}=0:1:99\n`).join('')}CONFIG_L=~loguniform(1e-5,1e-1)\nexclude if CONFIG_N=5 && CONFIG_A3 != 7\n`;
  assert.equal(
    ask('CONFIG_N=5,CONFIG_A3=8,CONFIG_L=0.001', text),
    'this rule excludes them:\n  x.range:18: exclude if CONFIG_N=5 && CONFIG_A3 != 7',
  );
  assert.match(ask('CONFIG_N=5,CONFIG_A3=7', text), /^nothing excludes/);
  assert.match(ask('CONFIG_L=0.2', text), /^CONFIG_L is never 0.2/);
});

test('why-not of repeats knows their numbers', () => {
  const space = spaceOf('CONFIG_A=1|2\n', {}, { repeats: { symbol: 'CONFIG_SEED', count: 3 } });
  const answer = (text: string): string =>
    whyNot(space, [{ name: 'CONFIG_SEED', value: { kind: 'number', text } }]).join('\n');
  assert.match(answer('3'), /^nothing excludes/);
  assert.equal(answer('4'), 'CONFIG_SEED is never 4; SWEEP_REPEATS gives it the values 1 to 3');
});

for (const text of [
  '',
  'CONFIG_A',
  'CONFIG_A=',
  'CONFIG_A=1 CONFIG_B=2',
  'CONFIG_A=1,',
  'CONFIG_A=1,CONFIG_A=2',
  '=1',
  'CONFIG_A="x',
]) {
  test(`why-not refuses ${JSON.stringify(text)} with a position`, () => {
    const { value, diagnostics } = parseAssignments({ path: 'WHY_NOT', text });
    assert.equal(value, undefined);
    assert.equal(diagnostics.length, 1);
    assert.ok(diagnostics[0]?.span !== undefined);
  });
}

test('why-not tries all there is when a symbol that nothing looks at is drawn', () => {
  const laws = 'CONFIG_LR=~loguniform(1e-5,1e-1)\nCONFIG_D=~list(3, int(1,8))\n';
  assert.equal(
    ask('CONFIG_OPT="sgd",CONFIG_WD=0.07', laws + TEXT),
    'this rule excludes them:\n  x.range:7: exclude if CONFIG_OPT="sgd" && CONFIG_WD>0.05',
  );
  const looked = `${laws}${TEXT}exclude if CONFIG_LR < 2\n`;
  assert.match(ask('CONFIG_OPT="adam"', looked), /not all could be tried/);
});

test('why-not reads y, n and m by their symbol', () => {
  const text = 'size=n|s|m\nCONFIG_W=1|2\nexclude if size=n && CONFIG_W=2\n';
  assert.equal(
    ask('size=n,CONFIG_W=2', text),
    'this rule excludes them:\n  x.range:3: exclude if size=n && CONFIG_W=2',
  );
});
