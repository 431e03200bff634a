// SPDX-License-Identifier: MIT
import { CONFIG_PREFIX } from '../../core/configuration-name.ts';
import { reservedReason } from '../../range/names.ts';
import type { ScriptParameter, ScriptReading } from './script-parameter.ts';

/** A parameter with the symbol that stands for it in the range file. */
export interface NamedParameter {
  readonly parameter: ScriptParameter;
  readonly symbol: string;
}

/** How a command hands the values over. */
export interface ArgumentPlan {
  /** Behind the program and the script: `{{args}} --out={{out_dir}}`. */
  readonly words: string;
  /** Settings that this needs, in order. */
  readonly settings: readonly (readonly [name: string, value: string])[];
  readonly swept: readonly NamedParameter[];
  /** Of the run's own folder; undefined when the script has none. */
  readonly outDir: ScriptParameter | undefined;
  /** Parameters that cannot be handed over, each with its reason. */
  readonly left: readonly { readonly parameter: ScriptParameter; readonly why: string }[];
}

const OUT_DIR =
  /^(?:out|output|outputs|save|log|logging|result|results|checkpoint|ckpt|run|work|exp)[_-]?(?:dir|directory|folder|path)$|^out(?:put)?$|^default_root_dir$/i;

/** Returns how the parameters of a script are handed over: by {{args}} where one style suits them all, else one by one. */
export function planArguments(reading: ScriptReading): ArgumentPlan {
  const outDir = outDirOf(reading);
  const rest = reading.parameters.filter((parameter) => parameter !== outDir);
  const left: { parameter: ScriptParameter; why: string }[] = [];
  const named: NamedParameter[] = [];
  for (const parameter of rest) {
    const why = untakenReason(parameter, reading);
    if (why === undefined) named.push({ parameter, symbol: symbolOf(parameter, reading) });
    else left.push({ parameter, why });
  }
  switch (reading.takes) {
    case 'hydra': {
      const words = outDir === undefined ? '{{args}} hydra.run.dir={{out_dir}}' : `{{args}} ${outDir.flag}={{out_dir}}`;
      return { words, settings: [['ARGS', 'hydra']], swept: named, outDir, left };
    }
    case 'omegaconf':
      return {
        words: outDir === undefined ? '{{args}}' : `{{args}} ${outDir.flag}={{out_dir}}`,
        settings: [['ARGS', 'hydra']],
        swept: named,
        outDir,
        left,
      };
    case 'file': {
      const { flag, path } = reading.file ?? { flag: '--config', path: '' };
      const format = path.endsWith('.json') ? 'json' : 'yaml';
      const settings = [['FORMAT', format] as const, ['BASE', path] as const];
      return { words: `${flag}={{config}}`, settings, swept: named, outDir: undefined, left };
    }
    case 'argv':
      return { words: named.map(({ symbol }) => `{{${symbol}}}`).join(' '), settings: [], swept: named, outDir, left };
    case 'environment':
      return { words: outDir === undefined ? '' : '', settings: [], swept: named, outDir: undefined, left };
    case 'options':
      return planOptions(named, outDir, left);
    default:
      return { words: '{{config}} {{out_dir}}', settings: [], swept: [], outDir: undefined, left };
  }
}

function planOptions(
  named: readonly NamedParameter[],
  outDir: ScriptParameter | undefined,
  left: readonly { parameter: ScriptParameter; why: string }[],
): ArgumentPlan {
  const out = outDir === undefined ? '' : ` ${outDir.flag}${separatorOf(outDir)}{{out_dir}}`;
  const style = styleOf(named);
  if (style !== undefined) return { words: `{{args}}${out}`, settings: style, swept: named, outDir, left };
  const lists = named.filter(({ parameter }) => parameter.list !== '');
  const swept = named.filter(({ parameter }) => parameter.list === '');
  const words = [...swept].sort(
    (a, b) => Number(a.parameter.positional === true) - Number(b.parameter.positional === true),
  );
  return {
    words: `${words.map(explicitWord).join(' ')}${out}`,
    settings: [],
    swept,
    outDir,
    left: [
      ...left,
      ...lists.map(({ parameter }) => ({
        parameter,
        why: 'a list; its words cannot be written beside options of another form',
      })),
    ],
  };
}

