"""Speech and privacy: what is left unsaid, and who knows what of whom."""

from __future__ import annotations

from typing import Final

from xinyong.results.catalogue.kinds import SPEECH, mean, rate, share

SPEECH_AND_PRIVACY: Final = (
    rate(SPEECH, "critical-words", "critical words and petitions", "critical", "claim D12", key=True),
    share(SPEECH, "critical-spoken", "occasions to criticise that are used", "critical",
           "critical-chances", "claim D12: words apart from how often there is cause", key=True),
    mean(SPEECH, "privacy-concern", "felt privacy concern", "privacy", "adults", "share",
          "claims A14, A22"),
    mean(SPEECH, "self-censorship", "sensitive words withheld", "censor", "adults",
          "share", "claim D12", key=True),
    mean(SPEECH, "known-to-state", "domains of conduct known to the state", "known-state",
          "adults", "domains of 14", "claims D03, D11, D13", key=True),
    share(SPEECH, "knowable-share", "of domains acted in, known to the state", "known-state", "done",
          "claim D03: how much of what one does is known"),
    share(SPEECH, "seen-by-state", "acts that the state noticed itself", "acts-state", "acts",
           "claims D03, D13"),
    share(SPEECH, "seen-by-firms", "acts that firms noticed", "acts-firms", "acts", "claim D03"),
    mean(SPEECH, "known-to-firms", "domains of conduct known to firms", "known-firms", "adults",
          "domains of 14", "claim D03", key=True),
)  # fmt: skip
