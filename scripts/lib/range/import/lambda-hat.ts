// SPDX-License-Identifier: MIT
// experiments.yaml of Lambda-Hat (the facts are those of its docs/workflows.md and workflow_utils.py): targets that are trained once,
// and samplers that run on each. Each becomes a configuration that is composed as Lambda-Hat composes it.
import { didYouMean } from '../../core/nearest.ts';
import type { Span } from '../../core/source.ts';
import { type ComposedTree, emptyTree, type FlatValue, flatTrees, mergeComposed } from './composed-tree.ts';
import { entryIn, type ForeignFields, foreignFields, itemsIn, leaveOut, shownKind, textIn, wholeIn } from './fields.ts';
import { findPresets, type Presets } from './lambda-hat-presets.ts';
import { entrySpan, type ForeignEntry, type ForeignNode } from './node.ts';
import {
  type ForeignFile,
  type ForeignReading,
  type ForeignSurroundings,
  type ForeignSystem,
  type NativeLine,
  newReading,
  refuse,
  type Translation,
} from './system.ts';
import { foreignValue, nativeName } from './value.ts';

const TOP_KEYS = ['targets', 'samplers', 'store_root', 'jax_enable_x64', 'experiment'];
const TARGET_KEYS = ['model', 'data', 'teacher', 'seed', 'overrides'];
const SAMPLER_KEYS = ['name', 'seed', 'overrides'];

/** Seed of a sampler that names none. */
const USUAL_SEED = '12345';

export const LAMBDA_HAT: ForeignSystem = {
  name: 'lambda-hat',
  title: 'Lambda-Hat',
  keys: ['targets', 'samplers'],
  recognises: ({ root }) =>
    root.kind === 'map' &&
    ['targets', 'samplers'].every((name) =>
      root.entries.some(({ key, value }) => key === name && value.kind === 'list'),
    ),
  inFolder: 'config/experiments.yaml',
  read: readExperiments,
};

function readExperiments({ source, root }: ForeignFile, around: ForeignSurroundings): Translation {
  const reading = newReading();
  const fields = foreignFields(root, { what: 'a file of experiments', known: TOP_KEYS }, reading);
  if (fields === undefined) return reading;
  const presets = findPresets(source, around, root.span, reading);
  const precision = precisionOf(fields, root, reading);
  leaveOut(fields, LEFT_OUT, reading, (entry) => textIn(entry, reading) !== undefined);
  const [targets, samplers] = ['targets', 'samplers'].map((key) => {
    const hint = `write ${key}: and a list below it`;
    return entryIn(fields, key, { what: 'a file of experiments', span: root.span, hint }, reading);
  });
  if (presets === undefined || precision === undefined || targets === undefined || samplers === undefined)
    return reading;
  const composing: Composing = { presets, precision, reading };
  reading.lines.push(
    { text: 'SWEEP_FORMAT=yaml', span: root.span },
    { text: 'SWEEP_LAYOUT=lambda-hat', span: root.span },
  );
  stageLines('target', targets, (node) => composedTarget(node, composing), reading);
  stageLines('sample', samplers, (node) => composedSampler(node, composing), reading);
  return reading;
}

/** Names that say where results lie: part of no configuration. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  store_root: 'says where results lie; here OUTPUT_DIR does, and no identity has it',
  experiment: 'names a folder of results; here each sweep has a folder of its own',
};

/** jax_enable_x64 is part of every configuration. */
function precisionOf(fields: ForeignFields, root: ForeignNode, reading: ForeignReading): ForeignEntry | undefined {
  const given = fields.get('jax_enable_x64');
  const usual: ForeignNode = { kind: 'scalar', text: 'true', isQuoted: false, span: root.span };
  const value = given?.value ?? usual;
  const read = value.kind === 'scalar' ? foreignValue(value, reading) : undefined;
  if (read?.kind === 'boolean') return { key: 'enable_x64', keySpan: given?.keySpan ?? root.span, value };
  return refuse(reading, {
    code: 'E_IMPORT_KIND',
    span: value.span,
    message: `jax_enable_x64 is ${shownKind(value)}, expected true or false`,
    hint: 'write jax_enable_x64: true',
  });
}

interface Composing {
  readonly presets: Presets;
  readonly precision: ForeignEntry;
  readonly reading: ForeignReading;
}

