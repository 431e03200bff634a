// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DefinedSweep, defineSweep } from '../../scripts/lib/config/definition.ts';
import { assignmentLine } from '../../scripts/lib/config/configuration.ts';
import { formatDiagnostics } from '../../scripts/lib/core/diagnostic.ts';
import type { Source } from '../../scripts/lib/core/source.ts';

function define(
  text: string,
  given: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): DefinedSweep {
  const checked = defineSweep({
    source: { path: 'x.range', text },
    load: (path): Source | { unreadable: string } =>
      files[path] === undefined ? { unreadable: 'no such file' } : { path, text: files[path] },
    given: Object.entries(given).map(([name, value]) => ({ name, text: value, layer: 'make' })),
  });
  assert.ok(checked.value !== undefined, formatDiagnostics(checked.diagnostics));
  return checked.value;
}

/** Every run as `stage/number: VALUES <- stage/number`. */
function runs(sweep: DefinedSweep): readonly string[] {
  const lines: string[] = [];
  for (const { stage, number, assignments, needs } of sweep.stages?.points() ?? []) {
    const needed = needs.map((n) => ` <- ${n.stage}/${n.number}`).join('');
    lines.push(`${stage}/${number}: ${assignmentLine(assignments)}${needed}`);
  }
  return lines;
}

const TWO = `
stage "target"
  CONFIG_MODEL=small|base
endstage
stage "sample"
  needs "target"
  CONFIG_SAMPLER=hmc|sgld
endstage
`;

test('a stage is the product of its own symbols with the runs that it needs', () => {
  assert.deepEqual(runs(define(TWO)), [
    'target/1: CONFIG_MODEL=small',
    'target/2: CONFIG_MODEL=base',
    'sample/1: CONFIG_SAMPLER=hmc <- target/1',
    'sample/2: CONFIG_SAMPLER=sgld <- target/1',
    'sample/3: CONFIG_SAMPLER=hmc <- target/2',
    'sample/4: CONFIG_SAMPLER=sgld <- target/2',
  ]);
});

test('rules and conditions see the symbols of a need', () => {
  const text = TWO.replace(
    'CONFIG_SAMPLER=hmc|sgld\n',
    `CONFIG_SAMPLER=hmc|sgld
  CONFIG_STEPS=10 if target.CONFIG_MODEL = "base"
  depends on target.CONFIG_MODEL != "base" || CONFIG_SAMPLER = "sgld"
`,
  );
  assert.deepEqual(runs(define(text)).slice(2), [
    'sample/1: CONFIG_SAMPLER=hmc <- target/1',
    'sample/2: CONFIG_SAMPLER=sgld <- target/1',
    'sample/3: CONFIG_SAMPLER=sgld CONFIG_STEPS=10 <- target/2',
  ]);
});

test('a symbol above all stages has one value in a run and in what it needs', () => {
  const lines = runs(define(`CONFIG_SEED=1|2\n${TWO}`));
  assert.equal(lines.length, 4 + 8);
  assert.deepEqual(lines.slice(4, 8), [
    'sample/1: CONFIG_SEED=1 CONFIG_SAMPLER=hmc <- target/1',
    'sample/2: CONFIG_SEED=1 CONFIG_SAMPLER=sgld <- target/1',
    'sample/3: CONFIG_SEED=1 CONFIG_SAMPLER=hmc <- target/2',
    'sample/4: CONFIG_SEED=1 CONFIG_SAMPLER=sgld <- target/2',
  ]);
  assert.match(lines[2] ?? '', /CONFIG_SEED=2 CONFIG_MODEL=small/);
});

test('two needs with a common ancestor join on it, and two without are multiplied', () => {
  const diamond = `${TWO}
stage "probe"
  needs "target"
  CONFIG_PROBE=a|b
endstage
stage "sum"
  needs "sample", "probe"
endstage
stage "data"
  CONFIG_DATA=x|y
endstage
stage "all"
  needs "sum"
  needs "data"
endstage
`;
  const lines = runs(define(diamond));
  assert.deepEqual(
    lines.filter((l) => l.startsWith('sum/')).map((l) => l.replace(/^.*?: ?/, '').trim()),
    [
      '<- sample/1 <- probe/1',
      '<- sample/1 <- probe/2',
      '<- sample/2 <- probe/1',
      '<- sample/2 <- probe/2',
      '<- sample/3 <- probe/3',
      '<- sample/3 <- probe/4',
      '<- sample/4 <- probe/3',
      '<- sample/4 <- probe/4',
    ],
  );
  assert.equal(lines.filter((l) => l.startsWith('all/')).length, 8 * 2);
});

