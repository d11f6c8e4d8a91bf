"""mesa-frames: one Polars frame for all citizens, Polars expressions; draws from the model's Generator."""

import numpy as np
import polars as pl
from mesa_frames import AgentSetPolars, ModelDF

from . import model

NEAR = [f"near_{k}" for k in range(model.NEIGHBOURS)]


class Citizens(AgentSetPolars):
    def __init__(self, society, citizens, local, seed):
        super().__init__(society)
        number = np.arange(citizens)
        first, count = model.group(number, citizens, local)
        self += pl.DataFrame(
            {
                "unique_id": number,
                "province": model.province(citizens).astype(np.int8),
                "first": first.astype(np.int32),
                "count": count.astype(np.int32),
                "integrity": model.integrity(citizens, seed),
                "score": np.full(citizens, model.START_SCORE, np.float32),
                "trust": np.full(citizens, model.START_TRUST, np.float32),
                "listed_until": np.full(citizens, model.NEVER, np.int16),
                **dict(zip(NEAR, model.neighbours(citizens, local).T, strict=True)),
            }
        )

    def step(self):
        self.look()
        self.act()
        self.meet()

    def look(self):
        listed = (pl.col("listed_until") > self.model.now).cast(pl.Float32)
        known = pl.sum_horizontal(listed.gather(pl.col(name)) for name in NEAR)
        self.agents = self.agents.with_columns(fear=known / model.NEIGHBOURS)

    def act(self):
        for base, sign, deter, detect, points, severe in self.model.rules:
            p = 1 / (1 + (sign * pl.col("integrity") + deter * pl.col("fear") - base).exp())
            noticed = (self.draws() < p) & (self.draws() < detect)
            changes = {"score": pl.when(noticed).then(pl.col("score") + points).otherwise(pl.col("score"))}
            if severe:
                until = pl.lit(self.model.now + model.TERM, pl.Int16)
                changes["listed_until"] = pl.when(noticed).then(until).otherwise(pl.col("listed_until"))
            self.agents = self.agents.with_columns(**changes)
        self.agents = self.agents.with_columns(pl.col("score").clip(model.LEAST, model.MOST))

    def meet(self):
        partner = pl.col("first") + (self.draws() * pl.col("count")).cast(pl.Int32)
        noise = pl.lit(pl.Series(self.random.standard_normal(len(self), np.float32)))
        honest = (pl.col("integrity").gather(partner) + noise > -1).cast(pl.Float32)
        self.agents = self.agents.with_columns(
            trust=pl.col("trust") + model.STEP * (honest - pl.col("trust"))
        )

    def draws(self):
        return pl.lit(pl.Series(self.random.random(len(self))))


class Society(ModelDF):
    def __init__(self, citizens, local, seed, rules):
        super().__init__(seed)
        self.rules = list(zip(*(column.tolist() for column in rules), strict=True))
        self.now = 0
        self.citizens = Citizens(self, citizens, local, seed)
        self.agents += self.citizens

    def step(self):
        self.agents.step()
        self.now += 1

    def outputs(self):
        """[3, 31]: mean score, share on the list, mean trust, by province."""
        listed = pl.col("listed_until") > self.now - 1
        means = pl.col("score").mean(), listed.mean(), pl.col("trust").mean()
        table = self.citizens.agents.group_by("province").agg(*means).sort("province")
        return table.drop("province").to_numpy().T
