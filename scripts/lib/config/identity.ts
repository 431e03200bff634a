// SPDX-License-Identifier: MIT
import { earlierValue } from '../core/earlier-value.ts';
import { canonicalJson, type ConfigId, type RunId, sha256, type Sha256 } from '../core/hash.ts';
import { type Assignment, valueKey } from '../core/value.ts';

/** What a configuration is besides its assignments. */
export interface ConfigurationContext {
  readonly format: string;
  /** Parsed value of SWEEP_BASE. */
  readonly base?: unknown;
  /** Names whose keys go from the base, sorted; not given when there are none. */
  readonly removed?: readonly string[];
  /** Text of SWEEP_TEMPLATE. */
  readonly template?: string;
  /** Text of the completed .config, once there is a Kconfig tree. */
  readonly completed?: string;
  /** Of the files that SWEEP_INPUTS names, in the order they are named. */
  readonly inputs?: readonly Sha256[];
}

/**
 * Returns the identity of a configuration: typed assignments (notation and order do not count), base, template and
 * format. Numbers, folders and file names are not in it. `isWrittenAnew` tells that its file holds other values than
 * ksweep 0.1 wrote, which is a field of its own; every other configuration has the id that 0.1 gave it.
 */
export function configIdOf(
  assignments: readonly Assignment[],
  context: ConfigurationContext,
  isWrittenAnew = false,
): ConfigId {
  const typed = Object.fromEntries(
    assignments.map(({ name, value }) => [name, valueKey(isWrittenAnew ? value : earlierValue(value))]),
  );
  const written = isWrittenAnew ? { written: 2 } : {};
  return sha256(canonicalJson({ ...context, ...written, assignments: typed })) as ConfigId; // a brand over the same text
}

/** What a run is besides its configuration. */
export interface RunContext {
  /** The command template as written, not rendered: folders are not part of the identity. */
  readonly command: string;
  readonly codeVersion?: string;
  /** How {{args}} is written, where it is not as by default. */
  readonly args?: Readonly<Record<'names' | 'off' | 'list', string>> &
    Readonly<Partial<Record<'called' | 'more', string>>>;
  /** Run ids this run needs (stages). */
  readonly needs?: readonly RunId[];
}

/** Returns the identity of a run: the same id means the same result may be reused. */
export function runIdOf(config: ConfigId, { needs = [], ...context }: RunContext): RunId {
  return runIdsOf(context)(config, needs);
}

/** Returns what gives the ids of many runs of one command. */
export function runIdsOf({
  command,
  codeVersion = null,
  args,
}: Omit<RunContext, 'needs' | 'codeVersion'> & { readonly codeVersion?: string | null }): (
  config: ConfigId,
  needs: readonly RunId[],
) => RunId {
  // The canonical JSON of all five, whose first three are the same each time; ids need no escapes.
  const head = canonicalJson({ args, codeVersion, command }).slice(0, -1);
  return (config, needs) => {
    const list = needs.length < 2 ? needs : [...needs].sort();
    return sha256(`${head},"config":"${config}","needs":[${list.map((id) => `"${id}"`).join(',')}]}`) as RunId;
  };
}
