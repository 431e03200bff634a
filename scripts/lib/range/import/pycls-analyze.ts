// SPDX-License-Identifier: MIT
// ANALYZE of a sweep of pycls (sweep/analysis.py, tools/sweep_analyze.py): what of it is a setting of our reports.
import { didYouMean } from '../../core/nearest.ts';
import { printReference } from '../names.ts';
import { foreignFields, itemsIn } from './fields.ts';
import type { ForeignEntry, ForeignNode } from './node.ts';
import { type ForeignReading, type ImportTrouble, type NativeLine, refuse } from './system.ts';
import { foreignValue, settingLine } from './value.ts';

/** Short names of pycls and what they stand for; `log` is of what base its charts take the logarithm. */
const SHORT: Readonly<Record<string, { readonly name: string; readonly log?: 10 | 2 }>> = {
  error: { name: 'test_ema_epoch.min_top1_err' },
  error_ema: { name: 'test_ema_epoch.min_top1_err' },
  error_tst: { name: 'test_epoch.min_top1_err' },
  done: { name: 'done' },
  epochs: { name: 'cfg.OPTIM.MAX_EPOCH' },
  flops: { name: 'complexity.flops' },
  params: { name: 'complexity.params' },
  acts: { name: 'complexity.acts' },
  memory: { name: 'train_epoch.mem' },
  resolution: { name: 'cfg.TRAIN.IM_SIZE' },
  epoch_fw_bw: { name: 'epoch_times.train_fw_bw_time' },
  epoch_time: { name: 'train_epoch.time_epoch' },
  batch_size: { name: 'cfg.TRAIN.BATCH_SIZE' },
  regnet_depth: { name: 'cfg.REGNET.DEPTH' },
  regnet_w0: { name: 'cfg.REGNET.W0' },
  regnet_wa: { name: 'cfg.REGNET.WA' },
  regnet_wm: { name: 'cfg.REGNET.WM' },
  regnet_gw: { name: 'cfg.REGNET.GROUP_W' },
  regnet_bm: { name: 'cfg.REGNET.BOT_MUL' },
  anynet_ds: { name: 'cfg.ANYNET.DEPTHS' },
  anynet_ws: { name: 'cfg.ANYNET.WIDTHS' },
  anynet_gs: { name: 'cfg.ANYNET.GROUP_WS' },
  anynet_bs: { name: 'cfg.ANYNET.BOT_MULS' },
  anynet_d: { name: 'cfg.ANYNET.DEPTHS' },
  anynet_w: { name: 'cfg.ANYNET.WIDTHS' },
  anynet_g: { name: 'cfg.ANYNET.GROUP_WS' },
  anynet_b: { name: 'cfg.ANYNET.BOT_MULS' },
  effnet_ds: { name: 'cfg.EN.DEPTHS' },
  effnet_ws: { name: 'cfg.EN.WIDTHS' },
  effnet_ss: { name: 'cfg.EN.STRIDES' },
  effnet_bs: { name: 'cfg.EN.EXP_RATIOS' },
  effnet_d: { name: 'cfg.EN.DEPTHS' },
  effnet_w: { name: 'cfg.EN.WIDTHS' },
  lr: { name: 'cfg.OPTIM.BASE_LR', log: 10 },
  min_lr: { name: 'cfg.OPTIM.MIN_LR' },
  wd: { name: 'cfg.OPTIM.WEIGHT_DECAY', log: 10 },
  lr_wd: { name: 'lr_wd' },
  bn_wd: { name: 'cfg.BN.CUSTOM_WEIGHT_DECAY', log: 10 },
  momentum: { name: 'cfg.OPTIM.MOMENTUM' },
  ema_alpha: { name: 'cfg.OPTIM.EMA_ALPHA', log: 10 },
  ema_beta: { name: 'cfg.OPTIM.EMA_BETA', log: 10 },
  ema_update: { name: 'cfg.OPTIM.EMA_UPDATE_PERIOD', log: 2 },
};

const FLAGS = ['PLOT_METRIC_VALUES', 'PLOT_METRIC_TRENDS', 'PLOT_COMPLEXITY_VALUES', 'PLOT_COMPLEXITY_TRENDS'];
const COUNTS = ['PLOT_CURVES_BEST', 'PLOT_CURVES_WORST', 'PLOT_MODELS_BEST', 'PLOT_MODELS_WORST'];
const ANALYZE_KEYS = [
  'METRICS',
  'COMPLEXITY',
  ...FLAGS,
  ...COUNTS,
  'PRE_FILTERS',
  'SPLIT_FILTERS',
  'EXTRA_SWEEP_NAMES',
];

