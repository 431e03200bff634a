// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { DeviceSource } from '../../../scripts/lib/exec/gpu/device.ts';
import { nvidiaSource } from '../../../scripts/lib/exec/gpu/nvidia.ts';
import { fakeGpus, type FakeCard, type FakeGpus } from '../../rig/fake-gpus.ts';
import { sandbox } from '../../rig/sandbox.ts';

function rig(t: TestContext, cards: readonly FakeCard[], timeoutMs = 20_000): { gpus: FakeGpus; source: DeviceSource } {
  const gpus = fakeGpus(t, sandbox(t), cards);
  return { gpus, source: nvidiaSource({ env: gpus.env, timeoutMs }) };
}

const MIB = 1024 ** 2;

test('cards and the processes on them are read', async (t) => {
  const { gpus, source } = rig(t, [{ totalMib: 1000, load: 25 }, { totalMib: 2000 }]);
  gpus.setForeign(1, 300);
  const report = await source.read([]);
  assert.equal(report.trouble, null);
  assert.deepEqual(
    report.devices.map((one) => [one.id, one.index, one.capacityBytes, one.usedBytes, one.load]),
    [
      [gpus.uuid(0), 0, 1000 * MIB, 0, 0.25],
      [gpus.uuid(1), 1, 2000 * MIB, 300 * MIB, 0],
    ],
  );
  assert.deepEqual(
    report.processes.map((one) => [one.card, one.bytes]),
    [[gpus.uuid(1), 300 * MIB]],
  );
});

test('one that hangs is given up after its time, again and again without piling up', async (t) => {
  const { gpus, source } = rig(t, [{ totalMib: 1000 }], 50);
  gpus.setMode('hang');
  for (let i = 0; i < 6; i += 1) {
    const report = await source.read([gpus.uuid(0)]);
    assert.deepEqual([report.devices, report.trouble], [[], 'nvidia-smi did not answer within 0.05 s']);
  }
});

test('one that fails gives its own words', async (t) => {
  const { gpus, source } = rig(t, [{ totalMib: 1000 }]);
  gpus.setMode('fail', 'Failed to initialize NVML: Driver/library version mismatch');
  assert.equal(
    (await source.read([])).trouble,
    'nvidia-smi says: Failed to initialize NVML: Driver/library version mismatch',
  );
});

test('one that is not there is trouble, no crash', async () => {
  const report = await nvidiaSource({ env: { PATH: '/nowhere' }, timeoutMs: 5000 }).read([]);
  assert.match(report.trouble ?? '', /^nvidia-smi cannot be run/);
});

test('when one lost card spoils the answer, the others are asked by themselves', async (t) => {
  const { gpus, source } = rig(t, [{ totalMib: 1000 }, { totalMib: 1000, trouble: 'lost' }, { totalMib: 3000 }]);
  const report = await source.read([0, 1, 2].map((i) => gpus.uuid(i)));
  assert.deepEqual(
    report.devices.map((one) => one.index),
    [0, 2],
  );
  assert.equal(report.trouble, null);
});

test('fields an older driver does not know are left out from then on', async (t) => {
  const { gpus, source } = rig(t, [{ totalMib: 1000 }]);
  gpus.setMode('old');
  assert.equal((await source.read([])).devices.length, 1);
  const calls = gpus.lines('calls').length;
  await source.read([]);
  assert.equal(gpus.lines('calls').length - calls, 2, 'one for the cards, one for the processes');
});

test('closing ends a look that hangs', async (t) => {
  const { gpus, source } = rig(t, [{ totalMib: 1000 }], 600_000);
  gpus.setMode('hang');
  const look = source.read([]);
  setImmediate(() => source.close());
  assert.notEqual((await look).trouble, null);
});

test('the fake refuses what ksweep never asks', async (t) => {
  const box = sandbox(t);
  const gpus = fakeGpus({ after: () => {} } as unknown as TestContext, box, [{ totalMib: 1 }]); // its own check must not fail this test
  const ended = await box.run('nvidia-smi', ['-q'], { env: gpus.env });
  assert.equal(ended.code, 99);
  assert.equal(box.read('gpus/unexpected'), '-q\n');
});
