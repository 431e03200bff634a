// SPDX-License-Identifier: MIT
import { join } from 'node:path';
import { parse as parseDotenv } from 'dotenv';
import { parseArguments } from '../core/settings/args.ts';
import type { CommandSpec } from '../core/settings/command-spec.ts';
import { type Diagnostic, DiagnosticsError, formatDiagnostic, hasErrors, UsageError } from '../core/diagnostic.ts';
import { didYouMean } from '../core/nearest.ts';
import { makeVariableOf, RUN_ENVIRONMENT, SETTING_NAMES, settingNamed } from '../core/settings/index.ts';
import { allocationSettings } from '../core/settings/allocation.ts';
import { type GivenSetting, resolveSettings, type Settings } from '../core/settings/resolve.ts';
import { type TargetTable, unreadSetting } from '../core/settings/targets.ts';
import { errorCode, errorInWords, readTextIfExists } from './files.ts';
import { UnreadableError } from './regular-file.ts';

/** Is given what a call is warned about. */
export type Warn = (warnings: readonly Diagnostic[]) => void;

/** One call of a script: what was given to it, before any range file adds its lines. */
export interface Invocation {
  /** Of make, flags, the environment and .env, unresolved: for what resolves it together with the lines of a range file. */
  readonly given: readonly GivenSetting[];
  readonly switches: ReadonlySet<string>;
  /** The caller's folder: relative paths mean this. */
  readonly cwd: string;
  readonly warnings: readonly Diagnostic[];
  /** Tells of what its settings are warned about, each once. */
  readonly warn: Warn;
}

export interface InvocationInput {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Is given each warning that a call comes to, once. */
  readonly warn?: Warn;
  /** What the make targets read: who reads a setting that the command does not. */
  readonly targets: TargetTable;
}

/** Gathers flags, make variables, environment and .env. Throws UsageError for what is no flag or make variable of ours, or is not read by what was called. */
export function openInvocation(spec: CommandSpec, input: InvocationInput): Invocation {
  const parsed = parseArguments(spec, input.argv, input.targets);
  const fromMake = makeSettings(input.env);
  refuseUnread(fromMake.given, input);
  const fromEnvironment = environmentSettings(input.env);
  const fromDotenv = dotenvSettings(input.cwd);
  return {
    given: [
      ...parsed.given,
      ...fromMake.given,
      ...fromEnvironment.given,
      ...fromDotenv.given,
      ...allocationSettings(input.env),
    ],
    switches: parsed.switches,
    cwd: input.cwd,
    warnings: [...fromMake.warnings, ...fromEnvironment.warnings, ...fromDotenv.warnings],
    warn: once(input.warn ?? (() => {})),
  };
}

/** Settings are resolved more than once in a call. */
function once(warn: Warn): Warn {
  const told = new Set<string>();
  return (warnings) => {
    const fresh = warnings.filter((warning) => !told.has(formatDiagnostic(warning)));
    for (const warning of fresh) told.add(formatDiagnostic(warning));
    if (fresh.length > 0) warn(fresh);
  };
}

/** Returns settings of a call and what holds beside it (lines of a range file, a manifest). What they are warned about goes to `warn`. Throws DiagnosticsError. */
export function settingsOf(given: readonly GivenSetting[], warn: Warn): Settings {
  const { settings, diagnostics } = resolveSettings(given);
  if (hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics);
  warn(diagnostics);
  return settings;
}

/**
 * Refuses a variable of make's command line that no script of the targets asked for reads. Where somebody's own target leads
 * to ours (by name or through another make), others of its steps may read it, which nobody here can tell.
 */
function refuseUnread(given: readonly GivenSetting[], { env, targets }: InvocationInput): void {
  const goals = (env['KSWEEP_GOALS'] ?? '').split(/\s+/).filter((goal) => goal !== '');
  const read = goals.map((goal) => targets.reads(goal));
  const isNested = Number(env['MAKELEVEL'] ?? '1') > 1; // a recipe of the outermost make is told 1
  if (goals.length === 0 || isNested || read.includes(undefined)) return;
  for (const one of given) {
    const name = settingNamed(one.name);
    if (name === undefined || read.some((names) => names?.has(name) === true)) continue;
    throw unreadSetting({ name, written: `${makeVariableOf(name)}=`, by: `make ${goals.join(' ')}` }, targets);
  }
}

/** Make variables that are no settings but belong to the Makefile itself. */
const MAKEFILE_OWN: ReadonlySet<string> = new Set(['V', 'Q', 'TESTS', 'UPDATE', 'NODE', 'NPM']);

/** The Makefile hands over what stood on make's command line: the names in KSWEEP_FROM_MAKE, values in KSWEEP_MAKE_<NAME>. */
function makeSettings(env: Readonly<Record<string, string | undefined>>): {
  given: GivenSetting[];
  warnings: Diagnostic[];
} {
  const given: GivenSetting[] = [];
  const strangers: Diagnostic[] = [];
  const names = (env['KSWEEP_FROM_MAKE'] ?? '').split(/\s+/).filter((n) => n !== '');
  for (const variable of names) {
    const name = settingOfMakeVariable(variable);
    if (name !== undefined) given.push({ name, text: env[`KSWEEP_MAKE_${variable}`] ?? '', layer: 'make' });
    else if (!MAKEFILE_OWN.has(variable)) strangers.push(...strangerToMake(variable, env['KSWEEP_INCLUDED'] === '1'));
  }
  return { given, warnings: strangers };
}

