// SPDX-License-Identifier: MIT
import { type Assignment, displayText } from '../core/value.ts';
import type { Point } from '../space/design.ts';
import type { ConfigId } from '../core/hash.ts';
import type { StageRef } from '../space/stages/staged-space.ts';

/** One point of the space with its number, name and identity. */
export interface Configuration extends Omit<Point, 'lines'> {
  readonly number: number;
  /** config_017 */
  readonly name: string;
  readonly id: ConfigId;
  /** Names of the symbols that the range file sweeps, in file order, absent ones too. */
  readonly swept: readonly string[];
  /** Missing in a sweep without stages. Numbers begin with 1 in each stage. */
  readonly stage?: string;
  /** Configurations that it needs, one of each stage that its stage names. */
  readonly needs?: readonly StageRef[];
}

/** Returns what people call a configuration: sample/config_017, and config_017 without stages. */
export function labelOf({ name, stage }: { readonly name: string; readonly stage?: string | null }): string {
  return (stage ?? null) === null ? name : `${stage}/${name}`;
}

/** Returns the assignments of the swept symbols only: what tells configurations apart. */
export function sweptAssignments(configuration: Pick<Configuration, 'assignments' | 'swept'>): readonly Assignment[] {
  const swept = new Set(configuration.swept);
  return configuration.assignments.filter((a) => swept.has(a.name));
}

/** Returns `CONFIG_A=1 CONFIG_B=adam` for people, on one line. */
export function assignmentLine(assignments: readonly Assignment[]): string {
  return assignments.map((a) => `${a.name}=${displayText(a.value)}`).join(' ');
}
