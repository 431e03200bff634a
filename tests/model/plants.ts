// SPDX-License-Identifier: MIT
import { aloneScene, takeoverScene } from './claim-scenes.ts';
import { clusterScenes } from './cluster-scenes.ts';
import type { Scene } from './explore.ts';
import { lockScenes, machineScenes } from './lock-scenes.ts';
import type { Plant, Process } from './real-code.ts';
import type { Who } from './world.ts';

/** A fault that the checker must find, and the scenes that show it. */
export interface PlantedFault {
  readonly name: string;
  readonly plants: readonly Plant[];
  readonly scenes: (make: (who: Who) => Process) => readonly Scene[];
  /** What is found. */
  readonly finds: RegExp;
  /** It takes too many states for a run of all tests. */
  readonly isLong?: true;
}

const LOCK = 'edge/holding/lock-file.ts';
const ATTEMPT = 'edge/run-folder/attempt-files.ts';
const locks: PlantedFault['scenes'] = (make) => lockScenes(make, { runners: 2, deaths: 0 });

export const PLANTED_FAULTS: readonly PlantedFault[] = [
  {
    name: 'a lock that is looked for and then created',
    plants: [
      {
        file: LOCK,
        from: 'linkSync(temporary, lockPath(sweepDir, generation));',
        to: 'if (statSync(lockPath(sweepDir, generation), { throwIfNoEntry: false }) !== undefined) return false; renameSync(temporary, lockPath(sweepDir, generation));',
      },
      { file: LOCK, from: '  realpathSync,\n', to: '  realpathSync,\n  renameSync,\n' },
    ],
    scenes: locks,
    finds: /holds what .* holds/,
  },
  {
    name: 'a lock whose owner is not asked whether it lives',
    plants: [
      { file: 'edge/holding/holder.ts', from: 'return isAlive(holder) ?? ageMs()', to: 'return false && ageMs()' },
    ],
    scenes: (make) => lockScenes(make, { runners: 2, deaths: 0 }).slice(0, 1),
    finds: /holds what .* holds/,
  },
  {
    name: 'locks of two machines that are written under one name',
    plants: [
      {
        file: 'edge/holding/holder.ts',
        from: 'return `${process.pid}-${machineTag()}`;',
        to: 'return `${process.pid}-00000000`;',
      },
    ],
    scenes: (make) => machineScenes(make, 0).slice(0, 1),
    finds: /holds what .* holds/,
    isLong: true,
  },
  {
    name: 'an end that is told of an attempt whose processes were seen a moment ago',
    plants: [
      {
        file: 'exec/local/adopted.ts',
        from: 'lives === null ? observe(spec, claim, { now, group, stopCause }) : runningHere(lives)',
        to: 'observe(spec, claim, { now, group, stopCause })',
      },
    ],
    scenes: (make) => [takeoverScene(make, { runners: 1, deaths: 0 })],
    finds: /begins although .* has ended well/,
    isLong: true,
  },
  {
    name: 'an attempt that is revoked without looking who was faster',
    plants: [
      { file: ATTEMPT, from: 'linkSync(temporary, path);', to: 'renameSync(temporary, path);' },
      { file: ATTEMPT, from: 'linkSync, openSync,', to: 'linkSync, renameSync, openSync,' },
    ],
    scenes: (make) => [takeoverScene(make, { runners: 1, deaths: 0 })],
    finds: /begins/,
  },
  {
    name: 'an attempt that nobody claimed and nobody revokes',
    plants: [
      {
        file: 'exec/engine/settled-starts.ts',
        from: "(claim === 'none' && revokeAttempt(attemptDir, t))",
        to: "claim === 'none'",
      },
    ],
    scenes: (make) => [takeoverScene(make, { runners: 1, deaths: 0 })],
    finds: /begins while/,
  },
  {
    name: 'a revoked claim that appears before its text',
    plants: [
      {
        file: ATTEMPT,
        from: "writeFileSync(temporary, revokedClaim(nowMs), { flag: 'wx' });",
        to: "writeFileSync(path, revokedClaim(nowMs), { flag: 'wx' });",
      },
      { file: ATTEMPT, from: '    linkSync(temporary, path);\n', to: '' },
    ],
    scenes: (make) => clusterScenes(make, { deaths: 0 }).slice(0, 1),
    finds: /was taken back/,
  },
  {
    name: 'a lane that does not look again whose its claim is',
    plants: [],
    scenes: (make) => [takeoverScene(make, { runners: 1, deaths: 0, faults: { trustsItsClaim: true } })],
    finds: /is revoked and begins|begins while/,
  },
  {
    name: 'a lane that looks for a claim and then writes one',
    plants: [],
    scenes: (make) => [
      takeoverScene(make, { runners: 1, deaths: 0, faults: { checksThenCreates: true, trustsItsClaim: true } }),
    ],
    finds: /begins/,
  },
  {
    name: 'a task that waits for no predecessor',
    plants: [],
    scenes: (make) => clusterScenes(make, { deaths: 0, faults: { waitsForNobody: true } }).slice(1, 2),
    finds: /begins while/,
  },
];

/** Scenes in which nothing may be wrong: some of them, or all that there is time for in a night. */
export function soundScenes(make: (who: Who) => Process, all: boolean): readonly Scene[] {
  const few = [
    ...lockScenes(make, { runners: 2, deaths: 0 }),
    aloneScene(make, { deaths: 1 }),
    takeoverScene(make, { runners: 1, deaths: 0 }),
    ...clusterScenes(make, { deaths: 1 }),
  ];
  if (!all) return few;
  return [
    ...few,
    ...lockScenes(make, { runners: 2, deaths: 2 }),
    ...lockScenes(make, { runners: 3, deaths: 0 }),
    ...machineScenes(make, 0),
    ...machineScenes(make, 1),
    aloneScene(make, { deaths: 2 }),
    takeoverScene(make, { runners: 1, deaths: 2 }),
    takeoverScene(make, { runners: 2, deaths: 0 }),
    ...clusterScenes(make, { deaths: 2 }),
  ];
}
