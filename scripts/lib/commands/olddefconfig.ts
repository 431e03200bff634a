// SPDX-License-Identifier: MIT
// A front that is used like the kernel's `conf`: olddefconfig.ts [MODE] Kconfig [CONFIG].
import { existsSync, renameSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { EVEN_CHANCES, type RandomChances, readChances } from '../kconfig/all-new.ts';
import { Completer, differenceText, type KRequest } from '../kconfig/complete.ts';
import { configTroubles } from '../kconfig/config-trouble.ts';
import { loadTree } from '../kconfig/load.ts';
import { CONF_MODES, type ConfMode, type ModeResult, runMode } from '../kconfig/modes.ts';
import type { KconfigDialect, KTree } from '../kconfig/model.ts';
import { readConfigLines } from '../kconfig/read-config.ts';
import { valueOfLine } from '../kconfig/settle.ts';
import { type Diagnostic, formatDiagnostics, UsageError } from '../core/diagnostic.ts';
import type { Source } from '../core/source.ts';
import type { FrontAnswer } from './call/start.ts';
import { readTextIfExists, writeFileAtomic } from '../edge/files.ts';
import { diskTree, namesKconfiglib, treeEnvironment, treeShell } from '../edge/definition/tree-folder.ts';

const OLDDEFCONFIG_HELP = `Usage: olddefconfig.ts [MODE] [options] [Kconfig [CONFIG]]

Completes CONFIG (default: $KCONFIG_CONFIG, else .config) by a Kconfig tree, as the kernel's conf does.

Modes (default --olddefconfig):
  --olddefconfig          symbols that CONFIG does not set get their defaults
  --alldefconfig          every symbol gets its default
  --allnoconfig, --allyesconfig, --allmodconfig
                          every bool and tristate symbol is n, y or m, as far as the tree allows
  --randconfig            ... or random; KCONFIG_SEED and KCONFIG_PROBABILITY, or --seed and --probability
  --savedefconfig FILE    write the lines that differ from the defaults
  --listnewconfig         list symbols that CONFIG does not set

Options:
  --dialect 6.12|6.1      6.1 is Kconfiglib; default: 6.1 where the Makefile or the requirements name it, else 6.12
  --allow-shell           let the tree run its commands, $(shell,...)
  --why                   tell each value of CONFIG that was not taken, and why
  -s, --silent            print no messages
`;

const OPTIONS = {
  ...Object.fromEntries(
    CONF_MODES.filter((mode) => mode !== 'savedefconfig').map((mode) => [mode, { type: 'boolean' as const }]),
  ),
  savedefconfig: { type: 'string' as const },
  dialect: { type: 'string' as const },
  'allow-shell': { type: 'boolean' as const },
  seed: { type: 'string' as const },
  probability: { type: 'string' as const },
  why: { type: 'boolean' as const },
  silent: { type: 'boolean' as const, short: 's' },
  help: { type: 'boolean' as const, short: 'h' },
};

interface Wanted {
  readonly mode: ConfMode;
  readonly kconfig: string;
  readonly config: string;
  readonly target: string | undefined;
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
}

/** Runs a call: code 0 done, 1 as `conf` where something is wrong. Throws UsageError for wrong use. */
export function olddefconfig(argv: readonly string[], env: NodeJS.ProcessEnv): FrontAnswer {
  const wanted = wantedBy(argv, env);
  if (wanted === undefined) return { code: 0, stdout: OLDDEFCONFIG_HELP, stderr: '' };
  const loaded = openTreeOf(wanted);
  if (loaded.value === undefined) return { code: 1, stdout: '', stderr: `${formatDiagnostics(loaded.diagnostics)}\n` };
  const informed = loaded.value.informed.map((line) => `${line}\n`).join('');
  const seed = wanted.mode === 'randconfig' ? seedOf(wanted, env) : 0;
  const seedLine = wanted.mode === 'randconfig' ? `KCONFIG_SEED=0x${seed.toString(16).toUpperCase()}\n` : '';
  const source = startOf(wanted, env);
  const result = runMode(loaded.value.tree, {
    mode: wanted.mode,
    config: source,
    seed,
    chances: chancesOf(wanted, env),
  });
  const warnings = warningsOf(loaded, source, result, env);
  const told = warnings.length === 0 ? '' : `${formatDiagnostics(warnings)}\n`;
  if (warnings.length > 0 && (env.KCONFIG_WERROR ?? '') !== '') return { code: 1, stdout: informed, stderr: told };
  const why = wanted.values.why === true && source !== undefined ? whyNotTaken(source, loaded.value.tree) : '';
  return { code: 0, stdout: informed + seedLine + deliver(wanted, result), stderr: told + unmetText(result) + why };
}

function wantedBy(argv: readonly string[], env: NodeJS.ProcessEnv): Wanted | undefined {
  const { values, positionals } = parsed(argv);
  if (values.help === true) return undefined;
  const modes = CONF_MODES.filter((mode) => values[mode] !== undefined);
  const [mode = 'olddefconfig', other] = modes;
  if (other !== undefined) throw new UsageError(`--${mode} and --${other} are two modes`, 'give one of them');
  const [kconfig = 'Kconfig', config = env.KCONFIG_CONFIG ?? '.config', rest] = positionals;
  if (rest !== undefined) throw new UsageError(`${rest} is one word too many`, '--help shows the use');
  const target = values.savedefconfig;
  return { mode, kconfig, config, target: typeof target === 'string' ? target : undefined, values };
}

function parsed(argv: readonly string[]): { values: Wanted['values']; positionals: string[] } {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), '--help shows the use');
  }
}

