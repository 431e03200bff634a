// SPDX-License-Identifier: MIT
// A small CUDA job: takes memory of its card step by step, adds 1 to every word of it again and again, and checks the sums.
// Needs no CUDA toolkit: the driver library is loaded at run time and compiles the kernel. Build: cc -O2 -o cuda-memory cuda-memory.c -ldl
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CHUNK_MIB 64
#define MOST_CHUNKS 8192

// One thread adds 1 to every stride-th word.
static const char *const KERNEL =
    ".version 6.0\n.target sm_70\n.address_size 64\n"
    ".visible .entry bump(.param .u64 buffer, .param .u64 words)\n{\n"
    "  .reg .pred %p1;\n  .reg .b32 %r<6>;\n  .reg .b64 %rd<8>;\n"
    "  ld.param.u64 %rd1, [buffer];\n  ld.param.u64 %rd2, [words];\n  cvta.to.global.u64 %rd1, %rd1;\n"
    "  mov.u32 %r1, %ctaid.x;\n  mov.u32 %r2, %ntid.x;\n  mov.u32 %r3, %tid.x;\n  mov.u32 %r4, %nctaid.x;\n"
    "  mul.wide.u32 %rd3, %r1, %r2;\n  cvt.u64.u32 %rd4, %r3;\n  add.u64 %rd3, %rd3, %rd4;\n  mul.wide.u32 %rd5, %r4, %r2;\n"
    "LOOP:\n  setp.ge.u64 %p1, %rd3, %rd2;\n  @%p1 bra DONE;\n"
    "  shl.b64 %rd6, %rd3, 2;\n  add.u64 %rd6, %rd1, %rd6;\n"
    "  ld.global.u32 %r5, [%rd6];\n  add.u32 %r5, %r5, 1;\n  st.global.u32 [%rd6], %r5;\n"
    "  add.u64 %rd3, %rd3, %rd5;\n  bra LOOP;\nDONE:\n  ret;\n}\n";

typedef int (*fn0)(unsigned);
static int (*cuDeviceGet)(int *, int);
static int (*cuCtxCreate)(void **, unsigned, int);
static int (*cuMemAlloc)(uint64_t *, size_t);
static int (*cuMemsetD32)(uint64_t, unsigned, size_t);
static int (*cuMemcpyDtoH)(void *, uint64_t, size_t);
static int (*cuModuleLoadData)(void **, const void *);
static int (*cuModuleGetFunction)(void **, void *, const char *);
static int (*cuLaunchKernel)(void *, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, void *, void **, void **);
static int (*cuCtxSynchronize)(void);
static int (*cuGetErrorName)(int, const char **);

static void check(int code, const char *what) {
  if (code == 0) return;
  const char *name = "?";
  cuGetErrorName(code, &name);
  fprintf(stderr, "cuda-memory: %s: %s\n", what, name);
  exit(1);
}

static void *symbol(void *library, const char *name) {
  void *found = dlsym(library, name);
  if (found == NULL) {
    fprintf(stderr, "cuda-memory: the driver has no %s\n", name);
    exit(3);
  }
  return found;
}

