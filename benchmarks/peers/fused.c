/* The reference model in one piece of C: the limit that lanes are measured against.

   All steps of all months for a chunk of lanes that stays in the processor's cache, the equations of firm.py, uniforms
   and counts from the very code of the accelerator. Compiled by fused.py, which writes parameters.h. */

#include "_counts.c"
#include "parameters.h"

/* ---- mathematics in operations that vectorise ------------------------------------------------------------------ */

/* log(x) for normal positive x within 1e-15: x = m 2^e, log m = 2 artanh(s), s = (m - 1) / (m + 1), s^2 < .0295. The
   exponent becomes a double in the low bits of 2^52, since not every processor converts 64-bit vectors. */
static inline double logarithm(double x) {
    uint64_t bits, biased, shifted;
    memcpy(&bits, &x, 8);
    biased = (bits - 0x3FE6A09E667F3BCDu + (1023ull << 52)) >> 52; /* sqrt(1/2): m lies between it and its double */
    bits -= (biased - 1023u) << 52;
    shifted = biased | 0x4330000000000000u;
    double m, e;
    memcpy(&m, &bits, 8);
    memcpy(&e, &shifted, 8);
    double s = (m - 1.0) / (m + 1.0), v = s * s, sum = 1.0 / 17.0 + v * (1.0 / 19.0);
    sum = 1.0 / 13.0 + v * (1.0 / 15.0 + v * sum);
    sum = 1.0 / 9.0 + v * (1.0 / 11.0 + v * sum);
    sum = 1.0 / 5.0 + v * (1.0 / 7.0 + v * sum);
    return 2.0 * s * (1.0 + v * (1.0 / 3.0 + v * sum)) + (e - (0x1p52 + 1023.0)) * 6.93147180559945286227e-01;
}

static inline double power(double x, double exponent) { return exponential(exponent * logarithm(x)); }

/* The normal score of a uniform, Wichura's AS 241 (1988), good to 1e-15. */
static inline double normal_body(double q) {
    double r = 0.180625 - q * q;
    return q *
           (((((((2.5090809287301226727e3 * r + 3.3430575583588128105e4) * r + 6.7265770927008700853e4) * r +
                4.5921953931549871457e4) * r + 1.3731693765509461125e4) * r + 1.9715909503065514427e3) * r +
             1.3314166789178437745e2) * r + 3.3871328727963666080e0) /
           (((((((5.2264952788528545610e3 * r + 2.8729085735721942674e4) * r + 3.9307895800092710610e4) * r +
                2.1213794301586595867e4) * r + 5.3941960214247511077e3) * r + 6.8718700749205790830e2) * r +
             4.2313330701600911252e1) * r + 1.0);
}

static inline double normal_side(double r) {
    r -= 1.6;
    return (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r +
               1.27045825245236838258e0) * r + 3.64784832476320460504e0) * r + 5.76949722146069140550e0) * r +
            4.63033784615654529590e0) * r + 1.42343711074968357734e0) /
           (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r +
               1.48103976427480074590e-1) * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940e0) * r +
            2.05319162663775882187e0) * r + 1.0);
}

static inline double normal_tail(double r) {
    r -= 5.0;
    return (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r +
               2.65321895265761230930e-2) * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580e0) * r +
            5.46378491116411436990e0) * r + 6.65790464350110377720e0) /
           (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r +
               7.86869131145613259100e-4) * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r +
            5.99832206555887937690e-1) * r + 1.0);
}

/* ---- a chunk of firms -------------------------------------------------------------------------------------------- */

typedef struct {
    int lanes;
    uint64_t first; /* counter block of the first lane */
    uint64_t month;
    const uint64_t (*keys)[2];
    double *row[MEASURES]; /* the record of the month */
    double shock_left[CHUNK], severity[CHUNK], market[CHUNK], spent[CHUNK];
    double capability[6][CHUNK], returns[6][CHUNK];
    double pipeline[3][CHUNK], base[4][CHUNK], referrals[CHUNK], customers[CHUNK], wins[CHUNK];
    double profit[CHUNK], cash[CHUNK], rate[CHUNK];
    double moved[4][CHUNK], noise[CHUNK];
} Firms;

