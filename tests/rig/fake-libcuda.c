// SPDX-License-Identifier: MIT
// The part of the CUDA driver library that examples/cuda-memory uses, on the fake cards of tests/rig/fake-gpus.ts: memory is
// accounted in FAKE_GPU_DIR and refused beyond a card's size; a launch only counts. Build: cc -shared -fPIC -o libcuda.so.1
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OUT_OF_MEMORY 2
#define MOST 8192

static unsigned counts[MOST];
static int allocated, held_mib;

static const char *path(const char *name) {
  static char text[4][4096];
  static int turn;
  char *at = text[turn++ & 3];
  snprintf(at, sizeof text[0], "%s/%s", getenv("FAKE_GPU_DIR"), name);
  return at;
}

static int own_card(void) {
  const char *visible = getenv("CUDA_VISIBLE_DEVICES");
  return visible == NULL ? 0 : atoi(visible);
}

static int total_of(int card) {
  char line[512];
  int total = 0, index = 0, size = 0;
  FILE *file = fopen(path("cards"), "r");
  while (file != NULL && fgets(line, sizeof line, file) != NULL)
    if (sscanf(line, "%d|%*[^|]|%*[^|]|%d", &index, &size) == 2 && index == card) total = size;
  if (file != NULL) fclose(file);
  return total;
}

static int used_in(const char *folder, int card, int needs_process) {
  int used = 0;
  DIR *dir = opendir(path(folder));
  for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
    char name[600], process[64];
    int at = 0, mib = 0;
    if (entry->d_name[0] == '.') continue;
    snprintf(process, sizeof process, "/proc/%.20s", entry->d_name);
    if (needs_process && access(process, F_OK) != 0) continue;
    snprintf(name, sizeof name, "%s/%.500s", folder, entry->d_name);
    FILE *file = fopen(path(name), "r");
    if (file != NULL && fscanf(file, "%d %d", &at, &mib) == 2 && at == card) used += mib;
    if (file != NULL) fclose(file);
  }
  if (dir != NULL) closedir(dir);
  return used;
}

static int take(int mib) {
  char own[64], fresh[64];
  const int card = own_card();
  while (mkdir(path("lock"), 0777) != 0) usleep(1000);
  const int fits = used_in("use", card, 1) + used_in("foreign", card, 0) + mib <= total_of(card);
  if (fits) {
    held_mib += mib;
    snprintf(own, sizeof own, "use/%d", getpid());
    snprintf(fresh, sizeof fresh, ".use-%d", getpid());
    FILE *file = fopen(path(fresh), "w");
    if (file != NULL) {
      fprintf(file, "%d %d\n", card, held_mib);
      fclose(file);
      rename(path(fresh), path(own));
    }
  }
  rmdir(path("lock"));
  return fits;
}

int cuInit(unsigned flags) { return (int)flags; }
int cuDeviceGet(int *device, int ordinal) { return *device = ordinal; }
int cuCtxCreate_v2(void **context, unsigned flags, int device) { return *context = NULL, (int)flags + device; }
int cuModuleLoadData(void **module, const void *text) { return *module = NULL, strstr(text, ".entry bump") == NULL; }
int cuModuleGetFunction(void **function, void *module, const char *name) { return *function = module, strcmp(name, "bump") != 0; }
int cuCtxSynchronize(void) { return usleep(1000); }
int cuMemsetD32_v2(uint64_t at, unsigned value, size_t words) { return counts[at >> 40] = value, words == 0; }

int cuMemAlloc_v2(uint64_t *at, size_t bytes) {
  if (allocated + 1 >= MOST || !take((int)(bytes >> 20))) return OUT_OF_MEMORY;
  *at = (uint64_t)++allocated << 40;
  return 0;
}

int cuMemcpyDtoH_v2(void *to, uint64_t at, size_t bytes) {
  memcpy(to, &counts[at >> 40], bytes);
  return 0;
}

int cuLaunchKernel(void *f, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned shared, void *stream, void **arguments, void **extra) {
  (void)f, (void)gx, (void)gy, (void)gz, (void)bx, (void)by, (void)bz, (void)shared, (void)stream, (void)extra;
  counts[*(uint64_t *)arguments[0] >> 40] += 1;
  return 0;
}

int cuGetErrorName(int code, const char **name) {
  *name = code == OUT_OF_MEMORY ? "CUDA_ERROR_OUT_OF_MEMORY" : "CUDA_ERROR_UNKNOWN";
  return 0;
}
