// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isError } from '../../scripts/lib/core/diagnostic.ts';
import { parse as parseYaml } from 'yaml';
import { createRenderer, extensionOf, type RenderOptions } from '../../scripts/lib/config/render.ts';
import type { Configuration } from '../../scripts/lib/config/configuration.ts';
import type { ConfigId } from '../../scripts/lib/core/hash.ts';
import type { Assignment, ValueKind } from '../../scripts/lib/core/value.ts';
import { type BaseFormat, filesOverBase, saidOverBase } from '../rig/over-base.ts';

function symbol(name: string, kind: ValueKind, text: string): Assignment {
  return { name, value: { kind, text } as Assignment['value'] };
}

const ASSIGNMENTS: readonly Assignment[] = [
  symbol('lr', 'number', '1e-5'),
  symbol('t.opt', 'text', 'no'),
  symbol('t.mode', 'text', '0777'),
  symbol('t.time', 'text', '1:30'),
  symbol('amp', 'tristate', 'n'),
  symbol('CONFIG_FLAG', 'tristate', 'n'),
  symbol('addr', 'hex', '0x1F'),
  symbol('depths', 'list', '[1,[2e5,"a b"],true]'),
  symbol('title', 'text', 'say "x" \\ y'),
];

function configuration(assignments: readonly Assignment[] = ASSIGNMENTS): Configuration {
  return { number: 17, name: 'config_017', id: 'ab' as ConfigId, assignments, swept: ['lr', 't.opt'] };
}

function render(options: Partial<RenderOptions>, assignments?: readonly Assignment[]): string {
  const { renderer, diagnostics } = createRenderer({ format: 'kconfig', rangeName: 'demo-range', ...options });
  assert.deepEqual(diagnostics, []);
  const rendered = renderer.render(configuration(assignments));
  return 'text' in rendered ? rendered.text : assert.fail(rendered.diagnostic.message);
}

function problemOf(options: Partial<RenderOptions>): string {
  const { renderer, diagnostics } = createRenderer({ format: 'kconfig', rangeName: 'demo-range', ...options });
  if (diagnostics[0] !== undefined) return diagnostics[0].message;
  const rendered = renderer.render(configuration());
  return 'diagnostic' in rendered ? rendered.diagnostic.message : assert.fail(rendered.text);
}

test('kconfig writes a .config fragment under a header that names number, range file and swept values', () => {
  assert.equal(
    render({}),
    [
      '# config_017 of demo-range',
      '# lr=1e-5 t.opt=no',
      'lr=1e-5',
      't.opt="no"',
      't.mode="0777"',
      't.time="1:30"',
      'amp=n',
      '# CONFIG_FLAG is not set',
      'addr=0x1F',
      'depths="[1,[2e5,\\"a b\\"],true]"',
      'title="say \\"x\\" \\\\ y"',
      '',
    ].join('\n'),
  );
});

test('yaml keeps types for readers of YAML 1.2', () => {
  assert.deepEqual(parseYaml(render({ format: 'yaml' })), {
    lr: 1e-5,
    t: { opt: 'no', mode: '0777', time: '1:30' },
    amp: false,
    CONFIG_FLAG: false,
    addr: 31,
    depths: [1, [2e5, 'a b'], true],
    title: 'say "x" \\ y',
  });
});

test('yaml keeps types for readers of YAML 1.1', () => {
  assert.deepEqual(parseYaml(render({ format: 'yaml' }), { version: '1.1' }), {
    lr: 1e-5,
    t: { opt: 'no', mode: '0777', time: '1:30' },
    amp: false,
    CONFIG_FLAG: false,
    addr: 31,
    depths: [1, [2e5, 'a b'], true],
    title: 'say "x" \\ y',
  });
});

test('yaml merges into a base file and keeps its comments, its order and the notation of what it does not set', () => {
  const base = '# top\nlr: 0.1 # the rate\nz: no\nb: 0777\nt:\n  # inner\n  opt: adam\n  keep: [1, 2]\n';
  assert.deepEqual(filesOverBase('lr=1e-5\nt.opt="no"\n', base), [
    '# top\nlr: 1.0e-5 # the rate\nz: no\nb: 0777\nt:\n  # inner\n  opt: "no"\n  keep: [1, 2]\n',
  ]);
});

test('yaml sets a value inside an alias without touching its anchor', () => {
  const [text = ''] = filesOverBase('t.opt="no"\n', 'a: &a {opt: x, k: 1}\nt: *a\n');
  assert.deepEqual(parseYaml(text), { a: { opt: 'x', k: 1 }, t: { opt: 'no', k: 1 } });
});

