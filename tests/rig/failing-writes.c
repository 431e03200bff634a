// SPDX-License-Identifier: MIT
// Lets one chosen call that writes below a folder fail, in every dynamically linked program it is preloaded into (node, bash,
// tar, git). Build: cc -shared -fPIC -o failing-writes.so. What it reads from its environment:
//   FAULT_BELOW  the folder; calls on other paths are passed on untouched
//   FAULT_STATE  file of four native 32-bit words, shared by all processes: calls matched, calls failed, lifted (set by the
//                test: nothing fails any more), calls seen
//   FAULT_LOG    each call below the folder is written there: kind, path relative to the folder, program
//   FAULT_KIND FAULT_PATH FAULT_NTH  which call: its kind, a glob of its relative path, the how manieth of those
//   FAULT_HOW    ENOSPC, EIO, or SHORT: a write takes only half of its bytes
//   FAULT_LASTS  1: from then on every call that could fail so does, until lifted (ENOSPC: what needs room; EIO: all)
// Every system call is made directly, so nothing depends on which of libc's names a program uses. io_uring is refused,
// because its writes would pass unseen.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OK, FAIL, SHORTEN };

static const char *below, *wanted_kind, *wanted_path;
static size_t below_length;
static uint32_t nth = 1, *state, no_state[4];
static int code, lasts, shortens, log_fd = -1;

