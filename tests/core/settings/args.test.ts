// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { helpText, parseArguments } from '../../../scripts/lib/core/settings/args.ts';
import type { CommandSpec } from '../../../scripts/lib/core/settings/command-spec.ts';
import { UsageError } from '../../../scripts/lib/core/diagnostic.ts';

const SPEC: CommandSpec = {
  name: 'demo',
  summary: 'Shows flags.',
  positionals: ['RANGE_CONFIG', 'CONFIG_DIR'],
  targets: { 'sweep-demo': [] },
  reads: ['PARALLEL', 'DRY_RUN', 'MODE'],
  switches: { watch: 'look again and again' },
  details: 'Exit codes: 0.',
};

function given(...argv: string[]): string[] {
  return parseArguments(SPEC, argv).given.map((g) => `${g.name}=${g.text}`);
}

test('words become the settings of their places, flags those of their names', () => {
  assert.deepEqual(given('a-range', 'out', '--parallel', '4', '--mode=random', '--dry-run'), [
    'PARALLEL=4',
    'MODE=random',
    'DRY_RUN=1',
    'RANGE_CONFIG=a-range',
    'CONFIG_DIR=out',
  ]);
});

test('a value may look like anything after =, words after -- may begin with a dash', () => {
  assert.deepEqual(given('--mode=-x=y', '--', '-odd'), ['MODE=-x=y', 'RANGE_CONFIG=-odd']);
});

test('switches are no settings', () => {
  assert.deepEqual([...parseArguments(SPEC, ['--watch', '--json']).switches], ['watch', 'json']);
});

for (const [argv, message, hint] of [
  [['--paralel', '4'], '--paralel is no flag of this script', 'did you mean --parallel?'],
  [['--parallel'], '--parallel needs a value', '--parallel N'],
  [['a', 'b', 'c'], '"c" is one word too many', 'expected: FILE DIR'],
  [['--zzzzzz'], '--zzzzzz is no flag of this script', '--help lists the flags'],
] as const) {
  test(`${argv.join(' ')} is refused: ${message}`, () => {
    assert.throws(
      () => parseArguments(SPEC, argv),
      (error) => error instanceof UsageError && error.message === message && error.hint === hint,
    );
  });
}

test('help shows usage, every flag with its default, and the details', () => {
  assert.equal(
    helpText(SPEC, 'ksweep 1.2.3'),
    `Usage: demo [FILE] [DIR] [flags]

Shows flags.

Flags (each also a SWEEP_ setting and a make variable):
  --range-config FILE  the range file
  --config-dir DIR     folder of the generated configurations (default sweep_configs)
  --parallel N         runs at the same time on this machine (default 1)
  --dry-run            print the final command of each run and start nothing
  --mode WORD          how configurations are chosen from the space (combination, independent, random, sobol, latin, pairwise, default combination)
  --watch              look again and again
  --json               print the answer as JSON, for programs
  --help               print this text
  --version            print the version of ksweep

Exit codes: 0.

ksweep 1.2.3
`,
  );
});
