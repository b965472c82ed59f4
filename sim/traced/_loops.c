/* A straight line of row operations, replayed by NumPy's own inner loops.

   A row is one number per lane, doubles or bools. What NumPy does to rows it does in inner loops, which it keeps in the
   public struct of each ufunc; calling those very loops gives NumPy's very bits, whatever processor and version of
   NumPy, and saves what surrounds them: looking for the loop, making arrays, looking at flags. Only what NumPy has no
   ufunc for is done here, and moves numbers without computing any.

   Needs no NumPy headers: arrays come as buffers, and the stable ABI serves every Python from 3.11 on. */

#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

/* Compile for AVX2 as well where the loader can choose; nothing is rounded here. */
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__gnu_linux__)
#define VECTORISED __attribute__((target_clones("avx512f", "avx2", "default"), optimize("O3")))
#else
#define VECTORISED
#endif

/* Lanes do not look at one another: an output is an input's very row or apart from it. `restrict` would forbid the
   former. */
#if defined(__clang__)
#define LANE_BY_LANE _Pragma("clang loop vectorize(assume_safety)")
#elif defined(__GNUC__)
#define LANE_BY_LANE _Pragma("GCC ivdep")
#elif defined(_MSC_VER)
#define LANE_BY_LANE __pragma(loop(ivdep))
#else
#define LANE_BY_LANE
#endif

/* As NumPy's PyUFuncGenericFunction: inputs then outputs, number of lanes, bytes from lane to lane. */
typedef void Function(char **rows, const intptr_t *lanes, const intptr_t *steps, void *data);

/* ---- what NumPy keeps in a ufunc -------------------------------------------------------------------------------- */

/* The head of NumPy's PyUFuncObject (numpy/ufuncobject.h); it is part of NumPy's ABI. */
typedef struct {
    PyObject_HEAD
    int nin, nout, nargs, identity;
    Function **functions;
    void *const *data; /* NULL where no loop needs any */
    int ntypes, reserved;
    const char *name, *types;
} Ufunc;

/* Whether this is an instance of numpy.ufunc itself, and large enough to have that head. */
static int made_by_numpy(PyObject *object) {
    PyObject *type = (PyObject *)Py_TYPE(object), *size = NULL, *numpy = PyImport_ImportModule("numpy");
    PyObject *ufunc = numpy ? PyObject_GetAttrString(numpy, "ufunc") : NULL;
    if (ufunc == type) size = PyObject_GetAttrString(type, "__basicsize__");
    int large = size && PyLong_AsLong(size) >= (long)sizeof(Ufunc);
    Py_XDECREF(size);
    Py_XDECREF(ufunc);
    Py_XDECREF(numpy);
    return large;
}

static int says(PyObject *object, const char *name, long number) {
    PyObject *said = PyObject_GetAttrString(object, name);
    int same = said && PyLong_AsLong(said) == number;
    Py_XDECREF(said);
    return same;
}

static int is_text(PyObject *said, const char *text) {
    return said && PyUnicode_Check(said) && PyUnicode_CompareWithASCIIString(said, text) == 0;
}

/* What Python says of the loop at this place, as in "dd->d". */
static int says_types(PyObject *object, const Ufunc *ufunc, const char *types, Py_ssize_t place) {
    char text[16] = "";
    for (int i = 0, end = 0; i < ufunc->nargs; i++) {
        if (i == ufunc->nin) text[end++] = '-', text[end++] = '>';
        text[end++] = types[i] ? 'd' : '?';
    }
    PyObject *all = PyObject_GetAttrString(object, "types"), *said = all ? PySequence_GetItem(all, place) : NULL;
    int same = is_text(said, text);
    Py_XDECREF(said);
    Py_XDECREF(all);
    return same;
}

/* Whether the head holds what Python says of the ufunc; numbers first, so that no pointer is followed before. */
static int as_expected(PyObject *object, const Ufunc *ufunc) {
    int numbers = says(object, "nin", ufunc->nin) && says(object, "nout", ufunc->nout) &&
                  says(object, "nargs", ufunc->nargs) && says(object, "ntypes", ufunc->ntypes);
    if (!numbers || !ufunc->functions || !ufunc->name || !ufunc->types) return 0;
    PyObject *name = PyObject_GetAttrString(object, "__name__"), *core = PyObject_GetAttrString(object, "signature");
    int same = is_text(name, ufunc->name) && core == Py_None; /* others work on more than a lane */
    Py_XDECREF(core);
    Py_XDECREF(name);
    return same;
}

