// SPDX-License-Identifier: MIT
import type { Configuration } from '../../config/configuration.ts';
import type { DefinedSweep } from '../../config/definition.ts';
import type { DesignSummary } from '../../space/designs/index.ts';

/** A point of a sweep with its number, which begins with 1 in each stage. */
export type NumberedPoint = Omit<Configuration, 'name' | 'id'>;

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
      yield {
        number,
        assignments,
        swept,
        ...(completed === undefined ? {} : { completed }),
        ...(helpers === undefined ? {} : { helpers }),
        ...(listedBy === undefined ? {} : { listedBy }),
        ...(measures === undefined ? {} : { measures }),
        ...(requested === undefined ? {} : { requested }),
      };
    }
  }
  const sweptOf = new Map(stages.stages.map((stage) => [stage.name, stage.swept]));
  const points = stages.points();
  for (let step = points.next(); ; step = points.next()) {
    if (step.done === true) return { notes: step.value, complete: true };
    const { number, assignments, stage, needs, helpers } = step.value;
    const point = { number, assignments, swept: sweptOf.get(stage) ?? [], stage, needs };
    yield helpers === undefined ? point : { ...point, helpers };
  }
}
