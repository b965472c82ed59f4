/* The easy draws, fast: keyed uniforms and counts by inversion.

   An accelerator and nothing else. Every count it gives is the one that sim/randomness/inversion.py gives; where
   rounding could make the two differ it gives none and hands the lane back ("hard"), so Python alone decides what is
   delicate. See docs/decisions/0009-the-accelerator.md for why that makes them equal.

   Needs no NumPy headers: arrays come as buffers, and the stable ABI serves every Python from 3.11 on. */

#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#ifdef _MSC_VER
#include <intrin.h>
#define restrict __restrict
#endif

/* Compile for AVX2 as well where the loader can choose; arithmetic is the same, fused operations are off (pyproject). */
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__gnu_linux__)
#define VECTORISED __attribute__((target_clones("avx512f", "avx2", "default"), optimize("O3")))
#else
#define VECTORISED
#endif

/* As in inversion.py. */
static const double SEARCHED = 10.0, FAR_TAIL = 1.0 - 1e-12;

/* Sums of probabilities and normal scores differ between the two by far less than these. */
static const double CLOSE = 1e-10, SCORE = 1e-7;

/* Below exp(LEAST) a first probability, and beyond STEPS a sum, would be too inexact for that. */
static const double LEAST = -300.0;
enum { STEPS = 1024 };
static double inverse[STEPS];

/* ---- uniforms: Philox4x64-10 (Salmon et al. 2011), as NumPy's ------------------------------------------------- */

static uint64_t multiply(uint64_t a, uint64_t b, uint64_t *high) {
#ifdef _MSC_VER
    return _umul128(a, b, high);
#else
    unsigned __int128 product = (unsigned __int128)a * b;
    *high = (uint64_t)(product >> 64);
    return (uint64_t)product;
#endif
}

static void philox(const uint64_t key[2], const uint64_t counter[4], uint64_t word[4]) {
    uint64_t a = counter[0], b = counter[1], c = counter[2], d = counter[3], k0 = key[0], k1 = key[1];
    for (int round = 0; round < 10; round++) {
        uint64_t high0, high1;
        uint64_t low0 = multiply(0xD2E7470EE14C6C93u, a, &high0);
        uint64_t low1 = multiply(0xCA5A826395121157u, c, &high1);
        a = high1 ^ b ^ k0;
        b = low1;
        c = high0 ^ d ^ k1;
        d = low0;
        k0 += 0x9E3779B97F4A7C15u;
        k1 += 0xBB67AE8584CAA73Bu;
    }
    word[0] = a, word[1] = b, word[2] = c, word[3] = d;
}

static void fill(const uint64_t key[2], uint64_t first, uint64_t month, uint64_t slot, Py_ssize_t blocks, double *out) {
    uint64_t counter[4] = {first, month, slot, 0}, word[4];
    for (Py_ssize_t block = 0; block < blocks; block++, counter[0]++) {
        philox(key, counter, word);
        for (int i = 0; i < 4; i++) out[4 * block + i] = ((double)(word[i] >> 12) + 0.5) * 0x1p-52;
    }
}

/* ---- counts ------------------------------------------------------------------------------------------------- */

/* Lanes looked at together, so that they stay in the first-level cache. */
enum { CHUNK = 256, GROUP = 32 };

/* What becomes of a lane: the count is zero, a search from zero, an expansion, or left to Python. Kept as doubles, so that
   looking at lanes is one kind of vector operations. */
static const double ZERO = 0.0, FEW = 1.0, MANY = 2.0, RARE = 3.0;

/* Lanes of one chunk; failures are counted where successes are more likely ("mirrored"). */
typedef struct {
    int64_t lane[CHUNK]; /* within the chunk */
    double uniform[CHUNK], trials[CHUNK], chance[CHUNK];
} Lanes;

/* One call's work. */
typedef struct {
    double *out;            /* of the chunk's lanes */
    int64_t left;           /* how many lanes are left to Python */
    int events;             /* whether the law is Poisson, `chance` its mean; else binomial */
    double mirrored[CHUNK]; /* trials where failures are counted, else < 0 */
    double kind[CHUNK];
    int64_t zero, few, many, rare; /* lanes of each kind */
} Work;