/** workflow.yaml with the presets of model, data and teacher, the seed, the precision, then the overrides. */
function composedTarget(node: ForeignNode, { presets, precision, reading }: Composing): ComposedTree | undefined {
  const target = { what: 'a target', span: node.span };
  const fields = foreignFields(node, { ...target, known: TARGET_KEYS }, reading);
  if (fields === undefined) return undefined;
  const tree = emptyTree();
  mergeComposed(tree, presets.entries('workflow', node.span, false) ?? []);
  for (const group of ['model', 'data', 'teacher'] as const) {
    const entry = group === 'teacher' ? fields.get(group) : entryIn(fields, group, target, reading);
    const name = entry === undefined ? (group === 'teacher' ? '_null' : undefined) : presetName(entry, reading);
    if (name === undefined) continue;
    const isNeeded = group !== 'teacher' || name !== '_null';
    const entries = presets.entries(`${group}/${name}`, entry?.value.span ?? node.span, isNeeded);
    mergeComposed(tree, [mapping(group, entries ?? [], entry?.keySpan ?? node.span)]);
  }
  const seed = entryIn(fields, 'seed', target, reading);
  if (seed !== undefined && wholeIn(seed, 0, reading) !== undefined)
    mergeComposed(tree, [mapping('target', [{ ...seed, key: 'seed' }], seed.keySpan)]);
  mergeComposed(tree, [mapping('jax', [precision], precision.keySpan)]);
  const overrides = fields.get('overrides');
  if (overrides !== undefined) override(tree, overrides, reading);
  return withoutPlaces(tree);
}

/** sample/base.yaml with the preset of the sampler, the precision, the seed, then the overrides of the sampler's own part. */
function composedSampler(node: ForeignNode, { presets, precision, reading }: Composing): ComposedTree | undefined {
  const fields = foreignFields(node, { what: 'a sampler', known: SAMPLER_KEYS }, reading);
  if (fields === undefined) return undefined;
  const tree = emptyTree();
  mergeComposed(tree, presets.entries('sample/base', node.span, false) ?? []);
  const entry = entryIn(fields, 'name', { what: 'a sampler', span: node.span }, reading);
  const name = entry === undefined ? undefined : presetName(entry, reading);
  if (entry === undefined || name === undefined) return undefined;
  const read = presets.entries(`sample/sampler/${name}`, entry.value.span, true) ?? [];
  const [only] = read;
  const own = read.length === 1 && only?.key === 'sampler' && only.value.kind === 'map' ? only.value.entries : read;
  mergeComposed(tree, [mapping('sampler', own, entry.keySpan), mapping('jax', [precision], precision.keySpan)]);
  const given = fields.get('seed');
  const usual: ForeignNode = { kind: 'scalar', text: USUAL_SEED, isQuoted: false, span: node.span };
  if (given === undefined || wholeIn(given, 0, reading) !== undefined)
    mergeComposed(tree, [
      mapping(
        'runtime',
        [{ key: 'seed', keySpan: given?.keySpan ?? node.span, value: given?.value ?? usual }],
        node.span,
      ),
    ]);
  const overrides = fields.get('overrides');
  if (overrides !== undefined) {
    const sampler = tree.names.get('sampler');
    const part = sampler !== undefined && 'names' in sampler ? sampler : emptyTree();
    const inside = part.names.get(name);
    const target = inside !== undefined && 'names' in inside ? inside : emptyTree();
    part.names.set(name, target);
    override(target, overrides, reading);
  }
  return withoutPlaces(tree);
}

/** A name with a slash or dots would lead out of the folder of presets. */
function presetName(entry: ForeignEntry, reading: ForeignReading): string | undefined {
  const name = textIn(entry, reading);
  if (name === undefined || /^[A-Za-z0-9_][\w-]*$/.test(name)) return name;
  return refuse(reading, {
    code: 'E_IMPORT_VALUE',
    span: entry.value.span,
    message: `${entry.key} is ${shownKind(entry.value)}, which is no name of a preset`,
    hint: 'write the name of a file in the folder of presets, without .yaml',
  });
}

function mapping(key: string, entries: readonly ForeignEntry[], span: Span): ForeignEntry {
  return { key, keySpan: span, value: { kind: 'map', entries, span } };
}

