"""AgentPy: one object a citizen in an ``AgentList``; draws from the model's ``random.Random``."""

import math

import agentpy as ap
import numpy as np

from . import model


class Citizen(ap.Agent):
    def setup(self):
        self.score = model.START_SCORE
        self.trust = model.START_TRUST
        self.listed_until = model.NEVER
        self.fear = 0.0

    def look(self):
        now = self.model.now
        self.fear = sum(other.listed_until > now for other in self.neighbours) / model.NEIGHBOURS

    def act(self):
        random = self.model.random.random
        for base, sign, deter, detect, points, severe in self.model.conducts:
            p = 1 / (1 + math.exp(sign * self.integrity + deter * self.fear - base))
            if random() < p and random() < detect:
                self.score += points
                if severe:
                    self.listed_until = self.model.now + model.TERM
        self.score = min(max(self.score, model.LEAST), model.MOST)

    def meet(self):
        partner = self.model.random.choice(self.people)
        honest = partner.integrity + self.model.random.gauss(0, 1) > -1
        self.trust += model.STEP * (honest - self.trust)


class Society(ap.Model):
    def setup(self):
        citizens, local = self.p.citizens, self.p.local
        self.conducts = list(zip(*(column.tolist() for column in self.p.rules), strict=True))
        self.now = 0
        self.citizens = ap.AgentList(self, citizens, Citizen)
        self.citizens.integrity = ap.AttrIter(model.integrity(citizens, self.p.seed).tolist())
        self.citizens.province = ap.AttrIter(model.province(citizens).tolist())
        everybody = list(self.citizens)
        groups = [everybody[lo : lo + model.GROUP] for lo in range(0, citizens, model.GROUP)]
        rows = model.neighbours(citizens, local).tolist()
        for number, (citizen, row) in enumerate(zip(everybody, rows, strict=True)):
            citizen.neighbours = [everybody[j] for j in row]
            citizen.people = groups[number // model.GROUP] if local else everybody

    def step(self):
        self.citizens.look()
        self.citizens.act()
        self.citizens.meet()
        self.now += 1

    def outputs(self):
        """[3, 31]: mean score, share on the list, mean trust, by province."""
        score, until, trust, place = (
            np.array(getattr(self.citizens, name)) for name in ("score", "listed_until", "trust", "province")
        )
        people = np.bincount(place)
        columns = score, until > self.now - 1, trust
        return np.array([np.bincount(place, weights=column) / people for column in columns])


def make(citizens, local, seed, rules):
    """A society ready for its first month, as ``Model.run`` makes it."""
    society = Society({"citizens": citizens, "local": local, "seed": seed, "rules": rules})
    society.sim_setup()
    return society
