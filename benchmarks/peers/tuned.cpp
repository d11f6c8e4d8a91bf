// C++ with OpenMP, tuned: columns, groups of 512 in cache, one loop a phase that the compiler vectorises,
// listed flags as bits, far neighbours from a hash. Draws by key as in xinyong.chance: the bits are Xinyong's.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <omp.h>
#include <sys/mman.h>

using u8 = uint8_t; using u64 = uint64_t; using i32 = int32_t; using i64 = int64_t;
constexpr i64 GROUP = 512, PROVINCES = 31, TERM = 24, MEETING = 1000;
constexpr u64 GOLDEN = 0x9E3779B97F4A7C15, GRAPH = 0x5EED;

static inline u64 mix(u64 x) {
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
    return x ^ (x >> 31);
}
static inline u64 name_before(u64 parent, i64 number) { return parent + (u64(number) + 1) * GOLDEN; }
static inline u64 tag(u64 seed, i64 month, i64 purpose) {
    return mix(mix(seed + GOLDEN) + (u64(month + 100000) * 65536 + u64(purpose)) * GOLDEN);
}
static inline i32 picked(u64 bits32, i64 count) { return i32((bits32 * u64(count)) >> 32); }
static inline float unit(i32 bits24) { return float(bits24) * 0x1p-24f; }

static inline float exponential(float x) {
    constexpr double L = 0.6931471805599453;
    constexpr float c1 = L, c2 = L * L / 2, c3 = L * L * L / 6, c4 = L * L * L * L / 24;
    constexpr float c5 = L * L * L * L * L / 120, c6 = L * L * L * L * L * L / 720;
    x = std::min(std::max(x, -40.f), 40.f);
    float t = x * 1.4426950408889634f;
    i32 k = i32(t + 127.5f);
    float f = t - (float(k) - 127.f), f2 = f * f, power;
    i32 bits = k << 23;
    std::memcpy(&power, &bits, 4);
    return (((1.f + f * c1) + f2 * (c2 + f * c3)) + (f2 * f2) * ((c4 + f * c5) + f2 * c6)) * power;
}

// Eight bits spread over eight bytes.
static const struct Spread {
    u64 eight[256];
    Spread() { for (u64 b = 0; b < 256; b++) for (u64 j = eight[b] = 0; j < 8; j++) eight[b] |= (b >> j & 1) << 8 * j; }
} spread;

// Memory in huge pages, as NumPy asks for them.
template <class T> static T* column(i64 size, T value) {
    constexpr size_t page = 1 << 21;
    size_t bytes = (sizeof(T) * size + page - 1) / page * page;
    T* found = static_cast<T*>(sizeof(T) * size >= page ? std::aligned_alloc(page, bytes) : std::malloc(sizeof(T) * size));
    if (!found) throw std::bad_alloc();
    if (sizeof(T) * size >= page) madvise(found, bytes, MADV_HUGEPAGE);
    std::fill(found, found + size, value);
    return found;
}

struct Rules { i64 count; const float *base, *sign, *deter, *detect, *points; const u8* severe; };

struct Society {
    i64 citizens, groups, now = 0;
    bool local;
    u64 seed;
    Rules r;
    const float *integrity, *normal;
    float *score, *trust;
    int16_t* until;
    u8 *listed, *next;

    bool bit(i64 j) const { return listed[j >> 3] >> (j & 7) & 1; }

