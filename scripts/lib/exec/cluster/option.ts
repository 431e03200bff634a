// SPDX-License-Identifier: MIT
import type { SettingName } from '../../core/settings/index.ts';

/** One setting that becomes an option of the scheduler. */
export interface ClusterOption {
  readonly setting: SettingName;
  /** What the finished value must look like; nothing else reaches a script. */
  readonly pattern: RegExp;
  /** The pattern in words: "a size such as 800M or 8G". */
  readonly expected: string;
}

/** Finished values of the options (no `{{...}}` left) by setting; absent: not given. */
export type OptionValues = Readonly<Partial<Record<SettingName, string>>>;

/** A value that does not fit its option. */
export interface OptionTrouble {
  readonly setting: SettingName;
  readonly text: string;
  readonly expected: string;
}

/** Returns every value that does not match the pattern of its option. */
export function checkOptions(options: readonly ClusterOption[], values: OptionValues): readonly OptionTrouble[] {
  const troubles: OptionTrouble[] = [];
  for (const { setting, pattern, expected } of options) {
    const text = values[setting];
    // A line break is checked apart: `$` in a pattern would let one pass at the end.
    if (text !== undefined && (/[\r\n\0]/.test(text) || !pattern.test(text)))
      troubles.push({ setting, text, expected });
  }
  return troubles;
}

/** Returns options that a setting may not hold, each with why: from reasons with the names that they hold for. */
export function reservedOptions(byReason: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(byReason).flatMap(([why, names]) => names.split(' ').map((name) => [name, why] as const)),
  );
}

/** Returns the words of a setting that holds further options. */
export function optionWords(text: string | undefined): readonly string[] {
  return (text ?? '').split(/[ \t]+/).filter((word) => word !== '');
}

/** Returns what is wrong with a setting that holds further options, word by word; `expectedOf` says what another word is expected. */
export function checkFurther(
  setting: SettingName,
  text: string | undefined,
  expectedOf: (word: string, place: number) => string | undefined,
): readonly OptionTrouble[] {
  if (text === undefined) return [];
  if (/[\r\n\0]/.test(text)) return [{ setting, text, expected: 'options on one line' }];
  return optionWords(text).flatMap((word, place) => {
    const expected = expectedOf(word, place);
    return expected === undefined ? [] : [{ setting, text: word, expected }];
  });
}

/** Returns a sentence for people: which setting, what it is, what was expected. */
export function describeOptionTrouble(trouble: OptionTrouble): string {
  const text = trouble.text.replace(/[\u0000-\u001f\u007f]/g, '?').slice(0, 80);
  return `SWEEP_${trouble.setting} is "${text}"; expected ${trouble.expected}`;
}
