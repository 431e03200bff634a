// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { COMMANDS } from '../../scripts/lib/commands/index.ts';
import { type CommandName, SPECS, TARGETS } from '../../scripts/lib/commands/specs/index.ts';
import type { CommandSpec } from '../../scripts/lib/core/settings/command-spec.ts';
import { UsageError } from '../../scripts/lib/core/diagnostic.ts';
import {
  CLUSTER_SETTING_NAMES,
  flagOf,
  makeVariableOf,
  SETTING_NAMES,
  type SettingName,
  settingSpec,
} from '../../scripts/lib/core/settings/index.ts';
import { settingsReadBy } from '../../scripts/lib/core/settings/targets.ts';
import { openInvocation } from '../../scripts/lib/edge/invocation.ts';
import { ROOT } from '../rig/sandbox.ts';
import { settingsNamedBy } from '../rig/setting-reads.ts';

const ALL = Object.entries(SPECS) as readonly (readonly [CommandName, CommandSpec])[]; // keys of a literal
/** No .env of anybody. */
const CWD = join(tmpdir(), 'no such folder');

type Env = Readonly<Record<string, string>>;

/** What a door says to a setting: taken with this text, or refused with this sentence. */
function answerOf(spec: CommandSpec, name: SettingName, argv: readonly string[], env: Env): string {
  try {
    const { given } = openInvocation(spec, { argv, env, cwd: CWD, targets: TARGETS });
    const one = given.find((g) => g.name === name) ?? assert.fail(`${name} was lost`);
    return `taken ${one.text}`;
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error));
    return `${error.message}; ${error.hint}`;
  }
}

const switchesOf = (given: readonly string[]): string[] => given.map((one) => `--${one}`);

function byFlag(spec: CommandSpec, name: SettingName, given: readonly string[]): string {
  const isBoolean = settingSpec(name).kind === 'boolean';
  return answerOf(spec, name, [...switchesOf(given), isBoolean ? flagOf(name) : `${flagOf(name)}=1`], {});
}

function fromMake(variable: string, goals: string, more: Env = {}): Env {
  return { KSWEEP_FROM_MAKE: variable, [`KSWEEP_MAKE_${variable}`]: '1', KSWEEP_GOALS: goals, MAKELEVEL: '1', ...more };
}

function byMake(spec: CommandSpec, name: SettingName, target: string, more: Env = {}): string {
  const given = spec.targets[target] ?? [];
  return answerOf(spec, name, switchesOf(given), fromMake(makeVariableOf(name), target, more));
}

/** Commands that a target calls, with the switches of its recipe. */
function callsOf(target: string): readonly (readonly [CommandSpec, readonly string[]])[] {
  return ALL.flatMap(([, spec]) => {
    const given = spec.targets[target];
    return given === undefined ? [] : [[spec, given] as const];
  });
}

test('each setting is taken by make and as a flag alike, or refused by both, at every target', () => {
  const seen = { taken: 0, refused: 0 };
  for (const target of TARGETS.names) {
    for (const name of SETTING_NAMES) {
      const calls = callsOf(target);
      const flags = calls.map(([spec, given]) => byFlag(spec, name, given));
      const isRead = calls.some(([spec, given]) => settingsReadBy(spec, new Set(given)).includes(name));
      assert.equal(flags.includes('taken 1'), isRead, `${target} ${flagOf(name)}: ${flags.join(' | ')}`);
      for (const [spec] of calls) {
        const made = byMake(spec, name, target);
        const where = `make ${target} ${makeVariableOf(name)}=1, ${spec.name}: ${made}`;
        if (isRead) assert.equal(made, 'taken 1', where);
        else assert.match(made, new RegExp(`^${makeVariableOf(name)}= is not read by make ${target}; `), where);
      }
      if (!isRead) for (const flag of flags) assert.match(flag, new RegExp(`^${flagOf(name)} is not read by `));
      seen[isRead ? 'taken' : 'refused'] += 1;
    }
  }
  assert.equal(seen.taken + seen.refused, TARGETS.names.length * SETTING_NAMES.length);
  assert.ok(seen.taken > 500 && seen.refused > 500, JSON.stringify(seen));
});

test('a refusal names the targets that read the setting', () => {
  assert.equal(
    byMake(SPECS.status, 'KEEP', 'sweep-watch'),
    'KEEP= is not read by make sweep-watch; read by: make sweep-prune',
  );
  assert.equal(byFlag(SPECS.promote, 'PILOT', []), '--pilot is not read by promote; read by: make sweep-estimate');
  assert.equal(
    byFlag(SPECS['run-test-matrix'], 'FOLDER', ['as-named']),
    `--folder is not read by run-test-matrix without --resume-latest; read by: ${[
      'sweep-resume',
      'sweep-seeds',
      'sweep-report',
      'sweep-status',
      'sweep-watch',
      'sweep-logs',
      'sweep-refine',
      'sweep-prune',
      'sweep-promote',
      'sweep-archive',
      'sweep-merge',
      'sweep-cancel',
    ]
      .map((target) => `make ${target}`)
      .join(', ')}`,
  );
});

