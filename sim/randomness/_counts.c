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

/* Compile for wider registers as well where the loader can choose; arithmetic is the same, fused operations are off
   (pyproject). */
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__gnu_linux__)
#define VECTORISED __attribute__((target_clones("avx512f", "avx2", "default"), optimize("O3")))
#else
#define VECTORISED
#endif

/* As in inversion.py. */
static const double FAR_TAIL = 1.0 - 1e-12;

/* Largest means that are searched, in two sorts so that those waiting for one another take about as many steps; the
   expansion serves means from 2 on. A matter of speed, not of the result. */
static const double FEW_MEAN = 1.0, MORE_MEAN = 3.0;

/* Sums of probabilities and normal scores differ between the two by far less than these. */
static const double CLOSE = 1e-11, SCORE = 1e-7;

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

/* Lanes are sorted by how their count is found, and wait until enough of a sort have come to fill vector registers. */
enum { BATCH = 128, WAITING = 2 * BATCH, BLOCK = 128 };
enum sort { NOTHING, FEW, MORE, MANY, HARD, SORTS };

typedef struct {
    int waiting;
    int64_t lane[WAITING];
    double uniform[WAITING], trials[WAITING], chance[WAITING];
    double mirrored[WAITING]; /* trials where failures are counted, else < 0 */
} Queue;

/* One call's work. */
typedef struct {
    double *out;
    int64_t *hard, found;
    int events; /* whether the law is Poisson, `chance` its mean; else binomial */
    Queue queue[SORTS];
} Work;

static void leave_to_python(Work *work, int64_t lane) { work->hard[work->found++] = lane; }

/* The nearest whole number of one that is not negative; from 2^52 on there are no others. */
static inline double nearest(double x) {
    double rounded = (x + 0x1p52) - 0x1p52;
    return x < 0x1p52 ? rounded : x;
}

/* exp(x) for -14 <= x <= 0 within 2e-15, in operations that vectorise. */
static inline double exponential(double x) {
    const double magic = 6755399441055744.0; /* 1.5 * 2^52: adding it rounds to a whole number, kept in the low bits */
    double shifted = x * 1.4426950408889634 + magic, whole = shifted - magic;
    double r = (x - whole * 6.93147180369123816490e-01) - whole * 1.90821492927058770002e-10;
    double sum = 1.0 + r / 13.0;
    sum = 1.0 + r * sum * (1.0 / 12.0), sum = 1.0 + r * sum * (1.0 / 11.0), sum = 1.0 + r * sum * (1.0 / 10.0);
    sum = 1.0 + r * sum * (1.0 / 9.0), sum = 1.0 + r * sum * (1.0 / 8.0), sum = 1.0 + r * sum * (1.0 / 7.0);
    sum = 1.0 + r * sum * (1.0 / 6.0), sum = 1.0 + r * sum * (1.0 / 5.0), sum = 1.0 + r * sum * (1.0 / 4.0);
    sum = 1.0 + r * sum * (1.0 / 3.0), sum = 1.0 + r * sum * (1.0 / 2.0), sum = 1.0 + r * sum;
    uint64_t bits, power;
    memcpy(&bits, &shifted, 8);
    memcpy(&power, &sum, 8);
    power += bits << 52;
    memcpy(&sum, &power, 8);
    return sum;
}

/* log(1 - q) for 0 <= q <= .5 within 1e-15 of itself: -2 artanh(s), s = q / (2 - q), s^2 <= 1/9. */
static inline double log_of_rest(double q) {
    double s = q / (2.0 - q), v = s * s, sum = 1.0 / 29.0 + v * (1.0 / 31.0);
    sum = 1.0 / 25.0 + v * (1.0 / 27.0 + v * sum);
    sum = 1.0 / 21.0 + v * (1.0 / 23.0 + v * sum);
    sum = 1.0 / 17.0 + v * (1.0 / 19.0 + v * sum);
    sum = 1.0 / 13.0 + v * (1.0 / 15.0 + v * sum);
    sum = 1.0 / 9.0 + v * (1.0 / 11.0 + v * sum);
    sum = 1.0 / 5.0 + v * (1.0 / 7.0 + v * sum);
    return -2.0 * s * (1.0 + v * (1.0 / 3.0 + v * sum));
}

