// SPDX-License-Identifier: MIT
import { UsageError } from '../diagnostic.ts';
import type { CommandSpec } from './command-spec.ts';
import { SETTING_NAMES, type SettingName } from './index.ts';

/** What the make targets read: all that the commands of their recipes read. */
export interface TargetTable {
  readonly names: readonly string[];
  /** Settings that a target reads; undefined for a target that is none of ours. */
  reads(target: string): ReadonlySet<SettingName> | undefined;
  /** Targets that read a setting. */
  readersOf(name: SettingName): readonly string[];
}

/** Returns the settings that a command reads, its words first; with its switches known, without those that take another switch. */
export function settingsReadBy<N extends SettingName>(
  spec: CommandSpec<N>,
  switches?: ReadonlySet<string>,
): readonly N[] {
  const all = [...new Set([...spec.positionals, ...spec.reads])];
  if (switches === undefined) return all;
  return all.filter((name) => {
    const needed = spec.readsWith?.[name];
    return needed === undefined || switches.has(needed);
  });
}

/** Returns the table of the targets that these commands declare. */
export function targetTable(specs: readonly CommandSpec[]): TargetTable {
  const table = new Map<string, Set<SettingName>>();
  for (const spec of specs) {
    for (const [target, switches] of Object.entries(spec.targets)) {
      const read = settingsReadBy(spec, new Set(switches));
      table.set(target, new Set([...(table.get(target) ?? []), ...read]));
    }
  }
  return {
    names: [...table.keys()],
    reads: (target) => table.get(target),
    readersOf: (name) => [...table.keys()].filter((target) => table.get(target)?.has(name) === true),
  };
}

/** A setting that somebody gave where it is not read. */
export interface UnreadSetting {
  readonly name: SettingName;
  /** As it was written: --mode, MODE=. */
  readonly written: string;
  /** What does not read it: a target or a script. */
  readonly by: string;
}

/** Returns the error for a setting that was given where nothing reads it, which names the targets that do. */
export function unreadSetting({ name, written, by }: UnreadSetting, targets: TargetTable): UsageError {
  const readers = targets.readersOf(name).filter((target) => targets.reads(target)?.size !== SETTING_NAMES.length);
  return new UsageError(
    `${written} is not read by ${by}`,
    readers.length === 0 ? 'leave it out' : `read by: ${readers.map((target) => `make ${target}`).join(', ')}`,
  );
}
