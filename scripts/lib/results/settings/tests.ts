// SPDX-License-Identifier: MIT
import type { SettingVerdict } from './comparison.ts';
import { type Contrast, testFrame, tukeyContrast, welchContrast } from './contrast.ts';
import { judgeOf } from './judge.ts';
import type { SettingRuns } from './layout.ts';
import type { SettingModel } from './model.ts';

/** What is tested: settings inside their scale, and in their order those that have a value, best first. */
export interface TestInput {
  readonly settings: readonly SettingRuns[];
  readonly model: SettingModel;
  readonly order: readonly number[];
  /** Standard deviation in use, and the least that the metric's resolution allows. */
  readonly error: number;
  readonly least: number;
  readonly alpha: number;
}

/** Tests of all settings against the best, by setting; the best has none. */
export interface SettingTests {
  readonly contrasts: ReadonlyMap<number, Contrast>;
  readonly verdicts: ReadonlyMap<number, SettingVerdict>;
  /** True when every setting was compared through the seeds that they share. */
  readonly isTukey: boolean;
}

/** Compares each setting with the best one. */
export function testSettings({ settings, model, order, error, least, alpha }: TestInput): SettingTests {
  const [best = 0, ...others] = order;
  const frame = testFrame(order.length, error, model.fit.degrees, alpha);
  const judge = judgeOf({ settings, best, model, frame, least });
  const shares = (i: number): boolean => (model.hasBlocks ? model.isFitted(i) : model.seeds.areShared);
  const valuesOf = (i: number): readonly number[] => (settings[i]?.runs ?? []).map((r) => r.value);
  const contrasts = new Map(
    others.map((i): [number, Contrast] => [
      i,
      shares(i) && shares(best)
        ? tukeyContrast(model.fit, i, best, frame)
        : welchContrast(valuesOf(i), valuesOf(best), { frame, least }),
    ]),
  );
  return {
    contrasts,
    verdicts: new Map([...contrasts].map(([i, contrast]) => [i, judge(i, contrast)])),
    isTukey: order.every(shares),
  };
}