test('what several targets of one call read together is taken by each', () => {
  const { report } = SPECS;
  const argv: readonly string[] = [];
  const named = (goals: string, more?: Env): string => answerOf(report, 'KEEP', argv, fromMake('KEEP', goals, more));
  assert.match(named('sweep-report'), /^KEEP= is not read by make sweep-report; /);
  assert.equal(named('sweep-report sweep-prune'), 'taken 1');
  assert.match(named('sweep-report sweep-status'), /^KEEP= is not read by make sweep-report sweep-status; /);
  // What else somebody's own target does, nobody here can tell.
  assert.equal(named('all'), 'taken 1');
  assert.equal(named('sweep-report mine'), 'taken 1');
  assert.equal(named('sweep-report', { MAKELEVEL: '2' }), 'taken 1');
  assert.equal(named(''), 'taken 1');
});

test('a setting of the environment is refused by no command, whether it reads it or not', () => {
  for (const [, spec] of ALL) {
    for (const name of SETTING_NAMES) {
      const env = { [`SWEEP_${name}`]: '1', KSWEEP_GOALS: Object.keys(spec.targets)[0] ?? '', MAKELEVEL: '1' };
      assert.equal(answerOf(spec, name, [], env), 'taken 1', `${spec.name} SWEEP_${name}`);
    }
  }
});

test('the table of targets is that of the Makefile: its recipes call these scripts with these switches', () => {
  const makefile = readFileSync(join(ROOT, 'Makefile'), 'utf8');
  const recipes = new Map<string, string[]>();
  const needs = new Map<string, readonly string[]>();
  let target = '';
  for (const line of makefile.split('\n')) {
    const head = /^(sweep[a-z-]*):([^#]*)/.exec(line);
    if (head !== null) {
      target = head[1] ?? '';
      recipes.set(target, []);
      needs.set(target, (head[2] ?? '').split(/\s+/));
    } else if (/^\S/.test(line)) target = '';
    const call = /^\t\$\(call KSWEEP,([a-z-]+)\)(.*)$/.exec(line);
    if (call !== null && target !== '') recipes.get(target)?.push(`${call[1]}${call[2]}`);
  }
  const whole = (name: string): string[] => [
    ...(needs.get(name) ?? []).flatMap((need) => (recipes.has(need) ? whole(need) : [])),
    ...(recipes.get(name) ?? []),
  ];
  // sweep-help prints this Makefile's own words.
  const written = [...recipes.keys()].filter((name) => name !== 'sweep-help').map((name) => [name, whole(name).sort()]);
  const declared = TARGETS.names.map((name) => [
    name,
    callsOf(name)
      .map(([spec, given]) => [spec.name, ...switchesOf(given)].join(' '))
      .sort(),
  ]);
  assert.deepEqual(Object.fromEntries(declared), Object.fromEntries(written));
  assert.ok(recipes.size >= 18);
});

test('each script starts the command of its name and does nothing else', () => {
  for (const [name, spec] of ALL) {
    assert.equal(spec.name, name);
    assert.equal(COMMANDS[name].spec, spec, name);
    const lines = readFileSync(join(ROOT, 'scripts', `${name}.ts`), 'utf8')
      .trimEnd()
      .split('\n');
    assert.equal(lines.length, 3, name);
    assert.match(lines[2] ?? '', new RegExp(`^void start\\('${name}', `));
  }
});

/** Words that are names of settings but mean something else where they stand: the unit of bytes, the head of a column. */
const NO_READS = new Set<SettingName>(['B', 'N']);

test('every setting that a command declares is named by the code that it runs', () => {
  for (const [name, spec] of ALL) {
    if (name === 'settings') continue; // it shows all there are
    const named = settingsNamedBy(fileOf(name));
    assert.deepEqual(
      // Those of a scheduler are read as its table lists them, not by their names.
      settingsReadBy(spec).filter((one) => !named.has(one) && !CLUSTER_SETTING_NAMES.some((of) => of === one)),
      [],
      name,
    );
  }
});

test('a run declares every setting that its code names', () => {
  // A range file may give any of them, so its settings are not narrowed by type as those of other commands are.
  const declared = new Set<SettingName>(settingsReadBy(SPECS['run-test-matrix']));
  const strays = [...settingsNamedBy(fileOf('run-test-matrix'))].filter(
    ([name]) => !declared.has(name) && !NO_READS.has(name),
  );
  assert.deepEqual(strays, []);
});

test('settings that are not narrowed by type are made where a range file or a sweep folder may give any of them', () => {
  const folder = join(ROOT, 'scripts', 'lib', 'commands');
  const makers = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) =>
      name.endsWith('.ts') &&
      /\b(?:settingsOver|settingsOf|resolveSettings)\(/.test(readFileSync(join(folder, name), 'utf8')),
  );
  assert.deepEqual(makers.sort(), [
    'call/command.ts',
    'call/report-source.ts', // narrowed to what the call declares, and the folder's own name of its range file
    'call/stage-settings.ts', // a stage may give any of those of runs
    'call/sweep-place.ts', // what the environment and .env say to any command
    'run/plan-sweep.ts',
    'run/recorded-runs.ts',
    'settings.ts', // shows all there are
  ]);
});

/** The file of a command, as its script imports it. */
function fileOf(name: CommandName): string {
  const text = readFileSync(join(ROOT, 'scripts', `${name}.ts`), 'utf8');
  return /import\('\.\/lib\/(commands\/[^']+)'\)/.exec(text)?.[1] ?? assert.fail(text);
}
