// SPDX-License-Identifier: MIT
import { parseArgs } from 'node:util';
import { UsageError } from '../diagnostic.ts';
import { didYouMean } from '../nearest.ts';
import type { CommandSpec } from './command-spec.ts';
import { flagOf, SETTING_NAMES, type SettingName, settingSpec } from './index.ts';
import type { GivenSetting } from './resolve.ts';
import { settingsReadBy, type TargetTable, targetTable, unreadSetting } from './targets.ts';

export interface ParsedArguments {
  readonly given: readonly GivenSetting[];
  /** Switches that were set, among them json and help. */
  readonly switches: ReadonlySet<string>;
}

const COMMON_SWITCHES: Readonly<Record<string, string>> = {
  json: 'print the answer as JSON, for programs',
  help: 'print this text',
  version: 'print the version of ksweep',
};

/**
 * Returns what the words of a command line give. Throws UsageError for an unknown flag, a missing value or a setting that
 * the command does not read; `targets` knows who does.
 */
export function parseArguments(
  spec: CommandSpec,
  argv: readonly string[],
  targets: TargetTable = targetTable([spec]),
): ParsedArguments {
  const flags = new Map(
    settingsReadBy(spec).flatMap((name) =>
      [name, ...(settingSpec(name).was ?? [])].map((word) => [wordOf(word), name] as const),
    ),
  );
  const switchNames = new Set([...Object.keys(spec.switches ?? {}), ...Object.keys(COMMON_SWITCHES)]);
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      [...flags].map(([flag, name]) => [flag, { type: takesNoValue(name) ? 'boolean' : 'string' }]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given: GivenSetting[] = [];
  const switches = new Set<string>();
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    if (token.name === 'h' && token.rawName === '-h') switches.add('help');
    else if (switchNames.has(token.name)) switches.add(token.name);
    else given.push(flagSetting(token.name, token.value, { spec, flags, switchNames, targets }));
  }
  refuseWithoutSwitch(spec, given, { switches, targets });
  return { given: [...lastOfEach(given), ...positionalSettings(spec, words)], switches };
}

/** The flag of a name of a setting, without its dashes. */
function wordOf(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

/** A flag given twice: the last one holds, as everywhere on a command line. */
function lastOfEach(given: readonly GivenSetting[]): GivenSetting[] {
  return given.filter((one, i) => given.findLastIndex((other) => other.name === one.name) === i);
}

interface KnownFlags {
  readonly spec: CommandSpec;
  readonly targets: TargetTable;
  readonly flags: ReadonlyMap<string, SettingName>;
  readonly switchNames: ReadonlySet<string>;
}

function flagSetting(flag: string, value: string | undefined, known: KnownFlags): GivenSetting {
  const name = known.flags.get(flag);
  if (name === undefined) {
    const other = SETTING_NAMES.find((one) => flagOf(one) === `--${flag}`);
    if (other !== undefined)
      throw unreadSetting({ name: other, written: `--${flag}`, by: known.spec.name }, known.targets);
    const near = didYouMean(flag, [...known.flags.keys(), ...known.switchNames]);
    throw new UsageError(
      `--${flag} is no flag of this script`,
      near?.replace('mean ', 'mean --').replaceAll(' or ', ' or --') ?? '--help lists the flags',
    );
  }
  if (value === undefined && !takesNoValue(name))
    throw new UsageError(`--${flag} needs a value`, `--${flag} ${settingSpec(name).meta ?? 'VALUE'}`);
  // An old name stays what it is: it is warned about where settings are resolved.
  const written = wordOf(name) === flag ? name : flag.toUpperCase().replaceAll('-', '_');
  return { name: written, text: value ?? '1', layer: 'flag' };
}

/** Throws UsageError for a setting that the command reads with a switch only which was not given. */
function refuseWithoutSwitch(
  spec: CommandSpec,
  given: readonly GivenSetting[],
  { switches, targets }: { readonly switches: ReadonlySet<string>; readonly targets: TargetTable },
): void {
  const read = new Set<string>(settingsReadBy(spec, switches));
  for (const name of settingsReadBy(spec)) {
    if (!read.has(name) && given.some((one) => one.name === name))
      throw unreadSetting(
        { name, written: flagOf(name), by: `${spec.name} without --${spec.readsWith?.[name] ?? ''}` },
        targets,
      );
  }
}

function positionalSettings(spec: CommandSpec, words: readonly string[]): GivenSetting[] {
  return words.map((text, i) => {
    const name = spec.positionals[i];
    if (name !== undefined) return { name, text, layer: 'flag' };
    const expected = spec.positionals.map((n) => settingSpec(n).meta ?? n).join(' ');
    throw new UsageError(
      `"${text}" is one word too many`,
      expected === '' ? 'this script takes flags only' : `expected: ${expected}`,
    );
  });
}

/** Returns the text of --help: usage, summary, every flag with its default, and whose it is: `ksweep 0.1.0`. */
export function helpText(spec: CommandSpec, product: string): string {
  const words = spec.positionals.map((name) => `[${settingSpec(name).meta ?? name}]`).join(' ');
  const rows: (readonly [string, string])[] = settingsReadBy(spec).map((name) => settingRow(name));
  for (const [name, help] of Object.entries({ ...spec.switches, ...COMMON_SWITCHES })) rows.push([`--${name}`, help]);
  const width = Math.min(30, Math.max(...rows.map(([flag]) => flag.length)));
  const lines = [
    `Usage: ${spec.name} ${words === '' ? '' : `${words} `}[flags]`,
    '',
    spec.summary,
    '',
    'Flags (each also a SWEEP_ setting and a make variable):',
  ];
  for (const [flag, help] of rows) lines.push(`  ${flag.padEnd(width)}  ${help}`);
  if (spec.details !== undefined) lines.push('', spec.details);
  lines.push('', product);
  return `${lines.join('\n')}\n`;
}

function settingRow(name: SettingName): readonly [string, string] {
  const setting = settingSpec(name);
  const flag = takesNoValue(name)
    ? flagOf(name)
    : `${flagOf(name)} ${setting.meta ?? (setting.values === undefined ? 'VALUE' : 'WORD')}`;
  const remarks = [...(setting.values ?? [])];
  if (setting.default !== undefined && !takesNoValue(name)) remarks.push(`default ${setting.default}`);
  return [flag, remarks.length === 0 ? setting.help : `${setting.help} (${remarks.join(', ')})`];
}

function takesNoValue(name: SettingName): boolean {
  return settingSpec(name).kind === 'boolean';
}
