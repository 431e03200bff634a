// SPDX-License-Identifier: MIT
// true, false and null keep their kinds through every door and in every format, as programs read them back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSweep, type OpenSweep } from '../../../scripts/lib/edge/definition/sweep-definition.ts';
import { argumentWords } from '../../../scripts/lib/run/arguments.ts';
import { runEnvironment } from '../../../scripts/lib/run/environment.ts';
import { needs } from '../../rig/needs.ts';
import { filesOfSweep, rangeOfText, sweepOfText } from '../../rig/range-text.ts';
import { readBack, readByConf, readConfigs } from '../../rig/read-back.ts';

interface Door {
  readonly text: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly set?: string;
}

/** The same five values through each door. */
const DOORS: Readonly<Record<string, Door>> = {
  'a line': { text: 'CONFIG_V=true|False|null|"true"|"None"\n' },
  'SET=': { text: 'CONFIG_V=1\n', set: 'CONFIG_V=true|False|null|"true"|"None"' },
  'a zip': { text: 'CONFIG_V,CONFIG_W=true,1|False,1|null,1|"true",1|"None",1\n' },
  'rows of a CSV file': {
    text: 'CONFIG_V=@rows.csv\n',
    files: { 'rows.csv': 'CONFIG_V\ntrue\nFalse\nnull\n"""true"""\n"""None"""\n' },
  },
  'a sourced file': {
    text: 'source "other.range"\n',
    files: { 'other.range': 'CONFIG_V=true|False|null|"true"|"None"\n' },
  },
};

function sweepOf({ text, set, files }: Door, format: string): OpenSweep {
  return sweepOfText(text, { FORMAT: format, ...(set === undefined ? {} : { SET: set }) }, files);
}

for (const [name, door] of Object.entries(DOORS)) {
  test(`through ${name}, booleans and null are what they are in yaml and json, and texts in quotes stay texts`, (t) => {
    if (!needs(t, 'python3-yaml') || !needs(t, 'python3-omegaconf')) return;
    const found = (['pyyaml', 'omegaconf'] as const).map((reader) =>
      readBack(reader, filesOfSweep(sweepOf(door, 'yaml'))),
    );
    found.push(readBack('json', filesOfSweep(sweepOf(door, 'json'))));
    for (const values of found) {
      assert.deepEqual(
        values.map((v) => /'CONFIG_V': ([^,}]+)/.exec(v)?.[1]),
        ['True', 'False', 'None', "'true'", "'None'"],
      );
    }
  });

  test(`through ${name}, a .config file holds the words in quotes, which Kconfig reads as texts`, (t) => {
    if (!needs(t, 'python3-kconfiglib') || !needs(t, 'conf-6.12')) return;
    const sweep = sweepOf(door, 'kconfig');
    const tree = 'config V\n\tstring "v"\n';
    for (const read of [readConfigs(tree, filesOfSweep(sweep)), readByConf('6.12', tree, filesOfSweep(sweep))])
      assert.deepEqual(read, ['V=true', 'V=False', 'V=null', 'V=None']); // true and "true" are one file
    assert.match(sweep.notes.join(), /^1 configuration has the same file as an earlier one/);
  });

  test(`through ${name}, arguments hold a boolean as it is written and leave null out, the environment holds each word`, () => {
    const all = [...sweepOf(door, 'yaml').configurations()];
    assert.deepEqual(
      all.map((c) => argumentWords(c.assignments.filter((a) => a.name === 'CONFIG_V'))),
      ["'--v=true'", "'--v=False'", '', "'--v=true'", "'--v=None'"],
    );
    const place = { run: 'r', number: 1, config: '/c', runDir: '/r', attemptDir: '/a', sweepDir: '/s' };
    assert.deepEqual(
      all.map((c) => runEnvironment(c.assignments, ['CONFIG_V'], place)['CONFIG_V']),
      ['true', 'False', 'null', 'true', 'None'],
    );
  });
}

test('True, true and y are different values but for True and true, which count once', () => {
  const sweep = sweepOf({ text: 'CONFIG_V=True|true|y|false|n|null|None\n' }, 'kconfig');
  assert.deepEqual(
    [...sweep.configurations()].map((c) => c.assignments[0]?.value.text),
    ['True', 'y', 'false', 'n', 'null'],
  );
});

test('lists read the words of Python as those of JSON', (t) => {
  if (!needs(t, 'python3-yaml')) return;
  const [text] = readBack('pyyaml', filesOfSweep(sweepOf({ text: 'v=[True, None, [False], "True", null]\n' }, 'yaml')));
  assert.equal(text, "{'v': [True, None, [False], 'True', None]}");
});

test('a boolean is its truth in conditions and rules', () => {
  const text = [
    'amp=true|false|null',
    'scale=1|2 if amp',
    'level=3 if amp=n',
    'kind=7 if amp=null',
    'depends on amp != true || scale > 1 && amp = y && amp > false',
    '',
  ].join('\n');
  assert.deepEqual(
    [...sweepOf({ text }, 'json').configurations()].map((c) =>
      c.assignments.map((a) => `${a.name}=${a.value.text}`).join(' '),
    ),
    ['amp=true scale=2', 'amp=false level=3', 'amp=null kind=7'],
  );
});

test('{{#if}} of a template takes false and null for false, and its helpers know their kinds', () => {
  const template = '{{#if amp}}on{{else}}off{{/if}} {{amp}} {{json amp}} {{yaml amp}}\n';
  const sweep = openSweep(rangeOfText('amp=True|false|null|"false"\n', { 't.hbs': template }), [
    { name: 'TEMPLATE', text: 't.hbs', layer: 'flag' },
  ]);
  assert.deepEqual(filesOfSweep(sweep), [
    'on True true true\n',
    'off false false false\n',
    'off null null null\n',
    'on false "false" "false"\n',
  ]);
});

/** Recorded with ksweep 0.1: the ids of amp=true and amp=x. */
const TEMPLATE_IDS = {
  printed: [
    '0b0593fb2eef4e9a57a11344c4dd76502d81933bf2aa93a56f029b41b02616f9',
    '38418ecae6ec7ff80bad31e0206ebf6a337cb38588d8b79fdee96b36b13a35a0',
  ],
  json: [
    '8871208ef3ac4f5fd8a2c20f297e3e626daeafded91fbd2865d7541d70e20cd3',
    '25669c8684cbf99024583572d2c6a6bb6aa81c9b4d531aa782c424ba814227a8',
  ],
} as const;

test('an id differs from that of ksweep 0.1 only where a template says something else', () => {
  const ids = (template: string): readonly string[] =>
    [
      ...openSweep(rangeOfText('amp=true|x\n', { 't.hbs': template }), [
        { name: 'TEMPLATE', text: 't.hbs', layer: 'flag' },
      ]).configurations(),
    ].map((c) => c.id);
  assert.deepEqual(ids('{{amp}}\n'), TEMPLATE_IDS.printed);
  assert.notEqual(ids('{{json amp}}\n')[0], TEMPLATE_IDS.json[0]);
  assert.equal(ids('{{json amp}}\n')[1], TEMPLATE_IDS.json[1]);
});
