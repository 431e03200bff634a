// SPDX-License-Identifier: MIT
// Keeps what a program put on the disk for good, below a folder, and cuts the power: preloaded into node, bash and whatever
// they start. What was never synced counts as lost, as POSIX allows: the bytes of a file until fsync or fdatasync of it, a
// name until fsync of the folder that it stands in. It reads from its environment:
//   CUT_BELOW  the folder         CUT_STORE  where records and contents are kept
//   CUT_AT     the how manieth sync is the last thing that happens; 0: never
//   CUT_BOOT   a file that stands for /proc/sys/kernel/random/boot_id
// Records: "f INODE" with the file's bytes in STORE/N, or "d INODE" with "TYPE INODE NAME" lines in STORE/N.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *below, *store, *boot;
static uint32_t at, *state, none[2]; // syncs so far, is cut

static void die_if_cut(void) {
  if (__atomic_load_n(&state[1], __ATOMIC_SEQ_CST) != 0) kill(getpid(), SIGKILL);
}

__attribute__((constructor)) static void begin(void) {
  const char *count = getenv("CUT_AT");
  char path[PATH_MAX];
  state = none;
  boot = getenv("CUT_BOOT");
  below = getenv("CUT_BELOW");
  store = getenv("CUT_STORE");
  if (below == NULL || store == NULL) return;
  if (count != NULL) at = (uint32_t)atoi(count);
  snprintf(path, sizeof path, "%s/state", store);
  int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
  if (fd < 0) return;
  void *map = mmap(NULL, sizeof none, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (map != MAP_FAILED) state = map;
  syscall(SYS_close, fd);
  die_if_cut();
}

static int is_below(int fd) {
  char link[64], path[PATH_MAX];
  if (below == NULL || store == NULL || state == none) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n < 0) return 0;
  path[n] = '\0';
  size_t length = strlen(below);
  return strncmp(path, below, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static void put_all(int to, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t n = syscall(SYS_write, to, bytes, count);
    if (n <= 0) return;
    bytes += n;
    count -= (size_t)n;
  }
}

static void keep(int fd) {
  struct stat stat;
  char path[PATH_MAX], line[PATH_MAX + 64];
  if (!is_below(fd) || fstat(fd, &stat) != 0) return;
  uint32_t number = __atomic_add_fetch(&state[0], 1, __ATOMIC_SEQ_CST);
  snprintf(path, sizeof path, "%s/%u", store, number);
  int to = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  put_all(to, line, (size_t)snprintf(line, sizeof line, "%c %lu\n", S_ISDIR(stat.st_mode) ? 'd' : 'f', stat.st_ino));
  if (S_ISDIR(stat.st_mode)) {
    char self[64];
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
    DIR *folder = opendir(self);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
      if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
      char type = entry->d_type == DT_DIR ? 'd' : entry->d_type == DT_LNK ? 'l' : 'f', target[PATH_MAX] = "";
      if (type == 'l') target[readlinkat(dirfd(folder), entry->d_name, target, sizeof target - 1)] = '\0';
      put_all(to, line, (size_t)snprintf(line, sizeof line, "%c %lu %s%s%s\n", type, entry->d_ino, entry->d_name, type == 'l' ? "\t" : "", target));
    }
    if (folder != NULL) closedir(folder);
  } else {
    char self[64], bytes[65536];
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
    int from = (int)syscall(SYS_openat, AT_FDCWD, self, O_RDONLY | O_CLOEXEC, 0);
    for (ssize_t n; (n = read(from, bytes, sizeof bytes)) > 0;) put_all(to, bytes, (size_t)n);
    syscall(SYS_close, from);
  }
  syscall(SYS_close, to);
  if (at != 0 && number >= at) __atomic_store_n(&state[1], 1, __ATOMIC_SEQ_CST);
  die_if_cut();
}

int fsync(int fd) {
  die_if_cut();
  keep(fd);
  return 0; // the disk of the machine itself need not wait
}
int fdatasync(int fd) { return fsync(fd); }

static int open_any(int dir, const char *path, int flags, mode_t mode) {
  die_if_cut();
  if (boot != NULL && strcmp(path, "/proc/sys/kernel/random/boot_id") == 0) path = boot;
  return (int)syscall(SYS_openat, dir, path, flags, mode);
}

#define OPEN(name)                              \
  int name(const char *path, int flags, ...) {  \
    va_list more;                               \
    va_start(more, flags);                      \
    mode_t mode = va_arg(more, mode_t);         \
    va_end(more);                               \
    return open_any(AT_FDCWD, path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                     \
  int name(int dir, const char *path, int flags, ...) {  \
    va_list more;                                        \
    va_start(more, flags);                               \
    mode_t mode = va_arg(more, mode_t);                  \
    va_end(more);                                        \
    return open_any(dir, path, flags, mode);             \
  }
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int fd, const void *bytes, size_t count) {
  die_if_cut();
  return syscall(SYS_write, fd, bytes, count);
}
