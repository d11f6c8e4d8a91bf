"""C++ with OpenMP, by way of ctypes: ``plain.cpp`` as one writes it first, ``tuned.cpp`` as fast as we can.

Compiled on first use into a temporary folder, by ``$CXX`` or g++: -O3 -march=native -fopenmp. Fused
multiply-add is off in the tuned program, so that its bits are those of Xinyong's; traps and errno are
off too, which changes no bit and lets the compiler vectorise choices.
"""

import ctypes
import functools
import os
import subprocess
import tempfile
from pathlib import Path
from statistics import NormalDist

import numpy as np

from . import model

HERE = Path(__file__).parent
FLAGS = ["-std=c++17", "-O3", "-march=native", "-fopenmp", "-shared", "-fPIC"]
TUNED = ["-ffp-contract=off", "-fno-trapping-math", "-fno-math-errno"]
COLUMNS = ("base", "sign", "deter", "detect", "points")


class Rules(ctypes.Structure):
    _fields_ = [("count", ctypes.c_int64), *((name, ctypes.c_void_p) for name in (*COLUMNS, "severe"))]


@functools.cache
def library(name):
    more = TUNED if name == "tuned" else []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.so"
        command = [os.environ.get("CXX", "g++"), *FLAGS, *more, str(HERE / f"{name}.cpp"), "-o", str(path)]
        subprocess.run(command, check=True)
        found = ctypes.CDLL(str(path))
    found.make.restype = ctypes.c_void_p
    return found


def at(array):
    return ctypes.c_void_p(array.ctypes.data)


class Society:
    """A society of ``plain.cpp`` or ``tuned.cpp``."""

    def __init__(self, citizens, local, seed, rules, threads=1, program="plain"):
        self.library, self.threads, self.citizens = library(program), threads, citizens
        self.tuned = program == "tuned"
        self.people = np.diff(model.borders(citizens))
        self.integrity = model.integrity(citizens, seed)
        self.rules = [np.ascontiguousarray(column) for column in rules]
        columns = dict(zip(rules._fields, (column.ctypes.data for column in self.rules), strict=True))
        given = Rules(count=len(rules.base), **columns)
        if self.tuned:
            more = self.normal = np.array(
                [NormalDist().inv_cdf((k + 0.5) / 4096) for k in range(4096)], np.float32
            )
        else:
            more = model.neighbours(citizens, local)
        words = ctypes.c_int64(citizens), ctypes.c_int(local), ctypes.c_uint64(seed)
        self.society = ctypes.c_void_p(
            self.library.make(*words, ctypes.byref(given), at(self.integrity), at(more))
        )
        self.sums = np.zeros((3, model.PROVINCES), np.int64 if self.tuned else np.float64)

    def step(self):
        self.sums[:] = 0
        self.library.step(self.society, self.threads, at(self.sums))

    def outputs(self):
        """[3, 31]: mean score, share on the list, mean trust, by province."""
        unit = np.array([1, 1, 1 << 24 if self.tuned else 1])[:, None]
        return self.sums / self.people / unit

    def columns(self):
        """Copies of score, trust and listed_until; of the tuned program only."""
        found = tuple(np.empty(self.citizens, kind) for kind in (np.float32, np.float32, np.int16))
        self.library.copy(self.society, *(at(column) for column in found))
        return found

    def __del__(self):
        if hasattr(self, "society"):
            self.library.drop(self.society)
