// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../../core/diagnostic.ts';
import { didYouMean } from '../../core/nearest.ts';
import type { Source } from '../../core/source.ts';
import { quoted } from '../reader.ts';
import { FOREIGN_SYSTEMS } from './index.ts';
import { type ForeignNode, readForeignText } from './node.ts';
import type { ForeignSurroundings, ForeignSystem } from './system.ts';

/** A line of a range file, at the beginning of a line: no YAML or JSON mapping has such. */
const NATIVE_LINE =
  /^(?:(?:let[ \t]+)?(?:"[A-Za-z_][\w.-]*"|[A-Za-z_][\w.-]*)(?:[ \t]*,[ \t]*"?[A-Za-z_][\w.-]*"?)*[ \t]*:?=|(?:depends on|exclude if|unset)[ \t]|(?:source|stage|needs)[ \t]+"|#[ \t]+CONFIG_[\w.]+ is not set)/m;

/** Files that are hardly meant as range files. */
const DATA_FILE = /\.(ya?ml|json)$/i;

type Found = { readonly system: ForeignSystem; readonly root: ForeignNode } | { readonly trouble: Diagnostic };

/**
 * Returns the system whose definition a file is, with what the file holds; undefined for a range file. A file is a definition
 * where all of it is a mapping with the keys of one system, or where `asked` (FROM_FORMAT) names its system.
 */
export function foreignSystemOf(
  source: Source,
  around: ForeignSurroundings,
  asked: string | undefined,
): Found | undefined {
  const format = asked === 'auto' ? undefined : asked;
  const isNative = NATIVE_LINE.test(source.text);
  if (isNative && format === undefined) return undefined;
  const named = FOREIGN_SYSTEMS.find(({ name }) => name === format);
  const isData = DATA_FILE.test(source.path);
  const read = readForeignText(source);
  if ('trouble' in read) return isNative || (named === undefined && !isData) ? undefined : read;
  const { root } = read;
  // The lines of a range file are one text for YAML.
  if (root === undefined || root.kind === 'scalar')
    return isNative || (named === undefined && !isData) ? undefined : { trouble: unknownFile(source, root, []) };
  if (named !== undefined) return { system: named, root };
  const able = FOREIGN_SYSTEMS.filter((system) => system.recognises({ source, root }, around));
  const [system, another] = able;
  if (system !== undefined && another === undefined) return { system, root };
  return isData || another !== undefined ? { trouble: unknownFile(source, root, able) } : undefined;
}

function unknownFile(source: Source, root: ForeignNode | undefined, able: readonly ForeignSystem[]): Diagnostic {
  const entries = root?.kind === 'map' ? root.entries : [];
  const keys = entries.map(({ key }) => key);
  const what =
    root?.kind === 'map'
      ? `a mapping with ${quoted(keys.slice(0, 4).join(', '))}`
      : root?.kind === 'list'
        ? 'a list'
        : 'no mapping';
  const known = FOREIGN_SYSTEMS.flatMap((system) => system.keys);
  const near =
    able.length > 0
      ? undefined
      : keys.map((key) => (known.includes(key) ? undefined : didYouMean(key, known))).find((one) => one !== undefined);
  const formats = `FROM_FORMAT=${FOREIGN_SYSTEMS.map(({ name }) => name).join('|')} says whose it is`;
  return {
    code: 'E_IMPORT_UNKNOWN',
    span: entries[0]?.keySpan ?? root?.span ?? { source, offset: 0, length: Math.min(1, source.text.length) },
    message:
      able.length > 0
        ? `this file may be a definition of ${able.map(({ title }) => title).join(' or of ')}`
        : `this file holds ${what}: neither lines of a range file nor what tells a system that is known`,
    hint: near === undefined ? formats : `${near}; ${formats}`,
  };
}
