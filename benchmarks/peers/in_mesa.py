"""Mesa: one object a citizen, stages through ``AgentSet.do``; draws from the model's ``random.Random``."""

import math

import mesa
import numpy as np

from . import model


class Citizen(mesa.Agent):
    def __init__(self, society, integrity, province):
        super().__init__(society)
        self.integrity = integrity
        self.province = province
        self.score = model.START_SCORE
        self.trust = model.START_TRUST
        self.listed_until = model.NEVER
        self.fear = 0.0

    def look(self):
        now = self.model.now
        self.fear = sum(other.listed_until > now for other in self.neighbours) / model.NEIGHBOURS

    def act(self):
        random = self.random.random
        for base, sign, deter, detect, points, severe in self.model.rules:
            p = 1 / (1 + math.exp(sign * self.integrity + deter * self.fear - base))
            if random() < p and random() < detect:
                self.score += points
                if severe:
                    self.listed_until = self.model.now + model.TERM
        self.score = min(max(self.score, model.LEAST), model.MOST)

    def meet(self):
        partner = self.random.choice(self.people)
        honest = partner.integrity + self.random.gauss(0, 1) > -1
        self.trust += model.STEP * (honest - self.trust)


class Society(mesa.Model):
    def __init__(self, citizens, local, seed, rules):
        super().__init__(seed=seed)
        self.rules = list(zip(*(column.tolist() for column in rules), strict=True))
        self.now = 0
        place = model.province(citizens).tolist()
        honesty = model.integrity(citizens, seed).tolist()
        everybody = list(Citizen.create_agents(self, citizens, honesty, place))
        groups = [everybody[lo : lo + model.GROUP] for lo in range(0, citizens, model.GROUP)]
        for citizen, row in zip(everybody, model.neighbours(citizens, local).tolist(), strict=True):
            citizen.neighbours = [everybody[j] for j in row]
            citizen.people = groups[(citizen.unique_id - 1) // model.GROUP] if local else everybody

    def step(self):
        self.agents.do("look")
        self.agents.do("act")
        self.agents.do("meet")
        self.now += 1

    def outputs(self):
        """[3, 31]: mean score, share on the list, mean trust, by province."""
        now = self.now - 1
        groups = self.agents.groupby("province", result_type="list").groups
        rows = [
            [(a.score, a.listed_until > now, a.trust) for a in groups[place]]
            for place in range(model.PROVINCES)
        ]
        return np.array([np.mean(row, axis=0) for row in rows]).T
