/* Inner loops of the model, compiled: what the files of Python name beside each function do, to the
 * last bit, for many elements at once. Only operations that IEEE 754 rounds correctly are used, in
 * the order in which NumPy's calls do them; build with -ffp-contract=off, and never with -ffast-math.
 */
#include <math.h>
#include <stdint.h>
#include <string.h>

/* On processors of today also a wider version, picked when the library is loaded: the same bits. */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
#define WIDE __attribute__((target_clones("default", "avx2", "arch=x86-64-v4")))
#else
#define WIDE
#endif

#define MULTIPLIER_0 0xD2511F53u
#define MULTIPLIER_1 0xCD9E8D57u
#define WEYL_0 0x9E3779B9u
#define WEYL_1 0xBB67AE85u
#define ROUNDS 10
#define EXP_TERMS 15
#define LOG_TERMS 12

/* ---------------------------------------------------------------- simulation/luck/philox.py */

static inline void philox(uint32_t word[4], uint32_t k0, uint32_t k1)
{
    for (int turn = 0; turn < ROUNDS; turn++) {
        uint64_t low = (uint64_t)word[0] * MULTIPLIER_0;
        uint64_t high = (uint64_t)word[2] * MULTIPLIER_1;
        word[0] = (uint32_t)(high >> 32) ^ word[1] ^ k0;
        word[2] = (uint32_t)(low >> 32) ^ word[3] ^ k1;
        word[1] = (uint32_t)high;
        word[3] = (uint32_t)low;
        k0 += WEYL_0;
        k1 += WEYL_1;
    }
}

/* Counters and the second word of the key: each of these five is an array or, where there is none,
 * one number for all. */
typedef struct {
    const uint64_t *word[5];
    uint64_t one[5];
} Counters;

#define BLOCK 128

static void filled(uint64_t *block, const Counters *given, int n, int64_t start, int count)
{
    const uint64_t *from = given->word[n];
    if (from)
        memcpy(block, from + start, (size_t)count * sizeof *block);
    else
        for (int i = 0; i < count; i++)
            block[i] = given->one[n];
}

/* All rounds of one block: its counters become the words. */
WIDE static void rounds(uint64_t (*restrict word)[BLOCK], const uint64_t *restrict key, uint32_t k0)
{
    for (int i = 0; i < BLOCK; i++) {
        uint32_t w0 = (uint32_t)word[0][i], w1 = (uint32_t)word[1][i];
        uint32_t w2 = (uint32_t)word[2][i], w3 = (uint32_t)word[3][i], k1 = (uint32_t)key[i];
#pragma GCC unroll 10
        for (uint32_t turn = 0; turn < ROUNDS; turn++) {
            uint64_t low = (uint64_t)w0 * MULTIPLIER_0, high = (uint64_t)w2 * MULTIPLIER_1;
            w0 = (uint32_t)(high >> 32) ^ w1 ^ (k0 + turn * WEYL_0);
            w2 = (uint32_t)(low >> 32) ^ w3 ^ (k1 + turn * WEYL_1);
            w1 = (uint32_t)high;
            w3 = (uint32_t)low;
        }
        word[0][i] = w0;
        word[1][i] = w1;
        word[2][i] = w2;
        word[3][i] = w3;
    }
}

/* The words of a block of at most BLOCK counters. */
static int block_of(const Counters *given, int64_t start, int64_t count, uint32_t k0,
                    uint64_t word[4][BLOCK])
{
    uint64_t key[BLOCK];
    int here = (int)(count - start < BLOCK ? count - start : BLOCK);
    for (int n = 0; n < 4; n++)
        filled(word[n], given, n, start, here);
    filled(key, given, 4, start, here);
    if (here == BLOCK) {
        rounds(word, key, k0);
        return here;
    }
    for (int i = 0; i < here; i++) {
        uint32_t now[4];
        for (int n = 0; n < 4; n++)
            now[n] = (uint32_t)word[n][i];
        philox(now, k0, (uint32_t)key[i]);
        for (int n = 0; n < 4; n++)
            word[n][i] = now[n];
    }
    return here;
}

/* The four words, four arrays one after the other. */
void words_of(int64_t count, const Counters *given, uint64_t k0, uint64_t *result)
{
    uint64_t word[4][BLOCK];
    for (int64_t start = 0; start < count; start += BLOCK) {
        int here = block_of(given, start, count, (uint32_t)k0, word);
        for (int n = 0; n < 4; n++)
            memcpy(result + n * count + start, word[n], (size_t)here * sizeof *result);
    }
}

/* The first two words as one integer below 2^53. */
static inline int64_t whole(uint64_t first, uint64_t second)
{
    return (int64_t)(((first << 32) | second) >> 11);
}