#define LANES for (int i = 0; i < firms->lanes; i++)

static void draw(const Firms *firms, int stream, int slot, double *uniform) {
    fill(firms->keys[stream], firms->first, firms->month, slot, (firms->lanes + 3) / 4, uniform);
}

VECTORISED static void normal(Firms *firms, int stream) {
    double u[CHUNK], side[CHUNK], *z = firms->noise;
    draw(firms, stream, 0, u);
    LANES side[i] = sqrt(-logarithm(u[i] < 0.5 ? u[i] : 1.0 - u[i]));
    LANES {
        double far = normal_side(side[i]), body = normal_body(u[i] - 0.5);
        z[i] = fabs(u[i] - 0.5) <= 0.425 ? body : u[i] < 0.5 ? -far : far;
    }
    LANES if (side[i] > 5.0) z[i] = u[i] < 0.5 ? -normal_tail(side[i]) : normal_tail(side[i]);
}

/* The one lane in a hundred million that the accelerator leaves to Python: the sum is taken as it comes. */
static double nearest_call(double u, double n, double p, int events) {
    long double odds = p / (1.0L - p), a = events ? 0.0L : -odds, b = events ? p : (n + 1.0L) * odds;
    long double probability = events ? expl(-(long double)p) : expl(n * log1pl(-(long double)p)), reached = probability;
    double k = 0.0;
    while (u > reached && probability > 0.0L) {
        k += 1.0;
        probability *= a + b / k;
        reached += probability;
    }
    return k;
}

/* Counts of n trials, or events where n is NULL, with the chances or means in lanes->chance. */
static void count(const Firms *firms, int stream, int slot, const double *n, Lanes *lanes, double *out) {
    Work work = {.out = out, .events = !n};
    draw(firms, stream, slot, lanes->uniform);
    if (n) memcpy(lanes->trials, n, sizeof lanes->trials);
    else
        LANES lanes->trials[i] = 1.0;
    count_chunk(&work, lanes, firms->lanes);
    LANES if (work.left && out[i] != out[i]) {
        double k = nearest_call(lanes->uniform[i], lanes->trials[i], lanes->chance[i], !n);
        out[i] = work.mirrored[i] < 0.0 ? k : work.mirrored[i] - k;
    }
}

VECTORISED static void build_capabilities(Firms *firms) {
    static const double share[6] = SHARE, decay[6] = DECAY, steepness[6] = STEEPNESS, half[6] = HALF;
    for (int kind = 0; kind < 6; kind++) {
        double constant = power(half[kind], steepness[kind]), *capability = firms->capability[kind];
        LANES {
            capability[i] = capability[i] * (1.0 - decay[kind]) + share[kind] * firms->spent[i];
            double reached = power(capability[i], steepness[kind]);
            firms->returns[kind][i] = reached / (constant + reached);
        }
    }
}

VECTORISED static void plans(Firms *firms) {
    double starts[CHUNK], severity[CHUNK], *z = firms->noise;
    normal(firms, PLANS_EXECUTION);
    draw(firms, PLANS_SHOCK, 0, starts);
    draw(firms, PLANS_SHOCK, 1, severity);
    LANES {
        double left = firms->shock_left[i] - 1.0, new_severity = SHOCK_LEAST + (SHOCK_MOST - SHOCK_LEAST) * severity[i];
        int new = (left <= 0.0) & (starts[i] < SHOCK_CHANCE);
        left = new ? SHOCK_MONTHS : left;
        firms->shock_left[i] = left;
        firms->severity[i] = new ? new_severity : firms->severity[i];
        double market = 1.0 - firms->severity[i];
        firms->row[ROW_MARKET][i] = firms->market[i] = left > 0.0 ? market : 1.0;
    }
    LANES {
        double execution = 1.0 + EXECUTION_SD * z[i], profit = firms->profit[i];
        execution = execution > 0.0 ? execution : 0.0;
        double budget = BUDGET + firms->rate[i] * (profit > 0.0 ? profit : 0.0);
        firms->spent[i] = budget * execution;
        firms->row[ROW_EXECUTION][i] = execution, firms->row[ROW_BUDGET][i] = budget;
    }
    build_capabilities(firms);
}

