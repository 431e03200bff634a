// SPDX-License-Identifier: MIT
// Thousands of random definitions of other systems, against restatements of their grids and, where it is installed, Hydra's own parser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DiagnosticsError, formatDiagnostics } from '../../../../scripts/lib/core/diagnostic.ts';
import { createRng, type Rng } from '../../../../scripts/lib/core/rng.ts';
import type { OpenSweep } from '../../../../scripts/lib/edge/definition/sweep-definition.ts';
import { parseHydraOverride } from '../../../../scripts/lib/range/import/hydra-grammar.ts';
import { HydraFault } from '../../../../scripts/lib/range/import/hydra-value.ts';
import { needs } from '../../../rig/needs.ts';
import { importedRange, openImported, type TextFiles } from '../../../rig/imports.ts';
import { asSet, askOthers, ourValues, pick, type Question, several } from './oracle.ts';

/** How many of each kind; more on demand. */
const COUNT = Number(process.env['IMPORT_CASES'] ?? 2000);

function opened(files: TextFiles, path: string, settings: Readonly<Record<string, string>>): OpenSweep {
  try {
    return openImported(files, path, settings);
  } catch (error) {
    if (error instanceof DiagnosticsError)
      assert.fail(`${JSON.stringify(files)}\n${formatDiagnostics(error.diagnostics)}`);
    throw error;
  }
}

/** The range file that it stands for has the same configurations and ids. */
function assertSameNatively(
  theirs: OpenSweep,
  files: TextFiles,
  path: string,
  settings: Readonly<Record<string, string>>,
): void {
  const range = importedRange(files, path, settings['FROM_FORMAT']);
  const { FROM_FORMAT: _, ...others } = settings;
  const ours = opened({ ...files, range }, 'range', others);
  assert.equal(ours.idsSha256, theirs.idsSha256, range);
}

const WORDS = [
  'adam',
  'sgd',
  'a b',
  'n',
  'yes',
  '5',
  '1e3',
  'x|y',
  "it's",
  '"q"',
  '#',
  '',
  'None',
  '[1]',
  'a:b',
  '0.1:0.2:0.3',
];

function yamlScalar(rng: Rng): string {
  return pick(rng, [
    () => String(rng.below(2000) - 1000),
    () => (rng.float() * 10 ** (rng.below(8) - 4)).toPrecision(1 + rng.below(8)).replace(/^(-?\d+)e/, '$1.0e'),
    () => pick(rng, ['1.0', '0.10', '3.', '.5', '1.0e-5', '+4', '1_000']),
    () => pick(rng, ['true', 'False', 'null', '~', 'on', 'off']),
    () => JSON.stringify(pick(rng, WORDS)),
  ])();
}

function yamlValue(rng: Rng): string {
  if (rng.below(8) > 0) return yamlScalar(rng);
  if (rng.below(2) === 0) return `[${several(rng, 0, 3, () => yamlScalar(rng)).join(', ')}]`;
  return `{a: ${yamlScalar(rng)}, b: [${yamlScalar(rng)}]}`;
}

const NAMES = ['lr', 'batch-size', 'n', 'true_x', 'optim', 'model', 'wd', 'Width', 'config', 'args', 'x_1', 'a.b'];

function wandbParameters(rng: Rng, indent: string, depth: number): string {
  const names = several(rng, 1, 3, (i) => `${pick(rng, NAMES)}${i}`);
  return names
    .map((name) => {
      if (depth > 0 && rng.below(4) === 0)
        return `${indent}${name}:\n${indent}  parameters:\n${wandbParameters(rng, `${indent}    `, depth - 1)}`;
      const kind = rng.below(8);
      if (kind === 0) return `${indent}${name}: {value: ${yamlValue(rng)}}\n`;
      if (kind === 1) {
        const low = rng.below(9) - 4;
        return `${indent}${name}: {min: ${low}, max: ${low + rng.below(4)}${rng.below(2) ? ', distribution: int_uniform' : ''}}\n`;
      }
      if (kind === 2) {
        const low = rng.below(5) / 10;
        return `${indent}${name}: {distribution: q_uniform, min: ${low}, max: ${(low + 0.1 + rng.below(8) / 20).toFixed(2)}, q: 0.${1 + rng.below(3)}}\n`;
      }
      return `${indent}${name}: {values: [${several(rng, 1, 4, () => yamlValue(rng)).join(', ')}]}\n`;
    })
    .join('');
}

