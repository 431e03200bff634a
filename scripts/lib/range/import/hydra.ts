// SPDX-License-Identifier: MIT
// Sweeps of Hydra: hydra.sweeper.params of a config, or a YAML list of overrides (hydra.cc, "Multi-run" and "Override grammar").
import { CONFIG_PREFIX } from '../../core/configuration-name.ts';
import type { Span } from '../../core/source.ts';
import { foreignFields, itemsIn, shownKind } from './fields.ts';
import { hydraLine, type NamedOverride, namedOverrides, type PlacedOverride } from './hydra-lines.ts';
import { parseHydraOverride } from './hydra-grammar.ts';
import { HydraFault } from './hydra-value.ts';
import { nodeAt } from './interpolation.ts';
import type { ForeignNode } from './node.ts';
import {
  type ForeignFile,
  type ForeignReading,
  type ForeignSystem,
  type ImportTrouble,
  type NativeLine,
  newReading,
  refuse,
} from './system.ts';
import { settingLine } from './value.ts';

/** What Hydra itself is told in a config besides its sweeper; the program reads it as before. */
const HYDRA_KEYS = [
  ...['mode', 'run', 'sweep', 'sweeper', 'launcher', 'searchpath', 'job', 'job_logging', 'hydra_logging', 'help'],
  ...['hydra_help', 'output_subdir', 'overrides', 'callbacks', 'env', 'runtime', 'verbose'],
];

/** Keys that say how Hydra runs a sweep, which happens here. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  launcher: 'hydra.launcher says who starts runs; here PARALLEL and BACKEND do',
  sweep: 'hydra.sweep names the folders of runs; here SWEEP_RUN_NAME does',
};

/** Reads a config with hydra.sweeper.params, and lists of overrides where FROM_FORMAT names it. */
export const HYDRA: ForeignSystem = {
  name: 'hydra',
  title: 'Hydra',
  keys: ['hydra'],
  recognises: ({ root }) => nodeAt(root, ['hydra', 'sweeper', 'params']) !== undefined,
  read: (file, around) => {
    const reading = newReading();
    const texts = overridesIn(file, reading);
    const parsed = texts.flatMap((one) => parsedOverride(one, reading));
    const named = namedOverrides(parsed, reading);
    const lines = named.flatMap((one) => hydraLine(one, { file, around, reading }));
    if (texts.length === 0 && reading.diagnostics.length === 0) {
      const hint = 'write lr: 0.1,0.01, or a list of overrides such as - lr=0.1,0.01';
      refuse(reading, { code: 'E_IMPORT_KIND', span: file.root.span, message: 'nothing is overridden here', hint });
    }
    reading.lines.push(...settingLines(named, file.root), ...lines);
    return reading;
  },
};

/** What stands before the lines: how {{args}} gives the overrides back to the program. */
function settingLines(named: readonly NamedOverride[], root: ForeignNode): readonly NativeLine[] {
  const { span } = root;
  const called = named.flatMap(({ symbol, word }) =>
    symbol === undefined || isOwnName(symbol, word) ? [] : [`${symbol}=${word}`],
  );
  // A config that says MULTIRUN would sweep again in each run.
  const mode = nodeAt(root, ['hydra', 'mode']);
  const isMultirun = mode?.kind === 'scalar' && mode.text === 'MULTIRUN';
  const deletions = named.flatMap(({ symbol, word }) => (symbol === undefined ? [word] : []));
  const more = [...deletions, ...(isMultirun ? ['hydra.mode=RUN'] : [])];
  return [
    { text: 'SWEEP_FORMAT=yaml', span },
    { text: 'SWEEP_ARGS=hydra', span },
    ...(called.length === 0 ? [] : [{ text: settingLine('ARGS_NAMES', called.join(' ')), span }]),
    ...(more.length === 0 ? [] : [{ text: settingLine('ARGS_MORE', more.join(' ')), span }]),
  ];
}

/** {{args}} writes names without CONFIG_, in small letters. */
function isOwnName(symbol: string, word: string): boolean {
  return symbol === word && !symbol.startsWith(CONFIG_PREFIX);
}

/** An override as it is written, with the place of each of its characters as far as that is known. */
interface WrittenOverride {
  readonly text: string;
  readonly span: Span;
  readonly placeOf: (at: number, end: number) => Span;
}

function overridesIn(file: ForeignFile, reading: ForeignReading): readonly WrittenOverride[] {
  const { root } = file;
  if (root.kind === 'list') return root.items.flatMap((item) => listed(item, reading));
  const params = nodeAt(root, ['hydra', 'sweeper', 'params']);
  if (params === undefined) {
    if (nodeAt(root, ['hydra']) !== undefined) checkHydra(root, reading);
    const hint = 'write hydra: {sweeper: {params: {lr: "0.1,0.01"}}}, or a list of overrides';
    refuse(reading, { code: 'E_IMPORT_KEY', span: root.span, message: 'there are no hydra.sweeper.params', hint });
    return [];
  }
  checkHydra(root, reading);
  checkPrimary(file, reading);
  const fields = foreignFields(params, { what: 'hydra.sweeper.params' }, reading);
  return [...(fields?.values() ?? [])].flatMap(({ key, keySpan, value }): readonly WrittenOverride[] => {
    if (value.kind !== 'scalar') {
      const message = `${key} is ${shownKind(value)}, expected a text as on the command line`;
      refuse(reading, {
        code: 'E_IMPORT_KIND',
        span: value.span,
        message,
        hint: `write ${key}: "choice(a,b)" or ${key}: a,b`,
      });
      return [];
    }
    const inValue = placeIn(value);
    const placeOf = (at: number, end: number): Span =>
      at <= key.length ? keySpan : inValue(at - key.length - 1, end - key.length - 1);
    return [{ text: `${key}=${value.text}`, span: keySpan, placeOf }];
  });
}