function openTreeOf({ kconfig, values }: Wanted): ReturnType<typeof loadTree> {
  const folder = dirname(kconfig);
  const asked = values.dialect;
  if (asked !== undefined && asked !== '6.12' && asked !== '6.1') {
    throw new UsageError(`--dialect is ${String(asked)}; expected 6.12 or 6.1`);
  }
  const dialect: KconfigDialect = asked ?? (namesKconfiglib(folder) === undefined ? '6.12' : '6.1');
  if (!existsSync(folder)) throw new UsageError(`${folder} does not exist`);
  const files = diskTree(folder);
  const source = files.read(basename(kconfig));
  if ('unreadable' in source) throw new UsageError(`${kconfig} cannot be read: ${source.unreadable}`);
  const shell = values['allow-shell'] === true ? { shell: treeShell(folder) } : {};
  return loadTree({ source, files, dialect, environment: treeEnvironment(), ...shell });
}

const STARTING: ReadonlySet<ConfMode> = new Set(['olddefconfig', 'savedefconfig', 'listnewconfig']);

/** The .config that a mode starts from; others start from KCONFIG_ALLCONFIG, if it names a file. */
function startOf({ mode, config }: Wanted, env: NodeJS.ProcessEnv): Source | undefined {
  const path = STARTING.has(mode) ? config : env.KCONFIG_ALLCONFIG;
  if (path === undefined || path === '') return undefined;
  const text = readTextIfExists(path);
  if (text === undefined && !STARTING.has(mode)) throw new UsageError(`KCONFIG_ALLCONFIG=${path} cannot be read`);
  return text === undefined ? undefined : { path, text };
}

function seedOf({ values }: Wanted, env: NodeJS.ProcessEnv): number {
  const text = String(values.seed ?? env.KCONFIG_SEED ?? '');
  if (text === '') return Date.now() >>> 0;
  const seed = Number(text);
  if (!Number.isInteger(seed)) throw new UsageError(`the seed is ${text}; expected a whole number such as 42 or 0x2A`);
  return seed >>> 0;
}

function chancesOf({ values }: Wanted, env: NodeJS.ProcessEnv): RandomChances {
  const text = String(values.probability ?? env.KCONFIG_PROBABILITY ?? '');
  const chances = text === '' ? EVEN_CHANCES : readChances(text);
  if (chances !== undefined) return chances;
  throw new UsageError(`the probability is ${text}; expected P, YES:MODULE or BOOL:YES:MODULE, in percent`);
}

/** As `conf`, unknown symbols are told only when KCONFIG_WARN_UNKNOWN_SYMBOLS asks for them. */
function warningsOf(
  { value, diagnostics }: ReturnType<typeof loadTree>,
  source: Source | undefined,
  result: ModeResult,
  env: NodeJS.ProcessEnv,
): readonly Diagnostic[] {
  if (source === undefined || value === undefined) return diagnostics;
  const tellsUnknown = (env.KCONFIG_WARN_UNKNOWN_SYMBOLS ?? '') !== '';
  const troubles = result.troubles.filter(({ kind }) => kind !== 'unknown' || tellsUnknown);
  return [...diagnostics, ...configTroubles(source, value.tree, { ...result, troubles })];
}

/** Each value of a .config that was not taken, with the reason and what would help. */
function whyNotTaken(source: Source, tree: KTree): string {
  const requests = readConfigLines(source, tree.dialect).lines.map((line): KRequest => {
    const symbol = tree.byName.get(line.name);
    const text = symbol === undefined ? undefined : valueOfLine(line, symbol, tree);
    return { name: `CONFIG_${line.name}`, text: text ?? line.raw, origin: 'swept' };
  });
  const { differences } = new Completer(tree).complete(requests, { output: 'minimal', values: [] });
  return differences.map((difference) => `${differenceText(difference)}\n`).join('');
}

function unmetText({ unmet }: ModeResult): string {
  return unmet
    .map(
      ({ name, needs, by }) =>
        `\nWARNING: unmet direct dependencies detected for ${name}\n  Depends on: ${needs}\n  Selected by: ${by.join(', ')}\n`,
    )
    .join('');
}

/** Writes the file of a mode, keeping the one before as NAME.old; returns what is printed. */
function deliver({ mode, config, target, values }: Wanted, { text }: ModeResult): string {
  if (mode === 'listnewconfig') return text;
  const path = mode === 'savedefconfig' ? (target ?? 'defconfig') : config;
  const before = readTextIfExists(path);
  const isSame = before === text;
  if (!isSame) {
    if (before !== undefined && mode !== 'savedefconfig') renameSync(path, `${path}.old`);
    writeFileAtomic(path, text);
  }
  if (values.silent === true || mode === 'savedefconfig') return '';
  return isSame ? `#\n# No change to ${path}\n#\n` : `#\n# configuration written to ${path}\n#\n`;
}