/* One of at most three inputs and one output, all of them doubles or bools: no such loop can raise. */
static int of_rows(const Ufunc *ufunc, const char *types, Py_ssize_t size) {
    int known = size == ufunc->nargs && ufunc->nin >= 1 && ufunc->nin <= 3 && ufunc->nout == 1;
    for (Py_ssize_t i = 0; i < size; i++) known &= types[i] == 0 || types[i] == 12;
    return known;
}

PyDoc_STRVAR(loop_doc,
             "loop(ufunc, types)\n--\n\n"
             "Return the addresses of a ufunc's inner loop and its data, None where they can't be had for certain.\n\n"
             "types: a byte for each input, then the output: 0 for bools, 12 for doubles, as NumPy numbers them.");

static PyObject *loop(PyObject *Py_UNUSED(module), PyObject *args) {
    PyObject *object;
    const char *types;
    Py_ssize_t size, place = 0;
    if (!PyArg_ParseTuple(args, "Oy#", &object, &types, &size)) return NULL;
    const Ufunc *ufunc = (const Ufunc *)object;
    int known = made_by_numpy(object) && as_expected(object, ufunc) && of_rows(ufunc, types, size);
    while (known && place < ufunc->ntypes && memcmp(ufunc->types + place * size, types, (size_t)size)) place++;
    known = known && place < ufunc->ntypes && ufunc->functions[place] && says_types(object, ufunc, types, place);
    PyErr_Clear();
    if (!known) return Py_NewRef(Py_None);
    void *data = ufunc->data ? ufunc->data[place] : NULL;
    return Py_BuildValue("KK", (unsigned long long)(uintptr_t)ufunc->functions[place],
                         (unsigned long long)(uintptr_t)data);
}

/* ---- loops of our own ------------------------------------------------------------------------------------------- */

#define DOUBLES(row) ((const double *)(row))

/* One number for all lanes is read once, so that each form is one kind of vector operations. */
VECTORISED static void select_lanes(char **rows, const intptr_t *lanes, const intptr_t *steps, void *Py_UNUSED(data)) {
    const intptr_t n = *lanes;
    const unsigned char *which = (const unsigned char *)rows[0];
    const double *yes = DOUBLES(rows[1]), *no = DOUBLES(rows[2]), all_yes = *yes, all_no = *no;
    double *out = (double *)rows[3];
    if (!steps[0]) {
        const double *from = *which ? yes : no;
        const intptr_t step = steps[*which ? 1 : 2] / 8;
        LANE_BY_LANE
        for (intptr_t i = 0; i < n; i++) out[i] = from[i * step];
    } else if (steps[1] && steps[2]) {
        LANE_BY_LANE
        for (intptr_t i = 0; i < n; i++) {
            double a = yes[i], b = no[i];
            out[i] = which[i] ? a : b;
        }
    } else if (steps[1]) {
        LANE_BY_LANE
        for (intptr_t i = 0; i < n; i++) {
            double a = yes[i];
            out[i] = which[i] ? a : all_no;
        }
    } else if (steps[2]) {
        LANE_BY_LANE
        for (intptr_t i = 0; i < n; i++) {
            double b = no[i];
            out[i] = which[i] ? all_yes : b;
        }
    } else {
        LANE_BY_LANE
        for (intptr_t i = 0; i < n; i++) out[i] = which[i] ? all_yes : all_no;
    }
}

VECTORISED static void to_doubles(char **rows, const intptr_t *lanes, const intptr_t *steps, void *Py_UNUSED(data)) {
    const intptr_t n = *lanes;
    const unsigned char *from = (const unsigned char *)rows[0];
    const double all = *from ? 1.0 : 0.0;
    double *out = (double *)rows[1];
    if (steps[0]) {
        LANE_BY_LANE
        for (intptr_t i = 0; i < n; i++) out[i] = from[i] ? 1.0 : 0.0;
    } else {
        LANE_BY_LANE
        for (intptr_t i = 0; i < n; i++) out[i] = all;
    }
}

static void copy_doubles(char **rows, const intptr_t *lanes, const intptr_t *steps, void *Py_UNUSED(data)) {
    const double all = *DOUBLES(rows[0]);
    double *out = (double *)rows[1];
    if (steps[0]) memmove(out, rows[0], (size_t)*lanes * 8);
    else
        for (intptr_t i = 0; i < *lanes; i++) out[i] = all;
}

static void copy_bools(char **rows, const intptr_t *lanes, const intptr_t *steps, void *Py_UNUSED(data)) {
    if (steps[0]) memmove(rows[1], rows[0], (size_t)*lanes);
    else memset(rows[1], *rows[0], (size_t)*lanes);
}

/* ---- the straight line ------------------------------------------------------------------------------------------ */

/* Fields of an instruction: rows begin so many bytes into memory, and have so many from lane to lane; the output's come
   first, then the inputs'. */
