// SPDX-License-Identifier: MIT
// Experiment folders of proT's sweeper: config*.yaml, and sweeper/sweep.yaml that lists values for keys of it.
import { basename, dirname } from 'node:path';
import { didYouMean } from '../../core/nearest.ts';
import type { Source, Span } from '../../core/source.ts';
import { quoted } from '../reader.ts';
import { shownKind } from './fields.ts';
import { nodeAt, resolvedValues } from './interpolation.ts';
import { entrySpan, type ForeignNode, readForeignText } from './node.ts';
import {
  type ForeignReading,
  type ForeignSurroundings,
  type ForeignSystem,
  type ImportTrouble,
  type NativeLine,
  newReading,
  refuse,
  settingPath,
} from './system.ts';
import { foreignValue, nativeName, nativeValue, settingLine } from './value.ts';

const BASE_FILE = /^config.*\.yaml$/;

/** Reads an experiment folder of proT. */
export const PROT: ForeignSystem = {
  name: 'prot',
  title: 'proT',
  keys: [],
  inFolder: 'sweeper/sweep.yaml',
  recognises: ({ source }, { list }) =>
    basename(source.path) === 'sweep.yaml' &&
    (basename(dirname(source.path)) === 'sweeper' || source.isRecorded === true) &&
    list('..', source).some((name) => BASE_FILE.test(name)),
  read: ({ source, root }, around) => {
    const reading = newReading();
    const base = baseOf(source, root.span, around, reading);
    if (base === undefined) return reading;
    const swept = sweptLines(root, [], { base: base.root, trouble: reading });
    const names = new Set(swept.map(({ name }) => name));
    const span = root.span;
    reading.lines.push(
      { text: 'SWEEP_FORMAT=yaml', span },
      { text: settingLine('BASE', settingPath(base.path, source, around)), span },
      { text: 'SWEEP_BASELINE=listed', span },
      { text: 'SWEEP_LAYOUT=prot', span },
      ...resolvedLines(base.root, names, reading),
      ...swept.map((one) => ({ text: one.text, span: one.span })),
    );
    if (swept.length === 0 && reading.diagnostics.length === 0) {
      const hint = 'write training: {lr: [0.1, 0.01]}';
      refuse(reading, { code: 'E_IMPORT_KIND', span, message: 'this file sweeps nothing', hint });
    }
    return reading;
  },
};

/** The first of the sorted files config*.yaml, as proT takes it. */
function baseOf(
  source: Source,
  span: Span,
  around: ForeignSurroundings,
  reading: ForeignReading,
): { readonly root: ForeignNode; readonly path: string } | undefined {
  const names = around.list('..', source).filter((name) => BASE_FILE.test(name));
  const [first, ...others] = [...names].sort();
  if (first === undefined) {
    const message = 'there is no config*.yaml in the folder above, whose keys these are';
    return refuse(reading, {
      code: 'E_IMPORT_KEY',
      span,
      message,
      hint: 'an experiment of proT is config.yaml and sweeper/sweep.yaml',
    });
  }
  if (others.length > 0)
    reading.untranslated.push({ span, text: `${others.join(', ')} is not read: ${first} comes first and is the base` });
  const path = `../${first}`;
  const loaded = around.load(path, source);
  if ('unreadable' in loaded) {
    const message = `cannot read ${quoted(path)}: ${loaded.unreadable}`;
    return refuse(reading, {
      code: 'E_FILE_MISSING',
      span,
      message,
      hint: 'the base of an experiment lies above sweeper/',
    });
  }
  const read = readForeignText(loaded);
  if ('trouble' in read) {
    reading.diagnostics.push(read.trouble);
    return undefined;
  }
  const { root } = read;
  if (root?.kind === 'map') return { root, path };
  const place = root?.span ?? { source: loaded, offset: 0, length: 0 };
  const message = `the base is ${root === undefined ? 'empty' : shownKind(root)}, expected a mapping`;
  return refuse(reading, { code: 'E_IMPORT_KIND', span: place, message, hint: 'write names with their values' });
}

interface SweptLine extends NativeLine {
  readonly name: string;
}

/** A list is an axis; what stands above it are the names on the way. */
function sweptLines(
  node: ForeignNode,
  path: readonly string[],
  context: { readonly base: ForeignNode; readonly trouble: ImportTrouble },
): readonly SweptLine[] {
  const { base, trouble } = context;
  if (node.kind !== 'map') {
    refuse(trouble, {
      code: 'E_IMPORT_KIND',
      span: node.span,
      message: `${path.length === 0 ? 'this file' : path.join('.')} is ${shownKind(node)}, expected a list of values, or names that have some`,
      hint: `write ${path.at(-1) ?? 'training'}: ${path.length === 0 ? '{lr: [0.1, 0.01]}' : '[a, b]'}`,
    });
    return [];
  }
  return node.entries.flatMap((entry): readonly SweptLine[] => {
    const { key, keySpan, value } = entry;
    const names = [...path, ...key.split('.')];
    const name = names.join('.');
    const found = nodeAt(base, names);
    if (found === undefined) {
      const above = nodeAt(base, path);
      const known = above?.kind === 'map' ? above.entries.map((one) => one.key) : [];
      const where = path.length === 0 ? 'the base' : `${path.join('.')} of the base`;
      refuse(trouble, {
        code: 'E_IMPORT_KEY',
        span: keySpan,
        message: `${where} has no ${quoted(key)}`,
        hint: didYouMean(key, known) ?? `it has ${known.slice(0, 12).join(', ')}`,
      });
      return [];
    }
    if (value.kind !== 'list') return sweptLines(value, names, context);
    if (value.items.length === 0) {
      const message = `${name} is an empty list, expected values`;
      refuse(trouble, { code: 'E_IMPORT_KIND', span: value.span, message, hint: `write ${key}: [a, b]` });
      return [];
    }
    const written = nativeName(name, keySpan, trouble);
    const values = value.items.map((item) => foreignValue(item, trouble)).filter((one) => one !== undefined);
    if (written === undefined || values.length < value.items.length) return [];
    const texts = values.map(nativeValue);
    // A single value is an axis as well: written twice it is one of ours.
    const listed = texts.length === 1 ? [...texts, ...texts] : texts;
    return [{ name, text: `${written}=${listed.join('|')}`, span: entrySpan(entry) }];
  });
}

/** proT resolves the base before it applies values: what was interpolated is a value of its own. */
function resolvedLines(base: ForeignNode, swept: ReadonlySet<string>, trouble: ImportTrouble): readonly NativeLine[] {
  return resolvedValues(base, trouble).flatMap(({ path, value }): readonly NativeLine[] => {
    const name = path.join('.');
    const isSwept = path.some((_, i) => swept.has(path.slice(0, i + 1).join('.')));
    if (isSwept) return [];
    const written = nativeName(name, value.span, trouble);
    const read = foreignValue(value, trouble);
    return written === undefined || read === undefined
      ? []
      : [{ text: `${written}=${nativeValue(read)}`, span: value.span }];
  });
}
