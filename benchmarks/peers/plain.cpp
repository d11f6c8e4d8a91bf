// C++ with OpenMP, as one would write it first: citizen by citizen, std::mt19937 in each thread.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <omp.h>
#include <random>
#include <vector>

constexpr int64_t PROVINCES = 31, GROUP = 512, TERM = 24, NEIGHBOURS = 8;

struct Rules { int64_t count; const float *base, *sign, *deter, *detect, *points; const uint8_t* severe; };

struct Society {
    int64_t citizens, now = 0;
    bool local;
    Rules rules;
    std::vector<float> integrity, score, trust;
    std::vector<int16_t> listed_until, was_listed_until;
    std::vector<int32_t> neighbours;
    std::vector<std::mt19937> random;

    void live(int64_t i, std::mt19937& random, double* sums) {
        std::uniform_real_distribution<float> uniform;
        std::normal_distribution<float> normal;
        int listed = 0;
        for (int k = 0; k < NEIGHBOURS; k++) listed += was_listed_until[neighbours[NEIGHBOURS * i + k]] > now;
        const float fear = listed / float(NEIGHBOURS);
        for (int64_t c = 0; c < rules.count; c++) {
            float p = 1 / (1 + std::exp(rules.sign[c] * integrity[i] + rules.deter[c] * fear - rules.base[c]));
            if (uniform(random) < p && uniform(random) < rules.detect[c]) {
                score[i] += rules.points[c];
                if (rules.severe[c]) listed_until[i] = now + TERM;
            }
        }
        score[i] = std::clamp(score[i], 600.f, 1300.f);
        const int64_t first = local ? i / GROUP * GROUP : 0;
        const int64_t count = local ? std::min(GROUP, citizens - first) : citizens;
        const int64_t partner = first + std::uniform_int_distribution<int64_t>(0, count - 1)(random);
        const float honest = integrity[partner] + normal(random) > -1 ? 1 : 0;
        trust[i] += 0.05f * (honest - trust[i]);
        const int64_t province = i * PROVINCES / citizens;
        sums[province] += score[i];
        sums[PROVINCES + province] += listed_until[i] > now;
        sums[2 * PROVINCES + province] += trust[i];
    }
};

extern "C" {
Society* make(int64_t citizens, int local, uint64_t seed, const Rules* rules, const float* integrity, const int32_t* neighbours) {
    auto* s = new Society{citizens, 0, local != 0, *rules};
    s->integrity.assign(integrity, integrity + citizens);
    s->neighbours.assign(neighbours, neighbours + NEIGHBOURS * citizens);
    s->score.assign(citizens, 1000);
    s->trust.assign(citizens, 0.5f);
    s->listed_until.assign(citizens, -1);
    for (uint32_t thread = 0; thread < 256; thread++) {
        std::seed_seq seeds{uint32_t(seed), thread};
        s->random.emplace_back(seeds);
    }
    return s;
}
void step(Society* s, int threads, double* sums) {
    s->was_listed_until = s->listed_until;
#pragma omp parallel for num_threads(threads) schedule(static) reduction(+ : sums[:3 * PROVINCES])
    for (int64_t i = 0; i < s->citizens; i++) s->live(i, s->random[omp_get_thread_num()], sums);
    s->now++;
}
void drop(Society* s) { delete s; }
}
