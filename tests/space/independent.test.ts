// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Design, openDesign } from '../../scripts/lib/space/designs/index.ts';
import { designOf, pointsOf, shown, spaceOf, summaryOf } from './open-space.ts';

test('the baseline comes first, then one symbol at a time', () => {
  const space = spaceOf('CONFIG_A=1|2|3\nCONFIG_B=x|y\n');
  assert.deepEqual(shown(pointsOf(space, 'independent')), ['A=1 B=x', 'A=2 B=x', 'A=3 B=x', 'A=1 B=y']);
  assert.deepEqual(summaryOf(space, 'independent').notes, ['2 values equal the baseline, which counts once']);
  assert.deepEqual(designOf(space, 'independent').size(), { value: 4, exact: true });
});

test('plain values of a sourced file are the baseline, even when they are none of the swept values', () => {
  const space = spaceOf('source "base.config"\nCONFIG_LR=0.1|0.2\nCONFIG_WD=1|2\n', {
    'base.config': 'CONFIG_LR=0.05\nCONFIG_WD=2\nCONFIG_F=9\n',
  });
  assert.deepEqual(shown(pointsOf(space, 'independent')), [
    'F=9 LR=0.05 WD=2',
    'F=9 LR=0.1 WD=2',
    'F=9 LR=0.2 WD=2',
    'F=9 LR=0.05 WD=1',
  ]);
  const baseline = pointsOf(space, 'independent')[0];
  assert.deepEqual(
    baseline?.lines.map((l) => l.source.path),
    ['base.config', 'base.config', 'base.config'],
  );
});

test('zipped symbols are one axis', () => {
  assert.deepEqual(shown(pointsOf(spaceOf('CONFIG_A,CONFIG_B=1,10|2,20|3,\nCONFIG_C=5|6\n'), 'independent')), [
    'A=1 B=10 C=5',
    'A=2 B=20 C=5',
    'A=3 C=5',
    'A=1 B=10 C=6',
  ]);
});

test('a symbol that is absent in the baseline is not varied, which is said', () => {
  const space = spaceOf('CONFIG_OPT=sgd|adam\nCONFIG_BETA2=0.9|0.99 if CONFIG_OPT="adam"\n');
  assert.deepEqual(shown(pointsOf(space, 'independent')), ['OPT=sgd', 'OPT=adam BETA2=0.9']);
  assert.ok(
    summaryOf(space, 'independent').notes.includes('CONFIG_BETA2 is absent in the baseline, so it is not varied'),
  );
});

test('a change that makes a symbol absent leaves it out', () => {
  const space = spaceOf('CONFIG_OPT=adam|sgd\nCONFIG_BETA2=0.9|0.99 if CONFIG_OPT="adam"\n');
  assert.deepEqual(shown(pointsOf(space, 'independent')), ['OPT=adam BETA2=0.9', 'OPT=sgd', 'OPT=adam BETA2=0.99']);
});

test('values that break a rule beside the baseline are left out, which is said', () => {
  const space = spaceOf('CONFIG_A=1|2|3\nCONFIG_B=1|2\ndepends on CONFIG_A + CONFIG_B < 4\n');
  assert.deepEqual(shown(pointsOf(space, 'independent')), ['A=1 B=1', 'A=2 B=1', 'A=1 B=2']);
  assert.ok(
    summaryOf(space, 'independent').notes.includes('1 value breaks a rule beside the baseline and is left out'),
  );
});

test('SET= over a sourced value keeps it as the baseline, as the same line in the file does', () => {
  const files = { 'base.config': 'CONFIG_LR=0.1\nCONFIG_A,CONFIG_B=1,2\nCONFIG_E=100\n' };
  const lines = 'CONFIG_LR=0.5|0.6\nCONFIG_A,CONFIG_B=3,4\nCONFIG_E=2';
  const inFile = shown(pointsOf(spaceOf(`source "base.config"\n${lines}\n`, files), 'independent'));
  assert.deepEqual(inFile, ['LR=0.1 A=3 B=4 E=2', 'LR=0.5 A=3 B=4 E=2', 'LR=0.6 A=3 B=4 E=2']);
  assert.deepEqual(shown(pointsOf(spaceOf('source "base.config"\n', files, { set: lines }), 'independent')), inFile);
});