enum { LOOP, LANES, START, STEP = START + 4, FIELDS = STEP + 4 };

typedef struct {
    Function *function;
    void *data;
    int inputs;
} Loop;

/* Loop -1 and so on. There is no -4: clip is a ufunc, and what it makes of zeros and NaN hangs on NumPy's version. */
typedef struct {
    Loop loop;
    int64_t step[4]; /* of the output and the inputs, where they are rows */
} Own;

static const Own own[] = {
    {{select_lanes, NULL, 3}, {8, 1, 8, 8}},
    {{to_doubles, NULL, 1}, {8, 1}},
    {{copy_doubles, NULL, 1}, {8, 8}},
    {{NULL, NULL, 0}, {0}},
    {{copy_bools, NULL, 1}, {1, 1}},
};
enum { OWN = sizeof own / sizeof own[0] };

typedef struct {
    const uint64_t (*loops)[3]; /* address of the function, of its data, number of inputs */
    const int64_t (*code)[FIELDS];
    char *memory;
    int64_t loops_known, lines, bytes;
} Program;

static inline Loop loop_of(const Program *program, int64_t number) {
    if (number < 0) return own[-1 - number].loop;
    const uint64_t *words = program->loops[number];
    return (Loop){(Function *)(uintptr_t)words[0], (void *)(uintptr_t)words[1], (int)words[2]};
}

/* Execute instructions until the last is done, or one has written to `stop`; which is the next. */
static int64_t replay(const Program *program, const volatile int64_t *stop, int64_t first, int64_t last) {
    int64_t at = first;
    while (at < last && !*stop) {
        const int64_t *line = program->code[at++];
        const Loop called = loop_of(program, line[LOOP]);
        intptr_t lanes = (intptr_t)line[LANES], steps[4];
        char *rows[4];
        for (int i = 0; i < 3; i++)
            rows[i] = program->memory + line[START + 1 + i], steps[i] = (intptr_t)line[STEP + 1 + i];
        rows[called.inputs] = program->memory + line[START], steps[called.inputs] = (intptr_t)line[STEP];
        called.function(rows, &lanes, steps, called.data);
    }
    return at;
}

/* ---- whether it may be replayed --------------------------------------------------------------------------------- */

/* How far a row reaches that lies within memory; one number for all lanes takes a byte at least. */
static int64_t end_of(const int64_t *line, int row) {
    return line[START + row] + (line[STEP + row] ? line[STEP + row] * line[LANES] : 1);
}

static int lies_within(const int64_t *line, int row, int64_t bytes) {
    int64_t start = line[START + row], step = line[STEP + row], needed = step ? step * line[LANES] : 8;
    return start >= 0 && start <= bytes && needed <= bytes - start && (step != 8 || start % 8 == 0);
}

/* Whether lanes of the output lie where other lanes of an input do, so that an order of lanes would matter. */
static int meets(const int64_t *line, int row) {
    int apart = end_of(line, row) <= line[START] || end_of(line, 0) <= line[START + row];
    int same = line[START + row] == line[START] && (line[STEP + row] == line[STEP] || line[LANES] == 1);
    return !apart && !same;
}

static int is_step(const int64_t *line, int row) {
    int64_t step = line[STEP + row];
    if (line[LOOP] < 0) return step == 0 || step == own[-1 - line[LOOP]].step[row];
    return step == 0 || step == 1 || step == 8;
}

/* What is wrong with an instruction, NULL where nothing is. */
static const char *wrong_with(const Program *program, const int64_t *line) {
    if (line[LOOP] < -OWN || line[LOOP] >= program->loops_known) return "there is no such loop";
    Loop called = loop_of(program, line[LOOP]);
    if (!called.function) return "there is no such loop";
    if (line[LANES] < 0 || line[LANES] > program->bytes) return "no such number of lanes fits into memory";
    for (int row = 0; row <= called.inputs; row++) {
        if (!is_step(line, row)) return "a row of this kind has another step";
        if (!lies_within(line, row, program->bytes)) return "a row leaves memory, or begins within a number";
    }
    if (!line[STEP] && line[LANES] > 1) return "all lanes would be written to one place";
    for (int row = 1; row <= called.inputs; row++)
        if (meets(line, row)) return "the output meets an input otherwise than lane for lane";
    return NULL;
}

/* ---- what Python calls ------------------------------------------------------------------------------------------ */

typedef struct {
    Py_buffer views[4];
    int count;
} Held;

static void release(Held *held) {
    while (held->count) PyBuffer_Release(&held->views[--held->count]);
}