/* The nearest whole number of one that is not negative; from 2^52 on there are no others. */
static inline double nearest(double x) { return x < 0x1p52 ? (x + 0x1p52) - 0x1p52 : x; }

/* exp(x) for -14 <= x <= 0 within 3e-13 of itself, in operations that vectorise: the series of what is left when powers
   of two are taken out. */
static inline double exponential(double x) {
    const double magic = 6755399441055744.0; /* 1.5 * 2^52: adding it rounds to a whole number, kept in the low bits */
    double shifted = x * 1.4426950408889634 + magic, whole = shifted - magic;
    double r = (x - whole * 6.93147180369123816490e-01) - whole * 1.90821492927058770002e-10;
    double sum = 1.0 / 362880.0 + r * (1.0 / 3628800.0);
    sum = 1.0 / 5040.0 + r * (1.0 / 40320.0 + r * sum);
    sum = 1.0 / 120.0 + r * (1.0 / 720.0 + r * sum);
    sum = 1.0 / 6.0 + r * (1.0 / 24.0 + r * sum);
    sum = 1.0 + r * (1.0 + r * (0.5 + r * sum));
    uint64_t bits, power;
    memcpy(&bits, &shifted, 8);
    memcpy(&power, &sum, 8);
    power += bits << 52;
    memcpy(&sum, &power, 8);
    return sum;
}

/* log(1 - q) for 0 <= q <= .5 within 2e-13 of itself: -2 artanh(s), s = q / (2 - q), s^2 <= 1/9. */
static inline double log_of_rest(double q) {
    double s = q / (2.0 - q), v = s * s, sum = 1.0 / 21.0 + v * (1.0 / 23.0);
    sum = 1.0 / 17.0 + v * (1.0 / 19.0 + v * sum);
    sum = 1.0 / 13.0 + v * (1.0 / 15.0 + v * sum);
    sum = 1.0 / 9.0 + v * (1.0 / 11.0 + v * sum);
    sum = 1.0 / 5.0 + v * (1.0 / 7.0 + v * sum);
    return -2.0 * s * (1.0 + v * (1.0 / 3.0 + v * sum));
}

/* Fill up to a whole number of vector registers with lanes that end at once. */
static int pad(Lanes *few, int lanes) {
    int padded = (lanes + GROUP - 1) / GROUP * GROUP;
    for (int i = lanes; i < padded; i++) few->uniform[i] = 0.5, few->trials[i] = 0.0, few->chance[i] = 0.0;
    return padded;
}

/* Search eight lanes side by side: take P(k) = (a + b / k) P(k - 1) from what is left of the uniform until nothing is.
   `close` becomes the least distance to a boundary, `more` whether some lane has not arrived. */
static inline int search_group(const double *u, const double *first, const double *a, const double *b, double *count,
                               double *close) {
    double probability[GROUP], left[GROUP], found[GROUP], least[GROUP];
    for (int i = 0; i < GROUP; i++) {
        probability[i] = first[i], left[i] = u[i] - first[i];
        found[i] = 0.0, least[i] = 1.0;
    }
    int64_t more = 1;
    for (int k = 1; more && k < STEPS; k++) {
        more = 0;
        for (int i = 0; i < GROUP; i++) {
            double distance = fabs(left[i]);
            least[i] = distance < least[i] ? distance : least[i];
            found[i] += left[i] > 0.0 ? 1.0 : 0.0;
            more |= left[i] > 0.0;
            probability[i] *= a[i] + b[i] * inverse[k];
            left[i] -= probability[i];
        }
    }
    for (int i = 0; i < GROUP; i++) count[i] = found[i], close[i] = least[i];
    return more != 0;
}

