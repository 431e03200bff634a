// SPDX-License-Identifier: MIT

/** One setting that becomes an option of the scheduler. `N`: the names of its settings. */
export interface ClusterOption<N extends string> {
  readonly setting: N;
  /** What the finished value must look like; nothing else reaches a script. */
  readonly pattern: RegExp;
  /** The pattern in words: "a size such as 800M or 8G". */
  readonly expected: string;
}

/** A setting that holds further options as they are, separated by blanks. */
export interface FurtherOptions<N extends string> {
  readonly setting: N;
  /** Returns what is expected instead of a word; undefined for one that is good. `place` counts the words from 0. */
  readonly expectedOf: (word: string, place: number) => string | undefined;
}

/** The settings of a scheduler that become options of its jobs. */
export interface JobOptions<N extends string> {
  readonly options: readonly ClusterOption<N>[];
  /** The setting that holds further options as they are. */
  readonly further?: FurtherOptions<N>;
}

/** Returns the names of these settings. */
export function optionSettings<N extends string>({ options, further }: JobOptions<N>): readonly N[] {
  return [...options.map(({ setting }) => setting), ...(further === undefined ? [] : [further.setting])];
}

/** Finished values of the options (no `{{...}}` left) by setting; absent: not given. */
export type OptionValues<N extends string> = Readonly<Partial<Record<N, string>>>;

/** A value that does not fit its option. */
export interface OptionTrouble<N extends string> {
  readonly setting: N;
  readonly text: string;
  readonly expected: string;
}

/** Returns every value that does not match the pattern of its option, and each further option that is none. */
export function checkOptions<N extends string>(
  { options, further }: JobOptions<N>,
  values: OptionValues<N>,
): readonly OptionTrouble<N>[] {
  const troubles: OptionTrouble<N>[] = [];
  for (const { setting, pattern, expected } of options) {
    const text = values[setting];
    // A line break is checked apart: `$` in a pattern would let one pass at the end.
    if (text !== undefined && (BREAK.test(text) || !pattern.test(text))) troubles.push({ setting, text, expected });
  }
  return further === undefined ? troubles : [...troubles, ...checkFurther(further, values[further.setting])];
}

const BREAK = /[\r\n\0]/;

/** Returns what is wrong with further options, word by word. */
function checkFurther<N extends string>(
  { setting, expectedOf }: FurtherOptions<N>,
  text: string | undefined,
): readonly OptionTrouble<N>[] {
  if (text === undefined) return [];
  if (BREAK.test(text)) return [{ setting, text, expected: 'options on one line' }];
  return optionWords(text).flatMap((word, place) => {
    const expected = expectedOf(word, place);
    return expected === undefined ? [] : [{ setting, text: word, expected }];
  });
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

/** Returns a sentence for people: which setting, what it is, what was expected. */
export function describeOptionTrouble(trouble: OptionTrouble<string>): string {
  const text = trouble.text.replace(/[\u0000-\u001f\u007f]/g, '?').slice(0, 80);
  return `SWEEP_${trouble.setting} is "${text}"; expected ${trouble.expected}`;
}
