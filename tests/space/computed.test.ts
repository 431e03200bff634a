// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSweep } from '../../scripts/lib/edge/definition/sweep-definition.ts';
import { parseAssignments, whyNot } from '../../scripts/lib/space/explain.ts';
import { rangeOfText } from '../rig/range-text.ts';
import { pointsOf, shown, spaceOf, summaryOf } from './open-space.ts';

test('a computed symbol needs no blanks around its sign, in a list and behind let neither', () => {
  for (const line of ['CONFIG_X:=1+2', 'CONFIG_X:= 1+2', 'CONFIG_X :=1+2'])
    assert.deepEqual(shown(pointsOf(spaceOf(`${line}\n`))), ['X=3'], line);
  assert.deepEqual(shown(pointsOf(spaceOf('a=4\nlet half:=a/2\nCONFIG_X:=half\n'))), ['a=4 X=2']);
});

for (const [expression, value] of [
  ['1 - 0.9', '0.1'],
  ['1 - 1e-3', '0.999'],
  ['2 * 3.50', '7'],
  ['1 / 3', '0.333333333333333'],
  ['-7 / 2', '-3.5'],
  ['int(-3.7)', '-3'],
  ['int(3.7)', '3'],
  ['round(2.5)', '3'],
  ['round(-2.5)', '-3'],
  ['round(2.4999)', '2'],
  ['floor(-2.5)', '-3'],
  ['ceil(-2.5)', '-2'],
  ['ceil(2.0001)', '3'],
  ['abs(-0.50)', '0.5'],
  ['min(3, 1e-2, 7)', '0.01'],
  ['max(3, 0x10)', '16'],
  ['log10(1000)', '3'],
  ['exp(0)', '1'],
  ['sqrt(16)', '4'],
  ['sqrt(2)', '1.4142135623731'],
  ['pow(2, 10)', '1024'],
  ['pow(2, -2)', '0.25'],
  ['pow(2, 0.5)', '1.4142135623731'],
  ['pow(10, -9)', '1e-9'],
  ['pow(10, 25)', '1e25'],
  ['1e6 * 1', '1000000'],
  ['3 > 2', 'true'],
  ['!(3 > 2 && 1 = 1)', 'false'],
  ['"a"', 'a'],
] as const) {
  test(`X := ${expression} is ${value}`, () => {
    assert.deepEqual(shown(pointsOf(spaceOf(`CONFIG_X := ${expression}\n`))), [`X=${value}`]);
  });
}

for (const [what, expression] of [
  ['a division by zero', '1 / CONFIG_Z'],
  ['a root of a number below 0', 'sqrt(CONFIG_Z - 1)'],
  ['a sum of a text', '"a" + 1'],
  ['an absent symbol', 'CONFIG_GONE + 1'],
  ['a comparison with an absent symbol', 'CONFIG_GONE = 1 || CONFIG_Z = 0'],
] as const) {
  test(`${what} makes a computed symbol absent`, () => {
    const text = `CONFIG_Z=0|1\nCONFIG_GONE=1 if CONFIG_Z=1\nCONFIG_X := ${expression}\nexclude if CONFIG_Z=1\n`;
    assert.deepEqual(shown(pointsOf(spaceOf(text))), ['Z=0']);
  });
}

test('of several lines the first whose condition holds computes, and a line may give one value', () => {
  const text = [
    'steps=10|100',
    'mode=fast|slow|off',
    'eval := steps / 10 if mode="fast"',
    'eval := steps * 2 if steps < 50',
    'eval=7 if mode="slow"',
    'twice := eval * 2',
    '',
  ].join('\n');
  assert.deepEqual(shown(pointsOf(spaceOf(text))), [
    'steps=10 mode=fast eval=1 twice=2',
    'steps=10 mode=slow eval=20 twice=40',
    'steps=10 mode=off eval=20 twice=40',
    'steps=100 mode=fast eval=10 twice=20',
    'steps=100 mode=slow eval=7 twice=14',
    'steps=100 mode=off',
  ]);
});

test('rules, conditions and why-not know computed symbols, and the counts are those of the rule by hand', () => {
  const rest = 'depends on half > 2 && b != half\n';
  const computed = spaceOf(`a=1:1:9\nhalf := a / 2\nb=1:1:5 if half < 4\n${rest}`);
  const plain = spaceOf(`a=1:1:9\nb=1:1:5 if a / 2 < 4\n${rest.replaceAll('half', 'a / 2')}`);
  const values = (space: typeof plain): string[] => shown(pointsOf(space)).map((p) => p.replace(/ half=\S+/, ''));
  assert.deepEqual(values(computed), values(plain));
  const ask = (wanted: string): string =>
    whyNot(computed, parseAssignments({ path: 'W', text: wanted }).value ?? assert.fail()).join('\n');
  assert.match(ask('half=3.5'), /nothing excludes these values.*\n {2}a=7/);
  assert.match(ask('half=1.5'), /this rule excludes them:\n.*depends on half > 2/);
  assert.match(ask('half=9'), /no line gives half=9:\n.*half := a \/ 2/);
});

test('random and pairwise designs, and the baseline of independent, hold computed symbols', () => {
  const space = spaceOf('a=1:1:9\nb=1|2\nsum := a + b\n');
  for (const mode of ['random', 'pairwise', 'independent', 'sobol', 'latin'] as const) {
    for (const line of shown(pointsOf(space, mode, 5))) {
      const [, a, b, sum] = /^a=(\d) b=(\d) sum=(\d+)$/.exec(line) ?? assert.fail(line);
      assert.equal(Number(a) + Number(b), Number(sum));
    }
  }
});

test('helpers are part of the space and its rules, and of no configuration', () => {
  const text = 'let scale=1|2|4\nlet big := scale > 1\nwidth := 64 * scale\ndepth=1|2 if big\n';
  const space = spaceOf(text);
  assert.deepEqual(shown(pointsOf(space)), [
    'width=64',
    'width=128 depth=1',
    'width=128 depth=2',
    'width=256 depth=1',
    'width=256 depth=2',
  ]);
  assert.deepEqual(space.symbols, ['width', 'depth']);
  assert.deepEqual(
    pointsOf(space)[3]?.helpers?.map((h) => `${h.name}=${h.value.text}`),
    ['scale=4', 'big=true'],
  );
});

test('configurations that differ in helpers only count once, and it is said', () => {
  const space = spaceOf('let a=1|2|3\nb := min(a, 2)\n');
  assert.deepEqual(shown(pointsOf(space)), ['b=1', 'b=2']);
  assert.match(summaryOf(space, 'combination').notes.join('\n'), /1 configuration differs .* in helpers only \(a\)/);
});

test('a helper stays one when SET= gives it another value', () => {
  const sweep = openSweep(rangeOfText('let a=1|2\nb := a * 2\n'), [{ name: 'SET', text: 'a=5', layer: 'flag' }]);
  assert.deepEqual(
    [...sweep.configurations()].map((c) => c.assignments.map((x) => `${x.name}=${x.value.text}`).join(' ')),
    ['b=10'],
  );
});

for (const [setting, text] of [
  ['COMMAND', 'train {{a}}'],
  ['COMMAND', 'train {{#if a}}x{{/if}}'],
  ['TEMPLATE', 't.hbs'],
] as const) {
  test(`a helper in ${text} is an error with its place`, () => {
    assert.throws(
      () =>
        openSweep(rangeOfText('let a=1|2\nb := a * 2\n', { 't.hbs': 'x {{json a}}\n' }), [
          { name: setting, text, layer: 'flag' },
        ]),
      /names a, a helper \(let\)/,
    );
  });
}
