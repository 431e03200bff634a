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

/** Returns a sentence for people: which setting, what it is, what was expected. */
export function describeOptionTrouble(trouble: OptionTrouble): string {
  const text = trouble.text.replace(/[\u0000-\u001f\u007f]/g, '?').slice(0, 80);
  return `SWEEP_${trouble.setting} is "${text}"; expected ${trouble.expected}`;
}