/** The settings with which {{args}} gives exactly these options; undefined when no style gives all of them. */
function styleOf(named: readonly NamedParameter[]): [string, string][] | undefined {
  const fits = (isDashed: boolean): boolean =>
    named.every(({ parameter, symbol }) => {
      const bare = symbol.startsWith(CONFIG_PREFIX) ? symbol.slice(CONFIG_PREFIX.length).toLowerCase() : symbol;
      return parameter.positional !== true && parameter.flag === `--${isDashed ? bare.replaceAll('_', '-') : bare}`;
    });
  const isPlain = fits(false);
  if (!isPlain && !fits(true)) return undefined;
  const actions = new Set(named.map(({ parameter }) => parameter.action));
  const pairs = actions.has('pair') || actions.has('BooleanOptionalAction');
  const isMixed = [pairs, actions.has('word'), actions.has('store_true') || actions.has('store_false')].filter(Boolean);
  const lists = new Set(named.map(({ parameter }) => parameter.list).filter((list) => list !== ''));
  if (isMixed.length > 1 || lists.size > 1) return undefined;
  const settings: [string, string][] = isPlain ? [] : [['ARGS', 'dashes']];
  if (pairs) settings.push(['ARGS_OFF', 'no']);
  if (actions.has('word')) settings.push(['ARGS_OFF', 'false']);
  for (const list of lists) settings.push(['ARGS_LIST', list]);
  return settings;
}

/** One parameter as words of the command. */
function explicitWord({ parameter, symbol }: NamedParameter): string {
  const { flag, action } = parameter;
  if (parameter.positional === true) return `{{${symbol}}}`;
  const either = (on: string, off: string): string =>
    `{{#if ${symbol}}}${on}${off === '' ? '' : `{{else}}${off}`}{{/if}}`;
  switch (action) {
    case 'store_true':
    case 'store_false':
      return either(flag, '');
    case 'pair':
    case 'BooleanOptionalAction':
      return either(flag, `--no-${flag.replace(/^--/, '')}`);
    case 'word':
      return `${flag}${separatorOf(parameter)}${either('true', 'false')}`;
    default:
      return `${flag}${separatorOf(parameter)}{{${symbol}}}`;
  }
}

function separatorOf({ flag }: ScriptParameter): string {
  return flag.startsWith('--') ? '=' : ' ';
}

function outDirOf({ takes, parameters }: ScriptReading): ScriptParameter | undefined {
  if (takes === 'argv' || takes === 'file' || takes === 'environment') return undefined;
  return parameters.find(
    ({ flag, action }) => action === '' && OUT_DIR.test(flag.replace(/^-+/, '').replace(/^.*\./, '')),
  );
}

/** CONFIG_LEARNING_RATE for --learning-rate; names with dots or capitals stay as they are, so that they come out so. */
function symbolOf({ flag }: ScriptParameter, { takes }: ScriptReading): string {
  const bare = flag.replace(/^-+/, '');
  if (takes === 'hydra' || takes === 'omegaconf' || takes === 'file' || takes === 'environment') return bare;
  return /^[a-z][a-z0-9_-]*$/.test(bare) || takes === 'argv'
    ? `CONFIG_${bare.toUpperCase().replaceAll('-', '_')}`
    : bare.replaceAll('-', '_');
}

function untakenReason(parameter: ScriptParameter, reading: ScriptReading): string | undefined {
  const symbol = symbolOf(parameter, reading);
  if (!/^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*$/.test(symbol) || /^[ynm]$/.test(symbol))
    return 'its name cannot be that of a symbol';
  const reserved = reservedReason(symbol);
  if (reserved !== undefined) return reserved;
  if (parameter.kind === 'bool' && parameter.action === '' && reading.takes === 'options' && reading.by === 'argparse')
    return 'argparse reads every text of type=bool as true, "False" too';
  return undefined;
}