interface Analysis extends ForeignReading {
  /** Symbols that the runs have. */
  readonly symbols: ReadonlySet<string>;
}

/** Adds the lines of ANALYZE, and what of it is left out. */
export function analyzeLines(entry: ForeignEntry, analysis: Analysis): void {
  const { untranslated } = analysis;
  const fields = foreignFields(entry.value, { what: 'ANALYZE', known: ANALYZE_KEYS }, analysis);
  if (fields === undefined) return;
  const plots: ForeignEntry[] = [];
  for (const [name, field] of fields) {
    if (name === 'METRICS') metricLines(field, analysis);
    else if (name === 'PRE_FILTERS') preFilters(field, analysis);
    else if (name === 'SPLIT_FILTERS') splitFilters(field, analysis);
    else if (name === 'COMPLEXITY') {
      for (const item of listOf(field, analysis)) shortOf(item, analysis);
    } else if (name === 'EXTRA_SWEEP_NAMES') {
      if (listOf(field, analysis).length > 0)
        untranslated.push({
          span: field.keySpan,
          text: 'EXTRA_SWEEP_NAMES is left out: make sweep-report SWEEP="one two" compares sweep folders',
        });
    } else plots.push(field);
  }
  for (const field of plots) checkPlot(field, analysis);
  const first = plots[0] ?? fields.get('COMPLEXITY');
  if (first !== undefined)
    untranslated.push({
      span: first.keySpan,
      text: 'PLOT_ and COMPLEXITY choose what is drawn; analysis.html draws any column against any other, and the curves of any run',
    });
}

/** The page draws any column against any other, and the curves of any run: which of them is chosen there. */
function checkPlot(field: ForeignEntry, trouble: ImportTrouble): void {
  const value = field.value.kind === 'scalar' ? foreignValue(field.value, trouble) : undefined;
  const isFlag = FLAGS.includes(field.key);
  const isRight = isFlag ? value?.kind === 'boolean' : value?.kind === 'number' && /^\d+$/.test(value.text);
  if (isRight) return;
  refuse(trouble, {
    code: 'E_IMPORT_KIND',
    span: field.value.span,
    message: `${field.key} is ${isFlag ? 'neither True nor False' : 'no whole number'}`,
    hint: `write ${field.key}: ${isFlag ? 'True' : '3'}`,
  });
}

function listOf(entry: ForeignEntry, trouble: ImportTrouble): readonly ForeignNode[] {
  if (entry.value.kind === 'list') return entry.value.items;
  return itemsIn(entry, trouble) ?? [];
}

interface Metric {
  readonly short: string;
  readonly name: string;
  readonly log?: 10 | 2;
}

/** Returns what a metric stands for: a short name, or a dotted place in the data of pycls. */
function shortOf(node: ForeignNode, trouble: ImportTrouble): Metric | undefined {
  const word = node.kind === 'scalar' ? node.text : '';
  const known = Object.hasOwn(SHORT, word) ? SHORT[word] : undefined;
  if (known !== undefined) return { short: word, ...known };
  if (/^[a-z_]+(\.\w+)+$/.test(word)) return { short: word.replaceAll('.', '_'), name: word };
  return refuse(trouble, {
    code: 'E_IMPORT_VALUE',
    span: node.span,
    message: `${word === '' ? 'this' : word} is no metric of pycls`,
    hint: didYouMean(word, Object.keys(SHORT)) ?? 'write a short name such as lr, or a place such as cfg.OPTIM.BASE_LR',
  });
}

/** Returns a metric as an expression of ours; undefined where no run has it. */
function expressionOf({ name, log }: Metric, symbols: ReadonlySet<string>): string | undefined {
  if (name === 'done') return undefined;
  if (name === 'lr_wd') {
    const both = [SHORT.lr, SHORT.wd].map((one) =>
      one === undefined ? undefined : expressionOf({ short: '', ...one }, symbols),
    );
    return both.includes(undefined) ? undefined : both.join(' + ');
  }
  const symbol = name.startsWith('cfg.') ? name.slice(4) : undefined;
  if (symbol !== undefined && !symbols.has(symbol)) return undefined;
  const operand = printReference(symbol ?? name);
  if (log === undefined) return operand;
  return log === 10 ? `log10(${operand})` : `log10(${operand}) / log10(2)`;
}