test('grids of W&B have the counts and contents of a restatement, and so have the range files that they stand for', (t) => {
  if (!needs(t, 'python3-yaml')) return;
  const rng = createRng('imports/wandb');
  const texts = Array.from(
    { length: COUNT },
    () => `program: train.py\nmethod: grid\nparameters:\n${wandbParameters(rng, '  ', 2)}`,
  );
  const answers = askOthers(texts.map((text): Question => ({ system: 'wandb', text })));
  let configurations = 0;
  for (const [i, text] of texts.entries()) {
    const files = { 'sweep.yaml': text };
    const rows = answers[i] as readonly Record<string, unknown>[];
    if (rows.length > 3000) continue;
    const sweep = opened(files, 'sweep.yaml', {});
    assert.deepEqual(asSet(ourValues(sweep)), asSet(rows), text);
    // With its own order: the first runs of a grid with run_cap are the same.
    assert.deepEqual(
      ourValues(sweep).map((row) => JSON.stringify(row)),
      rows.map((row) => JSON.stringify(row)),
      text,
    );
    configurations += rows.length;
    if (i % 10 === 0) assertSameNatively(sweep, files, 'sweep.yaml', {});
  }
  assert.ok(configurations > COUNT, `only ${configurations} configurations`);
});

function hydraWord(rng: Rng): string {
  return pick(rng, [
    () => String(rng.below(200) - 100),
    () =>
      pick(rng, [
        '1.',
        '.5',
        '1e-3',
        '-2.5E+3',
        '1_000',
        '0.1',
        '+7',
        '0',
        '-0.0',
        '1e',
        '01',
        '1__0',
        'info',
        '5a',
        'a-5',
      ]),
    () => pick(rng, ['true', 'FALSE', 'null', 'Null', 'truex', 'none']),
    () =>
      pick(rng, [
        'adam',
        'a b',
        'x/y',
        'C:\\d',
        'a\\,b',
        'a\\=b',
        'user@host',
        'a|b',
        '$x',
        '*.py',
        '50%',
        'a\\ ',
        '\\\\',
      ]),
    () => pick(rng, ["'a, b'", '"q\\"q"', "'it\\'s'", "''", "'x\\\\'", "'5'", "'true'", "'a=b'"]),
  ])();
}

function hydraElement(rng: Rng, depth = 2): string {
  const kind = rng.below(depth > 0 ? 8 : 6);
  if (kind === 6) return `[${several(rng, 0, 3, () => hydraElement(rng, depth - 1)).join(pick(rng, [',', ', ']))}]`;
  if (kind === 7)
    return `{${several(rng, 0, 2, (i) => `k${i}${pick(rng, [':', ': '])}${hydraElement(rng, depth - 1)}`).join(',')}}`;
  return hydraWord(rng);
}

function hydraRight(rng: Rng): string {
  const whole = (): string => String(rng.below(9) - 3);
  const float = (): string => (rng.below(20) / 10).toFixed(1);
  return pick(rng, [
    () => hydraElement(rng),
    () => several(rng, 2, 3, () => hydraElement(rng)).join(pick(rng, [',', ', ', ' ,'])),
    () => `choice(${several(rng, 1, 3, () => hydraElement(rng)).join(',')})`,
    () => `range(${rng.below(3) + 1})`,
    () => `range(${whole()},${rng.below(9) + 6},${pick(rng, ['2', '3', 'step=4'])})`,
    () => `range(${rng.below(5) + 5},${whole()},${pick(rng, ['-2', '-3'])})`,
    () => `range(${float()},${(2 + rng.below(9) / 10).toFixed(1)},${pick(rng, ['0.3', '0.5', '0.7', '1'])})`,
    () => `range(start=1,stop=${rng.below(4) + 2})`,
    () => `sort(${several(rng, 2, 4, () => whole()).join(',')}${rng.below(2) ? ',reverse=true' : ''})`,
    () =>
      `${pick(rng, ['int', 'float', 'str', 'bool'])}(${several(rng, 1, 3, () => pick(rng, ['1', '0', '2.5', '-3', 'true', "'4'"])).join(',')})`,
    () => `${pick(rng, ['int', 'float'])}(range(1,${rng.below(3) + 3}))`,
    () => `tag(a,b,choice(${whole()},x))`,
    () => '',
  ])();
}