/* Search lanes: group by group, so that a group ends when its largest count is found; -1 where Python must decide. */
VECTORISED static void search(const Work *work, Lanes *few, int lanes, double *count) {
    double probability[CHUNK], a[CHUNK], b[CHUNK], close[CHUNK];
    int padded = pad(few, lanes);
    const double *n = few->trials, *q = few->chance, *u = few->uniform;
    if (work->events) {
        for (int i = 0; i < padded; i++) probability[i] = exponential(-q[i]), a[i] = 0.0, b[i] = q[i];
    } else {
        for (int i = 0; i < padded; i++) {
            double odds = q[i] / (1.0 - q[i]);
            probability[i] = exponential(n[i] * log_of_rest(q[i])), a[i] = -odds, b[i] = (n[i] + 1.0) * odds;
        }
    }
    for (int i = 0; i < padded; i += GROUP) {
        int more = search_group(u + i, probability + i, a + i, b + i, count + i, close + i);
        for (int j = i; more && j < i + GROUP; j++) close[j] = 0.0;
    }
    for (int i = 0; i < padded; i++) count[i] = close[i] < CLOSE ? -1.0 : count[i];
}

/* The normal score of a uniform, good to a part in a billion (Acklam 2003): only its place between guards matters. */
static const double TAIL = 0.02425;

static inline double score_of_body(double u) {
    double q = u - 0.5, r = q * q;
    return (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r +
              1.383577518672690e+02) * r - 3.066479806614716e+01) * r + 2.506628277459239e+00) * q /
           (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r +
              6.680131188771972e+01) * r - 1.328068155288572e+01) * r + 1.0);
}

static double score_of_tail(double u) {
    double q = sqrt(-2.0 * log(u < 0.5 ? u : 1.0 - u));
    double z = (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838e+00) * q -
                  2.549732539343734e+00) * q + 4.374664141464968e+00) * q + 2.938163982698783e+00) /
               ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e+00) * q +
                 3.754408661907416e+00) * q + 1.0);
    return u < 0.5 ? z : -z;
}

/* What expansion can't tell: one long sum, up to a thousand terms; -1 if that can't either. */
static double add_up(double u, double log_probability, double a, double b) {
    if (log_probability < LEAST) return -1.0;
    double probability = exp(log_probability), reached = probability;
    for (int k = 1; k < STEPS; k++) {
        double gap = u - reached;
        if (gap < CLOSE) return gap < -CLOSE ? k - 1 : -1.0;
        probability *= a + b * inverse[k];
        reached += probability;
    }
    return -1.0;
}

static double add_up_lane(int events, double u, double n, double q) {
    double odds = q / (1.0 - q);
    return events ? add_up(u, -q, 0.0, q) : add_up(u, n * log1p(-q), -odds, (n + 1.0) * odds);
}

/* Cornish and Fisher's expansion, as _expansion in inversion.py; -1 within its guard band. */
VECTORISED static void expand(const Work *work, const Lanes *many, int lanes, double *count) {
    const double *n = many->trials, *q = many->chance, *u = many->uniform;
    double score[CHUNK];
    int events = work->events;
    for (int i = 0; i < lanes; i++) score[i] = score_of_body(u[i]);
    for (int i = 0; i < lanes; i++)
        if (fabs(u[i] - 0.5) >= 0.5 - TAIL) score[i] = score_of_tail(u[i]);
    for (int i = 0; i < lanes; i++) {
        double mean = events ? q[i] : n[i] * q[i], variance = events ? q[i] : mean * (1.0 - q[i]);
        double skew = events ? 1.0 : 1.0 - 2.0 * q[i];
        double z = score[i], w = z * z, d = skew * skew, sd = sqrt(variance), r = 1.0 / sd;
        double boundary = mean - 0.5 + sd * z + skew * (1.0 / 6.0) * (w - 1.0) +
                          r * (1.0 / 144.0) * z * ((d - 3.0) * w + 3.0 - 7.0 * d) +
                          r * r * (1.0 / 6480.0) * skew * (9.0 - d) * ((3.0 * w + 7.0) * w - 16.0);
        double guard = r * r * r * (0.06 + 0.002 * w * w * w) + 1e-15 * mean, near = nearest(boundary);
        double sure = near < boundary ? near + 1.0 : near;
        int known = (boundary > 0.0) & (guard < 0.4) & (fabs(boundary - near) >= guard + SCORE * (1.0 + sd));
        count[i] = known ? sure : -1.0;
    }
}