/** Metrics that are drawn on a logarithmic scale become columns. */
function metricLines(field: ForeignEntry, analysis: Analysis): void {
  const { lines, symbols } = analysis;
  const columns = listOf(field, analysis).flatMap((item) => {
    const metric = shortOf(item, analysis);
    const isColumn = metric !== undefined && (metric.log !== undefined || metric.name === 'lr_wd');
    const expression = isColumn ? expressionOf(metric, symbols) : undefined;
    return metric === undefined || expression === undefined ? [] : [`${metric.short} = ${expression}`];
  });
  if (columns.length > 0) lines.push({ text: settingLine('DERIVE', columns.join('; ')), span: field.keySpan });
}

interface Bound {
  readonly metric: Metric;
  readonly low: string;
  readonly high: string;
  readonly span: NativeLine['span'];
}

/** Returns `{metric: [min, med, max]}`: the middle one is only drawn. */
function boundsOf(field: ForeignEntry, trouble: ImportTrouble): readonly Bound[] {
  const fields = foreignFields(field.value, { what: field.key }, trouble);
  return [...(fields ?? [])].flatMap(([name, entry]) => {
    const metric = shortOf({ kind: 'scalar', text: name, isQuoted: false, span: entry.keySpan }, trouble);
    const numbers = listOf(entry, trouble).map((item) => foreignValue(item, trouble));
    const [low, middle, high] = numbers;
    if (metric === undefined) return [];
    if (numbers.length === 3 && low?.kind === 'number' && middle?.kind === 'number' && high?.kind === 'number')
      return [{ metric, low: low.text, high: high.text, span: entry.keySpan }];
    refuse(trouble, {
      code: 'E_IMPORT_VALUE',
      span: entry.value.span,
      message: `the filter of ${name} is no list of a minimum, a median and a maximum`,
      hint: `write ${name}: [0, 1, 1]`,
    });
    return [];
  });
}

/** Returns bounds as a condition of FILTER; undefined where no run has what is bounded. */
function conditionOf({ metric, low, high }: Bound, symbols: Analysis['symbols']): string | undefined {
  const expression = expressionOf(metric, symbols);
  return expression === undefined ? undefined : `${expression} >= ${low} && ${expression} <= ${high}`;
}

function preFilters(field: ForeignEntry, analysis: Analysis): void {
  const { lines, untranslated, symbols } = analysis;
  const conditions: string[] = [];
  for (const bound of boundsOf(field, analysis)) {
    const { metric, high, span } = bound;
    const condition = conditionOf(bound, symbols);
    if (condition !== undefined) conditions.push(condition);
    else if (metric.name !== 'done')
      untranslated.push({ span, text: `the filter of ${metric.short} is left out: no run has ${metric.name}` });
    else if (Number(high) < 1)
      untranslated.push({ span, text: 'the filter of done is left out: runs that are done are those that are ranked' });
  }
  if (conditions.length > 0) lines.push({ text: settingLine('FILTER', conditions.join(' && ')), span: field.keySpan });
}

/** Sets that are told apart by one value of one parameter are groups. */
function splitFilters(field: ForeignEntry, analysis: Analysis): void {
  const { lines, untranslated, symbols } = analysis;
  const sets = foreignFields(field.value, { what: 'SPLIT_FILTERS' }, analysis);
  if (sets === undefined || sets.size === 0) return;
  const all = [...sets.values()].map((entry) => boundsOf(entry, analysis));
  const [first] = all[0] ?? [];
  const symbol = first?.metric.name.startsWith('cfg.') ? first.metric.name.slice(4) : undefined;
  const isOne = all.every(
    ([only, ...others]) =>
      others.length === 0 && only?.metric.name === first?.metric.name && Number(only?.low) === Number(only?.high),
  );
  if (symbol !== undefined && symbols.has(symbol) && isOne) {
    lines.push({ text: settingLine('BY', symbol), span: field.keySpan });
    return;
  }
  // Sets may overlap, and be of measures: no column has them as its values. A report of each is one call.
  for (const [i, { key, keySpan }] of [...sets.values()].entries()) {
    const conditions = (all[i] ?? []).flatMap((bound) => conditionOf(bound, symbols) ?? []);
    const why =
      conditions.length > 0
        ? `is no group (BY= tells apart single values of one parameter): make sweep-report FILTER='${conditions.join(' && ')}' is about its runs`
        : 'is left out: no run has what it bounds';
    untranslated.push({ span: keySpan, text: `the set ${key} of SPLIT_FILTERS ${why}` });
  }
}