void draws_of(int64_t count, const Counters *given, uint64_t k0, int64_t *result)
{
    uint64_t word[4][BLOCK];
    for (int64_t start = 0; start < count; start += BLOCK) {
        int here = block_of(given, start, count, (uint32_t)k0, word);
        for (int i = 0; i < here; i++)
            result[start + i] = whole(word[0][i], word[1][i]);
    }
}

/* ---------------------------------------------------------------- simulation/luck/exact.py */

static const double LN2_HIGH = 6.93147180369123816490e-01;
static const double LN2_LOW = 1.90821492927058770002e-10;
static const double LOG2_E = 1.4426950408889634;
static const double SQRT_HALF = 0.7071067811865476;

static const double ROUNDER = 6755399441055744.0; /* 1.5 * 2^52: adding it rounds to even, as rint does */

/* The double of some bits, and the bits of a double. */
static inline double of_bits(int64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline int64_t bits_of(double value)
{
    int64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* No value is above 700 or no number: who calls has seen to that. */
WIDE void exp_of(int64_t count, const double *restrict x, double *restrict result,
                 const double *restrict terms)
{
    for (int64_t i = 0; i < count; i++) {
        double bounded = x[i] < -700.0 ? 0.0 : x[i];
        double shifted = bounded * LOG2_E + ROUNDER, k = shifted - ROUNDER;
        bounded -= k * LN2_HIGH;
        bounded -= k * LN2_LOW;
        double total = bounded * terms[EXP_TERMS - 1];
#pragma GCC unroll 16
        for (int n = EXP_TERMS - 2; n > 0; n--) {
            total += terms[n];
            total *= bounded;
        }
        total += terms[0];
        /* times 2^k: its exponent is never that of a number without a leading one */
        double scale = of_bits((bits_of(shifted) + 1023) << 52);
        result[i] = x[i] < -700.0 ? 0.0 : total * scale;
    }
}

/* Values are positive, finite and no smaller than 2^-1022: who calls has seen to that. */
WIDE void log_of(int64_t count, const double *restrict x, double *restrict result,
                 const double *restrict terms)
{
    for (int64_t i = 0; i < count; i++) {
        int64_t bits = bits_of(x[i]);
        double mantissa = of_bits((bits & 0xFFFFFFFFFFFFF) | 0x3FE0000000000000);
        /* the exponent as a double: the low bits of 2^52 + exponent, less 2^52 and its bias */
        double power = of_bits((bits >> 52) | 0x4330000000000000) - (4503599627370496.0 + 1022.0);
        int small = mantissa < SQRT_HALF;
        mantissa = small ? mantissa * 2.0 : mantissa;
        power = small ? power - 1.0 : power;
        double s = (mantissa - 1.0) / (mantissa + 1.0), square = s * s;
        double total = square * terms[LOG_TERMS - 1];
#pragma GCC unroll 16
        for (int n = LOG_TERMS - 2; n > 0; n--) {
            total += terms[n];
            total *= square;
        }
        total += terms[0];
        result[i] = power * LN2_HIGH + (power * LN2_LOW + 2.0 * s * total);
    }
}

/* -------------------------------------------------------------- simulation/choice/proposals.py */

/* What a sampler never changes, as `Tables` lays it out. */
typedef struct {
    const double *total, *content, *distance, *size, *boost, *counts;
    const int64_t *last_class, *first, *members, *kind, *cell, *class, *start, *stop;
    const int64_t *ids;
    int64_t cells, classes;
} Tables;

/* For each of `count`: the first place from low to high where its running totals exceed its goal, else
 * high; it is left in `low`. One step for all at a time: the memory that one waits for, the others
 * have asked for by then. */
static void first_beyond(int count, const double *const *running, int64_t *low, const int64_t *high,
                         const double *goal)
{
    int64_t left[BLOCK], most = 0;
    for (int i = 0; i < count; i++) {
        left[i] = high[i] - low[i];
        most = left[i] > most ? left[i] : most;
    }
    for (; most > 0; most >>= 1)
        for (int i = 0; i < count; i++)
            if (left[i] > 0) {
                int64_t half = (left[i] + 1) / 2;
                int beyond = running[i][low[i] + half - 1] > goal[i];
                low[i] += beyond ? 0 : half;
                left[i] = beyond ? half - 1 : left[i] - half;
            }
}

enum { COUNTRY = 2, CELL = 3, PLACE = 4, ACCEPT = 5, SIZE = 14, NEARBY = 16 };

/* What the proposals of a block are made for: identity and turn, the kind as the key has it. */
typedef struct {
    uint64_t identity[BLOCK], turn[BLOCK], sort[BLOCK];
} Turns;

/* One fraction below 1 for each proposal. */
static void fractions(int count, const Turns *of, uint64_t seed, uint64_t purpose, double *result)
{
    uint64_t word[4][BLOCK], key[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
        word[0][i] = of->identity[i];
        word[1][i] = word[3][i] = 0;
        word[2][i] = of->turn[i];
        key[i] = purpose | of->sort[i];
    }
    rounds(word, key, (uint32_t)seed);
    for (int i = 0; i < count; i++)
        result[i] = (double)whole(word[0][i], word[1][i]) / 9007199254740992.0;
}

/* `batch` proposals for each of the `count` choosers that wait: partner, region, the limit that the
 * base weight must exceed, and the draws for what nearness adds. */
void propose(const Tables *t, int64_t count, int64_t batch, const int64_t *pending,
             const int64_t *choosers, const int64_t *kinds, const double *weights, int64_t regions,
             const int64_t *last, uint64_t seed, uint64_t year, uint64_t attempt, int64_t *partner,
             int64_t *region, double *limit, double *place, double *nearby)
{
    Turns turns = {0};
    const double *running[BLOCK];
    double goal[BLOCK], drawn[BLOCK];
    int64_t row[BLOCK], low[BLOCK], high[BLOCK], cell[BLOCK], inner[BLOCK];
    for (int64_t start = 0; start < count * batch; start += BLOCK) {
        int here = (int)(count * batch - start < BLOCK ? count * batch - start : BLOCK);
        for (int i = 0; i < here; i++) {
            int64_t at = pending[(start + i) / batch];
            row[i] = choosers[at];
            turns.identity[i] = (uint64_t)t->ids[row[i]];
            turns.turn[i] = (year << 16) + attempt + (uint64_t)((start + i) % batch);
            turns.sort[i] = (uint64_t)kinds[at] << 16;
            running[i] = weights + at * regions;
            low[i] = 0;
            high[i] = last[at];
        }
        fractions(here, &turns, seed, COUNTRY, drawn);
        for (int i = 0; i < here; i++)
            goal[i] = drawn[i] * running[i][regions - 1];
        first_beyond(here, running, low, high, goal);
        fractions(here, &turns, seed, CELL, drawn);
        for (int i = 0; i < here; i++) {
            int64_t first = t->start[low[i]], end = t->stop[low[i]] - 1;
            region[start + i] = low[i];
            running[i] = t->total + t->kind[row[i]] * t->cells;
            low[i] = first;
            high[i] = end > first ? end : first;
            double before = first > 0 ? running[i][first - 1] : 0.0;
            goal[i] = before + drawn[i] * (running[i][high[i]] - before);
        }
        first_beyond(here, running, low, high, goal);
        fractions(here, &turns, seed, SIZE, drawn);
        for (int i = 0; i < here; i++) {
            cell[i] = low[i];
            inner[i] = t->class[row[i]] * t->cells + cell[i];
            running[i] = t->content + inner[i] * t->classes;
            low[i] = 0;
            high[i] = t->last_class[inner[i]];
            goal[i] = drawn[i] * running[i][t->classes - 1];
        }
        first_beyond(here, running, low, high, goal);
        fractions(here, &turns, seed, PLACE, place + start);
        fractions(here, &turns, seed, ACCEPT, drawn);
        fractions(here, &turns, seed, NEARBY, nearby + start);
        for (int i = 0; i < here; i++) {
            int64_t there = cell[i] * t->classes + low[i];
            double members = t->counts[there], step = floor(place[start + i] * members);
            step = step < members - 1.0 ? step : members - 1.0;
            partner[start + i] = t->members[t->first[there] + (int64_t)step];
            double bound = t->distance[t->cell[row[i]] * t->cells + cell[i]]
                           * t->size[t->class[row[i]] * t->classes + low[i]] * t->boost[row[i]];
            limit[start + i] = drawn[i] * bound;
        }
    }
}

/* ---------------------------------------------------------------- simulation/choice/sampler.py */

/* Running totals over the regions of upper bounds of their weights, for each of `count` choosers, and
 * the first region beyond which there is none. `known` may be missing. */
void weigh(int64_t count, int64_t regions, int64_t groups, const int64_t *kind, const int64_t *place,
           const int64_t *home, const int64_t *group_of_region, const double *boost,
           const double *bound, const double *nearby, const double *known, const double *remote,
           const double *appeal, double *total, int64_t *last)
{
    for (int64_t i = 0; i < count; i++) {
        const double *far = bound + kind[i] * regions, *near = nearby + place[i] * regions;
        const double *away = remote + place[i] * groups;
        double running = 0.0, *own = total + i * regions;
        for (int64_t r = 0; r < regions; r++) {
            double weight = far[r] * boost[i] + near[r];
            if (known)
                weight += known[i * regions + r];
            weight *= appeal[i * regions + r] * away[group_of_region[r]];
            running += group_of_region[r] == home[i] ? 0.0 : weight;
            own[r] = running;
        }
        int64_t rise = 0;
        while (rise < regions - 1 && own[rise] != running)
            rise++;
        last[i] = rise;
    }
}