test('json keeps the digits of numbers, its own and those of the base file', () => {
  const range = 'lr=1e-5\nt.opt="no"\nt.mode="0777"\naddr=0x1F\ndepths=[1,[2e5,"a b"],true]\n';
  const base = '{"big": 12345678901234567890, "t": {"opt": "x", "rest": [{"a": 1}]}, "s\\"q": "a\\\\"}';
  const [text = ''] = filesOverBase(range, base, { format: 'json', settings: { BASE_NEW_KEYS: '1' } });
  assert.match(text, /"big": 12345678901234567890/);
  assert.match(text, /"lr": 1e-5/);
  const parsed: unknown = JSON.parse(text);
  assert.deepEqual(parsed, {
    big: Number('12345678901234567890'),
    t: { opt: 'no', rest: [{ a: 1 }], mode: '0777' },
    's"q': 'a\\',
    lr: 1e-5,
    addr: 31,
    depths: [1, [2e5, 'a b'], true],
  });
});

test('a base that cannot be merged into is refused with its reason', () => {
  const said = (format: BaseFormat, base: string): string | undefined =>
    saidOverBase('a=1\n', base, { format }).find(isError)?.message;
  assert.equal(said('json', '[1]'), 'a base file must hold an object');
  assert.equal(said('yaml', '- 1'), 'a base file must hold names with values, not a list');
  assert.match(said('yaml', 'a: [1') ?? '', /Flow sequence/);
  assert.equal(said('yaml', 'a: 1\na: 2\n'), 'Map keys must be unique');
  assert.equal(
    saidOverBase('A=1\n', '', { settings: { FORMAT: 'kconfig' } })[0]?.message,
    'SWEEP_BASE does not go with SWEEP_FORMAT=kconfig',
  );
});

test('a template prints raw values and offers json, yaml and sh', () => {
  const template = {
    path: 'run.toml.hbs',
    text: '{{title}}|{{{title}}}|{{json title}}|{{yaml t.opt}}|{{sh title}}|{{json lr}}|{{number}} {{name}}',
  };
  const title = 'say "x" \\ y';
  assert.equal(
    render({ format: 'template', template }),
    `${title}|${title}|${JSON.stringify(title)}|"no"|'${title}'|1e-5|17 config_017`,
  );
});

test('json and yaml serialise a folder of names, sh and printing refuse it', () => {
  const inline = (text: string): string => render({ format: 'template', template: { path: 't.hbs', text } });
  assert.equal(inline('{{json t}}'), '{"opt": "no", "mode": "0777", "time": "1:30"}');
  assert.equal(inline('{{yaml t}}'), '{opt: "no", mode: "0777", time: "1:30"}');
  assert.deepEqual(parseYaml(inline('{{yaml this}}'), { version: '1.1' }), {
    lr: 1e-5,
    t: { opt: 'no', mode: '0777', time: '1:30' },
    amp: false,
    CONFIG_FLAG: false,
    addr: 31,
    depths: [1, [2e5, 'a b'], true],
    title: 'say "x" \\ y',
    number: '17',
    name: 'config_017',
    id: 'ab',
  });
  assert.deepEqual(JSON.parse(inline('{{json this}}')).depths, [1, [2e5, 'a b'], true]);
  assert.equal(inline('{{#each depths}}{{json this}};{{/each}}'), '1;[2e5,"a b"];true;');
  assert.equal(
    problemOf({ format: 'template', template: { path: 't.hbs', text: '{{sh t}}' } }),
    'what {{sh}} is to print is a folder of names: opt, mode, time (config_017)',
  );
  assert.equal(
    problemOf({ format: 'template', template: { path: 't.hbs', text: '{{json wd}}' } }),
    '{{json wd}} is printed, but this configuration has no such symbol (config_017)',
  );
});

test('a template that prints an absent symbol is refused, asking with if is not', () => {
  assert.match(
    problemOf({ format: 'template', template: { path: 't.hbs', text: 'a\n{{wd}}' } }),
    /^\{\{wd\}\} is printed, but this configuration has no such symbol/,
  );
  assert.match(problemOf({ format: 'template', template: { path: 't.hbs', text: '{{json wd}}' } }), /no such symbol/);
  assert.match(
    problemOf({ format: 'template', template: { path: 't.hbs', text: '{{constructor}}' } }),
    /no such symbol/,
  );
  assert.match(
    problemOf({ format: 'template', template: { path: 't.hbs', text: '{{t.constructor}}' } }),
    /no such symbol/,
  );
  assert.equal(
    render({
      format: 'template',
      template: { path: 't.hbs', text: '{{#if wd}}yes{{else}}no{{/if}}{{#if amp}}on{{else}}off{{/if}}' },
    }),
    'nooff',
  );
});

test('a template keeps its own extension', () => {
  assert.equal(extensionOf('a/train.toml.hbs'), '.toml');
  assert.equal(extensionOf('train.ini'), '.ini');
  assert.equal(extensionOf('train.hbs'), '');
  assert.equal(extensionOf('.hidden'), '');
  assert.equal(extensionOf('t.c++'), '.c++');
  assert.equal(extensionOf('t.my-ext.hbs'), '.my-ext');
});