const HYDRA_KEYS = [
  'lr',
  'optim.lr',
  'model.depth',
  '+tag',
  '++a.b',
  'db/engine',
  'db@backup',
  'x-y',
  'list.0.z',
  'CONFIG_X',
  'n',
];

test('lists of overrides have the configurations of Hydra, by its own parser and the product of its basic sweeper', (t) => {
  if (!needs(t, 'python3-hydra')) return;
  const rng = createRng('imports/hydra');
  const singles = Array.from({ length: COUNT }, () => `${pick(rng, HYDRA_KEYS)}=${hydraRight(rng)}`);
  const [reads] = askOthers([{ system: 'hydra reads', overrides: singles }]);
  const answers = reads as readonly { readonly error?: string }[];
  const good = singles.filter((text, i) => answers[i]?.error === undefined && !/\$\{/.test(text));
  assert.ok(good.length > COUNT / 2, `Hydra takes ${good.length} of them`);
  const lists = Array.from({ length: COUNT / 2 }, () => several(rng, 1, 4, () => pick(rng, good)));
  const theirs = askOthers(lists.map((overrides): Question => ({ system: 'hydra', overrides })));
  for (const [i, overrides] of lists.entries()) {
    const rows = (theirs[i] as readonly Record<string, unknown>[]).map((row) => row);
    if (rows.length > 2000 || rows.some((row) => clashes(Object.keys(row)))) continue;
    const files = { 'overrides.yaml': overrides.map((one) => `- ${JSON.stringify(one)}\n`).join('') };
    if (rows.length === 0) continue;
    const sweep = opened(files, 'overrides.yaml', { FROM_FORMAT: 'hydra' });
    const called = new Map(
      (sweep.definition.settings.get('ARGS_NAMES') || '')
        .split(' ')
        .map((one) => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)]),
    );
    const ours = ourValues(sweep).map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [called.get(name) ?? name, value])),
    );
    assert.deepEqual(asSet(ours), [...new Set(asSet(rows))], overrides.join('\n'));
    if (i % 10 === 0) assertSameNatively(sweep, files, 'overrides.yaml', { FROM_FORMAT: 'hydra' });
  }
});

/** The same place by two signs: Hydra would take both, and our symbols are one. */
function clashes(keys: readonly string[]): boolean {
  const bare = keys.map((key) => key.replace(/^\+*/, ''));
  return new Set(bare).size < bare.length;
}

test('what Hydra does not take is an error here, and the other way round', (t) => {
  if (!needs(t, 'python3-hydra')) return;
  const rng = createRng('imports/hydra/grammar');
  const texts = Array.from({ length: COUNT }, () => mutated(rng, `${pick(rng, HYDRA_KEYS)}=${hydraRight(rng)}`));
  const [reads] = askOthers([{ system: 'hydra reads', overrides: texts }]);
  const answers = reads as readonly { readonly error?: string }[];
  let refused = 0;
  const differ: string[] = [];
  for (const [i, text] of texts.entries()) {
    // Numbers without an end, interpolations, deletions and the empty name are refused here on purpose.
    if (/inf|nan|\$\{|^~|^\+*=/i.test(text)) continue;
    const theirs = answers[i]?.error;
    const ours = faultOf(text);
    if (theirs !== undefined) refused += 1;
    if ((ours !== undefined) !== (theirs !== undefined)) differ.push(`${text}: Hydra says ${theirs}, here ${ours}`);
  }
  assert.deepEqual(differ, []);
  assert.ok(refused > COUNT / 20, `Hydra refuses ${refused} of them`);
});

function faultOf(text: string): string | undefined {
  try {
    parseHydraOverride(text);
    return undefined;
  } catch (error) {
    if (error instanceof HydraFault) return error.message;
    throw error;
  }
}

function mutated(rng: Rng, text: string): string {
  const at = rng.below(text.length + 1);
  return pick(rng, [
    () => text,
    () => text.slice(0, at) + text.slice(at + 1),
    () =>
      text.slice(0, at) +
      pick(rng, [',', '(', ')', '[', ']', '{', '}', ':', ' ', "'", '=', '.', '-', '\\', 'a', '1']) +
      text.slice(at),
    () => text.slice(0, at),
  ])();
}
