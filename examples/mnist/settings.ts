// SPDX-License-Identifier: MIT

/** A mistake of whoever started the run: shown as one sentence, exit code 2. */
export class SettingsError extends Error {}

/** Everything that can be set, with its default. */
export interface Settings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly hidden: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly amsgrad: boolean;
  readonly targetSparsity: number;
  readonly warmup: number;
  readonly rampEnd: number;
  readonly seed: number;
}

interface NumberRule {
  readonly key: keyof Settings;
  readonly fallback: number;
  readonly min: number;
  readonly max: number;
  readonly whole?: true;
}

/** The symbols a configuration may hold; both bounds of a rule are allowed values. */
const NUMBERS: Readonly<Record<string, NumberRule>> = {
  CONFIG_EPOCHS: { key: 'epochs', fallback: 5, min: 1, max: 1000, whole: true },
  CONFIG_BATCH_SIZE: { key: 'batchSize', fallback: 100, min: 1, max: 8000, whole: true },
  CONFIG_HIDDEN: { key: 'hidden', fallback: 32, min: 1, max: 4096, whole: true },
  CONFIG_LEARNING_RATE: { key: 'learningRate', fallback: 0.003, min: 0, max: 10 },
  CONFIG_ADAMWPRUNE_WEIGHT_DECAY: { key: 'weightDecay', fallback: 0.1, min: 0, max: 100 },
  CONFIG_ADAMWPRUNE_BETA1: { key: 'beta1', fallback: 0.9, min: 0, max: 0.9999 },
  CONFIG_ADAMWPRUNE_BETA2: { key: 'beta2', fallback: 0.999, min: 0, max: 0.999999 },
  CONFIG_TARGET_SPARSITY: { key: 'targetSparsity', fallback: 0.7, min: 0, max: 0.999 },
  CONFIG_PRUNING_WARMUP: { key: 'warmup', fallback: 100, min: 0, max: 1e9, whole: true },
  CONFIG_PRUNING_RAMP_END: { key: 'rampEnd', fallback: 300, min: 1, max: 1e9, whole: true },
  CONFIG_SEED: { key: 'seed', fallback: 1, min: 0, max: 4294967295, whole: true },
};
const AMSGRAD = 'CONFIG_ADAMWPRUNE_AMSGRAD';

const LINE = /^([A-Za-z_][A-Za-z0-9_.]*)=("(?:[^"\\]|\\.)*"|[^\s"#]+)\s*(?:#.*)?$/;
const NOT_SET = /^# (\S+) is not set$/;
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/**
 * Reads the text of a configuration file: `CONFIG_X=value`, `# CONFIG_X is not set` and comments.
 * Throws SettingsError on a line it cannot read, a symbol it does not know or a value out of bounds.
 */
export function readSettings(text: string): Settings {
  const found = readAssignments(text);
  const settings: Record<string, number | boolean> = { amsgrad: readFlag(found, AMSGRAD, true) };
  for (const [symbol, rule] of Object.entries(NUMBERS)) settings[rule.key] = readNumber(found, symbol, rule);
  const unknown = [...found.keys()].find((symbol) => symbol !== AMSGRAD && !(symbol in NUMBERS));
  if (unknown !== undefined) {
    throw new SettingsError(`unknown setting ${unknown}; known are ${[AMSGRAD, ...Object.keys(NUMBERS)].sort().join(', ')}`);
  }
  const complete = settings as unknown as Settings; // the tables above name each key once; a test holds them to it
  if (complete.warmup >= complete.rampEnd) {
    throw new SettingsError(
      `CONFIG_PRUNING_WARMUP=${complete.warmup} is not below CONFIG_PRUNING_RAMP_END=${complete.rampEnd}; ` +
        'pruning starts after the warmup and must have steps left to reach its target',
    );
  }
  return complete;
}

/** Splits the text into symbols and their values, quotes taken off. */
function readAssignments(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    const absent = NOT_SET.exec(line);
    if (line === '' || (line.startsWith('#') && absent === null)) continue;
    const [, symbol, value] = absent !== null ? [line, absent[1], 'n'] : (LINE.exec(line) ?? []);
    if (symbol === undefined || value === undefined) {
      throw new SettingsError(`line ${index + 1}: expected CONFIG_NAME=value or "# CONFIG_NAME is not set", found: ${line}`);
    }
    if (found.has(symbol)) throw new SettingsError(`line ${index + 1}: ${symbol} is set a second time`);
    found.set(symbol, value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value);
  }
  return found;
}

function readNumber(found: ReadonlyMap<string, string>, symbol: string, rule: NumberRule): number {
  const text = found.get(symbol);
  if (text === undefined) return rule.fallback;
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  const wanted = rule.whole ? 'a whole number' : 'a number';
  if (!(value >= rule.min && value <= rule.max) || (rule.whole && !Number.isInteger(value))) {
    throw new SettingsError(`${symbol}=${text}: expected ${wanted} from ${rule.min} to ${rule.max}`);
  }
  return value;
}

function readFlag(found: ReadonlyMap<string, string>, symbol: string, fallback: boolean): boolean {
  const text = found.get(symbol) ?? (fallback ? 'y' : 'n');
  if (text !== 'y' && text !== 'n') throw new SettingsError(`${symbol}=${text}: expected y or n`);
  return text === 'y';
}