static long raw(long n, long a, long b, long c, long d, long e, long f) {
  long result;
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
#if defined(__x86_64__)
  __asm__ volatile("syscall" : "=a"(result) : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
#else
#error "only x86-64 so far"
#endif
  if (result < 0 && result > -4096) {
    errno = (int)-result;
    return -1;
  }
  return result;
}

#define RAW3(n, a, b, c) raw(n, (long)(a), (long)(b), (long)(c), 0, 0, 0)
#define RAW4(n, a, b, c, d) raw(n, (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)

static ssize_t stdout_write(void *cookie, const char *bytes, size_t count) {
  (void)cookie;
  size_t done = 0;
  while (done < count) { // as libc's own streams do
    ssize_t n = write(1, bytes + done, count - done);
    if (n < 0) break;
    done += (size_t)n;
  }
  return (ssize_t)done;
}

__attribute__((constructor)) static void begin(void) {
  const char *how = getenv("FAULT_HOW"), *file = getenv("FAULT_STATE"), *log = getenv("FAULT_LOG"), *count = getenv("FAULT_NTH");
  state = no_state;
  below = getenv("FAULT_BELOW");
  if (below == NULL || file == NULL) {
    below = NULL;
    return;
  }
  below_length = strlen(below);
  wanted_kind = getenv("FAULT_KIND");
  wanted_path = getenv("FAULT_PATH");
  if (count != NULL) nth = (uint32_t)atoi(count);
  lasts = getenv("FAULT_LASTS") != NULL;
  if (how != NULL) {
    code = strcmp(how, "EIO") == 0 ? EIO : ENOSPC;
    shortens = strcmp(how, "SHORT") == 0;
  }
  int fd = (int)RAW4(SYS_openat, AT_FDCWD, file, O_RDWR | O_CLOEXEC, 0);
  if (fd >= 0) {
    void *map = mmap(NULL, sizeof no_state, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (map != MAP_FAILED) state = map;
    RAW3(SYS_close, fd, 0, 0);
  }
  if (log != NULL) log_fd = (int)RAW4(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  // The builtins of bash write through libc's stream, whose own write cannot be replaced: give it one that can.
  if (strcmp(program_invocation_short_name, "bash") == 0) {
    FILE *stream = fopencookie(NULL, "w", (cookie_io_functions_t){.write = stdout_write});
    if (stream != NULL) {
      setvbuf(stream, NULL, _IOLBF, 0);
      stream->_fileno = 1;
      stdout = stream;
    }
  }
}

/** Only what takes room can fail for want of it. */
static int needs_room(const char *kind) {
  return strcmp(kind, "write") == 0 || strcmp(kind, "create") == 0 || strcmp(kind, "mkdir") == 0 || strcmp(kind, "link") == 0 || strcmp(kind, "symlink") == 0;
}

static int judge(const char *kind, const char *path) {
  if (below == NULL || strncmp(path, below, below_length) != 0 || (path[below_length] != '/' && path[below_length] != '\0')) return OK;
  const char *relative = path[below_length] == '/' ? path + below_length + 1 : ".";
  __atomic_add_fetch(&state[3], 1, __ATOMIC_SEQ_CST);
  if (log_fd >= 0) {
    char line[PATH_MAX + 64];
    int n = snprintf(line, sizeof line, "%s\t%s\t%s\n", kind, relative, program_invocation_short_name);
    RAW3(SYS_write, log_fd, line, n);
  }
  if ((code == 0 && !shortens) || __atomic_load_n(&state[2], __ATOMIC_SEQ_CST) != 0) return OK;
  int is_on = lasts && __atomic_load_n(&state[1], __ATOMIC_SEQ_CST) > 0;
  if (is_on) {
    if (shortens ? strcmp(kind, "write") != 0 : code == ENOSPC && !needs_room(kind)) return OK;
  } else {
    if (wanted_kind != NULL && strcmp(kind, wanted_kind) != 0) return OK;
    if (wanted_path != NULL && fnmatch(wanted_path, relative, FNM_PATHNAME) != 0) return OK;
    if (__atomic_add_fetch(&state[0], 1, __ATOMIC_SEQ_CST) != nth) return OK;
  }
  __atomic_add_fetch(&state[1], 1, __ATOMIC_SEQ_CST);
  if (shortens) return SHORTEN;
  errno = code;
  return FAIL;
}

/** The path of a file relative to a folder, absolute, without the links in its folder resolved. */
static const char *absolute(int dir, const char *path, char *into) {
  if (path == NULL) return "";
  if (path[0] == '/') return path;
  ssize_t n;
  if (dir == AT_FDCWD) n = raw(SYS_getcwd, (long)into, PATH_MAX, 0, 0, 0, 0) - 1;
  else {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", dir);
    n = RAW4(SYS_readlinkat, AT_FDCWD, link, into, PATH_MAX - 1);
  }
  if (n < 0) return "";
  while (path[0] == '.' && path[1] == '/') path += 2;
  snprintf(into + n, (size_t)(PATH_MAX - n), "/%s", path);
  return into;
}

static int judge_at(const char *kind, int dir, const char *path) {
  char into[PATH_MAX + 1];
  if (below == NULL) return OK;
  int before = errno;
  const char *whole = absolute(dir, path, into);
  errno = before;
  return judge(kind, whole);
}

static int judge_fd(const char *kind, int fd) {
  char link[64], into[PATH_MAX + 1];
  if (below == NULL) return OK;
  int before = errno;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = RAW4(SYS_readlinkat, AT_FDCWD, link, into, PATH_MAX);
  errno = before;
  if (n < 0) return OK;
  into[n] = '\0';
  if (n > 10 && strcmp(into + n - 10, " (deleted)") == 0) into[n - 10] = '\0';
  return judge(kind, into);
}

static size_t cut(int verdict, size_t count) { return verdict == SHORTEN && count > 1 ? count / 2 : count; }

static int open_any(int dir, const char *path, int flags, mode_t mode) {
  if ((flags & (O_CREAT | O_TRUNC)) != 0 || (flags & O_ACCMODE) != O_RDONLY) {
    int before = errno;
    const char *kind = (flags & O_CREAT) != 0 && RAW4(SYS_faccessat, dir, path, F_OK, 0) != 0 ? "create" : "open";
    errno = before;
    if (judge_at(kind, dir, path) == FAIL) return -1;
  }
  return (int)RAW4(SYS_openat, dir, path, flags, mode);
}

#define OPEN(name)                                           \
  int name(const char *path, int flags, ...) {               \
    va_list more;                                            \
    va_start(more, flags);                                   \
    mode_t mode = va_arg(more, mode_t);                      \
    va_end(more);                                            \
    return open_any(AT_FDCWD, path, flags, mode);            \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                         \
  int name(int dir, const char *path, int flags, ...) {      \
    va_list more;                                            \
    va_start(more, flags);                                   \
    mode_t mode = va_arg(more, mode_t);                      \
    va_end(more);                                            \
    return open_any(dir, path, flags, mode);                 \
  }
OPENAT(openat)
OPENAT(openat64)

int creat(const char *path, mode_t mode) { return open_any(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

ssize_t write(int fd, const void *bytes, size_t count) {
  int verdict = judge_fd("write", fd);
  return verdict == FAIL ? -1 : RAW3(SYS_write, fd, bytes, cut(verdict, count));
}

static ssize_t pwrite_any(int fd, const void *bytes, size_t count, off64_t at) {
  int verdict = judge_fd("write", fd);
  return verdict == FAIL ? -1 : RAW4(SYS_pwrite64, fd, bytes, cut(verdict, count), at);
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) { return pwrite_any(fd, bytes, count, at); }
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) { return pwrite_any(fd, bytes, count, at); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
  int verdict = judge_fd("write", fd);
  return verdict == FAIL ? -1 : RAW3(SYS_writev, fd, parts, cut(verdict, (size_t)count));
}
static ssize_t pwritev_any(int fd, const struct iovec *parts, int count, off64_t at) {
  int verdict = judge_fd("write", fd);
  return verdict == FAIL ? -1 : raw(SYS_pwritev, fd, (long)parts, (long)cut(verdict, (size_t)count), at, 0, 0);
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) { return pwritev_any(fd, parts, count, at); }
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) { return pwritev_any(fd, parts, count, at); }

static ssize_t sendfile_any(int out, int in, off64_t *at, size_t count) {
  int verdict = judge_fd("write", out);
  return verdict == FAIL ? -1 : RAW4(SYS_sendfile, out, in, at, cut(verdict, count));
}
ssize_t sendfile(int out, int in, off_t *at, size_t count) { return sendfile_any(out, in, (off64_t *)at, count); }
ssize_t sendfile64(int out, int in, off64_t *at, size_t count) { return sendfile_any(out, in, at, count); }

ssize_t copy_file_range(int in, off64_t *in_at, int out, off64_t *out_at, size_t count, unsigned flags) {
  int verdict = judge_fd("write", out);
  return verdict == FAIL ? -1 : raw(SYS_copy_file_range, in, (long)in_at, out, (long)out_at, (long)cut(verdict, count), flags);
}

#define ON_FD(kind, fd, call) return judge_fd(kind, fd) == FAIL ? -1 : (int)(call)
#define ON_PATH(kind, dir, path, call) return judge_at(kind, dir, path) == FAIL ? -1 : (int)(call)

int ftruncate(int fd, off_t size) { ON_FD("truncate", fd, RAW3(SYS_ftruncate, fd, size, 0)); }
int ftruncate64(int fd, off64_t size) { ON_FD("truncate", fd, RAW3(SYS_ftruncate, fd, size, 0)); }
int fsync(int fd) { ON_FD("sync", fd, RAW3(SYS_fsync, fd, 0, 0)); }
int fdatasync(int fd) { ON_FD("sync", fd, RAW3(SYS_fdatasync, fd, 0, 0)); }
int fchmod(int fd, mode_t mode) { ON_FD("chmod", fd, RAW3(SYS_fchmod, fd, mode, 0)); }
int futimens(int fd, const struct timespec times[2]) { ON_FD("times", fd, RAW4(SYS_utimensat, fd, NULL, times, 0)); }
int utimensat(int dir, const char *path, const struct timespec times[2], int flags) { ON_PATH("times", dir, path, RAW4(SYS_utimensat, dir, path, times, flags)); }
int chmod(const char *path, mode_t mode) { ON_PATH("chmod", AT_FDCWD, path, RAW3(SYS_fchmodat, AT_FDCWD, path, mode)); }
int mkdir(const char *path, mode_t mode) { ON_PATH("mkdir", AT_FDCWD, path, RAW3(SYS_mkdirat, AT_FDCWD, path, mode)); }
int mkdirat(int dir, const char *path, mode_t mode) { ON_PATH("mkdir", dir, path, RAW3(SYS_mkdirat, dir, path, mode)); }
int rmdir(const char *path) { ON_PATH("rmdir", AT_FDCWD, path, RAW3(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR)); }
int unlink(const char *path) { ON_PATH("unlink", AT_FDCWD, path, RAW3(SYS_unlinkat, AT_FDCWD, path, 0)); }
int unlinkat(int dir, const char *path, int flags) { ON_PATH((flags & AT_REMOVEDIR) != 0 ? "rmdir" : "unlink", dir, path, RAW3(SYS_unlinkat, dir, path, flags)); }
int symlink(const char *text, const char *path) { ON_PATH("symlink", AT_FDCWD, path, RAW3(SYS_symlinkat, text, AT_FDCWD, path)); }
int symlinkat(const char *text, int dir, const char *path) { ON_PATH("symlink", dir, path, RAW3(SYS_symlinkat, text, dir, path)); }
int link(const char *from, const char *to) { ON_PATH("link", AT_FDCWD, to, raw(SYS_linkat, AT_FDCWD, (long)from, AT_FDCWD, (long)to, 0, 0)); }
int linkat(int a, const char *from, int b, const char *to, int flags) { ON_PATH("link", b, to, raw(SYS_linkat, a, (long)from, b, (long)to, flags, 0)); }
int rename(const char *from, const char *to) { ON_PATH("rename", AT_FDCWD, to, RAW4(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to)); }
int renameat(int a, const char *from, int b, const char *to) { ON_PATH("rename", b, to, RAW4(SYS_renameat, a, from, b, to)); }
int renameat2(int a, const char *from, int b, const char *to, unsigned flags) { ON_PATH("rename", b, to, raw(SYS_renameat2, a, (long)from, b, (long)to, flags, 0)); }

/** libuv makes some calls by number. */
long syscall(long number, ...) {
  va_list more;
  long a[6];
  va_start(more, number);
  for (int i = 0; i < 6; i += 1) a[i] = va_arg(more, long);
  va_end(more);
  switch (number) {
    case SYS_io_uring_setup:
      errno = ENOSYS;
      return -1;
    case SYS_copy_file_range:
      return copy_file_range((int)a[0], (off64_t *)a[1], (int)a[2], (off64_t *)a[3], (size_t)a[4], (unsigned)a[5]);
    case SYS_renameat2:
      return renameat2((int)a[0], (const char *)a[1], (int)a[2], (const char *)a[3], (unsigned)a[4]);
    default:
      return raw(number, a[0], a[1], a[2], a[3], a[4], a[5]);
  }
}