static void expand_or_add_up(const Work *work, Lanes *many, int lanes, double *count) {
    expand(work, many, lanes, count);
    for (int i = 0; i < lanes; i++)
        if (count[i] < 0.0) count[i] = add_up_lane(work->events, many->uniform[i], many->trials[i], many->chance[i]);
}

/* Look at every lane of a chunk, write of what kind it is, and zero where that is the count; 0 if some n or p is out of
   range. */
VECTORISED static int look(Work *work, Lanes *all, int lanes) {
    double *u = all->uniform, *p = all->chance, *out = work->out, *mirrored = work->mirrored, *kind = work->kind;
    const double *n = all->trials, most = work->events ? 0x1p52 : 1.0, half = work->events ? 0x1p53 : 0.5;
    int64_t wrong = 0, zero = 0, few = 0, many = 0;
    for (int i = 0; i < lanes; i++) {
        int lawful = (p[i] >= 0.0) & (p[i] <= most) & (n[i] >= 0.0) & (n[i] < 0x1p53) & (nearest(n[i]) == n[i]);
        wrong |= !lawful;
    }
    for (int i = 0; i < lanes; i++) {
        double m = p[i] > half ? n[i] : -1.0, q = p[i] > half ? 1.0 - p[i] : p[i], v = p[i] > half ? 1.0 - u[i] : u[i];
        double mean = n[i] * q, easy = v > 1.0 - mean ? FEW : ZERO;
        easy = mean > SEARCHED ? MANY : easy;
        easy = v > FAR_TAIL ? RARE : easy;
        easy = v < CLOSE ? RARE : easy;
        u[i] = v, p[i] = q, kind[i] = easy, mirrored[i] = m;
        out[i] = m < 0.0 ? 0.0 : m;
    }
    for (int i = 0; i < lanes; i++) zero += kind[i] == ZERO, few += kind[i] == FEW, many += kind[i] == MANY;
    work->zero = zero, work->few = few, work->many = many, work->rare = lanes - zero - few - many;
    return !wrong;
}

/* Copy the lanes of one kind; returns how many. Without branches, since nothing could predict them. */
static int pick(const Lanes *all, int lanes, const double *kind, double wanted, Lanes *picked) {
    int found = 0;
    for (int i = 0; i < lanes; i++) {
        picked->lane[found] = i;
        found += kind[i] == wanted;
    }
    for (int i = 0; i < found; i++) {
        int64_t lane = picked->lane[i];
        picked->uniform[i] = all->uniform[lane], picked->trials[i] = all->trials[lane];
        picked->chance[i] = all->chance[lane];
    }
    return found;
}

/* Write the counts of picked lanes where they belong. */
static void put_back(Work *work, const Lanes *picked, int lanes, const double *count) {
    for (int i = 0; i < lanes; i++) {
        int64_t lane = picked->lane[i];
        double mirrored = work->mirrored[lane], found = mirrored < 0.0 ? count[i] : mirrored - count[i];
        work->out[lane] = count[i] < 0.0 ? NAN : found;
        work->left += count[i] < 0.0;
    }
}

/* Write the counts of one kind, found for all lanes of a chunk. */
VECTORISED static void put(Work *work, int lanes, double kind, const double *count) {
    int64_t left = 0;
    for (int i = 0; i < lanes; i++) {
        double found = work->mirrored[i] < 0.0 ? count[i] : work->mirrored[i] - count[i];
        found = count[i] < 0.0 ? NAN : found;
        work->out[i] = work->kind[i] == kind ? found : work->out[i];
        left += (work->kind[i] == kind) & (count[i] < 0.0);
    }
    work->left += left;
}

