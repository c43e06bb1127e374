/* A disk that takes its time, simulated: every fsync and fdatasync of a process takes COFFER_SYNC_US microseconds more.
   cc -shared -fPIC -o slow-sync.so slow-sync.c, then LD_PRELOAD. What is written and when it is on the disk stays as it is. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static void wait_a_little(void) {
  const char *said = getenv("COFFER_SYNC_US");
  long us = said == NULL ? 0 : atol(said);
  struct timespec left = {us / 1000000, (us % 1000000) * 1000};
  while (us > 0 && nanosleep(&left, &left) != 0) {
  }
}

int fsync(int file) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  wait_a_little();
  return real(file);
}

int fdatasync(int file) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  wait_a_little();
  return real(file);
}
