// SPDX-License-Identifier: MIT
import type { SettingVerdict } from './comparison.ts';
import {
  type Contrast,
  restsOnMoreThanOneRun,
  testFrame,
  type TestFrame,
  tukeyContrast,
  welchContrast,
} from './contrast.ts';
import type { SettingRuns } from './layout.ts';
import { type SettingModel, settingsAlone } from './model.ts';

/** What is tested: settings inside their scale, and in their order those that have a value, best first. */
export interface TestInput {
  readonly settings: readonly SettingRuns[];
  readonly model: SettingModel;
  /** Settings with a spread of their own. */
  readonly apart: ReadonlySet<number>;
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
  /** True when all were compared through the seeds that they share, but for those with a spread of their own. */
  readonly isTukey: boolean;
}

/** Compares each setting with the best one. */
export function testSettings({ settings, model, apart, order, error, least, alpha }: TestInput): SettingTests {
  const [best = 0, ...others] = order;
  const frame = testFrame(order.length, error, model.fit.degrees, alpha);
  const judge = judgeOf({ settings, best, model, frame, least });
  const shares = (i: number): boolean => model.isFitted(i) && (model.hasBlocks || model.seeds.areShared);
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
    isTukey: shares(best) && order.every((i) => shares(i) || apart.has(i)),
  };
}

/** What a setting is judged by, beside its contrast with the best one. */
interface Judgement {
  readonly settings: readonly SettingRuns[];
  readonly best: number;
  readonly model: SettingModel;
  readonly frame: TestFrame;
  /** Least error that the metric's resolution allows. */
  readonly least: number;
}

/**
 * Returns how to judge settings against the best one. Worse is only what is behind by the test for all pairs, rests on more than one run, and
 * is not ahead on the seeds that both have. Of settings without common seeds the pooled spread must say so too: Welch's
 * test of two or three seeds each is too sure of itself among thirty settings.
 */
function judgeOf({
  settings,
  best,
  model,
  frame,
  least,
}: Judgement): (setting: number, contrast: Contrast) => SettingVerdict {
  const pooled = lazily(() => {
    const alone = settingsAlone(settings);
    const error = Math.max(Math.sqrt(alone.fit.sumOfSquares / alone.fit.degrees), least);
    return { model: alone, frame: testFrame(frame.settings, error, alone.fit.degrees, frame.alpha) };
  });
  return (setting, contrast) => {
    if (contrast.pAdjusted === undefined) return 'untested';
    if (contrast.pAdjusted >= frame.alpha || contrast.difference >= 0) return 'tied';
    const isFitted = model.isFitted(setting) && model.isFitted(best);
    const isPaired = isFitted && model.hasBlocks;
    const by = isFitted ? { model, frame } : pooled();
    if (!isPaired && (tukeyContrast(by.model.fit, setting, best, by.frame).pAdjusted ?? 1) >= frame.alpha)
      return 'tied';
    if (isPaired && leadOnCommon(settings[setting], settings[best]) > 0) return 'tied';
    const runs = [...(by.model.observations[setting] ?? []), ...(by.model.observations[best] ?? [])];
    return restsOnMoreThanOneRun(by.model.fit, runs, { setting, best, frame: by.frame }) ? 'worse' : 'tied';
  };
}

/** Returns the sum of differences over the blocks that both have; 0 without any. */
function leadOnCommon(own: SettingRuns | undefined, best: SettingRuns | undefined): number {
  const byBlock = new Map(best?.runs.map((r) => [r.block, r.value]));
  return (own?.runs ?? []).reduce((sum, { block, value }) => {
    const other = byBlock.get(block);
    return other === undefined ? sum : sum + value - other;
  }, 0);
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
