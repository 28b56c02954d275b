/*
 * A peer of the benchmark: libunicorn called from C, with nothing between the hook and the library.
 *
 *   libunicorn traps WORD...       serves requests for n trips through an SMC hook; the words are the guest's loop at GUEST
 *   libunicorn count FILE N        runs N iterations of a compiled program (a flat binary, at GUEST) and prints its result
 *                                  and the number of instructions that it took
 *
 * bench/README.md has the protocol. For each trap the hook reads x0-x17 in one batch call, writes all of them back in
 * another, and adds i to each xi from x2 on, so that the sum of x2 to x17 is 152 times the number of traps.
 *
 * cc -O2 -o libunicorn libunicorn.c -lunicorn
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicorn/unicorn.h>

#define GUEST 0x80000000ull
#define RAM_SIZE 0x1000000ull
#define PASSED 18
#define EXCP_BKPT 7
#define EXCP_SMC 13
#define FFA_SUCCESS 0x84000061ull
#define FFA_FEATURES 0x84000064ull
#define FFA_MEM_SHARE 0x84000073ull

static uc_engine *engine;
static uint64_t traps;
static uint64_t instructions;
static uint32_t unexpected;
static int passed_ids[PASSED];
static uint64_t passed[PASSED];
static void *passed_places[PASSED];

static void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("libunicorn peer: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  exit(1);
}

static void must(uc_err error, const char *what) {
  if (error != UC_ERR_OK) fail("%s: %s", what, uc_strerror(error));
}

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static uint64_t read_register(int id) {
  uint64_t value = 0;
  must(uc_reg_read(engine, id, &value), "read a register");
  return value;
}

static void write_register(int id, uint64_t value) {
  must(uc_reg_write(engine, id, &value), "write a register");
}

static void on_trap(uc_engine *uc, uint32_t number, void *user) {
  (void)user;
  if (number != EXCP_SMC) {
    unexpected = number;
    uc_emu_stop(uc);
    return;
  }
  traps += 1;
  uc_reg_read_batch(uc, passed_ids, passed_places, PASSED);
  passed[0] = FFA_SUCCESS;
  for (int i = 2; i < PASSED; i++) passed[i] += (uint64_t)i;
  uc_reg_write_batch(uc, passed_ids, passed_places, PASSED);
}

static void on_exception(uc_engine *uc, uint32_t number, void *user) {
  (void)user;
  unexpected = number == EXCP_BKPT ? 0 : number;
  uc_emu_stop(uc);
}

static void on_instruction(uc_engine *uc, uint64_t address, uint32_t size, void *user) {
  (void)uc, (void)address, (void)size, (void)user;
  instructions += 1;
}

static void open_engine(void *interrupt_hook) {
  uc_hook handle;
  must(uc_open(UC_ARCH_ARM64, UC_MODE_LITTLE_ENDIAN, &engine), "open an engine");
  must(uc_ctl_set_cpu_model(engine, UC_CPU_ARM64_MAX), "choose the CPU");
  must(uc_mem_map(engine, GUEST, RAM_SIZE, UC_PROT_ALL), "map RAM");
  must(uc_hook_add(engine, &handle, UC_HOOK_INTR, interrupt_hook, NULL, 1, 0), "hook exceptions");
}

/* The loop ends where its words end: uc_emu_start stops there. */
static uint64_t guest_end;

static void run(uint64_t end) {
  unexpected = 0;
  must(uc_emu_start(engine, GUEST, end, 0, 0), "run the guest");
  if (unexpected != 0) fail("unexpected exception %u at %#" PRIx64, unexpected, read_register(UC_ARM64_REG_PC));
}

static uint64_t run_traps(uint64_t n) {
  uint64_t sum = 0;
  traps = 0;
  for (int i = 0; i < PASSED; i++) write_register(passed_ids[i], 0);
  write_register(UC_ARM64_REG_X19, n);
  write_register(UC_ARM64_REG_X20, FFA_FEATURES);
  write_register(UC_ARM64_REG_X21, FFA_MEM_SHARE);
  run(guest_end);
  for (int i = 2; i < PASSED; i++) sum += read_register(passed_ids[i]);
  return sum;
}

static void serve(void) {
  unsigned int major, minor;
  uint64_t n;
  uc_version(&major, &minor);
  printf("trapline-peer 1 libunicorn %u.%u from C, x0-x17 read and written\n", major, minor);
  fflush(stdout);
  while (scanf("%" SCNx64, &n) == 1 && n != 0) {
    uint64_t start = now();
    uint64_t check = run_traps(n);
    uint64_t elapsed = now() - start;
    printf("%016" PRIx64 " %016" PRIx64 " %016" PRIx64 "\n", traps, elapsed, check);
    fflush(stdout);
  }
}

static void load_words(int count, char **words) {
  for (int i = 0; i < count; i++) {
    uint32_t word = (uint32_t)strtoul(words[i], NULL, 16);
    must(uc_mem_write(engine, GUEST + 4u * (unsigned)i, &word, sizeof word), "write the guest");
  }
  guest_end = GUEST + 4u * (unsigned)count;
}

static void load_file(const char *path) {
  static uint8_t bytes[0x80000];
  FILE *file = fopen(path, "rb");
  if (file == NULL) fail("cannot read %s", path);
  size_t size = fread(bytes, 1, sizeof bytes, file);
  fclose(file);
  must(uc_mem_write(engine, GUEST, bytes, size), "write the guest");
}

static void count(const char *path, uint64_t n) {
  uc_hook handle;
  open_engine(on_exception);
  load_file(path);
  must(uc_hook_add(engine, &handle, UC_HOOK_CODE, on_instruction, NULL, 1, 0), "hook instructions");
  write_register(UC_ARM64_REG_X0, n);
  run(GUEST + RAM_SIZE);
  printf("%016" PRIx64 " %" PRIu64 "\n", read_register(UC_ARM64_REG_X0), instructions);
}

int main(int argc, char **argv) {
  for (int i = 0; i < PASSED; i++) {
    passed_ids[i] = UC_ARM64_REG_X0 + i;
    passed_places[i] = &passed[i];
  }
  if (argc > 2 && strcmp(argv[1], "traps") == 0) {
    open_engine(on_trap);
    load_words(argc - 2, argv + 2);
    serve();
  } else if (argc == 4 && strcmp(argv[1], "count") == 0) {
    count(argv[2], strtoull(argv[3], NULL, 10));
  } else {
    fail("traps WORD... or count FILE N");
  }
  return 0;
}
