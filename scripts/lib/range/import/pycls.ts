// SPDX-License-Identifier: MIT
// Sweep configurations of pycls (MIT; the facts are those of its sweep/config.py and docs/SWEEP_INFO.md).
import {
  entryIn,
  type ForeignFields,
  foreignFields,
  itemsIn,
  leaveOut,
  numberIn,
  textIn,
  wholeIn,
  wordIn,
} from './fields.ts';
import { entrySpan, type ForeignEntry, type ForeignNode } from './node.ts';
import { analyzeLines } from './pycls-analyze.ts';
import { type BaseValue, baseValues, checkPyclsKey } from './pycls-base.ts';
import type { SampledParameter } from './pycls-bounds.ts';
import { REGNET_DEFAULTS, type RegnetName } from './pycls-keys.ts';
import { launchLines } from './pycls-launch.ts';
import { stagesExpression, regnetStages } from './pycls-regnet.ts';
import { sampledParameters } from './pycls-sampler.ts';
import {
  type ForeignFile,
  type ForeignReading,
  type ForeignSystem,
  newReading,
  refuse,
  type Translation,
} from './system.ts';
import { nativeName, settingLine } from './value.ts';

const TOP_KEYS = ['ROOT_DIR', 'NAME', 'DESC', 'NUM_PROC', 'SWEEP_CFG_FILE', 'SETUP', 'LAUNCH', 'COLLECT', 'ANALYZE'];
const SETUP_KEYS = ['NUM_CONFIGS', 'NUM_SAMPLES', 'CHUNK_SIZE', 'RNG_SEED', 'BASE_CFG', 'SAMPLERS', 'CONSTRAINTS'];

/** Keys that change no run, and what there is instead. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  ROOT_DIR: 'says where results lie; here OUTPUT_DIR does',
  NAME: 'names the folder of the results; here each sweep has a folder of its own in OUTPUT_DIR',
  DESC: 'describes the sweep',
  NUM_PROC: 'is the number of processes that set a sweep up',
  SWEEP_CFG_FILE: 'is set by pycls itself',
};

export const PYCLS: ForeignSystem = {
  name: 'pycls',
  title: 'pycls',
  keys: TOP_KEYS,
  recognises: ({ root }) =>
    root.kind === 'map' &&
    root.entries.some(({ key, value }) => key === 'SETUP' && value.kind === 'map') &&
    root.entries.every(({ key }) => /^[A-Z][A-Z_]*$/.test(key)),
  read: readSweep,
};

function readSweep({ root }: ForeignFile): Translation {
  const reading = newReading();
  const fields = foreignFields(root, { what: 'a sweep of pycls', known: TOP_KEYS }, reading);
  if (fields !== undefined) readTop(fields, root, reading);
  return reading;
}

function readTop(fields: ForeignFields, root: ForeignNode, reading: ForeignReading): void {
  const sweep = { what: 'a sweep of pycls', span: root.span };
  entryIn(fields, 'NAME', sweep, reading);
  leaveOut(fields, LEFT_OUT, reading, (entry) => entry.key === 'NUM_PROC' || textIn(entry, reading) !== undefined);
  const setup = entryIn(fields, 'SETUP', sweep, reading);
  if (setup === undefined) return;
  const symbols = readSetup(setup, reading);
  reading.lines.push(...launchLines(fields.get('LAUNCH'), setup.keySpan, reading));
  const collect = fields.get('COLLECT');
  if (collect !== undefined) readCollect(collect, reading);
  const analyze = fields.get('ANALYZE');
  if (analyze !== undefined) analyzeLines(analyze, { ...reading, symbols });
}

/** Checkpoints are never deleted by looking at results. */
function readCollect(entry: ForeignEntry, reading: ForeignReading): void {
  const fields = foreignFields(entry.value, { what: 'COLLECT', known: ['CHECKPOINTS_KEEP'] }, reading);
  const keep = fields?.get('CHECKPOINTS_KEEP');
  if (keep === undefined || wordIn(keep, ['all', 'last', 'none'], reading) === undefined) return;
  reading.untranslated.push({
    span: keep.keySpan,
    text: 'CHECKPOINTS_KEEP is left out: no report deletes anything; make sweep-prune CHECKPOINTS= says what it would delete, and asks',
  });
}