VECTORISED static void demand(Firms *firms) {
    static const double season[] = SEASON;
    Lanes lanes;
    normal(firms, DEMAND_NOISE);
    LANES {
        double reached = 1.0 - exponential(-ADVERTISING / ADVERTISING_SCALE * firms->spent[i]);
        double noise = exponential(LEADS_SD * firms->noise[i] - 0.5 * LEADS_SD * LEADS_SD);
        lanes.chance[i] = LEADS * reached * (1.0 + REACH_GAIN * firms->returns[0][i]) * season[firms->month] *
                          firms->market[i] * noise;
    }
    count(firms, DEMAND_LEADS, 0, NULL, &lanes, firms->row[ROW_LEADS]);
    LANES lanes.chance[i] = QUALIFIED + CONTENT_GAIN * firms->returns[1][i];
    count(firms, DEMAND_QUALIFIED, 0, firms->row[ROW_LEADS], &lanes, firms->row[ROW_QUALIFIED]);
}

VECTORISED static void acquisition(Firms *firms) {
    static const double stays[2] = STAYS;
    Lanes lanes;
    LANES lanes.chance[i] = ACCEPTED + SALES_GAIN * firms->returns[2][i];
    count(firms, ACQUISITION_ACCEPTED, 0, firms->row[ROW_QUALIFIED], &lanes, firms->row[ROW_ACCEPTED]);
    for (int stage = 0; stage < 2; stage++) {
        LANES lanes.chance[i] = stays[stage];
        count(firms, ACQUISITION_MOVES, stage, firms->pipeline[stage], &lanes, firms->moved[stage]);
    }
    LANES lanes.chance[i] = WON + SALES_GAIN_WON * firms->returns[2][i];
    count(firms, ACQUISITION_MOVES, 2, firms->pipeline[2], &lanes, firms->row[ROW_WINS]);
    LANES {
        firms->pipeline[0][i] = firms->row[ROW_ACCEPTED][i] + firms->referrals[i];
        firms->pipeline[1][i] = firms->moved[0][i], firms->pipeline[2][i] = firms->moved[1][i];
    }
}

VECTORISED static void experience(Firms *firms) {
    static const double churn[4] = CHURN, promotion[3] = PROMOTION;
    double strain[CHUNK], *churned = firms->row[ROW_CHURNED], (*base)[CHUNK] = firms->base;
    Lanes lanes;
    LANES {
        double load = firms->customers[i] / (CAPACITY * (1.0 + CAPACITY_GAIN * firms->returns[3][i]));
        strain[i] = (0.5 + 0.5 * load * load) * (1.0 - CARE_GAIN * firms->returns[4][i]);
        churned[i] = 0.0;
    }
    for (int kind = 0; kind < 4; kind++) {
        LANES {
            double chance = churn[kind] * strain[i];
            lanes.chance[i] = chance < 1.0 ? chance : 1.0;
        }
        count(firms, EXPERIENCE_CHURN, kind, base[kind], &lanes, firms->moved[kind]);
        LANES base[kind][i] -= firms->moved[kind][i], churned[i] += firms->moved[kind][i];
    }
    for (int kind = 0; kind < 3; kind++) {
        LANES lanes.chance[i] = promotion[kind] * (0.5 + firms->returns[4][i]);
        count(firms, EXPERIENCE_PROMOTION, kind, base[kind], &lanes, firms->moved[kind]);
    }
    LANES {
        double *const *row = firms->row, (*up)[CHUNK] = firms->moved;
        base[0][i] += row[ROW_WINS][i] - up[0][i], base[1][i] += up[0][i] - up[1][i];
        base[2][i] += up[1][i] - up[2][i], base[3][i] += up[2][i];
        row[ROW_CUSTOMERS][i] = firms->customers[i] = base[0][i] + base[1][i] + base[2][i] + base[3][i];
        lanes.chance[i] = REFERRED * firms->market[i] * (base[2][i] + base[3][i]);
    }
    count(firms, EXPERIENCE_REFERRALS, 0, NULL, &lanes, firms->referrals);
    memcpy(firms->row[ROW_REFERRALS], firms->referrals, firms->lanes * sizeof(double));
}

