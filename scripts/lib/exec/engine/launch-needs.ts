// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import type { Assignment } from '../../core/value.ts';

/** A run that another is built upon, as far as a command may name it. */
export interface NamedNeed {
  readonly stage?: string | null;
  readonly folder: string;
  readonly values: readonly Assignment[];
}

/** Returns what a template may name of the runs that a run is built upon: target.out_dir and target.CONFIG_MODEL. */
export function needWords(needs: readonly NamedNeed[], sweepDir: string): readonly Assignment[] {
  return needs.flatMap(({ stage, folder, values }) => [
    ...values.map(({ name, value }) => ({ name: `${stage}.${name}`, value })),
    { name: `${stage}.out_dir`, value: { kind: 'text' as const, text: join(sweepDir, folder) } },
  ]);
}

/** Returns what the environment of a run says of the runs that it is built upon: SWEEP_NEED_TARGET_OUT_DIR. */
export function needVariables(needs: readonly NamedNeed[], sweepDir: string): Record<string, string> {
  return Object.fromEntries(
    needs.map(({ stage, folder }) => [`SWEEP_NEED_${(stage ?? '').toUpperCase()}_OUT_DIR`, join(sweepDir, folder)]),
  );
}
