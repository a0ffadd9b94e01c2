/* Keeps beside each watched file what of it would be left after a power failure: the content at
   its last fsync. Whatever was written later never reached the disk (the worst that can happen).
   Loaded in front of libc; POWER_WATCHED is a path prefix, POWER_DISK the folder of images. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int keep(int fd) {
  const char *watched = getenv("POWER_WATCHED"), *disk = getenv("POWER_DISK");
  char link[64], path[PATH_MAX], aside[PATH_MAX + 8], image[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (!watched || !disk || length < 0) return 0;
  path[length] = 0;
  if (strncmp(path, watched, strlen(watched))) return 0;
  snprintf(image, sizeof image, "%s/%s", disk, strrchr(path, '/') + 1);
  snprintf(aside, sizeof aside, "%s.aside", image);
  int out = open(aside, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (out < 0) return -1;
  char block[1 << 16];
  off_t at = 0;
  for (ssize_t got; (got = pread(fd, block, sizeof block, at)) > 0; at += got)
    if (write(out, block, got) != got) return -1;
  close(out);
  return rename(aside, image);
}

int fsync(int fd) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  int result = real(fd);
  return result ? result : keep(fd);
}

int fdatasync(int fd) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  int result = real(fd);
  return result ? result : keep(fd);
}
