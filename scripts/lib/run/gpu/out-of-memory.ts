// SPDX-License-Identifier: MIT
/** Whose memory ran out. */
export interface OutOfMemory {
  readonly where: 'gpu' | 'host';
  /** The line of the log that says so, or the exit code in words. */
  readonly line: string;
}

/** How a failed attempt ended. */
export interface FailedEnd {
  /** The last part of its log. */
  readonly logTail: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/**
 * Lines that mean the GPU's memory ran out and the program could not go on. Texts as the programs print them: PyTorch
 * (CUDA and HIP builds), JAX and XLA, TensorFlow, CuPy, the CUDA and HIP runtimes and their libraries.
 */
const GPU_LINES: readonly RegExp[] = [
  /\b(CUDA|HIP|XPU) out of memory\. Tried to allocate/,
  /\btorch\.(cuda\.)?OutOfMemoryError\b/,
  /\b(CUDA|HIP)( runtime| driver)? error( \(2\) ?)?:? ?out of memory/i,
  /\bcuda runtime error \(2\) ?: out of memory/i,
  /RESOURCE_EXHAUSTED: (Out of memory|Failed to allocate request|Ran out of memory)/i,
  /Resource exhausted: (Out of memory|Failed to allocate request)/i,
  /OOM when allocating tensor with shape.*\b(GPU|device:GPU)/i,
  /OOM when allocating tensor with shape(?!.*(by allocator (cpu|mklcpu)|device:CPU))/i,
  /\bcupy\.cuda\.memory\.OutOfMemoryError\b/,
  /\bcudaErrorMemoryAllocation\b/,
  /\bCUDA_ERROR_OUT_OF_MEMORY\b/,
  /\bhipErrorOutOfMemory\b|\bHIP_ERROR_OutOfMemory\b/,
  /\bCU(BLAS|DNN|SOLVER|SPARSE|FFT)_STATUS_ALLOC_FAILED\b|\bCUFFT_ALLOC_FAILED\b/,
  /\bcudaMalloc(Async|Managed)? failed: out of memory/i,
  /Cuda failure (2 )?'out of memory'/,
];

/** Lines of allocators that try again with less: no reason to fail, so they are passed over. */
const HARMLESS = /not a failure|will be retried|garbage collection|Trying again|performance gains/i;

/** Lines that mean the machine's own memory ran out. */
const HOST_LINES: readonly RegExp[] = [
  /DefaultCPUAllocator: (can't allocate|not enough) memory/,
  /OOM when allocating tensor with shape.*(by allocator (cpu|mklcpu)|device:CPU)/i,
  /^(numpy\.(_?core\._exceptions\.)?_?ArrayMemoryError|MemoryError)\b/,
  /\bstd::bad_alloc\b/,
  /\bCannot allocate memory\b/,
  /FATAL ERROR: .*JavaScript heap out of memory/,
  /java\.lang\.OutOfMemoryError/,
  /\boom[-_]kill/i,
];

/** Exit code of a program that the kernel's out-of-memory killer (or anybody's KILL) ended: 128 + 9. */
const KILLED_EXIT_CODE = 137;

/**
 * Tells whether a failed attempt ran out of memory, and whose; null when nothing says so. The last telling line counts.
 * A bare KILL is laid to the host's out-of-memory killer: nothing else sends one unasked, and the caller knows of its own.
 */
export function detectOutOfMemory(end: FailedEnd): OutOfMemory | null {
  const lines = end.logTail.split('\n');
  for (let i = lines.length - 1; i >= 0; i -= 1) {
    const line = (lines[i] ?? '').trim();
    if (line === '' || HARMLESS.test(line)) continue;
    if (GPU_LINES.some((pattern) => pattern.test(line))) return { where: 'gpu', line: clipped(line) };
    if (HOST_LINES.some((pattern) => pattern.test(line))) return { where: 'host', line: clipped(line) };
  }
  if (end.signal === 'SIGKILL' || end.exitCode === KILLED_EXIT_CODE) {
    return { where: 'host', line: 'killed by SIGKILL, as the out-of-memory killer of the system does' };
  }
  return null;
}

/** A log line may be of any length; a note is one line of a screen. */
function clipped(line: string): string {
  return line.length <= 200 ? line : `${line.slice(0, 199)}…`;
}
