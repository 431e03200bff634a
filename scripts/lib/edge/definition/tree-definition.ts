// SPDX-License-Identifier: MIT
import type { DefinedSweep } from '../../config/definition.ts';
import { treeDesign } from '../../config/tree-design.ts';
import { openTreeSweep } from '../../config/tree-sweep.ts';
import { type Diagnostic, DiagnosticsError, hasErrors } from '../../core/diagnostic.ts';
import { openTree } from './kconfig-tree.ts';
import type { RangeSource } from './range-source.ts';

/**
 * Returns a definition whose configurations its Kconfig tree completes; as it is when it has none. Throws
 * DiagnosticsError when the tree is wrong, or when the lines of the range file cannot work in it.
 */
export function completedByTree(
  definition: DefinedSweep,
  range: RangeSource,
): { readonly definition: DefinedSweep; readonly warnings: readonly Diagnostic[]; readonly notes: readonly string[] } {
  const { settings, space, file, design } = definition;
  const opened = openTree(range, settings);
  if (opened === undefined) return { definition, warnings: [], notes: [] };
  const input = {
    file,
    swept: space.swept,
    tree: opened.tree,
    policy: settings.get('KCONFIG_POLICY'),
    output: settings.get('KCONFIG_OUTPUT'),
  } as const;
  const sweep = openTreeSweep(input);
  if (hasErrors(sweep.diagnostics)) throw new DiagnosticsError([...opened.warnings, ...sweep.diagnostics]);
  return {
    definition: { ...definition, design: treeDesign(design, sweep, input) },
    warnings: [...opened.warnings, ...sweep.diagnostics],
    notes: opened.notes,
  };
}
