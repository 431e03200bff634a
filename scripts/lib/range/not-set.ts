// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import { reservedReason } from './names.ts';
import type { StageLine } from './stage-line.ts';
import type { NotSetComment } from './statement.ts';
import type { Statement } from './tree.ts';

/** The part of a name before its first _: BR2 of BR2_PACKAGE_BUSYBOX, which all options of a tree share. */
function familyOf(name: string): string {
  return name.split('_')[0] ?? name;
}

/**
 * Returns the statements of a file, in which `# NAME is not set` is NAME=n where another line assigns a name of the same
 * family. Elsewhere it is a comment, with a warning: Kconfig takes it for a value in every tree.
 */
export function settleNotSet(
  readings: readonly (Statement | NotSetComment | StageLine)[],
  diagnostics: Diagnostic[],
): (Statement | StageLine)[] {
  const families = new Set<string>();
  for (const reading of readings)
    if (reading.kind === 'definition') for (const { name } of reading.names) families.add(familyOf(name));
  return readings.flatMap((reading): (Statement | StageLine)[] => {
    if (reading.kind !== 'not-set') return [reading];
    const { definition } = reading;
    const name = definition.names[0]?.name ?? '';
    const reserved = reservedReason(name);
    if (reserved === undefined && families.has(familyOf(name))) return [definition];
    diagnostics.push({
      severity: 'warning',
      code: 'W_NOT_SET',
      message: `this is a comment, so ${name} has no value: ${reserved ?? `no line of this file assigns a name that starts with ${familyOf(name)}_`}`,
      span: definition.span,
      hint: reserved === undefined ? `if it is meant as a value, write ${name}=n` : 'delete the line',
    });
    return [];
  });
}