/* Count the lanes of a chunk; 0 if some n or p is out of range. Where (nearly) all lanes are of a kind, none is copied. */
static int count_chunk(Work *work, Lanes *all, int lanes) {
    Lanes some;
    double count[CHUNK];
    if (!look(work, all, lanes)) return 0;
    if (work->few + work->zero == lanes && 2 * work->few > lanes) {
        search(work, all, lanes, count);
        put(work, lanes, FEW, count);
    } else if (work->few) {
        int found = pick(all, lanes, work->kind, FEW, &some);
        search(work, &some, found, count);
        put_back(work, &some, found, count);
    }
    if (work->many == lanes) {
        expand_or_add_up(work, all, lanes, count);
        put(work, lanes, MANY, count);
    } else if (work->many) {
        int found = pick(all, lanes, work->kind, MANY, &some);
        expand_or_add_up(work, &some, found, count);
        put_back(work, &some, found, count);
    }
    for (int i = 0; work->rare && i < lanes; i++)
        if (work->kind[i] == RARE) work->out[i] = NAN, work->left++;
    return 1;
}

/* A row of doubles, so many bytes apart: none where one number stands for all lanes. */
typedef struct {
    const char *first;
    Py_ssize_t step;
} Row;

static void take(double *to, Row from, Py_ssize_t start, int size) {
    const char *source = from.first + start * from.step;
    if (from.step == sizeof(double)) memcpy(to, source, size * sizeof(double));
    else
        for (int i = 0; i < size; i++) memcpy(to + i, source + i * from.step, sizeof(double));
}

/* Count all lanes of one slot, `place` their columns in the row of uniforms, or NULL; 0 if some n or p is out of range. */
static int count_slot(Work *work, const double *uniform, const int64_t *place, Py_ssize_t lanes, Row n, Row p) {
    static const double one = 1.0; /* so that the mean of Poisson counts is n x p, too */
    Row trials = work->events ? (Row){(const char *)&one, 0} : n;
    Lanes all;
    for (Py_ssize_t start = 0; start < lanes; start += CHUNK) {
        int size = lanes - start < CHUNK ? (int)(lanes - start) : CHUNK;
        if (!place) memcpy(all.uniform, uniform + start, size * sizeof(double));
        else
            for (int i = 0; i < size; i++) all.uniform[i] = uniform[place[start + i]];
        take(all.chance, p, start, size);
        take(all.trials, trials, start, size);
        if (!count_chunk(work, &all, size)) return 0;
        work->out += size;
    }
    return 1;
}

/* ---- what Python calls --------------------------------------------------------------------------------------- */

typedef struct {
    Py_buffer *views;
    int count;
} Held;

static int hold(Held *held, PyObject *array, int writable, Py_ssize_t *bytes, void *pointer) {
    Py_buffer *view = &held->views[held->count];
    if (PyObject_GetBuffer(array, view, writable ? PyBUF_CONTIG : PyBUF_CONTIG_RO) < 0) return 0;
    held->count++;
    *bytes = view->len;
    *(void **)pointer = view->buf;
    return 1;
}

static void release(Held *held) {
    while (held->count) PyBuffer_Release(&held->views[--held->count]);
}

PyDoc_STRVAR(uniforms_doc,
             "uniforms(key, first, month, out)\n--\n\n"
             "Write the uniforms of counter blocks from `first` on into every row of `out`, a row per slot.\n\n"
             "key: 16 bytes; month: 64 bits, wrapped; out: (slots, 4 x blocks) doubles, rows in one piece.");

static PyObject *uniforms(PyObject *Py_UNUSED(module), PyObject *args) {
    PyObject *key_array, *out_array;
    unsigned long long first, month;
    if (!PyArg_ParseTuple(args, "OKKO", &key_array, &first, &month, &out_array)) return NULL;
    Py_buffer key, out;
    if (PyObject_GetBuffer(key_array, &key, PyBUF_CONTIG_RO) < 0) return NULL;
    if (PyObject_GetBuffer(out_array, &out, PyBUF_STRIDED) < 0) {
        PyBuffer_Release(&key);
        return NULL;
    }
    int fits = key.len == 16 && out.ndim == 2 && out.strides[1] == 8 && out.shape[1] % 4 == 0;
    for (Py_ssize_t slot = 0; fits && slot < out.shape[0]; slot++)
        fill(key.buf, first, month, slot, out.shape[1] / 4, (double *)((char *)out.buf + slot * out.strides[0]));
    PyBuffer_Release(&out);
    PyBuffer_Release(&key);
    if (fits) return Py_NewRef(Py_None);
    PyErr_SetString(PyExc_ValueError, "a key has 16 bytes, a counter block four numbers, and a row is in one piece");
    return NULL;
}

