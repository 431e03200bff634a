// SPDX-License-Identifier: MIT
import type { DefinedSweep } from '../../config/definition.ts';
import { treeDesign } from '../../config/tree-design.ts';
import { openTreeSweep, type TreeSweep } from '../../config/tree-sweep.ts';
import { type Diagnostic, DiagnosticsError, hasErrors } from '../../core/diagnostic.ts';
import { openTree } from './kconfig-tree.ts';
import type { RangeSource } from './range-source.ts';

const TREE_WITH_STAGES: Diagnostic = {
  severity: 'error',
  code: 'E_STAGE_SETTING',
  message: 'SWEEP_KCONFIG completes no configurations of a range file with stages',
  hint: 'take SWEEP_KCONFIG away, or sweep the lines of each stage in a range file of its own',
};

/**
 * Returns a definition whose configurations its Kconfig tree completes; as it is when it has none. Throws
 * DiagnosticsError when the tree is wrong, or when the lines of the range file cannot work in it.
 */
export function completedByTree(
  definition: DefinedSweep,
  range: RangeSource,
): {
  readonly definition: DefinedSweep;
  /** Absent where there is no tree. */
  readonly sweep?: TreeSweep;
  readonly warnings: readonly Diagnostic[];
  readonly notes: readonly string[];
} {
  const { settings, space, file, design } = definition;
  const opened = openTree(range, settings);
  if (opened === undefined) return { definition, warnings: [], notes: [] };
  if (definition.stages !== undefined) throw new DiagnosticsError([TREE_WITH_STAGES]);
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
    sweep,
    warnings: [...opened.warnings, ...sweep.diagnostics],
    notes: opened.notes,
  };
}