/* log(x) for normal x > 0, good to a part in a billion. */
static inline double rough_log(double x) {
    uint64_t bits;
    memcpy(&bits, &x, 8);
    uint64_t power = bits >> 52 | 0x4330000000000000u, mantissa = (bits & 0x000FFFFFFFFFFFFFu) | 0x3FF0000000000000u;
    double exponent, m; /* the exponent written into the low bits of 2^52, and a mantissa between 1 and 2 */
    memcpy(&exponent, &power, 8);
    memcpy(&m, &mantissa, 8);
    double above = m > 1.4142135623730951 ? 1.0 : 0.0, centred = m * (1.0 - 0.5 * above);
    double s = (centred - 1.0) / (centred + 1.0), v = s * s;
    double sum = 1.0 / 9.0 + v * (1.0 / 11.0 + v * (1.0 / 13.0));
    sum = 1.0 / 5.0 + v * (1.0 / 7.0 + v * sum);
    return (exponent - 0x1p52 - 1023.0 + above) * 0.6931471805599453 + 2.0 * s * (1.0 + v * (1.0 / 3.0 + v * sum));
}

static inline double higher(double a, double b) { return a > b ? a : b; }

/* The normal score of a uniform, good to a part in a billion (Acklam 2003): only its place between guards matters. */
static inline double score(double u) {
    double q = u - 0.5, r = q * q;
    double centre = (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r +
                       1.383577518672690e+02) * r - 3.066479806614716e+01) * r + 2.506628277459239e+00) * q /
                    (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r +
                       6.680131188771972e+01) * r - 1.328068155288572e+01) * r + 1.0);
    double other = 1.0 - u, tail = u < 0.5 ? u : other, t = sqrt(-2.0 * rough_log(tail));
    double z = (((((-7.784894002430293e-03 * t - 3.223964580411365e-01) * t - 2.400758277161838e+00) * t -
                  2.549732539343734e+00) * t + 4.374664141464968e+00) * t + 2.938163982698783e+00) /
               ((((7.784695709041462e-03 * t + 3.224671290700398e-01) * t + 2.445134137142996e+00) * t +
                 3.754408661907416e+00) * t + 1.0);
    double signed_z = u < 0.5 ? z : -z;
    return tail > 0.02425 ? centre : signed_z;
}

/* Search all waiting lanes side by side: add up P(k) = (a + b / k) P(k - 1) until the uniforms are reached. */
VECTORISED static void search(const Queue *queue, int events, double *restrict count, double *restrict close) {
    double probability[WAITING], reached[WAITING], a[WAITING], b[WAITING];
    int padded = (queue->waiting + 7) & ~7;
    const double *n = queue->trials, *q = queue->chance, *u = queue->uniform;
    if (events) {
        for (int i = 0; i < padded; i++) probability[i] = exponential(-q[i]), a[i] = 0.0, b[i] = q[i];
    } else {
        for (int i = 0; i < padded; i++) {
            double odds = q[i] / (1.0 - q[i]);
            probability[i] = exponential(n[i] * log_of_rest(q[i])), a[i] = -odds, b[i] = (n[i] + 1.0) * odds;
        }
    }
    for (int i = 0; i < padded; i++) reached[i] = probability[i], count[i] = close[i] = 0.0;
    int64_t left = 1;
    for (int k = 1; left && k < STEPS; k++) {
        double inverted = inverse[k];
        left = 0;
        for (int i = 0; i < padded; i++) {
            double gap = u[i] - reached[i], searching = gap > 0.0 ? 1.0 : 0.0;
            close[i] += fabs(gap) < CLOSE ? 1.0 : 0.0;
            count[i] += searching;
            left |= gap > 0.0;
            probability[i] *= a[i] + b[i] * inverted;
            reached[i] += probability[i];
        }
    }
    if (left) for (int i = 0; i < padded; i++) close[i] = 1.0;
}