static void open_driver(void) {
  void *library = dlopen("libcuda.so.1", RTLD_NOW);
  if (library == NULL) {
    fprintf(stderr, "cuda-memory: no NVIDIA driver here (%s)\n", dlerror());
    exit(3);
  }
  fn0 cuInit = (fn0)symbol(library, "cuInit");
  cuDeviceGet = symbol(library, "cuDeviceGet");
  cuCtxCreate = symbol(library, "cuCtxCreate_v2");
  cuMemAlloc = symbol(library, "cuMemAlloc_v2");
  cuMemsetD32 = symbol(library, "cuMemsetD32_v2");
  cuMemcpyDtoH = symbol(library, "cuMemcpyDtoH_v2");
  cuModuleLoadData = symbol(library, "cuModuleLoadData");
  cuModuleGetFunction = symbol(library, "cuModuleGetFunction");
  cuLaunchKernel = symbol(library, "cuLaunchKernel");
  cuCtxSynchronize = symbol(library, "cuCtxSynchronize");
  cuGetErrorName = symbol(library, "cuGetErrorName");
  check(cuInit(0), "cuInit");
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double number_after(int argc, char **argv, const char *flag, double otherwise) {
  for (int i = 1; i + 1 < argc; i += 1)
    if (strcmp(argv[i], flag) == 0) return atof(argv[i + 1]);
  return otherwise;
}

static const char *text_after(int argc, char **argv, const char *flag) {
  for (int i = 1; i + 1 < argc; i += 1)
    if (strcmp(argv[i], flag) == 0) return argv[i + 1];
  return NULL;
}

int main(int argc, char **argv) {
  const int chunks = (int)(number_after(argc, argv, "--mib", 1024) / CHUNK_MIB + 0.5);
  const double seconds = number_after(argc, argv, "--seconds", 5), ramp = number_after(argc, argv, "--ramp", 1);
  const char *out = text_after(argc, argv, "--out");
  if (chunks < 1 || chunks > MOST_CHUNKS) {
    fprintf(stderr, "cuda-memory: --mib must be from %d to %d\n", CHUNK_MIB, CHUNK_MIB * MOST_CHUNKS);
    return 2;
  }
  open_driver();
  int device;
  void *context, *module, *bump;
  check(cuDeviceGet(&device, 0), "cuDeviceGet");
  check(cuCtxCreate(&context, 0, device), "cuCtxCreate");
  check(cuModuleLoadData(&module, KERNEL), "cuModuleLoadData");
  check(cuModuleGetFunction(&bump, module, "bump"), "cuModuleGetFunction");

  static uint64_t memory[MOST_CHUNKS];
  uint64_t words = (uint64_t)CHUNK_MIB * 1024 * 1024 / 4;
  const double start = now();
  for (int i = 0; i < chunks; i += 1) {
    const int code = cuMemAlloc(&memory[i], words * 4);
    if (code != 0) {
      const char *name = "?";
      cuGetErrorName(code, &name);
      fprintf(stderr, "cuda-memory: cuMemAlloc of %d MiB after %d MiB: %s: out of memory\n", CHUNK_MIB, i * CHUNK_MIB, name);
      return 1;
    }
    check(cuMemsetD32(memory[i], 0, words), "cuMemsetD32");
    check(cuCtxSynchronize(), "cuCtxSynchronize");
    // The start-up ramp: memory is taken over this many seconds.
    const double pause = start + ramp * (i + 1) / chunks - now();
    if (pause > 0) nanosleep(&(struct timespec){(time_t)pause, (long)(1e9 * (pause - (double)(time_t)pause))}, NULL);
  }

  unsigned rounds = 0;
  const double began = now();
  while (rounds == 0 || now() - began < seconds) {
    for (int i = 0; i < chunks; i += 1) {
      void *arguments[] = {&memory[i], &words};
      check(cuLaunchKernel(bump, 256, 1, 1, 256, 1, 1, 0, NULL, arguments, NULL), "cuLaunchKernel");
    }
    check(cuCtxSynchronize(), "cuCtxSynchronize");
    rounds += 1;
  }
  const double took = now() - began;

  // The last word of each chunk must have been counted up once a round.
  int wrong = 0;
  for (int i = 0; i < chunks; i += 1) {
    unsigned word = 0;
    check(cuMemcpyDtoH(&word, memory[i] + (words - 1) * 4, 4), "cuMemcpyDtoH");
    wrong += word != rounds;
  }
  char path[4096];
  snprintf(path, sizeof path, "%s/training_metrics.json", out == NULL ? "." : out);
  FILE *file = fopen(path, "w");
  if (file == NULL) {
    perror(path);
    return 1;
  }
  const double gb_per_s = 2.0 * rounds * chunks * CHUNK_MIB / 1024 / took;
  fprintf(file, "{\"gb_per_s\": %.1f, \"rounds\": %u, \"held_gb\": %.4f, \"wrong_words\": %d}\n", gb_per_s, rounds, chunks * CHUNK_MIB / 1024.0, wrong);
  fclose(file);
  return wrong == 0 ? 0 : 1;
}
