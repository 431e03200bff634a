// SPDX-License-Identifier: MIT
import { type Assignment, displayText } from '../core/value.ts';
import { differenceText } from '../kconfig/complete.ts';
import { whyNot } from '../space/explain.ts';
import { searchWith } from '../space/restricted.ts';
import type { Space } from '../space/space.ts';
import { pointOf } from '../space/state.ts';
import type { TreeSweep } from './tree-sweep.ts';

/** Returns lines that say why no configuration has all these values: by the range file, or by its Kconfig tree. */
export function treeWhyNot(space: Space, sweep: TreeSweep, wanted: readonly Assignment[]): string[] {
  const own = wanted.filter(({ name }) => space.symbols.includes(name) || !sweep.knows(name));
  const further = wanted.filter((assignment) => !own.includes(assignment));
  const byFile = whyNot(space, own);
  const found = searchWith(
    space.model,
    own.filter(({ name }) => name !== space.repeats?.symbol),
  );
  if (own.some(({ name }) => !space.symbols.includes(name)) || found === 'none' || found === 'gave up') return byFile;
  const { assignments } = pointOf(space.model, found);
  const { differences } = sweep.ask([...assignments, ...further], wanted);
  if (differences.length > 0) {
    const head = 'no rule of the range file excludes these values, but the Kconfig tree does not take them:';
    return [head, ...differences.map((difference) => `  ${differenceText(difference)}`)];
  }
  if (further.length === 0) return byFile;
  const texts = further.map(({ name, value }) => `${name}=${displayText(value)}`);
  return [`the range file says nothing of ${texts.join(', ')}; the Kconfig tree would take it: add the line`];
}