/**
 * A config that others choose, such as conf/experiment/grid.yaml, is not read by the program of itself: what it holds besides the sweep
 * would be missing. It begins with @package, or overrides groups of a primary config.
 */
function checkPrimary({ source, root }: ForeignFile, { untranslated }: ForeignReading): void {
  const entry = root.kind === 'map' ? root.entries.find(({ key }) => key === 'defaults') : undefined;
  const items = entry?.value.kind === 'list' ? entry.value.items : [];
  const isChosen =
    /^#\s*@package\b/m.test(source.text) ||
    items.some((item) => item.kind === 'map' && item.entries.some(({ key }) => /^override \/(?!hydra\/)/.test(key)));
  if (!isChosen) return;
  const [name = '', group = 'experiment'] = source.path.split('/').reverse();
  untranslated.push({
    span: entry?.keySpan ?? root.span,
    text: `what it holds besides hydra.sweeper.params is left out: it is no primary config, so the command has to choose it, as in python train.py +${group}=${name.replace(/\.ya?ml$/, '')} {{args}}`,
    changes: 'the sweep is the same, and what the program makes of it is not',
  });
}

function listed(item: ForeignNode, trouble: ImportTrouble): readonly WrittenOverride[] {
  if (item.kind === 'scalar') return [{ text: item.text, span: item.span, placeOf: placeIn(item) }];
  const message = `an override is ${shownKind(item)}, expected a text`;
  refuse(trouble, {
    code: 'E_IMPORT_KIND',
    span: item.span,
    message,
    hint: 'put it in quotes: "optim.betas=[0.9,0.99],[0.8,0.9]"',
  });
  return [];
}

/** Places in a scalar, where its text stands in the file as it is. */
function placeIn(node: Extract<ForeignNode, { kind: 'scalar' }>): (at: number, end: number) => Span {
  const { source, offset, length } = node.span;
  const start = source.text.slice(offset, offset + length).indexOf(node.text);
  return (at, end) => {
    if (start === -1 || node.text === '') return node.span;
    const from = Math.min(at, node.text.length - 1);
    return { source, offset: offset + start + from, length: Math.max(1, Math.min(end, node.text.length) - from) };
  };
}

/** A sweeper that looks at results is none of ours, and what Hydra does with a sweep itself is left out. */
function checkHydra(root: ForeignNode, reading: ForeignReading): void {
  const fields = foreignFields(nodeAt(root, ['hydra']), { what: 'hydra', known: HYDRA_KEYS }, reading);
  for (const [key, text] of Object.entries(LEFT_OUT)) {
    const span = fields?.get(key)?.keySpan;
    if (span !== undefined) reading.untranslated.push({ span, text });
  }
  const sweeper = fields?.get('sweeper')?.value;
  const target = sweeper === undefined ? undefined : nodeAt(sweeper, ['_target_']);
  const other = target?.kind === 'scalar' && !/\bBasicSweeper$/.test(target.text) ? target : sweeperOverride(root);
  if (other !== undefined) {
    refuse(reading, {
      code: 'E_IMPORT_LATER',
      span: other.span,
      message: `the sweeper ${shownKind(other)} chooses by results or in a way of its own, and that comes later`,
      hint: 'the basic sweeper lists all combinations; MODE=random or MODE=sobol with SAMPLES= draw',
    });
    return;
  }
  if (sweeper === undefined) return;
  const known = ['params', 'max_batch_size', '_target_'];
  const swept = foreignFields(sweeper, { what: 'hydra.sweeper', known }, reading);
  const batch = swept?.get('max_batch_size')?.keySpan;
  if (batch !== undefined)
    reading.untranslated.push({ span: batch, text: 'hydra.sweeper.max_batch_size parts launches; here PARALLEL does' });
}

/** defaults: [override hydra/sweeper: optuna] */
function sweeperOverride(root: ForeignNode): ForeignNode | undefined {
  const entry = root.kind === 'map' ? root.entries.find(({ key }) => key === 'defaults') : undefined;
  if (entry?.value.kind !== 'list') return undefined;
  const items = itemsIn(entry, { diagnostics: [] }) ?? [];
  for (const item of items) {
    const found =
      item.kind === 'map' ? item.entries.find(({ key }) => /^(override )?\/?hydra\/sweeper$/.test(key)) : undefined;
    if (found?.value.kind === 'scalar' && found.value.text !== 'basic') return found.value;
  }
  return undefined;
}

function parsedOverride(written: WrittenOverride, trouble: ImportTrouble): readonly PlacedOverride[] {
  try {
    return [{ ...parseHydraOverride(written.text), span: written.span }];
  } catch (error) {
    if (!(error instanceof HydraFault)) throw error;
    const span = written.placeOf(error.at, error.end);
    refuse(trouble, { code: 'E_IMPORT_VALUE', span, message: error.message, hint: error.hint });
    return [];
  }
}
