"""The indicators, by theme: tables of what each one is, of which sums it is made, what it is for."""

from __future__ import annotations

from typing import Final

from xinyong.results.catalogue.burden import BURDENS
from xinyong.results.catalogue.kinds import THEMES, Indicator
from xinyong.results.catalogue.law import LAW_AND_HARM
from xinyong.results.catalogue.speech import SPEECH_AND_PRIVACY
from xinyong.results.catalogue.trust import TRUST_AND_OPINION

__all__ = ["INDICATORS", "NUMBER", "THEMES", "Indicator"]

INDICATORS: Final[tuple[Indicator, ...]] = (
    *LAW_AND_HARM,
    *TRUST_AND_OPINION,
    *BURDENS,
    *SPEECH_AND_PRIVACY,
)
#: Place of each indicator by id.
NUMBER: Final = {indicator.id: number for number, indicator in enumerate(INDICATORS)}
