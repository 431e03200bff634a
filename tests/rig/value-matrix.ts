// SPDX-License-Identifier: MIT
// Each row of values through each door in each format, with the programs that read it back there.
import type { OpenSweep } from '../../scripts/lib/edge/definition/sweep-definition.ts';
import { argumentWords, DEFAULT_STYLE } from '../../scripts/lib/run/arguments.ts';
import { runEnvironment } from '../../scripts/lib/run/environment.ts';
import { filesOfSweep, sweepOfText } from './range-text.ts';
import type { ValueRow, WrittenValue } from './value-rows.ts';

export const DOORS = ['range line', 'SET', 'CSV row', 'TSV row', 'zip', 'sourced file', 'list', 'base'] as const;
export type Door = (typeof DOORS)[number];

export const FORMATS = ['kconfig', 'yaml', 'json', 'template', 'args', 'environment'] as const;
export type Format = (typeof FORMATS)[number];

/** Programs that read a format back; none may be missing. */
export const READERS_OF = {
  kconfig: ['kconfiglib', 'conf'],
  yaml: ['pyyaml', 'omegaconf', 'yacs'],
  json: ['json', 'omegaconf'], // PyYAML and yacs read YAML 1.1, to which the 1e-5 of JSON is a text
  template: ['pyyaml', 'omegaconf', 'yacs', 'json'],
  args: ['argparse', 'hydra'],
  environment: ['printenv'],
} as const satisfies Readonly<Record<Format, readonly [string, ...string[]]>>;
export type MatrixReader = (typeof READERS_OF)[Format][number];

/** One crossing of the table: texts to be read, and what each has to be. */
export interface MatrixCell {
  readonly row: ValueRow;
  readonly door: Door;
  readonly format: Format;
  readonly texts: Readonly<Partial<Record<MatrixReader, readonly string[]>>>;
  readonly expected: Readonly<Partial<Record<MatrixReader, readonly string[]>>>;
  /** Codes of the warnings. */
  readonly said: readonly string[];
}

/** Returns why a row cannot come through a door into a format; undefined where it can, and has to. */
export function whyNot(row: ValueRow, door: Door, format: Format): string | undefined {
  if (row.lines !== undefined && ['CSV row', 'TSV row', 'zip', 'list'].includes(door))
    return 'a row of values and a list hold single values, no range and nothing computed';
  if (door === 'base' && format !== 'yaml' && format !== 'json')
    return 'SWEEP_BASE is for yaml and json; of a .config it is the sourced file';
  return undefined;
}

/** Returns the cells of a row through a door, one a format. */
export function cellsOf(row: ValueRow, door: Door): readonly MatrixCell[] {
  return FORMATS.filter((format) => whyNot(row, door, format) === undefined).map((format) => {
    const sweep = sweepOf(row, door, format);
    return {
      row,
      door,
      format,
      texts: textsOf(sweep, format),
      expected: expectedOf(row, door, format),
      said: sweep.warnings.map(({ code }) => code),
    };
  });
}

function sweepOf(row: ValueRow, door: Door, format: Format): OpenSweep {
  const alternatives = row.values.map(({ line }) => line).join('|');
  const lines = row.lines ?? [`CONFIG_V=${alternatives}`];
  const cells = row.values.map(({ line, cell = line }) => cell);
  const files: Record<string, string> = {};
  const settings: Record<string, string> = { FORMAT: format === 'kconfig' || format === 'json' ? format : 'yaml' };
  if (format === 'template') {
    settings['TEMPLATE'] = 't.hbs';
    files['t.hbs'] = 'CONFIG_V: {{yaml CONFIG_V}}\n---\n{"CONFIG_V": {{json CONFIG_V}} }\n';
    delete settings['FORMAT'];
  }
  if (row.isQuoted === true) settings['QUOTED'] = 'CONFIG_V';
  let text = `${lines.join('\n')}\n`;
  switch (door) {
    case 'range line':
      break;
    case 'SET':
      settings['SET'] = lines.join('; ');
      text = row.lines === undefined ? 'CONFIG_V=7\n' : 'CONFIG_W=1\n';
      break;
    case 'CSV row':
      text = 'CONFIG_V=@rows.csv\n';
      files['rows.csv'] = `CONFIG_V\n${cells.join('\n')}\n`;
      break;
    case 'TSV row':
      text = 'CONFIG_V,CONFIG_W=@rows.tsv\n';
      files['rows.tsv'] = `CONFIG_V\tCONFIG_W\n${cells.map((cell) => `${cell}\t1\n`).join('')}`;
      break;
    case 'zip':
      text = `CONFIG_V,CONFIG_W=${row.values.map(({ line }) => `${line},1`).join('|')}\n`;
      break;
    case 'sourced file':
      files['other'] = text;
      text = 'source "other"\nCONFIG_W=1\n';
      break;
    case 'list':
      text = `CONFIG_V=${row.values.map(({ item }) => `[${item}]`).join('|')}\n`;
      break;
    case 'base':
      settings['BASE'] = format === 'json' ? 'base.json' : 'base.yaml';
      settings['BASE_NEW_KEYS'] = 'CONFIG_U';
      files['base.yaml'] = `CONFIG_V: ${row.base.yaml}\n`;
      files['base.json'] = `{"CONFIG_V": ${row.base.json}}`;
      break;
  }
  return sweepOfText(text, settings, files);
}

function textsOf(sweep: OpenSweep, format: Format): MatrixCell['texts'] {
  const all = [...sweep.configurations()];
  const own = (c: (typeof all)[number]) => c.assignments.filter(({ name }) => name === 'CONFIG_V');
  if (format === 'args')
    return {
      argparse: all.map((c) => argumentWords(own(c))),
      hydra: all.map((c) => argumentWords(own(c), { ...DEFAULT_STYLE, names: 'hydra' })),
    };
  if (format === 'environment') {
    const place = { run: 'r', number: 1, config: '/c', runDir: '/r', attemptDir: '/a', sweepDir: '/s' };
    return { printenv: all.map((c) => runEnvironment(c.assignments, ['CONFIG_V'], place)['CONFIG_V'] ?? '') };
  }
  const texts = filesOfSweep(sweep);
  if (format !== 'template') return Object.fromEntries(READERS_OF[format].map((reader) => [reader, texts]));
  const halves = texts.map((text) => text.split('\n---\n'));
  return Object.fromEntries(
    READERS_OF.template.map((reader) => [reader, halves.map((half) => half[reader === 'json' ? 1 : 0] ?? '')]),
  );
}

function expectedOf({ values }: ValueRow, door: Door, format: Format): MatrixCell['expected'] {
  const inList = door === 'list';
  const typed = values.map((value) => (inList ? `[${value.typed}]` : value.typed));
  const listText = ({ item }: WrittenValue): string => `[${item.replace('False', 'false')}]`;
  switch (format) {
    case 'kconfig': {
      const config = values.map((value) => (inList ? listText(value) : value.config));
      return { kconfiglib: config, conf: config };
    }
    case 'args':
      return {
        argparse: values.map((value) => (inList ? listText(value) : (value.argument ?? 'left out'))),
        hydra: typed,
      };
    case 'environment':
      return { printenv: values.map((value) => (inList ? listText(value) : value.word)) };
    default:
      return Object.fromEntries(READERS_OF[format].map((reader) => [reader, typed]));
  }
}
