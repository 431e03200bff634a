// SPDX-License-Identifier: MIT
// Plans 100,000 runs on 1,000 targets: node --import tsx bench/stage-plan.ts
import type { ConfigId, RunId } from '../scripts/lib/core/hash.ts';
import type { Assignment } from '../scripts/lib/core/value.ts';
import { startFolding } from '../scripts/lib/run/fold.ts';
import { openGate } from '../scripts/lib/run/stages/gate.ts';
import { planSteps } from '../scripts/lib/run/stages/plan.ts';

const TARGETS = 1000;
const SAMPLERS = 100;

const idOf = (stage: string, i: number): string => `${stage}${String(i).padStart(63, '0')}`;
const valuesOf = (name: string, i: number): readonly Assignment[] => [
  { name, value: { kind: 'number', text: String(i) } },
];

const folding = startFolding();
const samplers = Array.from({ length: SAMPLERS }, (_, i) => valuesOf('CONFIG_SAMPLER', i));
for (let i = 0; i < TARGETS * (SAMPLERS + 1); i += 1) {
  const isTarget = i < TARGETS;
  const number = isTarget ? i : i - TARGETS;
  const stage = isTarget ? 'target' : 'sample';
  folding.apply({
    kind: 'added',
    t: 0,
    run: idOf(stage.charAt(0), number) as RunId, // made up: nothing hashes here
    config: idOf('c', number % SAMPLERS) as ConfigId,
    number: number + 1,
    folder: `${stage}/config_${number}`,
    values: isTarget ? valuesOf('CONFIG_MODEL', number) : (samplers[number % SAMPLERS] ?? []),
    swept: [isTarget ? 'CONFIG_MODEL' : 'CONFIG_SAMPLER'],
    stage,
    needs: isTarget ? [] : [idOf('t', Math.floor(number / SAMPLERS)) as RunId],
  });
}
const { runs } = folding.state;
const before = process.cpuUsage();
const beganMs = performance.now();
const steps = planSteps({
  runs,
  includes: () => true,
  again: () => undefined,
  forces: () => false,
  lostOutputs: () => [],
});
const gate = openGate(steps, runs);
const wallMs = Math.round(performance.now() - beganMs);
const { user, system } = process.cpuUsage(before);
process.stdout.write(
  `${steps.length} runs planned, ${gate.ready.length} ready, ${gate.waiting()} wait: ${wallMs} ms (${Math.round((user + system) / 1000)} ms of processor time), ${Math.round(process.memoryUsage().rss / 1e6)} MB in all\n`,
);