/* Cornish and Fisher's expansion, as _expansion in inversion.py; close where it lies within its guard band. */
VECTORISED static void expand(const Queue *queue, int events, double *restrict count, double *restrict close) {
    int padded = (queue->waiting + 7) & ~7;
    for (int i = 0; i < padded; i++) {
        double n = queue->trials[i], q = queue->chance[i];
        double mean = events ? q : n * q, variance = events ? q : mean * (1.0 - q), skew = events ? 1.0 : 1.0 - 2.0 * q;
        double z = score(queue->uniform[i]), w = z * z, d = skew * skew, sd = sqrt(variance), r = 1.0 / sd;
        double boundary = mean - 0.5 + sd * z + skew * (1.0 / 6.0) * (w - 1.0) +
                          r * (1.0 / 144.0) * z * ((d - 3.0) * w + 3.0 - 7.0 * d) +
                          r * r * (1.0 / 6480.0) * skew * (9.0 - d) * ((3.0 * w + 7.0) * w - 16.0);
        double guard = r * r * r * (0.06 + 0.002 * w * w * w) + 1e-15 * mean, near = nearest(higher(boundary, 0.0));
        double next = near + 1.0, distance = fabs(boundary - near), needed = guard + SCORE * (1.0 + sd);
        count[i] = near < boundary ? next : near;
        int unsure = !(boundary > 0.0) | !(guard < 0.4) | !(distance >= needed);
        close[i] = unsure ? 1.0 : 0.0;
    }
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

static double summed(const Queue *queue, int i, int events) {
    double q = queue->chance[i], n = queue->trials[i], odds = q / (1.0 - q);
    if (events) return add_up(queue->uniform[i], -q, 0.0, q);
    return add_up(queue->uniform[i], n * log1p(-q), -odds, (n + 1.0) * odds);
}

/* Find the counts of all lanes that wait in one queue. */
static void serve(Work *work, enum sort sort) {
    Queue *queue = &work->queue[sort];
    double count[WAITING], close[WAITING];
    int lanes = queue->waiting;
    for (int i = lanes; i < ((lanes + 7) & ~7); i++) queue->uniform[i] = 0.5, queue->trials[i] = queue->chance[i] = 0.0;
    if (sort == MANY) expand(queue, work->events, count, close);
    else search(queue, work->events, count, close);
    for (int i = 0; i < lanes; i++) {
        if (close[i] > 0.0) count[i] = sort == MANY ? summed(queue, i, work->events) : -1.0;
        if (count[i] < 0.0) leave_to_python(work, queue->lane[i]);
        else work->out[queue->lane[i]] = queue->mirrored[i] < 0.0 ? count[i] : queue->mirrored[i] - count[i];
    }
    queue->waiting = 0;
}

/* A stretch of lanes of one slot, ready to be sorted. */
typedef struct {
    double uniform[BLOCK], trials[BLOCK], chance[BLOCK], mirrored[BLOCK], sort[BLOCK];
} Stretch;

/* Read a stretch, count failures where they are the rarer, and say how each count is to be found; 0 where some n or p
   is out of range. Every lane whose count is zero beyond doubt is done with. */
VECTORISED static int ready(Stretch *s, const double *row, const int64_t *place, int lanes, const double *restrict n,
                            const double *restrict p, double *restrict out) {
    double *restrict uniform = s->uniform, *restrict trials = s->trials, *restrict chance = s->chance;
    double *restrict mirrored = s->mirrored, *restrict sort = s->sort;
    int64_t unlawful = 0;
    for (int i = 0; i < lanes; i++) uniform[i] = row[place[i]];
    if (n) {
        for (int i = 0; i < lanes; i++) {
            double u = uniform[i], q = p[i], m = n[i], whole = nearest(m), rest = 1.0 - q, other = 1.0 - u;
            unlawful |= !(q >= 0.0) | !(q <= 1.0) | !(m >= 0.0) | !(m < 0x1p53) | (whole != m);
            trials[i] = m;
            chance[i] = q > 0.5 ? rest : q;
            uniform[i] = q > 0.5 ? other : u;
            mirrored[i] = q > 0.5 ? m : -1.0;
            out[i] = q > 0.5 ? m : 0.0;
        }
    } else {
        for (int i = 0; i < lanes; i++) {
            unlawful |= !(p[i] >= 0.0) | !(p[i] < 0x1p53);
            trials[i] = 1.0, chance[i] = p[i], mirrored[i] = -1.0, out[i] = 0.0;
        }
    }
    for (int i = 0; i < lanes; i++) {
        double u = uniform[i], mean = trials[i] * chance[i], zero = 1.0 - mean, found = MANY;
        found = mean <= MORE_MEAN ? MORE : found;
        found = mean <= FEW_MEAN ? FEW : found;
        found = u <= zero ? NOTHING : found;
        found = u > FAR_TAIL ? HARD : found;
        sort[i] = u < CLOSE ? HARD : found;
    }
    return !unlawful;
}

/* Count all lanes of one slot; 0 where some n or p is out of range. `n` is null for the Poisson law. */
static int count_slot(Work *work, int64_t first, const double *row, const int64_t *place, Py_ssize_t lanes,
                      const double *n, const double *p) {
    Stretch s;
    for (Py_ssize_t start = 0; start < lanes; start += BLOCK) {
        int some = lanes - start < BLOCK ? (int)(lanes - start) : BLOCK;
        const double *of = n ? n + start : NULL;
        if (!ready(&s, row, place + start, some, of, p + start, work->out + first + start)) return 0;
        for (int i = 0; i < some; i++) {
            int sort = (int)s.sort[i];
            Queue *queue = &work->queue[sort];
            int last = queue->waiting;
            queue->lane[last] = first + start + i;
            queue->uniform[last] = s.uniform[i], queue->trials[last] = s.trials[i], queue->chance[last] = s.chance[i];
            queue->mirrored[last] = s.mirrored[i];
            queue->waiting += sort != NOTHING; /* no branch: what needs no search is overwritten by the next */
        }
        for (int i = 0; i < work->queue[HARD].waiting; i++) leave_to_python(work, work->queue[HARD].lane[i]);
        work->queue[HARD].waiting = 0;
        for (enum sort sort = FEW; sort <= MANY; sort++) if (work->queue[sort].waiting >= BATCH) serve(work, sort);
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
             "uniforms(key, month, runs, out)\n--\n\n"
             "Write the uniforms of whole counter blocks into `out`, one row for each slot.\n\n"
             "key: 16 bytes; month: 64 bits, wrapped; runs: tuple of ranges (first, end) of blocks; out: (slots, width) doubles.");

/* Read range `index` of a tuple of pairs; 0 with an exception set where there is none. */
static int range_of(PyObject *runs, Py_ssize_t index, uint64_t *first, uint64_t *end) {
    PyObject *pair = PyTuple_GetItem(runs, index);
    PyObject *from = pair ? PyTuple_GetItem(pair, 0) : NULL, *to = from ? PyTuple_GetItem(pair, 1) : NULL;
    if (!to) return 0;
    *first = PyLong_AsUnsignedLongLong(from), *end = PyLong_AsUnsignedLongLong(to);
    return !PyErr_Occurred();
}

static PyObject *uniforms(PyObject *Py_UNUSED(module), PyObject *args) {
    PyObject *key_array, *runs, *out_array;
    unsigned long long month;
    if (!PyArg_ParseTuple(args, "OKO!O", &key_array, &month, &PyTuple_Type, &runs, &out_array)) return NULL;
    Py_ssize_t width = 0, count = PyTuple_Size(runs);
    uint64_t first, end;
    for (Py_ssize_t run = 0; run < count; run++) {
        if (!range_of(runs, run, &first, &end)) return NULL;
        width += 4 * (Py_ssize_t)(end - first);
    }
    Py_buffer views[2];
    Held held = {views, 0};
    Py_ssize_t key_bytes, out_bytes;
    const uint64_t *key;
    double *out;
    PyObject *result = NULL;
    if (hold(&held, key_array, 0, &key_bytes, &key) && hold(&held, out_array, 1, &out_bytes, &out)) {
        if (key_bytes == 16 && width > 0 && out_bytes % (8 * width) == 0) {
            for (Py_ssize_t slot = 0; slot < out_bytes / 8 / width; slot++) {
                for (Py_ssize_t run = 0; run < count; run++) {
                    range_of(runs, run, &first, &end);
                    fill(key, first, month, (uint64_t)slot, (Py_ssize_t)(end - first), out);
                    out += 4 * (end - first);
                }
            }
            result = Py_NewRef(Py_None);
        } else {
            PyErr_SetString(PyExc_ValueError, "a key has 16 bytes, and a row four numbers for each counter block");
        }
    }
    release(&held);
    return result;
}

PyDoc_STRVAR(counts_doc,
             "counts(uniform, place, n, p, out, hard)\n--\n\n"
             "Write the count of every lane into `out` and the numbers of the hard lanes into `hard`; return how many.\n\n"
             "uniform: (slots, width) doubles; place: (lanes,) 64-bit columns of it; n, p, out: (slots, lanes) doubles, n None\n"
             "for Poisson counts of mean p; hard: (slots, lanes) 64-bit. Return -1 where some n or p is out of range.");

static PyObject *counts(PyObject *Py_UNUSED(module), PyObject *args) {
    PyObject *array[6];
    if (!PyArg_ParseTuple(args, "OOOOOO", &array[0], &array[1], &array[2], &array[3], &array[4], &array[5])) return NULL;
    Py_buffer views[6];
    Held held = {views, 0};
    Py_ssize_t u_bytes, place_bytes, n_bytes, p_bytes, out_bytes, hard_bytes;
    const double *u, *n = NULL, *p;
    const int64_t *place;
    double *out;
    int64_t *hard;
    int ok = hold(&held, array[0], 0, &u_bytes, &u) && hold(&held, array[1], 0, &place_bytes, &place) &&
             hold(&held, array[3], 0, &p_bytes, &p) && hold(&held, array[4], 1, &out_bytes, &out) &&
             hold(&held, array[5], 1, &hard_bytes, &hard);
    n_bytes = p_bytes;
    if (ok && array[2] != Py_None) ok = hold(&held, array[2], 0, &n_bytes, &n);
    if (!ok) {
        release(&held);
        return NULL;
    }
    Py_ssize_t lanes = place_bytes / 8, slots = lanes ? p_bytes / 8 / lanes : 0, width = slots ? u_bytes / 8 / slots : 0;
    Py_ssize_t low = 0, high = -1;
    if (slots * lanes * 8 != p_bytes || n_bytes != p_bytes || out_bytes != p_bytes || hard_bytes != p_bytes) {
        PyErr_SetString(PyExc_ValueError, "counts: arrays of different sizes");
        release(&held);
        return NULL;
    }
    for (Py_ssize_t lane = 0; lane < lanes; lane++) {
        low = place[lane] < low ? place[lane] : low;
        high = place[lane] > high ? place[lane] : high;
    }
    if (low < 0 || high >= width) {
        PyErr_SetString(PyExc_IndexError, "counts: a lane has no uniform");
        release(&held);
        return NULL;
    }
    Work work;
    work.out = out, work.hard = hard, work.found = 0, work.events = !n;
    for (int sort = 0; sort < SORTS; sort++) work.queue[sort].waiting = 0;
    int lawful = 1;
    Py_BEGIN_ALLOW_THREADS;
    for (Py_ssize_t slot = 0; slot < slots && lawful; slot++) {
        const double *row = u + slot * width;
        int64_t first = slot * lanes;
        lawful = count_slot(&work, first, row, place, lanes, n ? n + first : NULL, p + first);
    }
    for (enum sort sort = FEW; sort <= MANY; sort++) serve(&work, sort);
    Py_END_ALLOW_THREADS;
    release(&held);
    return PyLong_FromLongLong(lawful ? work.found : -1);
}

static PyMethodDef methods[] = {
    {"uniforms", uniforms, METH_VARARGS, uniforms_doc},
    {"counts", counts, METH_VARARGS, counts_doc},
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