VECTORISED static void supply(Firms *firms) {
    normal(firms, SUPPLY_COST);
    LANES {
        double customers = firms->customers[i] > 1.0 ? firms->customers[i] : 1.0;
        double noise = exponential(COST_SD * firms->noise[i] - 0.5 * COST_SD * COST_SD);
        firms->row[ROW_UNIT_COST][i] = UNIT_COST * power(customers / SCALE_CUSTOMERS, SCALE_EXPONENT) *
                                   (1.0 - OPERATIONS_GAIN * firms->returns[5][i]) * noise;
    }
}

VECTORISED static void reinvestment(Firms *firms) {
    double *const *row = firms->row;
    normal(firms, REINVESTMENT_REVENUE);
    LANES {
        double noise = exponential(REVENUE_SD * firms->noise[i] - 0.5 * REVENUE_SD * REVENUE_SD);
        double revenue = PRICE * firms->customers[i] * (1.0 - MARKET_SHARE * (1.0 - firms->market[i])) * noise;
        double costs = row[ROW_UNIT_COST][i] * firms->customers[i] + FIXED + firms->spent[i];
        double profit = revenue - costs, cash = firms->cash[i] + profit;
        double rate = firms->rate[i] + ((profit > 0.0) & (cash > RESERVE) ? RATE_UP : -RATE_DOWN);
        rate = rate > 0.0 ? rate : 0.0;
        rate = rate < RATE_MOST ? rate : RATE_MOST;
        firms->profit[i] = profit, firms->cash[i] = cash, firms->rate[i] = rate;
        row[ROW_REVENUE][i] = revenue, row[ROW_COSTS][i] = costs;
        row[ROW_PROFIT][i] = profit, row[ROW_CASH][i] = cash, row[ROW_RATE][i] = rate;
    }
}

static void set_up(Firms *firms) {
    static const double pipeline[3] = PIPELINE, customers[4] = CUSTOMERS;
    memset(firms->shock_left, 0, sizeof firms->shock_left), memset(firms->severity, 0, sizeof firms->severity);
    memset(firms->referrals, 0, sizeof firms->referrals), memset(firms->profit, 0, sizeof firms->profit);
    LANES {
        for (int kind = 0; kind < 6; kind++) firms->capability[kind][i] = CAPABILITY;
        for (int stage = 0; stage < 3; stage++) firms->pipeline[stage][i] = pipeline[stage];
        for (int kind = 0; kind < 4; kind++) firms->base[kind][i] = customers[kind];
        firms->customers[i] = customers[0] + customers[1] + customers[2] + customers[3];
        firms->cash[i] = CASH, firms->rate[i] = RATE;
    }
}

/* Run `lanes` replications from `first` (a multiple of four) on. `keys`: 16 bytes per stream, in the order of
   parameters.h; `record`: (months, measures, lanes). */
void run(const uint64_t (*keys)[2], int64_t first, int64_t lanes, double *record) {
    Firms firms = {.keys = keys};
    for (int k = 1; k < STEPS; k++) inverse[k] = 1.0 / k;
    for (int64_t start = 0; start < lanes; start += CHUNK) {
        firms.lanes = lanes - start < CHUNK ? (int)(lanes - start) : CHUNK;
        firms.first = (uint64_t)(first + start) / 4;
        set_up(&firms);
        for (firms.month = 0; firms.month < MONTHS; firms.month++) {
            for (int measure = 0; measure < MEASURES; measure++)
                firms.row[measure] = record + (firms.month * MEASURES + measure) * lanes + start;
            plans(&firms);
            demand(&firms);
            acquisition(&firms);
            experience(&firms);
            supply(&firms);
            reinvestment(&firms);
        }
    }
}
