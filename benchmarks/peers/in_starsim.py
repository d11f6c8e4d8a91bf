"""Starsim: a module with states for all agents; draws from named distributions (common random numbers)."""

import numpy as np
import starsim as ss

from . import model


class Credit(ss.Module):
    def __init__(self, citizens, local, seed, rules):
        super().__init__()
        self.rules = list(zip(*(column.tolist() for column in rules), strict=True))
        self.near = model.neighbours(citizens, local)
        self.first, self.count = model.group(np.arange(citizens), citizens, local)
        self.borders = model.borders(citizens)
        self.define_states(
            ss.FloatArr("integrity", default=model.integrity(citizens, seed)),
            ss.FloatArr("score", default=model.START_SCORE),
            ss.FloatArr("trust", default=model.START_TRUST),
            ss.FloatArr("listed_until", default=model.NEVER),
        )
        self.fear = self.rule = None
        self.acts = [ss.bernoulli(p=self.p_act, name=f"act_{k}") for k in range(len(self.rules))]
        self.detects = [ss.bernoulli(p=rule[3], name=f"detect_{k}") for k, rule in enumerate(self.rules)]
        self.picks = ss.random(name="partner")
        self.noise = ss.normal(name="noise")

    @staticmethod
    def p_act(self, sim, uids):
        base, sign, deter, *_ = self.rule
        return 1 / (1 + np.exp(sign * self.integrity[uids] + deter * self.fear[uids] - base))

    def step(self):
        self.fear = (self.listed_until.values > self.ti)[self.near].mean(axis=1)
        everybody = self.sim.people.auids
        for rule, act, detect in zip(self.rules, self.acts, self.detects, strict=True):
            self.rule = rule
            *_, points, severe = rule
            noticed = detect.filter(act.filter(everybody))
            self.score[noticed] += points
            if severe:
                self.listed_until[noticed] = self.ti + model.TERM
        self.score[:] = np.clip(self.score.values, model.LEAST, model.MOST)
        partner = self.first + (self.picks.rvs(everybody) * self.count).astype(int)
        honest = self.integrity.values[partner] + self.noise.rvs(everybody) > -1
        self.trust += model.STEP * (honest - self.trust.values)

    def outputs(self, now):
        """[3, 31]: mean score, share on the list, mean trust, by province."""
        columns = self.score.values, self.listed_until.values > now, self.trust.values
        people = np.diff(self.borders)
        return np.array([np.add.reduceat(x, self.borders[:-1], dtype=np.float64) / people for x in columns])


class Society:
    def __init__(self, citizens, local, seed, rules):
        self.credit = Credit(citizens, local, seed, rules)
        self.sim = ss.Sim(
            n_agents=citizens, modules=self.credit, dur=240, dt=1, rand_seed=seed, verbose=0,
            copy_inputs=False, people_results=False,
        )  # fmt: skip
        self.sim.init()
        self.now = 0

    def step(self):
        self.sim.run_one_step()
        self.now += 1

    def outputs(self):
        return self.credit.outputs(self.now - 1)
