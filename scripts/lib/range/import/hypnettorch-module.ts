// SPDX-License-Identifier: MIT
// What a module of hypnettorch says besides its grid (hpsearch_config_template.py): the script, its summary file, and what ranks.
import { shellQuote } from '../../core/shell-quote.ts';
import { type ForeignFields, itemsIn, textIn } from './fields.ts';
import type { ForeignEntry, ForeignNode } from './node.ts';
import { type ForeignReading, type NativeLine, refuse } from './system.ts';
import { foreignValue, settingLine } from './value.ts';

/** What a module may say besides its grid and conditions. */
export const MODULE_NAMES = [
  '_SCRIPT_NAME',
  '_SUMMARY_FILENAME',
  '_SUMMARY_KEYWORDS',
  '_OUT_ARG',
  '_PERFORMANCE_KEY',
  '_PERFORMANCE_SORT_ASC',
] as const;

/** Functions of a module, which have no meaning here. */
export const MODULE_HANDLES = ['_SUMMARY_PARSER_HANDLE', '_PERFORMANCE_EVAL_HANDLE', '_ARGPARSE_HANDLE'] as const;

/** Text that may stand in a list of names or on a command line as it is. */
const PLAIN = /^[\w./-]+$/;

/** Adds the lines of all that is no grid. */
export function moduleLines(fields: ForeignFields, outArgument: string | undefined, reading: ForeignReading): void {
  const put = (span: NativeLine['span'], name: string, text: string): void => {
    reading.lines.push({ span, text: settingLine(name, text) });
  };
  const gridSpan = fields.get('grid')?.keySpan;
  if (gridSpan !== undefined) {
    put(gridSpan, 'FORMAT', 'json');
    put(gridSpan, 'LAYOUT', 'hypnettorch');
    put(gridSpan, 'SEED_SYMBOL', 'random_seed'); // as all its programs call it, and gather_random_seeds takes it for granted
  }
  const script = fields.get('_SCRIPT_NAME');
  const scriptName = plainText(script, reading);
  const outName = outArgument ?? 'out_dir';
  if (script !== undefined && scriptName !== undefined)
    put(
      script.value.span,
      'COMMAND',
      `python3 ${shellQuote(scriptName).replaceAll('{{', '\\{{')} {{args}} --${outName}={{out_dir}}`,
    );
  const summary = fields.get('_SUMMARY_FILENAME');
  const file = plainText(summary, reading);
  if (summary !== undefined && file !== undefined && file !== 'performance_overview.txt')
    put(summary.value.span, 'METRIC_FILES', `${file}=overview`);
  metricLines(fields, put, reading);
  for (const name of MODULE_HANDLES) {
    const entry = fields.get(name);
    if (entry !== undefined && !(entry.value.kind === 'scalar' && entry.value.text === 'null'))
      reading.untranslated.push({
        span: entry.keySpan,
        text: `${name} is a function of Python and is not called: the summary file is read as keywords with their values`,
      });
  }
}

function plainText(entry: ForeignEntry | undefined, reading: ForeignReading): string | undefined {
  const text = textIn(entry, reading);
  if (entry === undefined || text === undefined || PLAIN.test(text)) return text;
  return refuse(reading, {
    code: 'E_IMPORT_VALUE',
    span: entry.value.span,
    message: `${entry.key} has characters that cannot stand in the name of a file here`,
    hint: 'write letters, digits, dots, _ and -',
  });
}

/** The key by which the table of results is sorted ranks: descending means that more is better. */
function metricLines(
  fields: ForeignFields,
  put: (span: NativeLine['span'], name: string, text: string) => void,
  reading: ForeignReading,
): void {
  const list = fields.get('_SUMMARY_KEYWORDS');
  const keywords = itemsIn(list, reading);
  const named = fields.get('_PERFORMANCE_KEY');
  const isNamed = named !== undefined && !(named.value.kind === 'scalar' && isNone(named.value));
  const first = keywords?.find((item) => item.kind === 'scalar');
  const node = isNamed ? named.value : first;
  const words = keywords?.flatMap((item) => (item.kind === 'scalar' ? [item.text] : []));
  const key = node?.kind === 'scalar' ? node.text : undefined;
  if (isNamed && words !== undefined && key !== undefined && !words.includes(key))
    refuse(reading, {
      code: 'E_IMPORT_VALUE',
      span: named.value.span,
      message: `_PERFORMANCE_KEY is ${key}, which is none of _SUMMARY_KEYWORDS`,
      hint: `write one of ${words.join(', ')}`,
    });
  if (list !== undefined && words !== undefined && !words.includes('finished'))
    refuse(reading, {
      code: 'E_IMPORT_VALUE',
      span: list.value.span,
      message: '_SUMMARY_KEYWORDS lacks "finished", by which hypnettorch tells that a run is through',
      hint: 'add "finished"',
    });
  const sort = fields.get('_PERFORMANCE_SORT_ASC');
  const ascending = sort === undefined ? undefined : foreignValue(sort.value, reading);
  if (sort !== undefined && ascending !== undefined && ascending.kind !== 'boolean')
    refuse(reading, {
      code: 'E_IMPORT_KIND',
      span: sort.value.span,
      message: '_PERFORMANCE_SORT_ASC is neither true nor false',
      hint: 'write true where less is better',
    });
  if (key === undefined || node === undefined) return;
  if (!/^[A-Za-z_][\w.]*$/.test(key)) {
    refuse(reading, {
      code: 'E_IMPORT_VALUE',
      span: node.span,
      message: `the keyword ${key} cannot be the name of a metric`,
      hint: 'keywords are letters, digits, _ and dots',
    });
    return;
  }
  put(node.span, 'METRIC', key);
  put(sort?.value.span ?? node.span, 'GOAL', ascending?.text.toLowerCase() === 'true' ? 'min' : 'max');
}

function isNone({ text, isQuoted }: Extract<ForeignNode, { kind: 'scalar' }>): boolean {
  return !isQuoted && /^(null|none|~|)$/i.test(text);
}