/** Adds the lines of the space, and returns the names of its symbols. */
function readSetup(entry: ForeignEntry, reading: ForeignReading): ReadonlySet<string> {
  const symbols = new Set<string>();
  const fields = foreignFields(entry.value, { what: 'SETUP', known: SETUP_KEYS }, reading);
  if (fields === undefined) return symbols;
  const put = (at: ForeignEntry, name: string, text: string): void => {
    reading.lines.push({ text: settingLine(name, text), span: at.value.span });
  };
  const count = entryIn(fields, 'NUM_CONFIGS', { what: 'SETUP', span: entry.keySpan }, reading);
  const samples = wholeIn(count, 1, reading);
  reading.lines.push(
    { text: settingLine('FORMAT', 'yaml'), span: entry.keySpan },
    { text: settingLine('LAYOUT', 'pycls'), span: entry.keySpan },
    { text: settingLine('MODE', 'random'), span: (count ?? entry).keySpan },
  );
  if (count !== undefined && samples !== undefined) put(count, 'SAMPLES', String(samples));
  const seed = fields.get('RNG_SEED');
  const seedNumber = wholeIn(seed, 0, reading);
  if (seed !== undefined && seedNumber !== undefined) put(seed, 'SEED', String(seedNumber));
  for (const key of ['NUM_SAMPLES', 'CHUNK_SIZE'] as const) {
    const bound = fields.get(key);
    if (bound !== undefined && wholeIn(bound, 1, reading) !== undefined)
      reading.untranslated.push({
        span: bound.keySpan,
        text: `${key} is left out: draws go on until NUM_CONFIGS are found`,
      });
  }
  const baseEntry = fields.get('BASE_CFG');
  const base = baseEntry === undefined ? new Map<string, BaseValue>() : baseValues(baseEntry, reading);
  const sampled = samplersIn(fields.get('SAMPLERS'), reading);
  if (base === undefined || sampled === undefined) return symbols;
  const drawn = new Set(sampled.map(({ name }) => name));
  for (const { name, text, span } of base.values()) {
    symbols.add(name);
    if (!drawn.has(name)) reading.lines.push({ text: `${name}=${text}`, span });
  }
  for (const { name, right, entry: at } of sampled) {
    symbols.add(name);
    reading.lines.push({ text: `${name}=${right}`, span: entrySpan(at) });
  }
  if (drawn.has('RNG_SEED')) put(entry, 'SEED_SYMBOL', 'RNG_SEED');
  reading.lines.push(
    { text: settingLine('METRIC', 'min(test_ema_epoch.min_top1_err)'), span: entry.keySpan },
    { text: settingLine('GOAL', 'min'), span: entry.keySpan },
  );
  readConstraints(fields.get('CONSTRAINTS'), { base, sampled, place: baseEntry ?? entry }, reading);
  return symbols;
}

function samplersIn(entry: ForeignEntry | undefined, reading: ForeignReading): readonly SampledParameter[] | undefined {
  if (entry === undefined) return [];
  const fields = foreignFields(entry.value, { what: 'SAMPLERS' }, reading);
  if (fields === undefined) return undefined;
  const all: SampledParameter[] = [];
  for (const [name, sampler] of fields) {
    if (name !== 'REGNET') checkPyclsKey(name, sampler.keySpan, reading);
    if (nativeName(name, sampler.keySpan, reading) === undefined) continue;
    for (const parameter of sampledParameters(sampler, reading)) {
      const before = all.find((one) => one.name === parameter.name);
      if (before === undefined) all.push(parameter);
      else
        refuse(reading, {
          code: 'E_IMPORT_VALUE',
          span: parameter.entry.keySpan,
          message: `${parameter.name} is drawn twice: by itself and by the regnet_sampler`,
          hint: 'delete one of them',
        });
    }
  }
  return all;
}

interface Space {
  readonly base: ReadonlyMap<string, BaseValue>;
  readonly sampled: readonly SampledParameter[];
  /** What a constraint that is nowhere written stands for. */
  readonly place: ForeignEntry;
}

function readConstraints(entry: ForeignEntry | undefined, space: Space, reading: ForeignReading): void {
  const fields = foreignFields(entry?.value, { what: 'CONSTRAINTS', known: ['CX', 'REGNET'] }, reading);
  const wanted = { what: 'CONSTRAINTS.REGNET', known: ['NUM_STAGES'] };
  const own = foreignFields(fields?.get('REGNET')?.value, wanted, reading)?.get('NUM_STAGES');
  const stages = own === undefined ? ([4, 4] as const) : stagesIn(own, reading);
  if (stages !== undefined) stageRule(stages, own ?? space.place, space, reading);
  const complexity = fields?.get('CX');
  if (complexity !== undefined) complexityBounds(complexity, reading);
}

