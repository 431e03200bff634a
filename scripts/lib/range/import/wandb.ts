// SPDX-License-Identifier: MIT
// Sweeps of Weights & Biases: docs.wandb.ai, "Sweep configuration options", and its JSON schema.
import { type ForeignFields, foreignFields, leaveOut, numberIn, textIn, wholeIn, wordIn } from './fields.ts';
import type { ForeignEntry, ForeignNode } from './node.ts';
import {
  type ForeignReading,
  type ForeignSystem,
  type ImportTrouble,
  type NativeLine,
  newReading,
  refuse,
} from './system.ts';
import { settingLine } from './value.ts';
import { wandbCommand } from './wandb-command.ts';
import { type WandbMethod, wandbParameters } from './wandb-parameter.ts';

/** Keys that mean nothing here, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  name: 'is a name on a server',
  description: 'is a text on a server',
  project: 'is a place on a server',
  entity: 'is a place on a server',
  apiVersion: 'is the version of the form',
  kind: 'is the kind of the form',
  controller: 'says who hands out runs; here the runner does',
  early_terminate: 'is left out: runs are not stopped early; TIMEOUT ends runs, TARGET ends the sweep',
};

/** Keys that change what runs, and what there is instead. */
const REFUSED: Readonly<Record<string, string>> = {
  job: 'a job of Launch cannot be started here: write program or command',
  image_uri: 'an image of Launch cannot be started here: write program or command',
  scheduler: 'schedulers of Launch are not there: MODE=random and MODE=sobol choose configurations',
  metrics: 'name them in a range file that sources this one: SWEEP_METRIC="acc max; loss min"',
};

const READ = ['program', 'command', 'method', 'metric', 'parameters', 'run_cap'] as const;
const KNOWN: readonly string[] = [...READ, ...Object.keys(LEFT_OUT), ...Object.keys(REFUSED)];

/** Reads sweep.yaml of W&B. */
export const WANDB: ForeignSystem = {
  name: 'wandb',
  title: 'W&B',
  keys: KNOWN,
  recognises: ({ root }) =>
    root.kind === 'map' &&
    root.entries.some(({ key, value }) => key === 'parameters' && value.kind === 'map') &&
    root.entries.filter(({ key }) => KNOWN.includes(key)).length >= 2,
  read: ({ root }) => {
    const reading = newReading();
    const fields = foreignFields(root, { what: 'a sweep of W&B', known: KNOWN }, reading);
    if (fields !== undefined) readSweep(root, fields, reading);
    return reading;
  },
};

function readSweep(root: ForeignNode, fields: ForeignFields, reading: ForeignReading): void {
  for (const [key, { keySpan }] of fields) {
    const hint = REFUSED[key];
    if (hint !== undefined)
      refuse(reading, { code: 'E_IMPORT_LATER', span: keySpan, message: `${key} is not read`, hint });
  }
  leaveOut(fields, LEFT_OUT, reading);
  const method = methodOf(root, fields.get('method'), reading);
  const parameters = fields.get('parameters');
  if (parameters === undefined) {
    const message = 'a sweep of W&B needs parameters';
    refuse(reading, {
      code: 'E_IMPORT_KEY',
      span: root.span,
      message,
      hint: 'write parameters: with names and values',
    });
  }
  const swept =
    method === undefined || parameters === undefined
      ? { lines: [], parameters: [] }
      : wandbParameters(parameters, method, reading);
  const command = wandbCommand(fields, swept.parameters, reading);
  reading.lines.push(
    { text: `SWEEP_FORMAT=${command?.readsJson === true ? 'json' : 'yaml'}`, span: root.span },
    ...(command === undefined ? [] : [{ text: settingLine('COMMAND', command.text), span: command.span }]),
    ...(method === 'random' ? [{ text: 'SWEEP_MODE=random', span: fields.get('method')?.keySpan ?? root.span }] : []),
    ...runCapLines(fields.get('run_cap'), method, reading),
  );
  readMetric(fields.get('metric'), reading);
  reading.lines.push(...swept.lines);
}

function methodOf(root: ForeignNode, entry: ForeignEntry | undefined, trouble: ImportTrouble): WandbMethod | undefined {
  if (entry === undefined) {
    const hint = 'write method: grid or method: random';
    return refuse(trouble, { code: 'E_IMPORT_KEY', span: root.span, message: 'a sweep of W&B needs a method', hint });
  }
  const word = wordIn(entry, ['grid', 'random', 'bayes', 'custom'] as const, trouble);
  if (word === 'grid' || word === 'random' || word === undefined) return word;
  return refuse(trouble, {
    code: 'E_IMPORT_LATER',
    span: entry.value.span,
    message: `method ${word} looks at results before it chooses, and adaptive search comes later`,
    hint: 'method: random draws from the same parameters, and MODE=sobol on the line of make spreads its draws better',
  });
}

/** A grid is listed whole and so many of it are run; of a random search so many are drawn. */
function runCapLines(
  entry: ForeignEntry | undefined,
  method: WandbMethod | undefined,
  trouble: ImportTrouble,
): readonly NativeLine[] {
  const count = wholeIn(entry, 1, trouble);
  if (entry === undefined || count === undefined) return [];
  return [{ text: `SWEEP_${method === 'random' ? 'SAMPLES' : 'MAX_RUNS'}=${count}`, span: entry.value.span }];
}

const METRIC_KEYS = ['name', 'goal', 'target', 'impute', 'impute_while_running'];

const IMPUTED = 'guesses metrics of failed runs for method bayes';

function readMetric(entry: ForeignEntry | undefined, reading: ForeignReading): void {
  const fields = foreignFields(entry?.value, { what: 'metric', known: METRIC_KEYS }, reading);
  if (entry === undefined || fields === undefined) return;
  const named = fields.get('name');
  if (named === undefined) {
    const hint = 'write metric: {name: loss, goal: minimize}';
    refuse(reading, { code: 'E_IMPORT_KEY', span: entry.keySpan, message: 'metric has no name', hint });
    return;
  }
  const name = textIn(named, reading);
  const goalEntry = fields.get('goal');
  const goal = goalEntry === undefined ? 'minimize' : wordIn(goalEntry, ['minimize', 'maximize'] as const, reading);
  if (name === undefined || goal === undefined) return;
  const target = fields.get('target');
  const bound = numberIn(target, reading);
  const [word, operator] = goal === 'maximize' ? ['max', '>='] : ['min', '<='];
  reading.lines.push({ text: settingLine('METRIC', `${name} ${word}`), span: named.value.span });
  if (target !== undefined && bound !== undefined)
    reading.lines.push({ text: settingLine('TARGET', `${name}${operator}${bound}`), span: target.value.span });
  leaveOut(fields, { impute: IMPUTED, impute_while_running: IMPUTED }, reading);
}
