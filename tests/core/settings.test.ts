// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDiagnostics } from '../../scripts/lib/core/diagnostic.ts';
import { allocationSettings } from '../../scripts/lib/core/settings/allocation.ts';
import { flagOf, SETTING_NAMES, settingSpec } from '../../scripts/lib/core/settings/index.ts';
import { settingsEnvExample, settingsMarkdown } from '../../scripts/lib/core/settings/pages.ts';
import { type GivenSetting, LAYERS, resolveSettings } from '../../scripts/lib/core/settings/resolve.ts';
import { parseSetting } from '../../scripts/lib/core/settings/value.ts';

const given = (name: string, text: string, layer: GivenSetting['layer']): GivenSetting => ({ name, text, layer });

test('the higher layer wins, whatever the order in which they are given', () => {
  const all = LAYERS.filter((l) => l !== 'default').map((layer, i) => given('PARALLEL', String(i + 1), layer));
  for (let from = 0; from < all.length; from += 1) {
    const { settings, diagnostics } = resolveSettings(all.slice(from).reverse());
    assert.deepEqual(diagnostics, []);
    assert.equal(settings.get('PARALLEL'), from + 1);
    assert.equal(settings.layer('PARALLEL'), LAYERS[from]);
  }
});

test('a setting nobody gave has its default and says so', () => {
  const { settings } = resolveSettings([]);
  assert.equal(settings.get('PARALLEL'), 1);
  assert.equal(settings.layer('PARALLEL'), 'default');
  assert.equal(settings.isGiven('PARALLEL'), false);
  assert.equal(settings.get('METRIC'), undefined);
});

test('every default of the table is of its own kind', () => {
  for (const name of SETTING_NAMES) {
    const spec = settingSpec(name);
    if (spec.default !== undefined) assert.ok('value' in parseSetting(spec, spec.default), name);
    assert.ok(spec.help.length > 5 && !spec.help.endsWith('.'), name);
    if (spec.kind === 'choice') assert.ok((spec.values?.length ?? 0) > 1, name);
  }
});

test('malformed values name the setting as it was written in its layer', () => {
  const { diagnostics } = resolveSettings([
    given('PARALLEL', '0', 'make'),
    given('PARALLEL', 'two', 'flag'),
    given('MODE', 'grid', 'environment'),
    given('GRACE', 'soon', 'flag'),
    given('DRY_RUN', 'maybe', 'make'),
    given('LOG_LIMIT', '5x', 'flag'),
    given('GPU_MAX_LOAD', '2', 'flag'),
    given('LIMIT', '9'.repeat(20), 'flag'),
  ]);
  assert.deepEqual(
    diagnostics.map((d) => d.message),
    [
      'PARALLEL is "0"; expected a whole number of at least 1',
      'DRY_RUN is "maybe"; expected 1 or 0',
      '--parallel is "two"; expected a whole number of at least 1',
      '--grace is "soon"; expected a time such as 90s, 1h30m or 1:30:00',
      '--log-limit is "5x"; expected a size such as 512m or 10g',
      '--gpu-max-load is "2"; expected a number from 0 to 1',
      '--limit is "99999999999999999999"; expected a whole number of at least 1 and at most 9007199254740991',
      'SWEEP_MODE is "grid"; expected one of combination, independent, random, sobol, latin, pairwise',
    ],
  );
});

test('a setting of one call is refused in files', () => {
  const { diagnostics } = resolveSettings([given('DRY_RUN', '1', 'range file'), given('RANGE_CONFIG', 'x', '.env')]);
  assert.equal(
    formatDiagnostics(diagnostics),
    [
      'error: SWEEP_DRY_RUN belongs to one call and cannot stand in a file [E_SETTING_UNKNOWN]',
      '  hint: give it to make (DRY_RUN=...) or to a script (--dry-run)',
      '',
      'error: SWEEP_RANGE_CONFIG belongs to one call and cannot stand in a file [E_SETTING_UNKNOWN]',
      '  hint: give it to make (RANGE_CONFIG=...) or to a script (--range-config)',
      '',
      '2 errors',
    ].join('\n'),
  );
});

test('consent to foreign code is taken from the call itself alone', () => {
  for (const layer of LAYERS.filter((l) => l !== 'default')) {
    const { settings, diagnostics } = resolveSettings([given('ALLOW_SHELL', '1', layer)]);
    const isOfTheCall = layer === 'make' || layer === 'flag';
    assert.equal(settings.get('ALLOW_SHELL'), isOfTheCall, layer);
    assert.equal(diagnostics.length, isOfTheCall ? 0 : 1, layer);
  }
});

test('values are typed: seconds, bytes, booleans', () => {
  const { settings } = resolveSettings([
    given('GRACE', '1m30s', 'make'),
    given('LOG_LIMIT', '2m', 'make'),
    given('REUSE', 'yes', 'make'),
    given('GPU_MAX_LOAD', '0.6', 'make'),
  ]);
  assert.deepEqual(
    [settings.get('GRACE'), settings.get('LOG_LIMIT'), settings.get('REUSE'), settings.get('GPU_MAX_LOAD')],
    [90, 2 * 1024 * 1024, true, 0.6],
  );
});

test('inside an allocation the allotted cores set PARALLEL, and anything given wins', () => {
  const inSlurm = allocationSettings({ SLURM_JOB_ID: '7', SLURM_CPUS_ON_NODE: '8' });
  assert.equal(resolveSettings(inSlurm).settings.get('PARALLEL'), 8);
  assert.equal(resolveSettings([...inSlurm, given('PARALLEL', '3', '.env')]).settings.get('PARALLEL'), 3);
  assert.equal(
    resolveSettings(
      allocationSettings({ SLURM_JOB_ID: '7', SLURM_CPUS_ON_NODE: '8', SLURM_CPUS_PER_TASK: '2' }),
    ).settings.get('PARALLEL'),
    2,
  );
  assert.equal(
    resolveSettings(allocationSettings({ LSB_JOBID: '7', LSB_DJOB_NUMPROC: '4' })).settings.get('PARALLEL'),
    4,
  );
  assert.deepEqual(allocationSettings({ SLURM_CPUS_ON_NODE: '8' }), []);
  assert.deepEqual(allocationSettings({ SLURM_JOB_ID: '7', SLURM_CPUS_ON_NODE: '8(x2)' }), []);
});

test('the pages made from the table name every setting', () => {
  const page = settingsMarkdown();
  const example = settingsEnvExample();
  for (const name of SETTING_NAMES) {
    assert.ok(page.includes(`\`${flagOf(name)}\``), name);
    assert.equal(example.includes(`\n#SWEEP_${name}=`), settingSpec(name).callOnly !== true, name);
  }
});
