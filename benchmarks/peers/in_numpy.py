"""NumPy: whole columns, one conduct after another; draws from SFC64."""

import numpy as np

from . import model


class Society:
    def __init__(self, citizens, local, seed, rules):
        self.random = np.random.Generator(np.random.SFC64(seed))
        self.citizens, self.rules, self.now = citizens, rules, 0
        self.integrity = model.integrity(citizens, seed)
        self.neighbours = model.neighbours(citizens, local)
        self.first, self.count = model.group(np.arange(citizens, dtype=np.int32), citizens, local)
        self.borders = model.borders(citizens)
        self.score = np.full(citizens, model.START_SCORE, np.float32)
        self.trust = np.full(citizens, model.START_TRUST, np.float32)
        self.listed_until = np.full(citizens, model.NEVER, np.int16)

    def step(self):
        n, now = self.citizens, self.now
        listed = self.listed_until > now
        fear = listed[self.neighbours].mean(axis=1, dtype=np.float32)
        for base, sign, deter, detect, points, severe in zip(*self.rules, strict=True):
            p = 1 / (1 + np.exp(sign * self.integrity + deter * fear - base))
            acted = np.flatnonzero(self.random.random(n, np.float32) < p)
            detected = acted[self.random.random(len(acted), np.float32) < detect]
            self.score[detected] += points
            if severe:
                self.listed_until[detected] = now + model.TERM
        np.clip(self.score, model.LEAST, model.MOST, out=self.score)
        partner = self.first + self.random.integers(self.count, dtype=np.int32)
        honest = self.integrity[partner] + self.random.standard_normal(n, np.float32) > -1
        self.trust += np.float32(model.STEP) * (honest - self.trust)
        self.now += 1

    def outputs(self):
        """[3, 31]: mean score, share on the list, mean trust, by province."""
        columns = self.score, self.listed_until > self.now - 1, self.trust
        people = np.diff(self.borders)
        return np.array([np.add.reduceat(x, self.borders[:-1], dtype=np.float64) / people for x in columns])
