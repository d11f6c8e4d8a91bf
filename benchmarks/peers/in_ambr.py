"""ambr: the vectorised lane, columns out as NumPy arrays and back with ``agents.set``; draws from ``rng``."""

import ambr as am
import numpy as np

from . import model


class Society(am.Model):
    def __init__(self, citizens, local, seed, rules):
        super().__init__({"seed": seed, "show_progress": False})
        self.citizens, self.local, self.seed, self.rules = citizens, local, seed, rules
        self.neighbours = model.neighbours(citizens, local)
        self.first, self.count = model.group(np.arange(citizens, dtype=np.int32), citizens, local)
        self.borders = model.borders(citizens)

    def setup(self):
        self.add_agents(
            self.citizens,
            integrity=model.integrity(self.citizens, self.seed),
            score=np.full(self.citizens, model.START_SCORE, np.float32),
            trust=np.full(self.citizens, model.START_TRUST, np.float32),
            listed_until=np.full(self.citizens, model.NEVER, np.int16),
        )

    def step_vectorized(self):
        n, now = self.citizens, self.t
        integrity, score, trust, until = self.agents.numpy("integrity", "score", "trust", "listed_until")
        fear = (until > now)[self.neighbours].mean(axis=1, dtype=np.float32)
        score, until = score.copy(), until.copy()
        for base, sign, deter, detect, points, severe in zip(*self.rules, strict=True):
            p = 1 / (1 + np.exp(sign * integrity + deter * fear - base))
            acted = np.flatnonzero(self.rng.random(n, np.float32) < p)
            detected = acted[self.rng.random(len(acted), np.float32) < detect]
            score[detected] += points
            if severe:
                until[detected] = now + model.TERM
        partner = self.first + self.rng.integers(self.count, dtype=np.int32)
        honest = integrity[partner] + self.rng.standard_normal(n, np.float32) > -1
        self.agents.set(
            score=np.clip(score, model.LEAST, model.MOST),
            trust=trust + np.float32(model.STEP) * (honest - trust),
            listed_until=until,
        )

    def step(self):
        self.run_step()

    def outputs(self):
        """[3, 31]: mean score, share on the list, mean trust, by province."""
        score, trust, until = self.agents.numpy("score", "trust", "listed_until")
        columns = score, until > self.t - 1, trust
        people = np.diff(self.borders)
        return np.array([np.add.reduceat(x, self.borders[:-1], dtype=np.float64) / people for x in columns])