/* Where the uniforms of a call come from: rows laid out before, or a key that gives them row by row. */
typedef struct {
    const double *rows; /* shape (slots, width); NULL where a key gives them */
    Py_ssize_t width;
    const uint64_t *key;
    int own_keys; /* whether every slot has a key, and is the only slot under it */
    const int64_t *runs; /* pairs (first, end) of counter blocks */
    Py_ssize_t run_count;
    uint64_t month;
    double *made; /* room for one row */
} Luck;

static const double *uniforms_of(const Luck *luck, Py_ssize_t slot) {
    if (luck->rows) return luck->rows + slot * luck->width;
    const uint64_t *key = luck->own_keys ? luck->key + 2 * slot : luck->key;
    double *out = luck->made;
    for (Py_ssize_t run = 0; run < luck->run_count; run++) {
        int64_t first = luck->runs[2 * run], blocks = luck->runs[2 * run + 1] - first;
        fill(key, first, luck->month, luck->own_keys ? 0 : slot, blocks, out);
        out += 4 * blocks;
    }
    return luck->made;
}

/* Understand what Python gave: rows of uniforms, or (key, month, runs); 0 with an error set where it can't be. */
static int read_luck(PyObject *given, Held *held, int own_keys, Luck *luck) {
    Py_ssize_t bytes;
    if (!PyTuple_Check(given)) {
        if (!hold(held, given, 0, &bytes, &luck->rows)) return 0;
        const Py_buffer *view = &held->views[held->count - 1];
        luck->width = view->ndim == 2 ? view->shape[1] : 0;
        return 1;
    }
    PyObject *key, *runs;
    unsigned long long month;
    if (!PyArg_ParseTuple(given, "OKO", &key, &month, &runs) || !hold(held, key, 0, &bytes, &luck->key)) return 0;
    luck->own_keys = own_keys;
    if (!hold(held, runs, 0, &bytes, &luck->runs)) return 0;
    luck->month = month, luck->run_count = bytes / 16;
    for (Py_ssize_t run = 0; run < luck->run_count; run++)
        luck->width += 4 * (luck->runs[2 * run + 1] - luck->runs[2 * run]);
    luck->made = PyMem_Malloc(luck->width * sizeof(double));
    if (!luck->made) PyErr_NoMemory();
    return luck->made != NULL;
}

/* Whether every lane has a column, and every slot a row of uniforms. */
static int placed(const Luck *luck, const Py_buffer *first, const int64_t *place, Py_ssize_t slots, Py_ssize_t lanes) {
    int64_t low = 0, high = -1;
    Py_ssize_t keys = first->len / 16, rows = first->ndim == 2 ? first->shape[0] : 0;
    if (luck->rows ? rows < slots : keys < (luck->own_keys ? slots : 1)) return 0;
    if (!place) return lanes == luck->width;
    for (Py_ssize_t lane = 0; lane < lanes; lane++) {
        low = place[lane] < low ? place[lane] : low;
        high = place[lane] > high ? place[lane] : high;
    }
    return low >= 0 && high < luck->width;
}

/* Row `slot` of an argument that is one number, one row, or a row for every slot; lanes may be one number, too. */
static Row row_of(const Py_buffer *view, Py_ssize_t slot) {
    int last = view->ndim - 1;
    Py_ssize_t step = last < 0 || view->shape[last] == 1 ? 0 : view->strides[last];
    Py_ssize_t down = view->ndim < 2 || view->shape[0] == 1 ? 0 : view->strides[0];
    return (Row){(const char *)view->buf + slot * down, step};
}

