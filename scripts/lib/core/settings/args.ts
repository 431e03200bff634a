// SPDX-License-Identifier: MIT
import { parseArgs } from 'node:util';
import { UsageError } from '../diagnostic.ts';
import { didYouMean } from '../nearest.ts';
import { flagOf, type SettingName, settingSpec } from './index.ts';
import type { GivenSetting } from './resolve.ts';

/** What a script takes: its settings become flags, its positional words are settings too. */
export interface CommandSpec {
  /** File name of the script without .ts: generate-configs. */
  readonly name: string;
  /** One sentence on what it does. */
  readonly summary: string;
  readonly positionals: readonly SettingName[];
  readonly settings: readonly SettingName[];
  /** Further paragraphs of --help: what it writes, exit codes. */
  readonly details?: string;
  /** Flags of this script alone that are no settings: name -> help. */
  readonly switches?: Readonly<Record<string, string>>;
}

export interface ParsedArguments {
  readonly given: readonly GivenSetting[];
  /** Switches that were set, among them json and help. */
  readonly switches: ReadonlySet<string>;
}

const COMMON_SWITCHES: Readonly<Record<string, string>> = {
  json: 'print the answer as JSON, for programs',
  help: 'print this text',
};

/** Returns what the words of a command line give. Throws UsageError for an unknown flag or a missing value. */
export function parseArguments(spec: CommandSpec, argv: readonly string[]): ParsedArguments {
  const flags = new Map(
    allSettings(spec).flatMap((name) =>
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
    else given.push(flagSetting(token.name, token.value, { flags, switchNames }));
  }
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
  readonly flags: ReadonlyMap<string, SettingName>;
  readonly switchNames: ReadonlySet<string>;
}

function flagSetting(flag: string, value: string | undefined, known: KnownFlags): GivenSetting {
  const name = known.flags.get(flag);
  if (name === undefined) {
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

/** Returns the text of --help: usage, summary, every flag with its default. */
export function helpText(spec: CommandSpec): string {
  const words = spec.positionals.map((name) => `[${settingSpec(name).meta ?? name}]`).join(' ');
  const rows: (readonly [string, string])[] = allSettings(spec).map((name) => settingRow(name));
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

function allSettings(spec: CommandSpec): readonly SettingName[] {
  return [...new Set([...spec.positionals, ...spec.settings])];
}

function takesNoValue(name: SettingName): boolean {
  return settingSpec(name).kind === 'boolean';
}