/** The name as it was written: an old one is warned about where settings are resolved. */
function settingOfMakeVariable(variable: string): string | undefined {
  if (variable === 'SWEEP') return 'FOLDER';
  const name = variable.replace(/^SWEEP_/, '');
  return settingNamed(name) === undefined ? undefined : name;
}

/**
 * A variable that is no setting: one that begins with SWEEP_ is a mistake; a near miss is one too, but where our Makefile
 * is included it may be the includer's own, so a warning must do, as for one that holds a word of a setting; any other
 * is none of our business.
 */
function strangerToMake(variable: string, isIncluded: boolean): Diagnostic[] {
  const isClaimed = variable.startsWith('SWEEP_');
  const nearMiss = didYouMean(variable.replace(/^SWEEP_/, ''), SETTING_NAMES.map(makeVariableOf));
  const near = nearMiss ?? sharedWord(variable);
  if (!isClaimed && (near === undefined || variable.length <= 2)) return [];
  if (isClaimed || (!isIncluded && nearMiss !== undefined))
    throw new UsageError(`${variable}= is no setting`, near ?? 'make sweep-settings lists them all');
  return [
    {
      isMild: true,
      code: 'E_SETTING_UNKNOWN',
      message: `${variable}= is no setting of ksweep and is not read`,
      hint: near,
    },
  ];
}

/** Shorter words of settings stand in too many names. */
const TELLING_LETTERS = 5;

function sharedWord(variable: string): string | undefined {
  const names = SETTING_NAMES.filter((name) =>
    name.split('_').some((word) => word.length >= TELLING_LETTERS && variable.includes(word)),
  );
  return names.length === 0 ? undefined : `did you mean ${names.slice(0, 3).map(makeVariableOf).join(' or ')}?`;
}

function environmentSettings(env: Readonly<Record<string, string | undefined>>): {
  given: GivenSetting[];
  warnings: Diagnostic[];
} {
  const given: GivenSetting[] = [];
  const warnings: Diagnostic[] = [];
  for (const [variable, text] of Object.entries(env)) {
    if (!variable.startsWith('SWEEP_') || text === undefined || RUN_ENVIRONMENT.includes(variable)) continue;
    const name = variable.slice('SWEEP_'.length);
    if (settingNamed(name) !== undefined) given.push({ name, text, layer: 'environment' });
    else warnings.push(strangerInEnvironment(variable, name));
  }
  return { given, warnings };
}

function strangerInEnvironment(variable: string, name: string): Diagnostic {
  const near = didYouMean(name, SETTING_NAMES)?.replace(/[A-Z][A-Z_]+/g, (n) => `SWEEP_${n}`);
  return {
    isMild: true,
    code: 'E_SETTING_UNKNOWN',
    message: `${variable} in the environment is no setting and is not read`,
    hint: near,
  };
}

/** A file of settings has a thousandth of that. */
const DOTENV_BYTES = 1024 * 1024;

/**
 * Lines SWEEP_X=... of the caller's .env (dotenv's syntax); its other lines are somebody else's. The folder may be anybody's,
 * and tools that keep secrets put a pipe there: what is no file, or far too large, is not waited for.
 */
function dotenvSettings(cwd: string): { given: GivenSetting[]; warnings: Diagnostic[] } {
  let text: string | undefined;
  try {
    text = readTextIfExists(join(cwd, '.env'), DOTENV_BYTES);
  } catch (error) {
    // A folder called .env is somebody's virtual environment.
    if (errorCode(error) === 'EISDIR') return { given: [], warnings: [] };
    if (!(error instanceof UnreadableError)) throw new UsageError(`.env cannot be read: ${errorInWords(error)}`);
    const message = `.env is not read: ${error.words}`;
    return { given: [], warnings: [{ isMild: true, code: 'E_SETTING_UNKNOWN', message }] };
  }
  return { given: text === undefined ? [] : dotenvLines(text), warnings: [] };
}

function dotenvLines(text: string): GivenSetting[] {
  const source = { path: '.env', text };
  return Object.entries(parseDotenv(text))
    .filter(([variable]) => variable.startsWith('SWEEP_'))
    .map(([variable, value]) => ({
      name: variable.slice('SWEEP_'.length),
      text: value,
      layer: '.env',
      span: { source, offset: lastLineOf(variable, text), length: variable.length },
    }));
}

/** Offset of a variable's name in its line of a .env; of several lines the last counts. */
function lastLineOf(variable: string, text: string): number {
  const lines = [
    ...text.matchAll(new RegExp(`^(\\s*(?:export\\s+)?)${variable.replaceAll('.', '\\.')}(?:\\s*=|:\\s)`, 'gm')),
  ];
  const last = lines.at(-1);
  return last === undefined ? 0 : last.index + (last[1] ?? '').length;
}
