// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../diagnostic.ts';
import { didYouMean } from '../nearest.ts';
import type { Source, Span } from '../source.ts';
import {
  environmentNameOf,
  flagOf,
  isSettingName,
  makeVariableOf,
  SETTING_NAMES,
  type SettingName,
  settingNamed,
  settingSpec,
} from './index.ts';
import type { SettingSpec } from '../setting-spec.ts';
import { type ParsedSetting, parseSetting, type SettingValue } from './value.ts';

/** Where a setting's value came from, highest precedence first. */
export const LAYERS = [
  'make',
  'flag',
  'environment',
  'sweep folder',
  'range file',
  '.env',
  'allocation',
  'default',
] as const;
export type SettingLayer = (typeof LAYERS)[number];

/** One value somebody gave, before it is checked. */
export interface GivenSetting {
  readonly name: string;
  readonly text: string;
  readonly layer: SettingLayer;
  /** Position, for lines of a file. */
  readonly span?: Span;
}

/**
 * Settings with their typed values and where each came from. `N`: the names that may be read. Code that reads fewer takes
 * fewer (`Settings<'METRIC' | 'GOAL'>`), so a command that did not declare one of them cannot call it.
 */
export interface Settings<N extends SettingName = SettingName> {
  // Properties, not methods: the compiler compares the parameters of methods both ways, and would let names through.
  readonly get: <M extends N>(name: M) => SettingValue<M>;
  /** The value as it was written; undefined when unset. */
  readonly text: (name: N) => string | undefined;
  readonly layer: (name: N) => SettingLayer;
  /** True when somebody gave it, be it the same as the default. */
  readonly isGiven: (name: N) => boolean;
  /** Where its value stands in a file; undefined for one that no file has. */
  readonly span: (name: N) => Span | undefined;
  /** All that somebody gave, in the order of the table, to be recorded or shown as it is. */
  readonly given: readonly SettingText[];
}

/** A setting as it was written. */
export interface SettingText {
  readonly name: SettingName;
  readonly text: string;
}

interface Resolved {
  readonly text: string;
  readonly value: ParsedSetting;
  readonly layer: SettingLayer;
  readonly span?: Span | undefined;
}

/** Returns the settings by precedence (LAYERS), with a diagnostic for each unknown name and malformed value. */
export function resolveSettings(given: readonly GivenSetting[]): {
  settings: Settings;
  diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const resolved = new Map<SettingName, Resolved>();
  const ordered = [...given].sort((a, b) => LAYERS.indexOf(a.layer) - LAYERS.indexOf(b.layer));
  for (const one of ordered) {
    const name = settingNamed(one.name);
    if (name === undefined) {
      diagnostics.push(isRecorded(one) ? recordedUnknown(one) : unknownSetting(one));
      continue;
    }
    if (name !== one.name) diagnostics.push(renamedSetting(one, name));
    const spec = settingSpec(name);
    if (isOutOfPlace(spec, one.layer)) {
      diagnostics.push(callOnlySetting(one, name));
      continue;
    }
    const parsed = parseSetting(spec, one.text);
    if ('expected' in parsed) {
      diagnostics.push(malformedSetting(one, parsed.expected));
      continue;
    }
    if (!resolved.has(name))
      resolved.set(name, { text: one.text, value: parsed.value, layer: one.layer, span: one.span });
  }
  return { settings: settingsOf(resolved), diagnostics };
}

function settingsOf(resolved: ReadonlyMap<SettingName, Resolved>): Settings {
  const all = new Map(resolved);
  for (const name of SETTING_NAMES) {
    const spec = settingSpec(name);
    if (all.has(name) || spec.default === undefined) continue;
    const parsed = parseSetting(spec, spec.default);
    if ('expected' in parsed) throw new Error(`internal: default of ${name}: expected ${parsed.expected}`);
    all.set(name, { text: spec.default, value: parsed.value, layer: 'default' });
  }
  return {
    // The table ties a name to its kind and parseSetting returns that kind, which the compiler cannot follow.
    get: <N extends SettingName>(name: N) => all.get(name)?.value as SettingValue<N>,
    text: (name) => all.get(name)?.text,
    layer: (name) => all.get(name)?.layer ?? 'default',
    isGiven: (name) => resolved.has(name),
    span: (name) => resolved.get(name)?.span,
    given: SETTING_NAMES.flatMap((name): SettingText[] => {
      const text = resolved.get(name)?.text;
      return text === undefined ? [] : [{ name, text }];
    }),
  };
}

