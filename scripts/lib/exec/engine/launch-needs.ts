// SPDX-License-Identifier: MIT
import { joinInner } from '../../core/inner-path.ts';
import type { Assignment } from '../../core/value.ts';

/** A run that another is built upon, as far as a command may name it. */
export interface NamedNeed {
  readonly stage?: string | null;
  readonly folder: string;
  readonly values: readonly Assignment[];
}

/** Returns what a template may name of the runs that a run is built upon: target.out_dir and target.CONFIG_MODEL. */
export function needWords(needs: readonly NamedNeed[], sweepDir: string): readonly Assignment[] {
  const [first] = needs;
  return first !== undefined && needs.length === 1
    ? wordsOf(first, sweepDir)
    : needs.flatMap((need) => wordsOf(need, sweepDir));
}

/** Many runs are built upon one: what they may name of it is put together once. */
const WORDS = new WeakMap<NamedNeed, { readonly sweepDir: string; readonly words: readonly Assignment[] }>();

function wordsOf(need: NamedNeed, sweepDir: string): readonly Assignment[] {
  const known = WORDS.get(need);
  if (known?.sweepDir === sweepDir) return known.words;
  const { stage, folder, values } = need;
  const words = [
    ...values.map(({ name, value }) => ({ name: `${stage}.${name}`, value })),
    { name: `${stage}.out_dir`, value: { kind: 'text' as const, text: joinInner(sweepDir, folder) } },
  ];
  WORDS.set(need, { sweepDir, words });
  return words;
}

/** Returns what the environment of a run says of the runs that it is built upon: SWEEP_NEED_TARGET_OUT_DIR. */
export function needVariables(needs: readonly NamedNeed[], sweepDir: string): Record<string, string> {
  return Object.fromEntries(
    needs.map(({ stage, folder }) => [
      `SWEEP_NEED_${(stage ?? '').toUpperCase()}_OUT_DIR`,
      joinInner(sweepDir, folder),
    ]),
  );
}
