"""The catalogue as arrays: conducts, gatekeepers and channels by their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xinyong import fields
from xinyong.scheme.assembling import Catalogue
from xinyong.scheme.catalogue import Conduct
from xinyong.scheme.opportunities import chances, rates

Arrays = dict[str, NDArray[Any]]
_VALENCE = {"harmful": -1, "neutral": 0, "good": 1}


def bits(words: Iterable[str], codes: Sequence[str]) -> int:
    """A bit for each word, at its place among the codes."""
    total = 0
    for word in words:
        total |= 1 << codes.index(word)
    return total


def code_catalogue(catalogue: Catalogue) -> Arrays:
    """All fields of ``Tables`` that come from the catalogue alone, the same in every month."""
    conducts = list(catalogue.conducts.values())
    gates = [catalogue.gates[name] for name in fields.ACCESS]
    channels = [catalogue.channels[name] for name in fields.CHANNELS]
    found: Arrays = dict(chances(rates(conducts, gates))._asdict())
    found |= _conducts(conducts)
    found |= {
        "check": np.array([gate.check.number for gate in gates]),
        "beyond": np.array([gate.beyond.number for gate in gates]),
        "worth": np.array([gate.value.number for gate in gates]),
        "kin_check": np.array([gate.kin for gate in gates], dtype=np.uint8),
        "wrong": np.array([channel.wrong.number for channel in channels]),
        "phantom": np.array([channel.phantom.number for channel in channels]),
    }
    return found


def _conducts(conducts: Sequence[Conduct]) -> Arrays:
    seen = np.zeros((len(conducts), len(fields.CHANNELS)))
    for row, conduct in enumerate(conducts):
        for channel, share in conduct.seen.items():
            seen[row, fields.CHANNELS.index(channel)] = share.number

    def bytes_(values: Iterable[int]) -> NDArray[np.uint8]:
        return np.array(list(values), dtype=np.uint8)

    def numbers(values: Iterable[float]) -> NDArray[np.float64]:
        return np.array(list(values), dtype=np.float64)

    return {
        "domain": bytes_(fields.DOMAINS.index(each.domain) for each in conducts),
        "kinds": bytes_(bits(each.subjects, fields.KINDS) for each in conducts),
        "lawful": bytes_(each.lawful for each in conducts),
        "good": np.array([_VALENCE[each.valence] for each in conducts], dtype=np.int8),
        "speech": bytes_(each.protected_speech for each in conducts),
        "counterpart": bytes_(fields.COUNTERPARTS.index(each.counterpart) for each in conducts),
        "creates_debt": bytes_(("none", *fields.CREDITORS).index(each.creates_debt) for each in conducts),
        "gain": numbers(each.gain.number for each in conducts),
        "conscience": numbers(each.conscience.number for each in conducts),
        "fine": numbers(each.fine.number for each in conducts),
        "harm": numbers(each.harm.number for each in conducts),
        "kin_pull": numbers(each.norm.number for each in conducts),
        "seen": seen,
        "needs": bytes_(bits(each.needs, fields.TRAIT_NAMES) for each in conducts),
        "sector_mask": np.array(
            [bits(each.sectors, fields.SECTORS) if each.sectors else 65535 for each in conducts], np.uint16
        ),
        "work_mask": bytes_(bits(each.work, fields.WORK_KINDS) if each.work else 255 for each in conducts),
    }
