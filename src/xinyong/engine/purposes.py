"""What a draw is for. Two draws with different purposes are independent; append only."""

from typing import Final

(
    EVENT, OPPORTUNITY, OBLIGATION, SHARING, REMEDY, PERCEPTION, ADAPTATION, BACKLOG, COURT, CURE,
    MEMBERSHIP, TASTE,
) = range(12)  # fmt: skip
(CONSENT, DISMISSAL, MAP, BREACH) = range(20, 24)

#: Further draws that follow from one opportunity's bits.
(
    K_COLUMN, K_PARTNER, K_REALISED, K_GAIN, K_ACT, K_NOTICE, K_WRONG, K_WHO, K_CHECK, K_BEYOND,
    K_AMOUNT, K_ABILITY, K_KIN,
) = range(100, 113)  # fmt: skip
K_GROUP: Final = 120
#: A draw for each side of a contact, or each flow.
K_RATES, K_TONE, K_FLOW = 121, 123, 125
#: Coverage of a collecting row uses K_ROW + its own number (``Tables.row_luck``).
K_ROW: Final = 200
#: Of companies asked by a political demand.
DEMAND: Final = 32
#: A notice made up, a rule stretched, the row it is stretched from (follow from an opportunity's bits).
K_MADE_UP, K_STRETCH, K_STRETCH_ROW = range(150, 153)
#: Whether one who lives by habit weighs an occasion (follows from an opportunity's bits).
K_WEIGHS: Final = 160
