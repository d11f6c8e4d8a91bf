"""Which method finds what decides, in as few draws as a board has: known cases among idle inputs.

    python benchmarks/deciders.py [--series 24] [--inputs 153] [--draws 100 200 500] [--salib]

Each figure is the share of the true deciders among the first, over all series. ``--salib`` adds the
methods of SALib that were not taken (slow).
"""

import argparse
import contextlib
import io
import time
import warnings

import numpy as np

from xinyong.claims.ranking import Ordered, correlations, fast, normal_scores, rank


def ishigami(x, luck):
    a, b, c = (x[:, :3].T * 2 - 1) * np.pi
    size = np.sin(a) + 7 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a)
    return size, size > 3.5, 3


def threshold(x, luck):
    there = (x[:, 0] > 0.4) & (x[:, 1] > 0.5)
    size = there * (0.6 + 0.8 * x[:, 2]) + 0.15 * luck.standard_normal(len(x))
    return size, size > 0.5, 3


def middle(x, luck):
    size = 1 - np.abs(x[:, 0] - 0.5) * 2 + 0.3 * x[:, 1] + 0.2 * luck.standard_normal(len(x))
    return size, size > 0.65, 2


def weights(x, luck):
    size = x[:, :10] @ 0.8 ** np.arange(10) + 0.1 * luck.standard_normal(len(x))
    return size, size > np.quantile(size, 0.4), 3


def skewed(x, luck):
    size = np.exp(2 * x[:, 0] + 1.5 * x[:, 1] + 2 * x[:, 2] * x[:, 0] + 0.5 * luck.standard_normal(len(x)))
    return size, size > np.quantile(size, 0.7), 3


def problem(x):
    count = x.shape[1]
    return {"num_vars": count, "names": [str(k) for k in range(count)], "bounds": [[0.0, 1.0]] * count}


def pawn(x, size, so):
    from SALib.analyze import pawn

    return np.asarray(pawn.analyze(problem(x), x, size, S=5)["mean"])


def delta(x, size, so):
    from SALib.analyze import delta

    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        found = delta.analyze(problem(x), x, normal_scores(size), num_resamples=2, method="delta", seed=1)
    return np.asarray(found["delta_raw"], dtype=float)


CASES = (ishigami, threshold, middle, weights, skewed)
OURS = {
    "rank correlation": lambda x, size, so: np.abs(correlations(x, size)),
    "regional distance": lambda x, size, so: Ordered(x).distance(so),
    "RBD-FAST": lambda x, size, so: fast(x, normal_scores(size))[0],
    "together": lambda x, size, so: -rank(x, size, so).chance,
    "together, parts first": lambda x, size, so: (lambda r: r.parts - r.chance)(rank(x, size, so)),
}
OTHERS = {"PAWN": pawn, "delta": delta}


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--series", type=int, default=24)
    words.add_argument("--inputs", type=int, default=153)
    words.add_argument("--draws", type=int, nargs="+", default=[100, 200, 500])
    words.add_argument("--salib", action="store_true")
    asked = words.parse_args()
    warnings.simplefilter("ignore")
    for draws in asked.draws:
        print(f"{draws} draws".ljust(24), *(case.__name__.rjust(10) for case in CASES), "    ms")
        for name, method in (OURS | (OTHERS if asked.salib else {})).items():
            shares, begun = [], time.perf_counter()
            for case in CASES:
                found = 0.0
                for number in range(asked.series):
                    luck = np.random.default_rng(1000 * number + draws)
                    places = np.stack([luck.permutation(draws) for _ in range(asked.inputs)], axis=1)
                    x = (places + luck.random(places.shape)) / draws
                    size, so, true = case(x, luck)
                    first = np.argsort(-method(x, size, so), kind="stable")[:true]
                    found += np.mean(first < true) / asked.series
                shares.append(found)
            each = 1000 * (time.perf_counter() - begun) / (asked.series * len(CASES))
            print(name.ljust(24), *(f"{share:10.2f}" for share in shares), f"{each:6.0f}", flush=True)


if __name__ == "__main__":
    main()