function stagesIn(entry: ForeignEntry, reading: ForeignReading): readonly [number, number] | undefined {
  const items = itemsIn(entry, reading);
  const numbers = items?.map((value) => wholeIn({ ...entry, value }, 1, reading));
  if (numbers === undefined || numbers.includes(undefined)) return undefined;
  const [low = 0, high = 0] = numbers;
  if (numbers.length === 2 && low <= high && high <= MOST_STAGES) return [low, high];
  return refuse(reading, {
    code: 'E_IMPORT_VALUE',
    span: entry.value.span,
    message: `NUM_STAGES are no two numbers from 1 to ${MOST_STAGES}, the larger one last`,
    hint: 'write NUM_STAGES: [4, 4]',
  });
}

const MOST_STAGES = 12;

/** Holds wherever the model is a regnet, whoever draws its parameters. */
function stageRule(
  [low, high]: readonly [number, number],
  at: ForeignEntry,
  { base, sampled }: Space,
  reading: ForeignReading,
): void {
  const isDrawn = (name: string): boolean => sampled.some((one) => one.name === name);
  const model = base.get('MODEL.TYPE');
  const isSometimes = isDrawn('MODEL.TYPE');
  if (!isSometimes && model?.value.text !== 'regnet') return;
  const operand = (name: RegnetName): string =>
    isDrawn(`REGNET.${name}`) ? `REGNET.${name}` : (base.get(`REGNET.${name}`)?.value.text ?? REGNET_DEFAULTS[name]);
  const operands = { DEPTH: operand('DEPTH'), W0: operand('W0'), WA: operand('WA'), WM: operand('WM') };
  const numbers = {
    DEPTH: Number(operands.DEPTH),
    W0: Number(operands.W0),
    WA: Number(operands.WA),
    WM: Number(operands.WM),
  };
  const isFixed = Object.values(numbers).every((n) => Number.isFinite(n));
  if (isFixed) {
    const { found, possible } = regnetStages(numbers);
    if (found === possible && low <= found && found <= high) return;
    if (!isSometimes) {
      refuse(reading, {
        code: 'E_IMPORT_VALUE',
        span: at.keySpan,
        message: `this regnet has ${found} of ${possible} stages, and NUM_STAGES wants from ${low} to ${high} and none left out`,
        hint: 'pycls finds no configuration for it; write other NUM_STAGES, or other values of REGNET',
      });
      return;
    }
    reading.lines.push({ text: 'exclude if MODEL.TYPE = "regnet"', span: at.keySpan });
    return;
  }
  const leastWm = sampled.find(({ name }) => name === 'REGNET.WM')?.least ?? Number(operands.WM);
  const rule = stagesExpression(operands, { low, high, leastWm: Number.isFinite(leastWm) ? leastWm : 1 });
  const text = isSometimes
    ? `depends on MODEL.TYPE != "regnet" || ${rule.includes('||') ? `(${rule})` : rule}`
    : `depends on ${rule}`;
  reading.lines.push({ text, span: at.keySpan });
}

/** What a model costs only a program knows: SWEEP_CHECK_COMMAND measures it, and these bounds are held to what it says. */
function complexityBounds(entry: ForeignEntry, reading: ForeignReading): void {
  const fields = foreignFields(entry.value, { what: 'CONSTRAINTS.CX', known: ['FLOPS', 'PARAMS', 'ACTS'] }, reading);
  const bounds = [...(fields ?? [])].flatMap(([name, field]) => {
    const items = itemsIn(field, reading);
    const numbers = items?.map((value) => numberIn({ ...field, value }, reading));
    if (numbers === undefined || numbers.includes(undefined)) return [];
    if (numbers.length !== 2) {
      refuse(reading, {
        code: 'E_IMPORT_VALUE',
        span: field.value.span,
        message: `${name} has ${numbers.length} numbers, expected a low and a high bound (0: none)`,
        hint: `write ${name}: [0, 1.0e+6]`,
      });
      return [];
    }
    const [low = '0', high = '0'] = numbers.map((n) => (Number(n) === 0 ? '' : n));
    return low === '' && high === '' ? [] : [`${name.toLowerCase()}=${low}:${high}`];
  });
  if (bounds.length > 0)
    reading.lines.push({ text: settingLine('CHECK_BOUNDS', bounds.join(' ')), span: entry.keySpan });
}
