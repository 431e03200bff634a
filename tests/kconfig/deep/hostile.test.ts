// SPDX-License-Identifier: MIT
// Trees that are huge, endless or malicious: each is read in bounded time, or refused with a place. Nothing runs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Diagnostic, hasErrors } from '../../../scripts/lib/core/diagnostic.ts';
import { loadTree } from '../../../scripts/lib/kconfig/load.ts';
import { completer, filesOf, firstFile, goodTree } from '../../rig/kconfig-tree.ts';

const MANY = 100_000;

function diagnose(files: Readonly<Record<string, string>>): readonly Diagnostic[] {
  const tree = filesOf(files);
  return loadTree({ source: firstFile(tree), files: tree, dialect: '6.12', environment: {} }).diagnostics;
}

function codesOf(files: Readonly<Record<string, string>>): readonly string[] {
  const diagnostics = diagnose(files);
  assert.ok(hasErrors(diagnostics), 'the tree was accepted');
  for (const { span } of diagnostics) assert.ok(span !== undefined);
  return [...new Set(diagnostics.map(({ code }) => code))];
}

const count = (n: number, line: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => line(i)).join('\n');

test('a chain of 100,000 symbols is worked out to its end', () => {
  const Kconfig = count(
    MANY,
    (i) => `config S${i}\n\tbool "S"${i === 0 ? '' : `\n\tdepends on S${i - 1}`}\n\tdefault y\n`,
  );
  const complete = completer(goodTree(filesOf({ Kconfig }), '6.12'));
  assert.equal(complete('').match(/=y\n/g)?.length, MANY);
  assert.equal(complete('# CONFIG_S10 is not set\n').match(/=y\n/g)?.length, 10);
});

test('a chain that is defined backwards and in one if is worked out too', () => {
  const lines = count(
    MANY,
    (i) => `config S${MANY - 1 - i}\n\tdef_bool ${i === MANY - 1 ? 'y' : `S${MANY - 2 - i}`}\n`,
  );
  const complete = completer(goodTree(filesOf({ Kconfig: `if X\n${lines}\nendif\nconfig X\n\tdef_bool y\n` }), '6.12'));
  assert.equal(complete('').match(/=y\n/g)?.length, MANY + 1);
});

test('a ring of 100,000 symbols is an error that names a few of them', () => {
  const Kconfig = count(MANY, (i) => `config S${i}\n\tbool "S"\n\tdepends on S${(i + 1) % MANY}\n`);
  const [ring] = diagnose({ Kconfig });
  assert.equal(ring?.code, 'E_KCONFIG_RING');
  assert.ok((ring?.message.length ?? 0) < 300, ring?.message.slice(0, 400));
});

test('a condition of 100,000 parts is read', () => {
  const Kconfig = `config A\n\tbool "A"\n\tdefault y if ${count(MANY, (i) => `S${i % 7}`).replaceAll('\n', ' || ')} || y\n`;
  assert.match(completer(goodTree(filesOf({ Kconfig }), '6.12'))(''), /CONFIG_A=y/);
});

test('nesting too deep is an error, of blocks, of parentheses, of negations and of macros', () => {
  assert.deepEqual(codesOf({ Kconfig: `${'if A\n'.repeat(MANY)}${'endif\n'.repeat(MANY)}` }), ['E_TOO_DEEP']);
  assert.deepEqual(codesOf({ Kconfig: `config A\n\tbool\n\tdepends on ${'('.repeat(MANY)}` }), ['E_TOO_DEEP']);
  assert.deepEqual(codesOf({ Kconfig: `config A\n\tbool\n\tdepends on ${'!'.repeat(MANY)}B` }), ['E_TOO_DEEP']);
  assert.deepEqual(codesOf({ Kconfig: `X := ${'$('.repeat(20_000)}A${')'.repeat(20_000)}\n` }), ['E_KCONFIG_MACRO']);
});

