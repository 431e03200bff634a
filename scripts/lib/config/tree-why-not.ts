// SPDX-License-Identifier: MIT
import { type Assignment, displayText } from '../core/value.ts';
import { differenceText } from '../kconfig/complete.ts';
import { whyNot } from '../space/explain.ts';
import { placeOf } from '../space/place.ts';
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
  const point = pointOf(space.model, found);
  const assignments = [...point.assignments, ...further];
  const { differences, broken } = sweep.ask({ ...point, assignments }, wanted);
  if (differences.length > 0) {
    const head = 'no rule of the range file excludes these values, but the Kconfig tree does not take them:';
    return [head, ...differences.map((difference) => `  ${differenceText(difference)}`)];
  }
  if (broken !== undefined)
    return [
      'the first configuration with these values, completed, breaks a rule over symbols of the Kconfig tree; others were not tried:',
      `  ${placeOf(broken.span)}`,
    ];
  if (further.length === 0) return byFile;
  const texts = further.map(({ name, value }) => `${name}=${displayText(value)}`);
  return [`the range file says nothing of ${texts.join(', ')}; the Kconfig tree would take it: add the line`];
}
