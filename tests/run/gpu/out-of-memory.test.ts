// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectOutOfMemory } from '../../../scripts/lib/run/gpu/out-of-memory.ts';
import { climb, type DeathOfMemory, rungAfter } from '../../../scripts/lib/run/gpu/ladder.ts';
import { GB } from './rows.ts';

/** Last lines of programs that ran out of memory, and whose memory it was. */
const LINES: readonly (readonly [what: string, line: string, where: 'gpu' | 'host' | null])[] = [
  [
    'PyTorch 2.5',
    'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 22.78 GiB. GPU 0 has a total capacity of 31.47 GiB of which 12.73 GiB is free.',
    'gpu',
  ],
  [
    'PyTorch 2.0',
    'torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 55.57 GiB. GPU 0 has a total capacty of 12.00 GiB',
    'gpu',
  ],
  [
    'PyTorch 1',
    'RuntimeError: CUDA out of memory. Tried to allocate 2.26 GiB (GPU 0; 6.00 GiB total capacity; 781.59 MiB already allocated)',
    'gpu',
  ],
  [
    'PyTorch 0.4',
    'RuntimeError: cuda runtime error (2) : out of memory at /pytorch/aten/src/THC/generic/THCStorage.cu:58',
    'gpu',
  ],
  ['PyTorch on ROCm', 'torch.OutOfMemoryError: HIP out of memory. Tried to allocate 3.31 GiB.', 'gpu'],
  ['PyTorch, a kernel', 'RuntimeError: CUDA error: out of memory', 'gpu'],
  ['cuBLAS', 'RuntimeError: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`', 'gpu'],
  [
    'JAX',
    'jaxlib.xla_extension.XlaRuntimeError: RESOURCE_EXHAUSTED: Out of memory while trying to allocate 7406166528 bytes.',
    'gpu',
  ],
  [
    'JAX, small',
    'RuntimeError: Resource exhausted: Failed to allocate request for 32.00MiB (33554432B) on device ordinal 0',
    'gpu',
  ],
  [
    'TensorFlow 2',
    'Resource exhausted: OOM when allocating tensor with shape[16,112,112,147] and type float on /job:localhost/replica:0/task:0/device:GPU:0 by allocator GPU_0_bfc',
    'gpu',
  ],
  [
    'TensorFlow, shortened',
    'ResourceExhaustedError (see above for traceback): OOM when allocating tensor with shape[100,4096,32]',
    'gpu',
  ],
  [
    'TensorFlow, driver',
    'E tensorflow/stream_executor/cuda/cuda_driver.cc:828] failed to allocate 32.00M (33554432 bytes) from device: CUDA_ERROR_OUT_OF_MEMORY: out of memory',
    'gpu',
  ],
  [
    'CuPy',
    'cupy.cuda.memory.OutOfMemoryError: Out of memory allocating 8,589,934,592 bytes (allocated so far: 0 bytes).',
    'gpu',
  ],
  ['HIP', 'ERROR: HIPError(code hipErrorOutOfMemory, out of memory)', 'gpu'],
  ['NCCL', "NCCL WARN Cuda failure 'out of memory'", 'gpu'],
  ['a CUDA program', 'main.cu:12: cudaErrorMemoryAllocation: out of memory', 'gpu'],
  [
    'TensorFlow on the CPU',
    'OOM when allocating tensor with shape[1000000,10000] and type float on /job:localhost/replica:0/task:0/device:CPU:0 by allocator cpu',
    'host',
  ],
  [
    'PyTorch on the CPU',
    "RuntimeError: [enforce fail at alloc_cpu.cpp:75] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 132426121216 bytes. Error code 12 (Cannot allocate memory)",
    'host',
  ],
  ['NumPy', 'numpy._core._exceptions._ArrayMemoryError: Unable to allocate 745. GiB for an array', 'host'],
  ['Python', 'MemoryError', 'host'],
  ['C++', "terminate called after throwing an instance of 'std::bad_alloc'", 'host'],
  [
    'TensorFlow, a warning it lives with',
    'W tensorflow/core/common_runtime/bfc_allocator.cc:290] Allocator (GPU_0_bfc) ran out of memory trying to allocate 2.25GiB. The caller indicates that this is not a failure, but this may mean that there could be performance gains if more memory were available.',
    null,
  ],
  ['another failure', 'RuntimeError: expected scalar type Float but found Half', null],
  ['a word in a value', 'loaded dataset memory_error_corpus', null],
];

for (const [what, line, where] of LINES) {
  test(`${what}: ${where === null ? 'not out of memory' : `out of memory on the ${where}`}`, () => {
    const found = detectOutOfMemory({
      logTail: `Traceback (most recent call last):\n${line}\n`,
      signal: null,
      killerStruck: false,
    });
    assert.equal(found?.where ?? null, where);
  });
}

test("a KILL is out of memory only when the system's killer struck meanwhile", () => {
  assert.equal(detectOutOfMemory({ logTail: '', signal: 'SIGKILL', killerStruck: true })?.where, 'host');
  assert.equal(detectOutOfMemory({ logTail: '', signal: 'SIGKILL', killerStruck: false }), null);
  assert.equal(detectOutOfMemory({ logTail: '', signal: 'SIGTERM', killerStruck: true }), null);
});

test('the last telling line counts and a long one is cut', () => {
  const found = detectOutOfMemory({
    logTail: `MemoryError\nCUDA out of memory. Tried to allocate ${'9'.repeat(500)}\nbye`,
    signal: null,
    killerStruck: false,
  });
  assert.equal(found?.where, 'gpu');
  assert.equal(found?.line.length, 200);
});

test('the ladder goes from shared to alone to the largest card to the end', () => {
  const death = (rung: DeathOfMemory['rung']): DeathOfMemory => ({
    rung,
    peakBytes: 9 * GB,
    capacityBytes: 10 * GB,
    foreignBytes: 0,
    line: 'CUDA out of memory',
  });
  const steps = (['shared', 'alone', 'largest'] as const).map((rung) => climb(death(rung)));
  assert.deepEqual(
    steps.map((step) => (step.kind === 'again' ? step.rung : step.kind)),
    ['alone', 'largest', 'final'],
  );
  assert.equal(
    steps[2]?.note,
    'out of GPU memory alone on the largest card of 10.0 GiB, 9.0 GiB seen in use (CUDA out of memory); no card here is larger, so it has failed',
  );
  assert.deepEqual(
    [[], ['shared'], ['shared', 'alone'], ['alone'], ['largest']].map((deaths) =>
      rungAfter(deaths as readonly DeathOfMemory['rung'][]),
    ),
    ['shared', 'alone', 'largest', 'largest', 'largest'],
  );
});