test('a need and its own ancestor as a second need are one chain', () => {
  const text = `${TWO}stage "sum"\n needs "sample", "target"\n depends on target.CONFIG_MODEL = "base"\nendstage\n`;
  assert.deepEqual(
    runs(define(text)).filter((l) => l.startsWith('sum/')),
    ['sum/1:  <- sample/3 <- target/2', 'sum/2:  <- sample/4 <- target/2'],
  );
});

test('modes, samples and repeats are those of the stage', () => {
  const text = `
stage "target"
  SWEEP_MODE=random
  SWEEP_SAMPLES=3
  CONFIG_LR=~uniform(0,1)
endstage
stage "sample"
  needs "target"
  SWEEP_REPEATS=2
  CONFIG_SAMPLER=hmc|sgld
endstage
`;
  const lines = runs(define(text));
  assert.equal(lines.filter((l) => l.startsWith('target/')).length, 3);
  assert.equal(lines.filter((l) => l.startsWith('sample/')).length, 3 * 2 * 2);
  assert.match(lines.at(-1) ?? '', /^sample\/12: CONFIG_SAMPLER=sgld CONFIG_SEED=2 <- target\/3$/);
});

test('REPEATS of a call repeat what all stages share', () => {
  const lines = runs(define(TWO, { REPEATS: '2' }));
  assert.equal(lines.length, 4 + 8);
  assert.match(lines.at(-1) ?? '', /^sample\/8: CONFIG_SEED=2 CONFIG_SAMPLER=sgld <- target\/4$/);
});

test('SET means a stage by its symbols or by its name', () => {
  assert.match(
    runs(define(TWO, { SET: 'CONFIG_SAMPLER=nuts' })).join('\n'),
    /sample\/2: CONFIG_SAMPLER=nuts <- target\/2/,
  );
  const both = 'stage "a"\nCONFIG_N=1\nendstage\nstage "b"\nCONFIG_N=1\nendstage\n';
  assert.deepEqual(runs(define(both, { SET: 'b.CONFIG_N=2|3; CONFIG_EXTRA=y' })), [
    'a/1: CONFIG_EXTRA=y CONFIG_N=1',
    'b/1: CONFIG_EXTRA=y CONFIG_N=2',
    'b/2: CONFIG_EXTRA=y CONFIG_N=3',
  ]);
});

test('stages of one name in a sourced file and the file itself are one, own lines first', () => {
  const base = 'stage "target"\nSWEEP_COMMAND="old"\nCONFIG_MODEL=small\nCONFIG_DEPTH=1|2\nendstage\n';
  const sweep = define(
    'source "base.range"\nstage "target"\nSWEEP_COMMAND="new"\nCONFIG_MODEL=huge\nendstage\n',
    {},
    { 'base.range': base },
  );
  assert.deepEqual(runs(sweep), [
    'target/1: CONFIG_DEPTH=1 CONFIG_MODEL=huge',
    'target/2: CONFIG_DEPTH=2 CONFIG_MODEL=huge',
  ]);
  assert.equal(sweep.stages?.stages[0]?.settings.text('COMMAND'), 'new');
});

test('two stages may source the same file, each for itself', () => {
  const text = 'stage "a"\nsource "common"\nendstage\nstage "b"\nneeds "a"\nsource "common"\nendstage\n';
  assert.deepEqual(runs(define(text, {}, { common: 'CONFIG_N=1|2\n' })), [
    'a/1: CONFIG_N=1',
    'a/2: CONFIG_N=2',
    'b/1: CONFIG_N=1 <- a/1',
    'b/2: CONFIG_N=2 <- a/1',
    'b/3: CONFIG_N=1 <- a/2',
    'b/4: CONFIG_N=2 <- a/2',
  ]);
});

test('a comment or a blank changes nothing', () => {
  const commented = TWO.replaceAll('\n  ', '\n\n  # a comment\n      ');
  assert.deepEqual(runs(define(commented)), runs(define(TWO)));
});

test('a repeated symbol that is shared already is an error with its place', () => {
  const checked = defineSweep({
    source: { path: 'x', text: 'CONFIG_SEED=1|2\nstage "a"\nSWEEP_REPEATS=2\nendstage\n' },
    load: () => ({ unreadable: 'no' }),
    given: [],
  });
  assert.match(formatDiagnostics(checked.diagnostics), /E_REPEATS_SYMBOL/);
});
