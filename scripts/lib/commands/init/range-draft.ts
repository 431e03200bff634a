// SPDX-License-Identifier: MIT
import { isNumberText } from '../../core/value.ts';
import { shellQuote } from '../../core/shell-quote.ts';
import { quoteText } from '../../range/quoted-text.ts';
import type { LogGuess } from '../../results/log-guess.ts';
import { type NamedParameter, planArguments } from './argument-plan.ts';
import type { ScriptDefault, ScriptParameter, ScriptReading } from './script-parameter.ts';

/** What a draft is made of. */
export interface DraftSource {
  /** The script, as the command shall name it. */
  readonly script: string;
  readonly reading: ScriptReading;
  /** The metric that a log suggests; null: a log was given and holds none; undefined: none was given. */
  readonly metric: LogGuess | null | undefined;
}

/**
 * Returns a commented range file for a script: the command with the right SWEEP_ARGS, every parameter with its default and
 * kind, the metric that a log suggests. What is not known stands in it as a comment that says so.
 */
export function draftRange({ script, reading, metric }: DraftSource): string {
  const plan = planArguments(reading);
  const program = programOf(script);
  const lines = [
    `# Range file of ${script}, made by sweep-init: ${wordsOf(reading, reading.parameters.length)}.`,
    '# A value becomes an axis by writing more of it: 0.1|0.01, 0.1:0.1:0.5, 1e-4:*10:1e-1, "adam"|"sgd", y|n.',
    '# make sweep-list RANGE_CONFIG=THIS counts, sweep-check tries one run, sweep runs all.',
    '',
    `SWEEP_COMMAND=${quoteText(`${program} ${plan.words}`.trim())}`,
    ...plan.settings.map(([name, value]) => `SWEEP_${name}=${/[\s"#]/.test(value) ? quoteText(value) : value}`),
    ...outDirLines(reading, plan.outDir),
    ...metricLines(metric),
    ...seedLines(plan.swept),
    '',
    ...plan.swept.flatMap(parameterLines),
    ...plan.left.map(
      ({ parameter, why }) =>
        `# ${parameter.flag}${kindWords(parameter)}${defaultWords(parameter)}: ${why}${placeOf(parameter)}`,
    ),
    ...reading.notes.map((note) => `# Not known: ${oneLine(note)}`),
  ];
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

function wordsOf({ by, from, takes }: ScriptReading, count: number): string {
  if (takes === 'unknown') return 'what it takes is not known';
  return `${count} parameter${count === 1 ? '' : 's'} of ${by} in ${from}`;
}

function programOf(script: string): string {
  const path = /^[\w@%+=:,./-]+$/.test(script) ? script : shellQuote(script);
  if (script.endsWith('.py')) return `python3 ${path}`;
  if (/\.(sh|bash)$/.test(script)) return `bash ${path}`;
  return script.includes('/') ? path : `./${path}`;
}

function outDirLines({ takes }: ScriptReading, outDir: ScriptParameter | undefined): readonly string[] {
  if (outDir !== undefined)
    return [`# ${outDir.flag} is the run's own folder: metrics that the script writes into it are found there.`];
  if (takes === 'hydra')
    return ["# Hydra works in the run's own folder: files that the script writes beside its log are found there."];
  return [
    '# No parameter for the folder of a run was found: metrics are read from the log (SWEEP_METRIC_REGEX), or the script writes',
    '# into the folder that the environment names: SWEEP_OUT_DIR.',
  ];
}

function metricLines(metric: LogGuess | null | undefined): readonly string[] {
  if (metric === undefined)
    return [
      '# Which number ranks is not known: SWEEP_METRIC=test_acc (LOG=train.log finds it in a log of the script).',
    ];
  if (metric === null)
    return ['# No number with a name that looks like a metric was found in the log: SWEEP_METRIC=NAME.'];
  return [
    `# Line ${metric.line} of the log: ${oneLine(metric.shown)}`,
    `SWEEP_METRIC=${metric.metric}`,
    `SWEEP_METRIC_REGEX=${metric.pattern.includes("'") ? quoteText(metric.pattern) : `'${metric.pattern}'`}`,
  ];
}

/** Runs that differ in the seed alone are one setting of the reports, which must know its name. */
function seedLines(swept: readonly NamedParameter[]): readonly string[] {
  const seed = swept.find(({ parameter }) => /(?:^|[._-])(?:seed|random[_-]state)$/i.test(parameter.flag));
  if (seed === undefined) return [];
  const line = `# ${seed.symbol}=1:1:5 runs each configuration with five seeds; the reports take them together.`;
  return seed.symbol === 'CONFIG_SEED' ? [line] : [line, `SWEEP_SEED_SYMBOL=${seed.symbol}`];
}

function parameterLines({ parameter, symbol }: NamedParameter): readonly string[] {
  const place = placeOf(parameter);
  const choices = (parameter.choices ?? []).map((choice) => valueText(choice)).filter((text) => text !== undefined);
  const about = `${parameter.flag}${kindWords(parameter)}${choices.length > 0 ? `: ${choices.join('|')}` : ''}${place}`;
  if (isFlag(parameter)) {
    const isOn = parameter.default.s === 'true' && parameter.action !== 'store_false';
    return isOn ? [`${symbol}=y  # ${about}`] : [`${symbol}=n  # ${about}`];
  }
  const value = valueText(parameter.default);
  if (value !== undefined) return [`${symbol}=${value}  # ${about}`];
  if (parameter.default.t === 'code')
    return [
      `# ${symbol}=  # ${about}; its default ${oneLine(parameter.default.s ?? '')} is known only when the script runs`,
    ];
  const isNeeded = parameter.required === true || parameter.positional === true;
  return [
    `# ${symbol}=  # ${about}; ${isNeeded ? 'required: write its value' : 'no default: it is not given unless a value stands here'}`,
  ];
}

function isFlag({ action, default: value }: Pick<ScriptParameter, 'action' | 'default'>): boolean {
  return ['store_true', 'store_false', 'pair', 'BooleanOptionalAction', 'word'].includes(action) && value.t === 'bool';
}

/** A default as a range file writes it; undefined when there is none to write. */
function valueText({ t, s = '' }: ScriptDefault): string | undefined {
  switch (t) {
    case 'number':
      return isNumberText(s) ? s : quoteText(s);
    case 'list':
      return s;
    case 'null':
      return 'null';
    case 'text':
    case 'bool':
      return /[\0\r\n]/.test(s) ? undefined : quoteText(s);
    default:
      return undefined;
  }
}

function kindWords({ kind, action, list, choices, default: value }: ScriptParameter): string {
  if (isFlag({ action, default: value })) return ', a switch';
  if (choices !== null) return ', one of';
  if (list !== '' || value.t === 'list') return ', a list';
  if (kind === 'int' || (kind === '' && value.t === 'number' && /^-?\d+$/.test(value.s ?? '')))
    return ', a whole number';
  if (kind === 'float' || value.t === 'number') return ', a number';
  return ['', 'str', 'optional'].includes(kind) ? ', a text' : `, ${kind}`;
}

/** The default of a parameter that gets no line of its own: the script goes on taking it. */
function defaultWords({ default: value }: ScriptParameter): string {
  const text = valueText(value);
  return text === undefined ? '' : `, default ${text}`;
}

function placeOf({ line }: ScriptParameter): string {
  return line === 0 ? '' : ` (line ${line})`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 160);
}