/* Whether an argument can be laid over so many slots and lanes. */
static int lies_over(const Py_buffer *view, Py_ssize_t slots, Py_ssize_t lanes) {
    if (view->itemsize != 8 || view->ndim > 2) return 0;
    if (view->ndim && view->shape[view->ndim - 1] != lanes && view->shape[view->ndim - 1] != 1) return 0;
    return view->ndim < 2 || view->shape[0] == slots || view->shape[0] == 1;
}

static int hold_rows(Held *held, PyObject *array, const Py_buffer **view) {
    *view = &held->views[held->count];
    if (PyObject_GetBuffer(array, &held->views[held->count], PyBUF_STRIDED_RO) < 0) return 0;
    held->count++;
    return 1;
}

/* What both ways of counting are given. */
typedef struct {
    Luck luck;
    const int64_t *place;
    const Py_buffer *n, *p, *out; /* n NULL for Poisson counts */
    Py_ssize_t slots, lanes;      /* of p, and of out but for the rest of a chain */
} Call;

static int read_call(PyObject *args, Held *held, Call *call, int rest) {
    PyObject *luck, *place, *n, *p, *out;
    Py_ssize_t bytes, place_bytes = 0;
    void *written;
    if (!PyArg_ParseTuple(args, "OOOOO", &luck, &place, &n, &p, &out) || !read_luck(luck, held, rest, &call->luck)) return 0;
    if (place != Py_None && !hold(held, place, 0, &place_bytes, &call->place)) return 0;
    if (n != Py_None && !hold_rows(held, n, &call->n)) return 0;
    if (!hold_rows(held, p, &call->p)) return 0;
    call->out = &held->views[held->count];
    if (!hold(held, out, 1, &bytes, &written)) return 0;
    int ndim = call->out->ndim;
    call->lanes = ndim ? call->out->shape[ndim - 1] : 0;
    call->slots = (ndim == 2 ? call->out->shape[0] : ndim) - rest;
    if (ndim > 2 || call->out->itemsize != 8 || call->slots < 0 || (call->place && place_bytes / 8 != call->lanes) ||
        (call->n && !lies_over(call->n, rest ? 1 : call->slots, call->lanes)) || !lies_over(call->p, call->slots, call->lanes))
        PyErr_SetString(PyExc_ValueError, "counts: arrays of different sizes");
    else if (!placed(&call->luck, &held->views[0], call->place, call->slots, call->lanes))
        PyErr_SetString(PyExc_IndexError, "counts: a lane has no uniform");
    return !PyErr_Occurred();
}

/* Count slot by slot; how many lanes are left to Python, -1 where some n or p is out of range. */
static int64_t count_slots(const Call *call) {
    Work work = {.out = call->out->buf, .events = !call->n};
    for (Py_ssize_t slot = 0; slot < call->slots; slot++) {
        Row n = call->n ? row_of(call->n, slot) : (Row){0};
        const double *uniform = uniforms_of(&call->luck, slot);
        if (!count_slot(&work, uniform, call->place, call->lanes, n, row_of(call->p, slot))) return -1;
    }
    return work.left;
}

/* Split counts over parts: each draws from what those before it have left, and the last row of `out` keeps the rest. */
static int64_t split_counts(const Call *call) {
    Work work = {.out = call->out->buf};
    double *rest = work.out + call->slots * call->lanes;
    Row left = {(const char *)rest, sizeof(double)}, whole = row_of(call->n, 0);
    for (Py_ssize_t lane = 0; lane < call->lanes; lane++) memcpy(rest + lane, whole.first + lane * whole.step, sizeof(double));
    for (Py_ssize_t part = 0; part < call->slots; part++) {
        const double *uniform = uniforms_of(&call->luck, part), *taken = work.out;
        if (!count_slot(&work, uniform, call->place, call->lanes, left, row_of(call->p, part))) return -1;
        if (work.left) break; /* what follows hangs on it */
        for (Py_ssize_t lane = 0; lane < call->lanes; lane++) rest[lane] -= taken[lane];
    }
    return work.left;
}

