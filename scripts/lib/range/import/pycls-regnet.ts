// SPDX-License-Identifier: MIT
// The regnet_sampler of pycls, which is six laws with fixed steps, and the number of stages of a RegNet, which is arithmetic:
// block i is w0 + i * wa wide, which is rounded to a power of wm times w0; blocks of one width are a stage (Radosavovic et al.,
// Designing Network Design Spaces, CVPR 2020, section 3.3).
import { decimalToNumber, parseDecimal } from '../../core/decimal.ts';
import { foreignFields } from './fields.ts';
import type { ForeignEntry } from './node.ts';
import { boundsIn, rightOf, type SampledParameter } from './pycls-bounds.ts';
import type { RegnetName } from './pycls-keys.ts';
import { pyclsSide, type RandType } from './pycls-law.ts';
import { type ImportTrouble, refuse } from './system.ts';

interface RegnetLaw {
  readonly type: RandType;
  readonly step: string;
  readonly isFloat: boolean;
  readonly usual: readonly [string, string];
}

const REGNET_LAWS: Readonly<Record<string, RegnetLaw>> = {
  DEPTH: { type: 'uniform', step: '1', isFloat: false, usual: ['12', '28'] },
  W0: { type: 'log_uniform', step: '8', isFloat: false, usual: ['8', '256'] },
  WA: { type: 'log_uniform', step: '0.1', isFloat: true, usual: ['8.0', '256.0'] },
  WM: { type: 'log_uniform', step: '0.001', isFloat: true, usual: ['2.0', '3.0'] },
  GROUP_W: { type: 'power2_or_log_uniform', step: '8', isFloat: false, usual: ['8', '128'] },
  BOT_MUL: { type: 'power2_uniform', step: '0.0078125', isFloat: true, usual: ['1.0', '1.0'] },
};

/** Returns the six parameters that a regnet_sampler draws. */
export function regnetSampler(entry: ForeignEntry, trouble: ImportTrouble): readonly SampledParameter[] {
  if (entry.key !== 'REGNET')
    refuse(trouble, {
      code: 'E_IMPORT_VALUE',
      span: entry.keySpan,
      message: `a regnet_sampler draws the parameters of REGNET, not ${entry.key}`,
      hint: 'write it as the sampler of REGNET',
    });
  const names = Object.keys(REGNET_LAWS);
  const fields = foreignFields(entry.value, { what: 'a regnet_sampler', known: ['TYPE', ...names] }, trouble);
  return Object.entries(REGNET_LAWS).flatMap(([name, law]) => {
    const own = fields?.get(name);
    const bounds = own === undefined ? law.usual : boundsIn(own, law.isFloat, trouble);
    const [low, high, step] = [bounds?.[0], bounds?.[1], law.step].map((text) => parseDecimal(text ?? ''));
    if (low === undefined || high === undefined || step === undefined) return [];
    const side = pyclsSide({ ...law, low, high, step }, own?.value.span ?? entry.keySpan, trouble);
    const right = rightOf(side);
    return right === undefined
      ? []
      : [{ name: `REGNET.${name}`, right, entry: own ?? entry, least: decimalToNumber(low) }];
  });
}

/** A parameter of a RegNet in an expression: a symbol's name, or the number that it always is. */
export type RegnetOperands = Readonly<Record<RegnetName, string>>;

export interface StagesAsked {
  readonly low: number;
  readonly high: number;
  /** The least number that wm can be. */
  readonly leastWm: number;
}

/** Returns the expression that holds where a RegNet has from `low` to `high` stages and none of its possible widths is left out. */
export function stagesExpression(operands: RegnetOperands, { low, high, leastWm }: StagesAsked): string {
  const counts = Array.from({ length: high - low + 1 }, (_, i) => low + i);
  const all = counts.map((count) => exactly(operands, count, leastWm));
  return all.length === 1 ? (all[0] ?? '') : all.map((one) => `(${one})`).join(' || ');
}

/** The first block of width k or more lies before the last, that of width `count` does not, and each width has a block. */
function exactly(operands: RegnetOperands, count: number, leastWm: number): string {
  const depth = operands.DEPTH;
  const firsts = Array.from({ length: count }, (_, i) => firstBlock(operands, i + 1));
  const tests = [`${firsts.at(-1)} >= ${depth}`];
  const last = firsts.at(-2);
  if (last !== undefined) tests.push(`${last} < ${depth}`);
  for (let k = 1; k + 1 < count; k += 1) tests.push(`${firsts[k - 1]} < ${firsts[k]}`);
  // Widths of which each is twice the one before cannot be rounded to the same multiple of 8.
  for (let k = 1; k < count && leastWm < 2; k += 1)
    tests.push(`${roundedWidth(operands, k - 1)} < ${roundedWidth(operands, k)}`);
  return tests.join(' && ');
}

/** numpy rounds halves to the even neighbour: a block just between two widths has that of the even power. */
function firstBlock({ W0, WA, WM }: RegnetOperands, k: number): string {
  const place = `(pow(${WM}, ${k - 0.5}) - 1) * ${W0} / ${WA}`;
  return k % 2 === 0 ? `ceil(${place})` : `floor(${place}) + 1`;
}

/** The width in steps of 8; halves go to the even neighbour. */
function roundedWidth({ W0, WM }: RegnetOperands, k: number): string {
  const width = k === 0 ? `${W0} / 8` : `${W0} * pow(${WM}, ${k}) / 8`;
  const twice = `(floor(${width} + 0.5) + ceil(${width} - 0.5))`;
  return `(${twice} - ${twice} % 2 * (2 - ${twice} % 4)) / 2`;
}

/** Returns how many stages a RegNet has, and how many it would have if every width had a block. */
export function regnetStages(regnet: Readonly<Record<RegnetName, number>>): {
  readonly found: number;
  readonly possible: number;
} {
  const { DEPTH, W0, WA, WM } = regnet;
  const powers = Array.from({ length: DEPTH }, (_, i) => halfToEven(Math.log((i * WA + W0) / W0) / Math.log(WM)));
  const widths = new Set(powers.map((k) => halfToEven((W0 * WM ** k) / 8)));
  return { found: widths.size, possible: Math.max(0, ...powers) + 1 };
}

function halfToEven(x: number): number {
  const below = Math.floor(x);
  if (x - below !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}
