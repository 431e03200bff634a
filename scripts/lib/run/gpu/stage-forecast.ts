// SPDX-License-Identifier: MIT
import type { Assignment } from '../../core/value.ts';
import type { Forecast } from './forecast.ts';
import type { PeakSeen } from './memory.ts';

/** Begins with what no symbol has. */
const STAGE = '/stage';

/** Returns the values of a run with its stage among them: runs of two stages may have the same values and need not be alike. */
export function withStage(values: readonly Assignment[], stage: string | null | undefined): readonly Assignment[] {
  return stage === null || stage === undefined
    ? values
    : [{ name: STAGE, value: { kind: 'text', text: stage } }, ...values];
}

function stageOf([first]: readonly Assignment[]): string | undefined {
  return first?.name === STAGE ? first.value.text : undefined;
}

/** People are told of symbols alone. */
function withoutStage(values: readonly Assignment[]): readonly Assignment[] {
  return stageOf(values) === undefined ? values : values.slice(1);
}

/** Returns a forecast that knows each stage by itself; `open` makes the one of a stage, '' without stages. */
export function stagedForecast(open: (stage: string) => Forecast): Forecast {
  const known = new Map<string, Forecast>();
  const of = (values: readonly Assignment[]): Forecast => {
    const stage = stageOf(values) ?? '';
    const before = known.get(stage) ?? open(stage);
    known.set(stage, before);
    return before;
  };
  return {
    get version() {
      return [...known.values()].reduce((sum, { version }) => sum + version, known.size);
    },
    memory: (run, values) => of(values).memory(run, withoutStage(values)),
    durationS: (run, values) => of(values).durationS(run, withoutStage(values)),
    lasted: (values, seconds) => of(values).lasted(withoutStage(values), seconds),
    peaked: (seen) => of(seen.values).peaked({ ...seen, values: withoutStage(seen.values) }),
    settled: (seen) => {
      const byForecast = new Map<Forecast, PeakSeen[]>([...known.values()].map((one) => [one, []]));
      for (const one of seen) {
        const forecast = of(one.values);
        byForecast.set(forecast, [...(byForecast.get(forecast) ?? []), { ...one, values: withoutStage(one.values) }]);
      }
      for (const [forecast, own] of byForecast) forecast.settled(own);
    },
  };
}