/** A name that a preset nearly has is a slip. */
function override(tree: ComposedTree, entry: ForeignEntry, reading: ForeignReading): void {
  if (entry.value.kind !== 'map') {
    refuse(reading, {
      code: 'E_IMPORT_KIND',
      span: entry.value.span,
      message: `overrides are ${shownKind(entry.value)}, expected a mapping`,
      hint: 'write overrides: {training: {steps: 10000}}',
    });
    return;
  }
  mergeComposed(tree, entry.value.entries, (each, inside) => checkOverride(each, inside, reading));
}

function checkOverride({ key, keySpan, value }: ForeignEntry, { names }: ComposedTree, reading: ForeignReading): void {
  const there = names.get(key);
  if (there === undefined) {
    const near = didYouMean(key, [...names.keys()]);
    if (near !== undefined)
      refuse(reading, { code: 'E_IMPORT_KEY', span: keySpan, message: `no preset has ${key} there`, hint: near });
    return;
  }
  const isGroup = 'names' in there;
  const isNull = (node: ForeignNode): boolean => node.kind === 'scalar' && /^(null|~|)$/i.test(node.text);
  if (isGroup === (value.kind === 'map') || isNull(value) || (!isGroup && isNull(there.node))) return;
  refuse(reading, {
    code: 'E_IMPORT_KIND',
    span: value.span,
    message: isGroup
      ? `${key} is a group of names in the presets, and has one value here`
      : `${key} is a single value in the presets, and is a mapping here`,
    hint: isGroup ? `write ${key}: {name: value}` : `write ${key}: with a value`,
  });
}

/** Where results lie and whose they are is told by the command: it is in no configuration. */
function withoutPlaces(tree: ComposedTree): ComposedTree {
  const store = tree.names.get('store');
  if (store !== undefined && 'names' in store) {
    store.names.delete('root');
    if (store.names.size === 0) tree.names.delete('store');
  }
  tree.names.delete('target_id');
  return tree;
}

function stageLines(
  stage: 'target' | 'sample',
  list: ForeignEntry,
  compose: (node: ForeignNode) => ComposedTree | undefined,
  reading: ForeignReading,
): void {
  const items = itemsIn(list, reading) ?? [];
  const trees = items.map(compose);
  if (trees.includes(undefined) || trees.length === 0) return;
  const put = (text: string, span: Span): void => {
    reading.lines.push({ text, span });
  };
  put(`stage "${stage}"`, list.keySpan);
  if (stage === 'sample') put('  needs "target"', list.keySpan);
  const flat = flatTrees(trees as readonly ComposedTree[], list.keySpan, reading); // none is undefined
  for (const line of valueLines(flat, items, list, reading)) put(`  ${line.text}`, line.span);
  put('endstage', list.keySpan);
}

/** What all have alike stands in lines of its own; the rest in rows, one for each target or sampler. */
function valueLines(
  flat: readonly ReadonlyMap<string, FlatValue>[],
  items: readonly ForeignNode[],
  list: ForeignEntry,
  reading: ForeignReading,
): readonly NativeLine[] {
  const names = [...new Set(flat.flatMap((each) => [...each.keys()]))];
  const native = new Map(names.map((name) => [name, nativeName(name, spanOf(name, flat) ?? list.keySpan, reading)]));
  const isVaried = (name: string): boolean => flat.some((each) => each.get(name)?.key !== flat[0]?.get(name)?.key);
  const varied = names.filter(isVaried);
  // A symbol alone cannot be absent from a row.
  if (varied.length === 1 && flat.some((each) => !each.has(varied[0] ?? '')))
    varied.unshift(...names.filter((name) => !isVaried(name)).slice(0, 1));
  const lines = names
    .filter((name) => !varied.includes(name))
    .map((name) => ({
      text: `${native.get(name)}=${flat[0]?.get(name)?.text ?? ''}`,
      span: spanOf(name, flat) ?? list.keySpan,
    }));
  if (varied.length === 0) return lines;
  const rows = flat.map((each) => varied.map((name) => each.get(name)?.text ?? '').join(','));
  const span = items.length === 1 ? entrySpan(list) : list.keySpan;
  return [...lines, { text: `${varied.map((name) => native.get(name)).join(',')}=${rows.join('|')}`, span }];
}

function spanOf(name: string, flat: readonly ReadonlyMap<string, FlatValue>[]): Span | undefined {
  return flat.map((each) => each.get(name)?.span).find((span) => span !== undefined);
}
