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
  readonly signal: string | null;
  /** The system's out-of-memory killer ended some process while the attempt ran. */
  readonly killerStruck: boolean;
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

/**
 * Tells whether a failed attempt ran out of memory, and whose; null when nothing says so. The last telling line counts.
 * A bare KILL (exit code 137) is laid to the system's out-of-memory killer when that struck meanwhile.
 */
export function detectOutOfMemory(end: FailedEnd): OutOfMemory | null {
  const lines = end.logTail.split('\n');
  for (let i = lines.length - 1; i >= 0; i -= 1) {
    const line = (lines[i] ?? '').trim();
    if (line === '' || HARMLESS.test(line)) continue;
    if (GPU_LINES.some((pattern) => pattern.test(line))) return { where: 'gpu', line: clipped(line) };
    if (HOST_LINES.some((pattern) => pattern.test(line))) return { where: 'host', line: clipped(line) };
  }
  return end.signal === 'SIGKILL' && end.killerStruck
    ? { where: 'host', line: "killed by the system's out-of-memory killer" }
    : null;
}

/** A log line may be of any length; a note is one line of a screen. */
function clipped(line: string): string {
  return line.length <= 200 ? line : `${line.slice(0, 199)}…`;
}
