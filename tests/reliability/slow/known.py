"""Faults of the first engine that the slow one repeats until they are mended there.

Each was found by holding the two against each other. While one stands here, ``check`` still holds
everything else against everything else; when the engine is mended its name goes, and so does what asks
for it.
"""

from __future__ import annotations

from typing import Final

#: Unpaid judgments of the first day are cut off where a neighbourhood's first room for obligations ends
#: (``backlog``: 16 and one for 24 subjects, less two); a month that lacks room has it made, a first day not.
#: With ``backlog`` at the top of its range, 9 of 75 neighbourhoods of the frame of debtors have lost some.
BACKLOG_IS_CUT_OFF: Final = True