/** Returns a setting's name as the user wrote it in that layer. */
function nameInLayer(name: string, layer: SettingLayer): string {
  if (!isSettingName(name)) return layer === 'make' ? name : `SWEEP_${name}`;
  switch (layer) {
    case 'make':
      return makeVariableOf(name);
    case 'flag':
      return flagOf(name);
    default:
      return environmentNameOf(name);
  }
}

function placed(one: GivenSetting): { span?: Span } {
  return one.span === undefined ? {} : { span: one.span };
}

function unknownSetting(one: GivenSetting): Diagnostic {
  const near = didYouMean(one.name, SETTING_NAMES);
  return {
    code: 'E_SETTING_UNKNOWN',
    message: `${nameInLayer(one.name, one.layer)} is no setting${one.span === undefined ? ` (from ${one.layer})` : ''}`,
    ...placed(one),
    hint:
      near === undefined
        ? 'make sweep-settings lists all settings'
        : near.replace(/[A-Z][A-Z_]+/g, (n) => nameInLayer(n, one.layer)),
  };
}

/** Tells whether a sweep folder holds the setting, be it in a line of the range file that it was made of. */
function isRecorded(one: GivenSetting): boolean {
  return one.layer === 'sweep folder' || one.span?.source.isRecorded === true;
}

/** The folder was made by a newer ksweep, or by an older one with a setting that is gone: it must stay readable. */
function recordedUnknown(one: GivenSetting): Diagnostic {
  const name = `SWEEP_${one.name}`;
  return {
    code: 'W_SETTING_UNKNOWN',
    message: `the sweep folder was made with ${name}=${one.text}, which this ksweep does not know: it is left out`,
    ...placed(one),
    hint: 'a newer ksweep may know it',
  };
}

function renamedSetting(one: GivenSetting, name: SettingName): Diagnostic {
  return {
    code: 'W_SETTING_RENAMED',
    message: `${writtenName(one)} is called ${nameInLayer(name, one.layer)} by now; it is taken as that`,
    ...placed(one),
    ...(isRecorded(one) ? {} : { hint: `write ${nameInLayer(name, one.layer)}` }),
  };
}

/** An old name as it was written. */
function writtenName({ name, layer }: GivenSetting): string {
  if (layer === 'flag') return `--${name.toLowerCase().replaceAll('_', '-')}`;
  return layer === 'make' ? name : `SWEEP_${name}`;
}

function isOutOfPlace(spec: SettingSpec, layer: SettingLayer): boolean {
  if (spec.isConsent === true) return layer !== 'make' && layer !== 'flag';
  return spec.callOnly === true && (layer === 'range file' || layer === '.env');
}

function callOnlySetting(one: GivenSetting, name: SettingName): Diagnostic {
  return {
    code: 'E_SETTING_UNKNOWN',
    message: `${nameInLayer(name, one.layer)} belongs to one call and cannot ${one.layer === 'environment' ? 'come from the environment' : 'stand in a file'}`,
    ...placed(one),
    hint: `give it to make (${makeVariableOf(name)}=...) or to a script (${flagOf(name)})`,
  };
}

function malformedSetting(one: GivenSetting, expected: string): Diagnostic {
  return {
    code: 'E_SETTING_VALUE',
    message: `${nameInLayer(one.name, one.layer)} is "${one.text}"; expected ${expected}`,
    ...placed(one),
  };
}

/** Returns the value of a setting as a text of its own, whose places are shown in the file that has it; `''` where nobody gave it. */
export function settingSource<N extends SettingName>(settings: Pick<Settings<N>, 'text' | 'span'>, name: N): Source {
  return { path: `SWEEP_${name}`, text: settings.text(name) ?? '', value: settings.span(name) };
}
