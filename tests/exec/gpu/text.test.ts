// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  failureText,
  isFieldRefused,
  parseDevices,
  parseEntry,
  parseProcesses,
  parseSlices,
  slicedCards,
} from '../../../scripts/lib/exec/gpu/text.ts';

const MIB = 1024 ** 2;
const UUID = 'GPU-08283365-4b53-3311-bff5-d5c37f82021d';

test('a card is read with what the driver keeps for itself taken off', () => {
  const [card] = parseDevices(`0, ${UUID}, NVIDIA A100-SXM4-40GB, 40960, 1024, 39000, 37, Default, [N/A]\n`, true);
  assert.deepEqual(card, {
    id: UUID,
    index: 0,
    name: 'NVIDIA A100-SXM4-40GB',
    capacityBytes: 40024 * MIB,
    usedBytes: 1024 * MIB,
    load: 0.37,
    oneProcess: false,
    trouble: null,
  });
});

test('a name may hold commas, and an older driver gives fewer fields', () => {
  const [card] = parseDevices(`3, ${UUID}, A, B, C, 100, 10, 90, 0\n`, false);
  assert.deepEqual([card?.index, card?.name, card?.capacityBytes, card?.trouble], [3, 'A, B, C', 100 * MIB, null]);
});

test('slices are numbered on behind the cards, in the order of nvidia-smi -L', () => {
  // From the guide: docs.nvidia.com/datacenter/tesla/mig-user-guide.
  const text = `GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-e86cb44c-6756-fd30-cd4a-1e6da3caf9b0)
  MIG 3g.20gb     Device  0: (UUID: MIG-c7384736-a75d-5afc-978f-d2f1294409fd)
  MIG 3g.20gb     Device  1: (UUID: MIG-GPU-e86cb44c-6756-fd30-cd4a-1e6da3caf9b0/2/0)
GPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-00000000-6756-fd30-cd4a-1e6da3caf9b0)
`;
  assert.deepEqual(
    parseSlices(text, 2).map((one) => [one.id, one.index, one.name, one.capacityBytes, one.trouble]),
    [
      ['MIG-c7384736-a75d-5afc-978f-d2f1294409fd', 2, 'MIG 3g.20gb', null, null],
      ['MIG-GPU-e86cb44c-6756-fd30-cd4a-1e6da3caf9b0/2/0', 3, 'MIG 3g.20gb', null, null],
    ],
  );
  assert.deepEqual(parseSlices('GPU 0: X (UUID: GPU-1)\n', 1), []);
  assert.deepEqual([...slicedCards(text)], [0], 'a card in MIG mode without slices is a card still');
});

/** A line of the answer, and the trouble it must mean. */
const TROUBLES: readonly (readonly [string, string | null])[] = [
  [`0, ${UUID}, X, 100, ERR!, 90, 0, Default, [N/A]`, 'nvidia-smi says ERR!'],
  [`0, ${UUID}, X, [N/A], [N/A], [N/A], [N/A], [N/A], [N/A]`, 'nvidia-smi says [N/A]'],
  [
    `0, ${UUID}, X, [Unknown Error], [Unknown Error], [Unknown Error], [Unknown Error], Default, [N/A]`,
    'nvidia-smi says [Unknown Error]',
  ],
  [
    `0, ${UUID}, X, [GPU is lost], [GPU is lost], [GPU is lost], [GPU is lost], [GPU is lost], [GPU is lost]`,
    'nvidia-smi says [GPU is lost]',
  ],
  [
    `0, ${UUID}, X, [Insufficient Permissions], [Insufficient Permissions], [Insufficient Permissions], [N/A], Default, Enabled`,
    'nvidia-smi says [Insufficient Permissions]',
  ],
  [`0, [N/A], X, 100, 10, 90, 0, Default, [N/A]`, 'nvidia-smi says [N/A]'],
  [`0, ${UUID}, X, 100, 10, 90, [N/A], Default, [N/A]`, null],
  [`0, ${UUID}, X, 100, 10, 90, 5, Exclusive_Process, Disabled`, null],
  [`0, ${UUID}, X, 100, 10, 90, 5, Prohibited, [N/A]`, 'its compute mode is Prohibited'],
  [`0, ${UUID}, X, 100, 10, 90, 5, Default, Enabled`, 'it is in MIG mode and has no slices'],
];