test('files that source each other without end are an error', () => {
  const many = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`f${i}`, `source "f${i + 1}"\nsource "f${i + 1}"\n`]),
  );
  assert.deepEqual(codesOf({ Kconfig: 'source "f0"\n', ...many, f40: '' }), ['E_KCONFIG_SOURCE']);
  const chain = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${i}`, `source "f${i + 1}"\n`]));
  assert.deepEqual(codesOf({ Kconfig: 'source "f0"\n', ...chain, f300: '' }), ['E_KCONFIG_SOURCE']);
  assert.deepEqual(codesOf({ Kconfig: 'source "a"\n', a: 'source "b"\n', b: 'source "./a"\n' }), ['E_KCONFIG_SOURCE']);
});

test('files outside of the tree are not read, however they are named', () => {
  for (const path of ['/etc/passwd', '../x', 'a/../../x', '$(up)/x', '*/../../x', '..']) {
    assert.deepEqual(codesOf({ Kconfig: `up := ..\nsource "${path}"\n` }), ['E_KCONFIG_SOURCE'], path);
  }
});

test('macros that grow without end are an error', () => {
  const doubling = count(60, (i) => `x${i + 1} = $(x${i})$(x${i})`);
  assert.deepEqual(codesOf({ Kconfig: `x0 = ab\n${doubling}\ny := $(x60)\n` }), ['E_KCONFIG_MACRO']);
  const empty = count(60, (i) => `x${i + 1} = $(x${i})$(x${i})`);
  assert.deepEqual(codesOf({ Kconfig: `x0 =\n${empty}\ny := $(x60)\n` }), ['E_KCONFIG_MACRO']);
  assert.deepEqual(codesOf({ Kconfig: 'f = $(f,$(1)x)\ny := $(f,a)\n' }), ['E_KCONFIG_MACRO']);
});

test('many errors are cut short', () => {
  assert.ok(diagnose({ Kconfig: 'what is this\n'.repeat(MANY) }).length <= 200);
});

test('a symbol with 100,000 definitions or dependencies is an error', () => {
  assert.deepEqual(codesOf({ Kconfig: 'config A\n\tbool "A"\n\tdepends on B\n'.repeat(MANY) }), ['E_TOO_DEEP']);
  assert.deepEqual(codesOf({ Kconfig: `config A\n\tbool "A"\n${'\tdepends on B\n'.repeat(MANY)}` }), ['E_TOO_DEEP']);
});

test('patterns of many stars take no long time', () => {
  const Kconfig = `osource "${'a*'.repeat(40)}b"\nconfig A\n\tbool "A"\n`;
  const tree = goodTree(filesOf({ Kconfig, ['a'.repeat(200)]: '' }), '6.12');
  assert.ok(tree.byName.has('A'));
});

test('bytes that are no text are told or passed over, and never thrown', () => {
  const bytes = count(2000, (i) => String.fromCharCode((i * 7919) % 256));
  assert.ok(hasErrors(diagnose({ Kconfig: bytes })));
  assert.ok(hasErrors(diagnose({ Kconfig: 'config \0\n\tbool "\u2028"\n\tdepends on \ud800\n' })));
});

test('no command runs without consent, and each runs once with it', () => {
  const Kconfig = 'X := $(shell,one)\nconfig A\n\tstring\n\tdefault "$(shell,one)$(shell,two)"\n';
  assert.deepEqual(codesOf({ Kconfig }), ['E_KCONFIG_SHELL']);
  const ran: string[] = [];
  const files = filesOf({ Kconfig });
  const shell = (command: string): string => {
    ran.push(command);
    return `<${command}>\nsecond\n\n`;
  };
  const loaded = loadTree({ source: firstFile(files), files, dialect: '6.12', environment: {}, shell });
  assert.deepEqual(ran, ['one', 'two']);
  assert.deepEqual(
    loaded.value?.commands.map(([command]) => command),
    ['one', 'two'],
  );
  assert.match(completer(goodTree(files, '6.12', {}, shell))(''), /CONFIG_A="<one> second<two> second"/);
});
