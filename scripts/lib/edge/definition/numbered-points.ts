// SPDX-License-Identifier: MIT
import type { Configuration } from '../../config/configuration.ts';
import type { DefinedSweep } from '../../config/definition.ts';
import type { DesignSummary } from '../../space/designs/index.ts';

/** A point of a sweep with its number, which begins with 1 in each stage. */
export type NumberedPoint = Omit<Configuration, 'name' | 'id'>;

/** What is still being made. */
export type Unfinished<T> = { -readonly [K in keyof T]: T[K] };

/** Returns the points of a sweep, stage by stage where it has stages; lazy, the same each time. */
export function* numberedPoints({
  design,
  space,
  file,
  stages,
}: DefinedSweep): Generator<NumberedPoint, Pick<DesignSummary, 'notes' | 'complete' | 'diagnostics'>> {
  if (stages === undefined) {
    const swept = space.swept.filter((name) => !file.helpers.has(name));
    const points = design.points();
    for (let number = 1; ; number += 1) {
      const step = points.next();
      if (step.done === true) return step.value;
      const { assignments, completed, helpers, listedBy, measures, requested } = step.value;
      // Made field by field: most points have none of the further ones, and spreads of nothing cost as much as all the rest.
      const point: Unfinished<NumberedPoint> = { number, assignments, swept };
      if (completed !== undefined) point.completed = completed;
      if (helpers !== undefined) point.helpers = helpers;
      if (listedBy !== undefined) point.listedBy = listedBy;
      if (measures !== undefined) point.measures = measures;
      if (requested !== undefined) point.requested = requested;
      yield point;
    }
  }
  const sweptOf = new Map(stages.stages.map((stage) => [stage.name, stage.swept]));
  const points = stages.points();
  for (let step = points.next(); ; step = points.next()) {
    if (step.done === true) return { notes: step.value, complete: true };
    const { number, assignments, stage, needs, helpers } = step.value;
    const point: Unfinished<NumberedPoint> = { number, assignments, swept: sweptOf.get(stage) ?? [], stage, needs };
    if (helpers !== undefined) point.helpers = helpers;
    yield point;
  }
}