/* Hold an array in one piece, of numbers of eight bytes; a row of it has so many, none where it is a row itself. */
static int hold(Held *held, PyObject *array, int flags, Py_ssize_t columns) {
    Py_buffer *view = &held->views[held->count];
    if (PyObject_GetBuffer(array, view, PyBUF_C_CONTIGUOUS | flags) < 0) return 0;
    held->count++;
    int shaped = columns ? view->ndim == 2 && view->shape[1] == columns : view->ndim == 1;
    if (shaped && view->itemsize == 8 && (uintptr_t)view->buf % 8 == 0) return 1;
    PyErr_SetString(PyExc_ValueError, "loops (k, 3), code (n, 10) and memory (m,) have eight bytes a number");
    return 0;
}

/* Hold what is replayed; 0 with an error set where it is not even that. */
static int read_program(PyObject *const arrays[3], Held *held, Program *program) {
    if (!hold(held, arrays[0], 0, 3) || !hold(held, arrays[1], 0, FIELDS) || !hold(held, arrays[2], PyBUF_WRITABLE, 0))
        return 0;
    const Py_buffer *loops = &held->views[0], *code = &held->views[1], *memory = &held->views[2];
    *program = (Program){loops->buf, code->buf, memory->buf, loops->shape[0], code->shape[0], memory->len};
    for (int64_t i = 0; i < program->loops_known; i++)
        if (!program->loops[i][0] || program->loops[i][2] < 1 || program->loops[i][2] > 3) {
            PyErr_SetString(PyExc_ValueError, "a loop has an address, and one to three inputs");
            return 0;
        }
    return 1;
}

PyDoc_STRVAR(check_doc,
             "check(loops, code, memory)\n--\n\n"
             "Raise ValueError where an instruction of `code` can't be replayed safely in a memory of this size.\n\n"
             "An output is a row of its own, or an input's very row.");

static PyObject *check(PyObject *Py_UNUSED(module), PyObject *args) {
    PyObject *arrays[3];
    Held held = {.count = 0};
    Program program;
    if (!PyArg_ParseTuple(args, "OOO", &arrays[0], &arrays[1], &arrays[2])) return NULL;
    int ok = read_program(arrays, &held, &program);
    for (int64_t at = 0; ok && at < program.lines; at++) {
        const char *wrong = wrong_with(&program, program.code[at]);
        if (wrong) ok = 0, PyErr_Format(PyExc_ValueError, "instruction %lld: %s", (long long)at, wrong);
    }
    release(&held);
    return ok ? Py_NewRef(Py_None) : NULL;
}

PyDoc_STRVAR(run_doc,
             "run(loops, code, memory, stop, first, last)\n--\n\n"
             "Execute instructions first..last-1 of a code that `check` has passed with a memory of this size.\n\n"
             "Return the instruction after the last one that was executed: one that leaves `stop` not zero is the last.\n\n"
             "loops: (k, 3) unsigned 64-bit, addresses of function and data, as `loop` gives them, and the number of inputs;\n"
             "code: (n, 10) 64-bit: loop, lanes, where output and inputs a, b, c begin (bytes into memory), their\n"
             "steps from lane to lane (bytes: 8 for doubles, 1 for bools, 0 for one number for all lanes, in eight bytes);\n"
             "memory: (m,) doubles; stop: (1,) 64-bit, the data of loops that may stop. Fields of inputs that a loop has not\n"
             "are not looked at. Loop -1 selects b where bool a is true, else c; -2 makes doubles of bools; -3 copies doubles,\n"
             "-5 bools.");

static PyObject *run(PyObject *Py_UNUSED(module), PyObject *args) {
    PyObject *arrays[3], *stop;
    Py_ssize_t first, last;
    Held held = {.count = 0};
    Program program;
    if (!PyArg_ParseTuple(args, "OOOOnn", &arrays[0], &arrays[1], &arrays[2], &stop, &first, &last)) return NULL;
    int ok = read_program(arrays, &held, &program) && hold(&held, stop, PyBUF_WRITABLE, 0);
    if (ok && held.views[3].shape[0] != 1) ok = 0, PyErr_SetString(PyExc_ValueError, "stop is one number");
    if (ok && (first < 0 || first > last || last > program.lines))
        ok = 0, PyErr_SetString(PyExc_IndexError, "there are no such instructions");
    int64_t next = ok ? replay(&program, held.views[3].buf, first, last) : 0;
    release(&held);
    return ok ? PyLong_FromLongLong(next) : NULL;
}

static PyMethodDef methods[] = {
    {"loop", loop, METH_VARARGS, loop_doc},
    {"check", check, METH_VARARGS, check_doc},
    {"run", run, METH_VARARGS, run_doc},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "sim.traced._loops", "Rows of numbers by NumPy's own inner loops.", 0, methods,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__loops(void) { return PyModuleDef_Init(&definition); }