for (const [line, trouble] of TROUBLES)
  test(`${line.split(', ').slice(3).join(', ')} means ${trouble ?? 'a good card'}`, () =>
    assert.equal(parseDevices(line, true)[0]?.trouble, trouble));

test('Exclusive_Process allows one process; an unknown load is null', () => {
  assert.equal(parseDevices(`0, ${UUID}, X, 100, 10, 90, 5, Exclusive_Process, Disabled`, true)[0]?.oneProcess, true);
  assert.equal(parseDevices(`0, ${UUID}, X, 100, 10, 90, [N/A], Default, [N/A]`, true)[0]?.load, null);
});

for (const text of [
  '',
  'No devices were found\n',
  'Unable to determine the device handle for GPU0000:0B:00.0: Unknown Error\n',
  'a, b\n',
  '0, GPU-1\n',
  '\0\0\0',
]) {
  test(`${JSON.stringify(text)} holds no card`, () => assert.deepEqual(parseDevices(text, true), []));
}

test('processes are read; what is no process is left out', () => {
  const text = `${UUID}, 1234, 512\n${UUID}, 77, [N/A]\nNo running processes found\n[N/A], 5, 6\n`;
  assert.deepEqual(parseProcesses(text), [
    { card: UUID, pid: 1234, bytes: 512 * MIB },
    { card: UUID, pid: 77, bytes: null },
  ]);
});

test('a refused field is told from other failures, and a failure is one line', () => {
  assert.equal(isFieldRefused('Field "mig.mode.current" is not a valid field to query.\n'), true);
  assert.equal(isFieldRefused('No devices were found'), false);
  assert.equal(
    failureText('\n  Failed to initialize NVML: Driver/library version mismatch\nmore\n', 18),
    'nvidia-smi says: Failed to initialize NVML: Driver/library version mismatch',
  );
  assert.equal(failureText('', 9), 'nvidia-smi failed with exit code 9');
});

const ENTRY = {
  ksweep: 1,
  pid: 12,
  start: '99',
  boot: 'b',
  space: 's',
  at: 5,
  runs: [{ cards: ['GPU-1'], reservedBytes: 10, usedBytes: 3, startedAtMs: 4 }],
};

test('a reservation is read back', () => {
  assert.deepEqual(parseEntry(JSON.stringify(ENTRY))?.runs, [
    { cards: ['GPU-1'], reservedBytes: 10, usedBytes: 3, startedAtMs: 4 },
  ]);
  assert.equal(
    parseEntry(JSON.stringify({ ...ENTRY, runs: [{ ...ENTRY.runs[0], reservedBytes: null }] }))?.runs[0]?.reservedBytes,
    null,
  );
});

for (const [what, text] of [
  ['no JSON', '{'],
  ['no object', '[1]'],
  ['another program', '{"pid":1,"runs":[]}'],
  ['no pid', JSON.stringify({ ...ENTRY, pid: '12' })],
  ['a pid of 0', JSON.stringify({ ...ENTRY, pid: 0 })],
  ['no runs', JSON.stringify({ ...ENTRY, runs: {} })],
] as const) {
  test(`a reservation file with ${what} counts as nothing`, () => assert.equal(parseEntry(text), null));
}

test('runs of a reservation that make no sense are left out', () => {
  const runs = [
    { cards: 'x' },
    null,
    { cards: [], reservedBytes: -1, usedBytes: 0, startedAtMs: 0 },
    { cards: [], reservedBytes: 1, usedBytes: 'NaN', startedAtMs: 0 },
  ];
  assert.deepEqual(parseEntry(JSON.stringify({ ...ENTRY, runs }))?.runs, []);
});
