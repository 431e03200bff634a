// SPDX-License-Identifier: MIT
import { type Checked, type Diagnostic, hasErrors } from '../core/diagnostic.ts';
import type { Source } from '../core/source.ts';
import { clash } from '../range/check.ts';
import { checkName, environmentVariable, templateWord } from '../range/names.ts';
import type { RangeFile } from '../range/parse.ts';
import type { Group, Line } from './model.ts';
import { mistakenKinds } from './mistaken-kinds.ts';
import { buildModel } from './model-build.ts';
import type { Axis, AxisLine, Repeats, Space } from './space.ts';

export interface SpaceOptions {
  /** Each configuration `count` times, with `symbol` = 1..count as the last and fastest symbol. */
  readonly repeats?: { readonly symbol: string; readonly count: number };
  /** One value that is written twice is an axis of one value, as a design that goes by what is listed needs it. */
  readonly keepsSingles?: boolean;
}

/** Returns the space that a range file describes. */
export function buildSpace(file: RangeFile, options: SpaceOptions = {}): Checked<Space> {
  const diagnostics: Diagnostic[] = [];
  const model = buildModel(file, diagnostics, options.keepsSingles);
  const repeats = options.repeats === undefined ? undefined : buildRepeats(options.repeats, file, diagnostics);
  if (hasErrors(diagnostics)) return { diagnostics };
  diagnostics.push(...mistakenKinds(file, model));
  const axes = model.levels.map((level) => axisOf(level.group));
  if (repeats !== undefined && repeats.count > 1) axes.push(repeatsAxis(repeats));
  const symbols = model.groups.flatMap((group) => group.names).filter((name) => !file.helpers.has(name));
  const value: Space = {
    file,
    model,
    axes,
    symbols: repeats === undefined ? symbols : [...symbols, repeats.symbol],
    swept: axes.flatMap((axis) => axis.names),
    ...(repeats === undefined ? {} : { repeats }),
  };
  return { value, diagnostics };
}

/** The path that positions of the repeats' symbol are shown with. */
const REPEATS_PATH = 'SWEEP_REPEATS';

/** The path that positions in its name are shown with. */
const SYMBOL_PATH = 'SWEEP_SEED_SYMBOL';

function buildRepeats(wanted: { symbol: string; count: number }, file: RangeFile, diagnostics: Diagnostic[]): Repeats {
  const { symbol, count } = wanted;
  const named: Source = { path: SYMBOL_PATH, text: symbol };
  diagnostics.push(...checkName(named), ...wordOfTemplates(named));
  const names = file.definitions.flatMap((d) => d.names);
  const taken = names.find((n) => n.name === symbol);
  const alike = names.find((n) => environmentVariable(n.name) === environmentVariable(symbol));
  if (taken === undefined && alike !== undefined)
    diagnostics.push(clash({ name: symbol, span: { source: named, offset: 0, length: symbol.length } }, alike));
  if (taken !== undefined) {
    diagnostics.push({
      code: 'E_REPEATS_SYMBOL',
      span: taken.span,
      message: `SWEEP_REPEATS=${count} gives ${symbol} the values 1 to ${count}, but it has a line of its own`,
      hint: `delete this line, delete SWEEP_REPEATS, or name another symbol: SWEEP_SEED_SYMBOL=${symbol}_REPEAT`,
    });
  }
  const source: Source = { path: REPEATS_PATH, text: `${symbol}=${count === 1 ? '1' : `1:1:${count}`}` };
  return { symbol, count, span: { source, offset: 0, length: source.text.length } };
}

/** The symbol of repeats is ours to name, so it is none that a template could not print by its name. */
function wordOfTemplates(named: Source): Diagnostic[] {
  const reason = templateWord(named.text);
  if (reason === undefined) return [];
  return [
    {
      code: 'E_NAME_RESERVED',
      message: `a symbol cannot be called ${named.text}: ${reason}`,
      span: { source: named, offset: 0, length: named.text.length },
      hint: `give it another name, such as CONFIG_${named.text.toUpperCase()}`,
    },
  ];
}

function axisOf(group: Group): Axis {
  return { names: group.names, lines: group.lines.map(axisLine) };
}

function axisLine(line: Line): AxisLine {
  const { span, values, conditionText } = line;
  const common = { span, ...(conditionText === undefined ? {} : { condition: conditionText }) };
  if (values.kind === 'law') {
    const row = (): never => {
      throw new Error('internal: a distribution cannot be listed');
    };
    return { ...common, size: values.law.size, duplicates: 0, sampled: values.law.text, row };
  }
  const { rows } = values;
  return {
    ...common,
    size: rows.size,
    duplicates: rows.duplicates,
    row: (index) => rows.at(index).map((operand) => operand?.value),
  };
}

function repeatsAxis({ symbol, count, span }: Repeats): Axis {
  const row = (index: number): AxisRow => [{ kind: 'number', text: String(index + 1) }];
  return { names: [symbol], lines: [{ size: count, duplicates: 0, span, row }] };
}

type AxisRow = ReturnType<AxisLine['row']>;
