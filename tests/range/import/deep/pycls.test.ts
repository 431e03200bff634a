// SPDX-License-Identifier: MIT
// What is drawn for samplers of pycls, and the stages of its RegNets, against restatements that share nothing with ours (tests/rig/pycls-oracle.py).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { createRng, type Rng } from '../../../../scripts/lib/core/rng.ts';
import { parseExpression } from '../../../../scripts/lib/range/expression.ts';
import { RAND_TYPES } from '../../../../scripts/lib/range/import/pycls-law.ts';
import { stagesExpression } from '../../../../scripts/lib/range/import/pycls-regnet.ts';
import { evaluate } from '../../../../scripts/lib/space/evaluate.ts';
import { drawLevel } from '../../../../scripts/lib/space/draw.ts';
import { newState } from '../../../../scripts/lib/space/state.ts';
import { importedRange } from '../../../rig/imports.ts';
import { needs } from '../../../rig/needs.ts';
import { ROOT } from '../../../rig/sandbox.ts';
import { chiSquareLimit } from '../../../space/deep/law-checks.ts';
import { spaceOf } from '../../../space/open-space.ts';

function oracle(questions: readonly object[]): unknown[] {
  const ran = spawnSync('python3', [`${ROOT}/tests/rig/pycls-oracle.py`], {
    input: questions.map((q) => `${JSON.stringify(q)}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  assert.equal(ran.status, 0, ran.stderr);
  return ran.stdout
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

const DRAWS = 40_000;

/** Draws of a sampler as our lines have it, one after the other and not told apart. */
function drawsOf(sampler: string): string[] {
  // Samplers of whole numbers stand only on keys of whole numbers.
  const key = sampler.includes('int_sampler') ? 'OPTIM.MAX_EPOCH' : 'OPTIM.BASE_LR';
  const yaml = `NAME: a\nSETUP:\n  NUM_CONFIGS: 5\n  SAMPLERS:\n    ${key}: ${sampler}\n`;
  const text = importedRange({ 's.yaml': yaml }, 's.yaml');
  const line = text.split('\n').find((each) => each.startsWith(`${key}=`));
  const { model } = spaceOf(`A=0|1\n${line}\n`);
  const depth = model.levels.findIndex(({ group }) => group.names.includes(key));
  if (depth === -1) return Array.from({ length: DRAWS }, () => line?.slice(`${key}=`.length) ?? '');
  const state = newState(model);
  const rng = createRng(sampler);
  const slot = model.levels[depth]?.group.slots[0] ?? assert.fail();
  return Array.from({ length: DRAWS }, () => {
    drawLevel(model, depth, state, () => rng.float());
    return state.slots[slot]?.value?.text ?? assert.fail();
  });
}

/** Pearson's chi-square at the 0.1 % level; values that are hardly ever drawn are taken together. */
function checkCounts(draws: readonly string[], shares: readonly (readonly [number, number])[], what: string): void {
  const counts = new Map<number, number>();
  for (const text of draws) counts.set(Number(text), (counts.get(Number(text)) ?? 0) + 1);
  const known = new Set(shares.map(([value]) => value));
  for (const value of counts.keys()) assert.ok(known.has(value), `${what}: ${value} cannot be drawn`);
  let [chiSquare, cells, rareExpected, rareFound] = [0, 0, 0, 0];
  for (const [value, share] of shares) {
    const expected = share * draws.length;
    if (expected < 8) {
      rareExpected += expected;
      rareFound += counts.get(value) ?? 0;
      continue;
    }
    chiSquare += ((counts.get(value) ?? 0) - expected) ** 2 / expected;
    cells += 1;
  }
  if (rareExpected >= 8) {
    chiSquare += (rareFound - rareExpected) ** 2 / rareExpected;
    cells += 1;
  }
  if (cells < 2) return;
  assert.ok(chiSquare <= chiSquareLimit(cells - 1), `${what}: chi-square ${chiSquare} of ${cells} cells`);
}

type Bounds = readonly [low: string, high: string, q: string];
const FLOATS: Readonly<Record<(typeof RAND_TYPES)[number], readonly Bounds[]>> = {
  uniform: [
    ['-0.5', '0.5', '0.1'],
    ['0.0', '1.0', '0.005'],
  ],
  log_uniform: [
    ['0.5', '16.0', '0.5'],
    ['0.01', '1.0', '0.01'],
  ],
  power2_uniform: [['0.25', '8.0', '0.25']],
  power2_or_log_uniform: [
    ['1.0', '16.0', '1.0'],
    ['0.25', '4.0', '4.0'],
    ['0.25', '32.0', '4.0'],
    ['0.125', '2.0', '8.0'],
  ],
  normal: [['0.0', '0.3', '0.01']],
  log_normal: [['0.5', '8.0', '0.25']],
};
const INTS: Readonly<Record<(typeof RAND_TYPES)[number], readonly Bounds[]>> = {
  uniform: [
    ['1', '3', '1'],
    ['8', '2048', '8'],
  ],
  log_uniform: [
    ['1', '32', '1'],
    ['16', '1024', '8'],
  ],
  power2_uniform: [['2', '512', '1']],
  power2_or_log_uniform: [
    ['1', '128', '4'],
    ['1', '32', '8'],
    ['16', '128', '8'],
  ],
  normal: [['0', '100', '5']],
  log_normal: [['4', '256', '4']],
};

for (const type of RAND_TYPES) {
  test(`${type} draws as pycls does, for floats and whole numbers`, (t) => {
    needs(t, 'python3-scipy');
    for (const [kind, all] of [
      ['float_sampler', FLOATS[type]],
      ['int_sampler', INTS[type]],
    ] as const) {
      const answers = oracle(all.map(([low, high, q]) => ({ law: type, low, high, q })));
      for (const [i, [low, high, q]] of all.entries()) {
        const sampler = `{TYPE: ${kind}, RAND_TYPE: ${type}, RANGE: [${low}, ${high}], QUANTIZE: ${q}}`;
        const draws = drawsOf(sampler);
        const isFloat = kind === 'float_sampler';
        for (const text of draws.slice(0, 200))
          assert.equal(/^-?\d+\.\d+$/.test(text), isFloat, `${sampler} drew ${text}`);
        checkCounts(draws, answers[i] as (readonly [number, number])[], sampler);
      }
    }
  });
}

function multiple(rng: Rng, low: number, high: number, per: number): number {
  return (Math.round(low * per) + rng.below(Math.round((high - low) * per) + 1)) / per;
}

test('the rule of NUM_STAGES holds where numpy counts so many stages, and none is left out', (t) => {
  needs(t, 'python3-scipy');
  const rng = createRng('regnet');
  const nets = Array.from({ length: 6000 }, (_, i) => {
    const leastWm = i % 2 === 0 ? 2 : 1.05;
    return [4 + rng.below(25), 8 * (1 + rng.below(32)), multiple(rng, 8, 256, 10), multiple(rng, leastWm, 3, 1000)];
  });
  const [answers] = oracle([{ regnet: nets }]) as [readonly (readonly [number, number, boolean])[]];
  const ranges = [
    [4, 4],
    [2, 2],
    [1, 3],
    [2, 6],
  ] as const;
  const names = { DEPTH: 'D', W0: 'W', WA: 'A', WM: 'M' };
  let [held, ties] = [0, 0];
  for (const [low, high] of ranges) {
    for (const leastWm of [2, 1.05]) {
      const text = stagesExpression(names, { low, high, leastWm });
      const expression = parseExpression({ path: 'rule', text }).value ?? assert.fail(text);
      for (const [i, net] of nets.entries()) {
        if ((i % 2 === 0 ? 2 : 1.05) !== leastWm) continue;
        const [found = 0, possible = 0, near = false] = answers[i] ?? [];
        const values = new Map(['D', 'W', 'A', 'M'].map((name, k) => [name, String(net[k])]));
        const holds = evaluate(expression, (name) => ({ kind: 'number', text: values.get(name) ?? '' }));
        const expected = found === possible && low <= found && found <= high;
        if (expected) held += 1;
        if (holds !== expected && near) ties += 1;
        else assert.equal(holds, expected, `${net.join(' ')}: ${found} of ${possible}, ${text}`);
      }
    }
  }
  // A block just between two widths goes where the last bit of a logarithm puts it.
  assert.ok(held > 1000 && ties <= 3, `${held} held, ${ties} ties`);
});
