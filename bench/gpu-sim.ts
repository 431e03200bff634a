// SPDX-License-Identifier: MIT
/**
 * How near the GPU scheduler comes to the optimum, on loads cut from full schedules of 8 unequal cards (tests/sim).
 *
 *     node --import tsx bench/gpu-sim.ts [LOADS, default 30]
 */
import { createRng } from '../scripts/lib/core/rng.ts';
import { cutFullSchedule, type Load } from '../tests/sim/loads.ts';
import { memoryOracle, OPEN_RULES, oracle, plannerPolicy, slotPolicy } from '../tests/sim/policies.ts';
import { type Policy, simulate } from '../tests/sim/world.ts';

const OPTIMUM_S = 6 * 3600;
const POLL_S = 20;

const POLICIES: readonly { readonly name: string; readonly make: (load: Load) => Policy }[] = [
  { name: 'ksweep, all known', make: (load) => plannerPolicy(OPEN_RULES, oracle(load.jobs)) },
  { name: 'ksweep, durations off by 30%', make: (load) => plannerPolicy(OPEN_RULES, oracle(load.jobs, 0.3)) },
  {
    name: 'ksweep, a gap of 30 s between starts',
    make: (load) => plannerPolicy({ ...OPEN_RULES, startupGapMs: 30_000 }, oracle(load.jobs)),
  },
  { name: 'ksweep, durations unknown', make: (load) => plannerPolicy(OPEN_RULES, memoryOracle(load.jobs)) },
  ...[1, 2, 4].map((slots) => ({
    name: `${slots} slot${slots === 1 ? '' : 's'} a card, memory ignored`,
    make: () => slotPolicy(slots),
  })),
];

const count = Number(process.argv[2] ?? '30');
const loads = Array.from({ length: count }, (_, i) =>
  cutFullSchedule(createRng(`gpu-sim/cut/${i + 1}`), { jobs: 500, foreign: 24, optimumS: OPTIMUM_S }),
);
process.stdout.write(
  `${count} loads of 500 runs; makespan as a multiple of the optimum\n  mean  worst  runs lost a load\n`,
);
for (const { name, make } of POLICIES) {
  const results = loads.map((load) => simulate({ load, policy: make(load), pollS: POLL_S, foreign: 'polite' }));
  const ratios = results.map((result) => result.makespanS / OPTIMUM_S);
  const mean = ratios.reduce((a, b) => a + b, 0) / count;
  const lost = results.reduce((sum, result) => sum + result.failed.length, 0) / count;
  process.stdout.write(
    `${mean.toFixed(3).padStart(6)} ${Math.max(...ratios)
      .toFixed(3)
      .padStart(6)}  ${lost.toFixed(0).padStart(4)}  ${name}\n`,
  );
}
