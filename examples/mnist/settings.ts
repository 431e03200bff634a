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

const LINE = /^([A-Za-z_][A-Za-z0-9_.]*)=("(?:[^"\\]|\\.)*"|[^\s"#]+)(?:\s+#.*)?$/;
const NOT_SET = /^# (\S+) is not set$/;
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/**
 * Reads the text of a configuration file: `CONFIG_X=value`, `# CONFIG_X is not set` and comments; `file` is its name, for messages.
 * Throws SettingsError on a line it cannot read, a symbol it does not know or a value out of bounds.
 */
export function readSettings(text: string, file: string): Settings {
  const found = readAssignments(text, file);
  const unknown = [...found.keys()].find((symbol) => symbol !== AMSGRAD && !Object.hasOwn(NUMBERS, symbol));
  if (unknown !== undefined) {
    const known = [AMSGRAD, ...Object.keys(NUMBERS)].sort().join(', ');
    throw new SettingsError(`${found.get(unknown)?.place}: unknown setting ${unknown}; known are ${known}`);
  }
  const settings: Record<string, number | boolean> = { amsgrad: readFlag(found.get(AMSGRAD)) };
  for (const [symbol, rule] of Object.entries(NUMBERS)) settings[rule.key] = readNumber(found.get(symbol), rule);
  const complete = settings as unknown as Settings; // the table names every other key once; a test holds it to that
  if (complete.warmup >= complete.rampEnd) {
    throw new SettingsError(
      `${file}: CONFIG_PRUNING_WARMUP=${complete.warmup} is not below CONFIG_PRUNING_RAMP_END=${complete.rampEnd}; ` +
        'pruning starts after the warmup and needs steps to reach its target',
    );
  }
  return complete;
}

/** One line of a configuration. */
interface Assignment {
  readonly symbol: string;
  readonly value: string;
  /** File and line, for messages. */
  readonly place: string;
}

/** Splits the text into its assignments, quotes taken off. */
function readAssignments(text: string, file: string): Map<string, Assignment> {
  const found = new Map<string, Assignment>();
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    const place = `${file}:${index + 1}`;
    const absent = NOT_SET.exec(line);
    if (line === '' || (line.startsWith('#') && absent === null)) continue;
    const [, symbol, value] = absent === null ? (LINE.exec(line) ?? []) : [line, absent[1], 'n'];
    if (symbol === undefined || value === undefined) {
      throw new SettingsError(`${place}: expected CONFIG_NAME=value or "# CONFIG_NAME is not set", found: ${line}`);
    }
    if (found.has(symbol)) throw new SettingsError(`${place}: ${symbol} is set a second time`);
    const bare = value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;
    found.set(symbol, { symbol, value: bare, place });
  }
  return found;
}

function readNumber(found: Assignment | undefined, rule: NumberRule): number {
  if (found === undefined) return rule.fallback;
  const value = NUMBER.test(found.value) ? Number(found.value) : Number.NaN;
  if (value >= rule.min && value <= rule.max && (rule.whole !== true || Number.isInteger(value))) return value;
  const wanted = rule.whole === true ? 'a whole number' : 'a number';
  throw new SettingsError(
    `${found.place}: ${found.symbol}=${found.value}: expected ${wanted} from ${rule.min} to ${rule.max}`,
  );
}

function readFlag(found: Assignment | undefined): boolean {
  if (found === undefined || found.value === 'y') return true;
  if (found.value === 'n') return false;
  throw new SettingsError(`${found.place}: ${found.symbol}=${found.value}: expected y or n`);
}
