"""Trust and opinion: what people think of each other, of authorities and of the scheme."""

from __future__ import annotations

from typing import Final

from xinyong.results.catalogue.kinds import TRUST, mean, share

TRUST_AND_OPINION: Final = (
    mean(TRUST, "trust-strangers", "trust in strangers", "trust-strangers", "adults", "share",
          "claim A16", key=True),
    mean(TRUST, "trust-general", "trust in most people", "trust-general", "adults", "share",
          "claims A16, P01"),
    mean(TRUST, "trust-government", "trust in government", "trust-government", "adults", "share",
          "claim A17", key=True),
    mean(TRUST, "trust-market", "trust in firms and sellers", "trust-market", "adults", "share",
          "claim A18", key=True),
    mean(TRUST, "legitimacy", "felt duty to obey", "legitimacy", "adults", "share",
          "claim A03", key=True),
    mean(TRUST, "approval", "private approval of the scheme, mean", "approval", "adults", "share",
          "claims A12, A13, A15"),
    share(TRUST, "approves", "adults who privately approve", "approves", "adults", "claim A12",
           key=True),
    share(TRUST, "states-approval", "adults who would say they approve", "states-approval",
           "adults", "claim A12; published surveys", key=True),
    share(TRUST, "falsification", "stated less private approval", "states-approval + -approves",
           "adults", "claim A12: preference falsification"),
    mean(TRUST, "awareness", "awareness that a scheme applies", "aware", "adults", "share",
          "claims A06, A14", key=True),
    mean(TRUST, "insecurity", "felt threat of fraud and disorder", "insecurity", "adults", "share",
          "claim A15"),
    mean(TRUST, "anxiety", "awareness times perceived chance of being noticed", "anxiety", "adults",
          "share", "claim D18"),
    share(TRUST, "changed", "adults who changed their conduct", "changed", "adults",
          "claim A06; published surveys", key=True),
    mean(TRUST, "changed-kinds", "domains of conduct changed, per adult who changed", "changed-kinds",
          "changed", "domains of 14", "claim A07"),
    mean(TRUST, "perceived-risk", "perceived chance of being noticed", "risk", "adults", "share",
          "deterrence as felt"),
    mean(TRUST, "conscience", "strength of conscience (start = 1)", "intrinsic", "adults", "relative",
          "claims A04, D19: crowding out or in"),
    mean(TRUST, "score-effort", "effort spent on the score itself", "gaming", "adults", "share",
          "claim D08"),
)  # fmt: skip