static PyObject *called(PyObject *args, int rest, int64_t (*work)(const Call *)) {
    Py_buffer views[6];
    Held held = {views, 0};
    Call call = {0};
    int64_t left = 0;
    int ok = read_call(args, &held, &call, rest);
    if (ok && rest && !call.n) ok = 0, PyErr_SetString(PyExc_ValueError, "split: nothing to split");
    if (ok) {
        Py_BEGIN_ALLOW_THREADS;
        left = work(&call);
        Py_END_ALLOW_THREADS;
    }
    PyMem_Free(call.luck.made);
    release(&held);
    return ok ? PyLong_FromLongLong(left) : NULL;
}

PyDoc_STRVAR(counts_doc,
             "counts(luck, place, n, p, out)\n--\n\n"
             "Write the count of every lane into `out`, NaN where Python must decide; return how many those are.\n\n"
             "luck: (slots, width) uniforms, or (key, month, runs), runs (first, end) of 64-bit counter blocks;\n"
             "place: (lanes,) 64-bit columns of it, None where columns are lanes; out: (slots, lanes) doubles; n, p: doubles\n"
             "that can be laid over it, n None for Poisson counts of mean p. Return -1 where some n or p is out of range.");

static PyObject *counts(PyObject *Py_UNUSED(module), PyObject *args) { return called(args, 0, count_slots); }

PyDoc_STRVAR(split_doc,
             "split(luck, place, n, p, out)\n--\n\n"
             "Split n over the parts of `p` and a rest, `out` of shape (parts + 1, lanes); p are chances among what is left.\n\n"
             "As `counts`, but that there may be a key for every part. Where Python must decide, `out` is not finished.");

static PyObject *split(PyObject *Py_UNUSED(module), PyObject *args) { return called(args, 1, split_counts); }

/* ---- counts of rows, called as NumPy calls its inner loops ------------------------------------------------------- */

/* Rows of uniforms, trials and chances, then of counts; NaN where Python must decide. `left` becomes how many lanes that
   are, -1 where some n or p is out of range. */
static void binomial_rows(char **rows, const intptr_t *lanes, const intptr_t *steps, void *left) {
    Work work = {.out = (double *)rows[3]};
    Row n = {rows[1], steps[1]}, p = {rows[2], steps[2]};
    *(int64_t *)left = count_slot(&work, (const double *)rows[0], NULL, *lanes, n, p) ? work.left : -1;
}

/* The same for rows of uniforms and means. */
static void poisson_rows(char **rows, const intptr_t *lanes, const intptr_t *steps, void *left) {
    Work work = {.out = (double *)rows[2], .events = 1};
    Row none = {0}, mean = {rows[1], steps[1]};
    *(int64_t *)left = count_slot(&work, (const double *)rows[0], NULL, *lanes, none, mean) ? work.left : -1;
}

PyDoc_STRVAR(loops_doc,
             "loops()\n--\n\n"
             "Return the addresses of two functions that are called as NumPy's inner loops are: binomial and Poisson counts.\n\n"
             "Inputs are rows of doubles: uniforms, one for each lane, then trials and chances, or means. The data is one 64-bit\n"
             "number, which becomes how many lanes are NaN since Python must decide, -1 where some n or p is out of range.");

static PyObject *loops(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(args)) {
    return Py_BuildValue("KK", (unsigned long long)(uintptr_t)binomial_rows, (unsigned long long)(uintptr_t)poisson_rows);
}

static PyMethodDef methods[] = {
    {"uniforms", uniforms, METH_VARARGS, uniforms_doc},
    {"counts", counts, METH_VARARGS, counts_doc},
    {"split", split, METH_VARARGS, split_doc},
    {"loops", loops, METH_NOARGS, loops_doc},
    {NULL, NULL, 0, NULL},
};

static int execute(PyObject *Py_UNUSED(module)) {
    for (int k = 1; k < STEPS; k++) inverse[k] = 1.0 / k;
    return 0;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, execute}, {0, NULL}};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "sim.randomness._counts", "Keyed uniforms and counts by inversion, the easy ones.", 0, methods,
    slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__counts(void) { return PyModuleDef_Init(&definition); }
