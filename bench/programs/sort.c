/* Two sorts of the same 512 records, by quicksort and by heapsort: compares, swaps of 16 bytes, recursion, a full stack. */
#include "program.h"

#define COUNT 512

struct record {
  int64_t key;
  uint64_t origin;
};

static struct record quick[COUNT];
static struct record heap[COUNT];

static int before(const struct record *a, const struct record *b) {
  return a->key < b->key || (a->key == b->key && a->origin < b->origin);
}

static void swap(struct record *a, struct record *b) {
  struct record kept = *a;
  *a = *b;
  *b = kept;
}

static void quicksort(struct record *records, long first, long last) {
  while (first < last) {
    struct record pivot = records[first + (last - first) / 2];
    long low = first, high = last;
    while (low <= high) {
      while (before(&records[low], &pivot)) low++;
      while (before(&pivot, &records[high])) high--;
      if (low <= high) swap(&records[low++], &records[high--]);
    }
    quicksort(records, first, high);
    first = low;
  }
}

static void sift_down(struct record *records, long root, long count) {
  for (;;) {
    long child = 2 * root + 1;
    if (child >= count) return;
    if (child + 1 < count && before(&records[child], &records[child + 1])) child++;
    if (!before(&records[root], &records[child])) return;
    swap(&records[root], &records[child]);
    root = child;
  }
}

static void heapsort(struct record *records, long count) {
  for (long root = count / 2 - 1; root >= 0; root--) sift_down(records, root, count);
  for (long end = count - 1; end > 0; end--) {
    swap(&records[0], &records[end]);
    sift_down(records, 0, end);
  }
}

uint64_t run(void) {
  struct random random = {0x0123456789abcdefull};
  uint64_t checksum = 0;
  for (uint64_t i = 0; i < COUNT; i++) {
    /* A narrow range, both signs: equal keys happen. */
    quick[i] = heap[i] = (struct record){(int64_t)next_random(&random) >> 55, i};
  }
  quicksort(quick, 0, COUNT - 1);
  heapsort(heap, COUNT);
  for (long i = 0; i < COUNT; i++) {
    if (quick[i].key != heap[i].key || quick[i].origin != heap[i].origin) return 0;
    if (i > 0 && !before(&quick[i - 1], &quick[i])) return 0;
    checksum = fold(checksum, (uint64_t)quick[i].key ^ quick[i].origin << 32);
  }
  return checksum;
}
