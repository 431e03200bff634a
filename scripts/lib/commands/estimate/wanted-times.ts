// SPDX-License-Identifier: MIT
import type { OpenSweep } from '../../edge/definition/sweep-definition.ts';
import type { WantedTime } from '../../results/estimate/estimate.ts';

/** Returns the runs of a sweep as an estimate takes them: with the values of what they are built upon, and the runs they wait for. */
export function wantedTimes(sweep: OpenSweep): readonly WantedTime[] {
  const wanted: WantedTime[] = [];
  const placeOf = new Map<string, number>();
  for (const { number, stage, assignments, needs: refs = [] } of sweep.configurations()) {
    const needs = refs.flatMap((ref) => placeOf.get(`${ref.stage}/${ref.number}`) ?? []);
    if (stage === undefined) {
      wanted.push({ values: assignments });
      continue;
    }
    placeOf.set(`${stage}/${number}`, wanted.length);
    const needed = needs.flatMap((place) => {
      const need = wanted[place];
      return (need?.values ?? []).map(({ name, value }) => ({
        name: name.includes('.') ? name : `${need?.stage}.${name}`,
        value,
      }));
    });
    wanted.push({ stage, needs, values: [...assignments, ...needed] });
  }
  return wanted;
}