    void live(i64 g, i64* sums) {
        alignas(64) u8 near[GROUP + 16], severe[GROUP];
        alignas(64) i32 far[4][GROUP], noise[GROUP];
        alignas(64) float fear[GROUP], gained[GROUP];
        const i64 first = g * GROUP, n = std::min(GROUP, citizens - first);
        const i64 start = local ? first : 0, count = local ? n : citizens;
        float *__restrict score = this->score + first, *__restrict trust = this->trust + first;
        const float *__restrict own = integrity + first, *__restrict among = integrity + start;
        const float *__restrict normal = this->normal;
        int16_t* __restrict until = this->until + first;
        const u8* __restrict listed = this->listed;
        // look
        for (i64 b = 0; b < GROUP / 8; b++) std::memcpy(near + 8 + 8 * b, spread.eight + listed[(first >> 3) + b], 8);
        for (i64 k = 1; k <= 2; k++) {
            near[8 - k] = bit(start + (first - start - k + count) % count);
            near[7 + n + k] = bit(start + (first - start + n - 1 + k) % count);
        }
        for (i64 half = 0; half < 2; half++) {
            u64 x = name_before(GRAPH, 2 * first + half);
            for (i64 k = 0; k < n; k++, x += 2 * GOLDEN) {
                u64 bits = mix(x);
                far[2 * half][k] = picked(bits >> 32, count);
                far[2 * half + 1][k] = picked(bits & 0xFFFFFFFF, count);
            }
        }
        for (i64 k = 0; k < n; k++) noise[k] = near[6 + k] + near[7 + k] + near[9 + k] + near[10 + k];
        for (i64 row = 0; row < 4; row++)
            for (i64 k = 0; k < n; k++) {
                i64 j = start + far[row][k];
                noise[k] += listed[j >> 3] >> (j & 7) & 1;
            }
        // decide
        for (i64 k = 0; k < n; k++) fear[k] = 0.125f * float(noise[k]), gained[k] = 0, severe[k] = 0;
        for (i64 c = 0; c < r.count; c++) {
            const float base = r.base[c], sign = r.sign[c], deter = r.deter[c], detect = r.detect[c], points = r.points[c];
            const u8 grave = r.severe[c];
            u64 x = name_before(tag(seed, now, c), first);
            for (i64 k = 0; k < n; k++, x += GOLDEN) {
                u64 bits = mix(x);
                float u1 = unit(i32(bits >> 40)), u2 = unit(i32((bits >> 8) & 0xFFFFFF));
                float against = exponential(sign * own[k] + deter * fear[k] - base);
                bool noticed = (u1 * (1.f + against) < 1.f) & (u2 < detect);
                gained[k] += noticed ? points : 0.f;
                severe[k] |= noticed ? grave : u8(0);
            }
        }
        // settle
        const int16_t end = int16_t(now + TERM);
        for (i64 k = 0; k < n; k++) {
            float points = score[k] + gained[k];
            points = points < 600.f ? 600.f : points;
            score[k] = points > 1300.f ? 1300.f : points;
        }
        for (i64 k = 0; k < n; k++) until[k] = severe[k] ? end : until[k];
        std::memset(near, 0, sizeof near);
        for (i64 k = 0; k < n; k++) near[8 + k] = until[k] > int16_t(now + 1);
        for (i64 b = 0; b < GROUP / 8; b++) {
            u64 eight;
            std::memcpy(&eight, near + 8 + 8 * b, 8);
            next[(first >> 3) + b] = u8((eight * 0x0102040810204080) >> 56);
        }
        // meet
        u64 x = name_before(tag(seed, now, MEETING), first);
        for (i64 k = 0; k < n; k++, x += GOLDEN) {
            u64 bits = mix(x);
            far[0][k] = picked(bits >> 32, count);
            noise[k] = i32((bits >> 20) & 0xFFF);
        }
        for (i64 k = 0; k < n; k++) gained[k] = among[far[0][k]] + normal[noise[k]];
        for (i64 k = 0; k < n; k++) {
            float honest = gained[k] > -1.f ? 1.f : 0.f;
            trust[k] += 0.05f * (honest - trust[k]);
        }
        // count
        for (i64 lo = 0; lo < n;) {
            i64 place = (first + lo) * PROVINCES / citizens;
            i64 hi = std::min(n, ((place + 1) * citizens + PROVINCES - 1) / PROVINCES - first);
            i64 points = 0, on = 0, belief = 0;
            for (i64 k = lo; k < hi; k++) points += i32(score[k]), on += until[k] > int16_t(now), belief += i32(trust[k] * 0x1p24f);
            sums[place] += points, sums[PROVINCES + place] += on, sums[2 * PROVINCES + place] += belief;
            lo = hi;
        }
    }
};

extern "C" {
Society* make(i64 citizens, int local, u64 seed, const Rules* r, const float* integrity, const float* normal) {
    auto* s = new Society{citizens, (citizens + GROUP - 1) / GROUP, 0, local != 0, seed, *r, integrity, normal, {}, {}, {}, {}, {}};
    s->score = column<float>(citizens, 1000);
    s->trust = column<float>(citizens, 0.5f);
    s->until = column<int16_t>(citizens, -1);
    s->listed = column<u8>(s->groups * GROUP / 8, 0);
    s->next = column<u8>(s->groups * GROUP / 8, 0);
    return s;
}
void step(Society* s, int threads, i64* sums) {
#pragma omp parallel for num_threads(threads) schedule(static) reduction(+ : sums[:3 * PROVINCES])
    for (i64 g = 0; g < s->groups; g++) s->live(g, sums);
    std::swap(s->listed, s->next);
    s->now++;
}
void copy(const Society* s, float* score, float* trust, int16_t* until) {
    std::copy(s->score, s->score + s->citizens, score);
    std::copy(s->trust, s->trust + s->citizens, trust);
    std::copy(s->until, s->until + s->citizens, until);
}
void drop(Society* s) {
    free(s->score), free(s->trust), free(s->until), free(s->listed), free(s->next);
    delete s;
}
}