test('SET= over a line of the file itself adds no baseline, but one that the file has already stays', () => {
  assert.deepEqual(shown(pointsOf(spaceOf('CONFIG_LR=0.1\n', {}, { set: 'CONFIG_LR=0.5|0.6' }), 'independent')), [
    'LR=0.5',
    'LR=0.6',
  ]);
  const space = spaceOf(
    'source "base.config"\nCONFIG_LR=0.2|0.3\n',
    { 'base.config': 'CONFIG_LR=0.1\n' },
    { set: 'CONFIG_LR=0.5|0.6' },
  );
  assert.deepEqual(shown(pointsOf(space, 'independent')), ['LR=0.1', 'LR=0.5', 'LR=0.6']);
});

test('plain values of a file that SET= sources are the baseline as well', () => {
  const space = spaceOf(
    'CONFIG_LR=0.2|0.3\n',
    { 'base.config': 'CONFIG_LR=0.1\n' },
    { set: 'source "base.config"; CONFIG_LR=0.5|0.6' },
  );
  assert.deepEqual(shown(pointsOf(space, 'independent')), ['LR=0.1', 'LR=0.5', 'LR=0.6']);
});

/** Configurations with the symbols whose lines list them. */
function listed(text: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  const space = spaceOf(text, files, { keepsSingles: true });
  const design = openDesign(space, { mode: 'independent', seed: '0', onlyListed: true });
  const points = [...(design.value?.points() ?? [])];
  assert.equal(designSize(design.value), points.length);
  return points.map((point, i) => `${shown(points)[i]} by ${(point.listedBy ?? []).join(' ')}`);
}

function designSize(design: Design | undefined): number | bigint | undefined {
  return design?.size().value;
}

test('with BASELINE=listed the baseline is a configuration only where a line lists its value, and all such lines are told', () => {
  const base = { 'base.config': 'CONFIG_LR=0.1\nCONFIG_WD=2\n' };
  assert.deepEqual(listed('source "base.config"\nCONFIG_LR=0.2|0.3\nCONFIG_WD=4|8\n', base), [
    'LR=0.2 WD=2 by CONFIG_LR',
    'LR=0.3 WD=2 by CONFIG_LR',
    'LR=0.1 WD=4 by CONFIG_WD',
    'LR=0.1 WD=8 by CONFIG_WD',
  ]);
  assert.deepEqual(listed('source "base.config"\nCONFIG_LR=0.1|0.2|0.3\nCONFIG_WD=2|4\n', base), [
    'LR=0.1 WD=2 by CONFIG_LR CONFIG_WD',
    'LR=0.2 WD=2 by CONFIG_LR',
    'LR=0.3 WD=2 by CONFIG_LR',
    'LR=0.1 WD=4 by CONFIG_WD',
  ]);
});

test('where a design goes by what is listed, one value that is written twice is an axis of one value, and elsewhere not', () => {
  const base = { 'base.config': 'CONFIG_LR=0.1\nCONFIG_WD=2\n' };
  const text = 'source "base.config"\nCONFIG_LR=0.2|0.2\nCONFIG_WD=2|4\n';
  assert.deepEqual(listed(text, base), [
    'LR=0.1 WD=2 by CONFIG_WD',
    'LR=0.2 WD=2 by CONFIG_LR',
    'LR=0.1 WD=4 by CONFIG_WD',
  ]);
  const kept = spaceOf(text, base, { keepsSingles: true });
  assert.deepEqual(kept.swept, ['CONFIG_LR', 'CONFIG_WD']);
  assert.deepEqual(shown(pointsOf(kept)), ['LR=0.2 WD=2', 'LR=0.2 WD=4']);
  assert.deepEqual(spaceOf(text, base).swept, ['CONFIG_WD']);
});
