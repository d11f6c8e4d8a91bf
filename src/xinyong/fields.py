"""Each quantity once: its name, where it lives, its type, unit, range and meaning.

The engine keeps subjects as columns. All columns of one type and kind share one
array, so that a column is a row of it: ``floats[TRUST_STRANGERS, lo:hi]`` is the
trust of a neighbourhood's people, contiguous in memory. The constants below are
those row numbers; the ``Field`` tuples beside them say what each one means, in the
same order (a test holds the two together). Codes (channels, reasons, domains) are
positions in the tuples of labels at the end.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Field(NamedTuple):
    """One column of the state: its name, unit, smallest and largest value, meaning."""

    name: str
    unit: str
    low: float
    high: float
    meaning: str


# ---------------------------------------------------------------- persons, float32
(
    INCOME, ASSETS, INTEGRITY, LIVELIHOOD, TIES, RISK_MONEY, RISK_PUBLIC, RISK_SPEECH,
    AWARE, INTRINSIC, HABIT, CENSOR, GAMING, TRUST_STRANGERS, TRUST_GENERAL,
    TRUST_GOVERNMENT, TRUST_MARKET, LEGITIMACY, APPROVAL, INSECURITY, PRIVACY,
) = range(21)  # fmt: skip

PERSON_FLOATS: Final = (
    Field("income", "yuan/month", 0, 1e7, "earning power before any measure; drawn once"),
    Field("assets", "yuan", 0, 1e9, "liquid assets that a debt can be paid from"),
    Field("integrity", "sd", -5, 5, "lasting disposition to act honestly; drawn once"),
    Field("livelihood", "1", 0, 1.5, "what measures leave of one's earning; 1 = untouched"),
    Field("ties", "1", 0, 1, "share of former contacts kept"),
    Field("risk-money", "1", 0, 1, "perceived chance that a money wrong is noticed"),
    Field("risk-public", "1", 0, 1, "perceived chance that a public-order act is noticed"),
    Field("risk-speech", "1", 0, 1, "perceived chance that a critical word is noticed"),
    Field("aware", "1", 0, 1, "how far one knows that a scheme exists and applies"),
    Field("intrinsic", "1", 0, 3, "strength of conscience relative to the start; 1 at start"),
    Field("habit", "1", -1, 1, "habit of scored good conduct"),
    Field("censor", "1", 0, 1, "share of sensitive words withheld out of caution"),
    Field("gaming", "1", 0, 1, "effort spent on the score itself"),
    Field("trust-strangers", "1", 0, 1, "trust in people met for the first time"),
    Field("trust-general", "1", 0, 1, "trust in 'most people'"),
    Field("trust-government", "1", 0, 1, "trust in government bodies"),
    Field("trust-market", "1", 0, 1, "trust in firms and sellers"),
    Field("legitimacy", "1", 0, 1, "felt duty to obey law and authorities"),
    Field("approval", "1", 0, 1, "private approval of the scheme; 0.5 = indifferent"),
    Field("insecurity", "1", 0, 1, "felt threat of fraud and disorder"),
    Field("privacy", "1", 0, 1, "felt privacy concern"),
)

# ---------------------------------------------------------------- persons, int16
(
    BORN, HOME, EMPLOYER, CITY_SCORE, COM_SCORE, COM_HISTORY, COM_BEHAVIOUR, REFUSED, TRIED,
    PERKS_HAD, HARM_DONE, VILLAGE_SCORE,
) = range(12)  # fmt: skip

PERSON_INT16: Final = (
    Field("born", "month", -1200, 1200, "month number of birth (0 = January 2000)"),
    Field("home", "row", 0, 4095, "row in the neighbourhood of the household's first member"),
    Field("employer", "row", -3, 4095, "company row in the neighbourhood; -1 none, -2 an office"),
    Field("city-score", "points", -5000, 5000, "points in the scheme of one's city"),
    Field("com-score", "points", 0, 2000, "commercial score; 0 = not in it"),
    Field("com-history", "points", -9999, 9999, "live record points, dimension history"),
    Field("com-behaviour", "points", -9999, 9999, "live record points, dimension behaviour"),
    Field("refused", "attempts", 0, 32767, "attempts refused so far"),
    Field("tried", "attempts", 0, 32767, "attempts made so far"),
    Field("perks-had", "perks", 0, 32767, "perks granted so far"),
    Field("harm-done", "100 yuan", -32768, 32767, "harm done to others so far, good done negative"),
    Field("village-score", "points", -5000, 5000, "points in the second scheme that holds where one lives"),
)

# ---------------------------------------------------------------- persons, uint8
(
    SEX, EDUCATION, QUINTILE, WORK, HOME_SIZE, TRAITS, SEGMENT, AGE_BAND, ALIVE, CITY_GRADE,
    BAD_CREDIT, VIEWS, WCLASS, SUSPECT, THRIFT, PAST, VILLAGE_GRADE,
) = range(17)  # fmt: skip

PERSON_UINT8: Final = (
    Field("sex", "code", 0, 1, "0 female, 1 male"),
    Field("education", "code", 0, 4, "EDUCATION"),
    Field("quintile", "code", 0, 4, "national income quintile at the start"),
    Field("work", "code", 0, 7, "WORK"),
    Field("home-size", "persons", 1, 20, "members of the household, contiguous rows from home"),
    Field("traits", "bits", 0, 255, "TRAIT bits, fixed"),
    Field("segment", "code", 0, 63, "opportunity segment, from exogenous traits and age"),
    Field("age-band", "code", 0, 4, "AGE_BANDS, kept current"),
    Field("alive", "0/1", 0, 1, "1 while alive"),
    Field("city-grade", "code", 0, 15, "grade in the city's scheme; 0 = best; 255 = none"),
    Field("bad-credit", "records", 0, 255, "live bad entries in the credit register"),
    Field("views", "code", 0, 255, "political views: 0 supportive ... 255 critical; drawn once"),
    Field("weight-class", "code", 0, 1, "sampling weight class of the frame"),
    Field("suspect", "records", 0, 255, "live records that are wrong (ground truth)"),
    Field("thrift", "128+32sd", 0, 255, "disposition to meet money duties; correlated with integrity"),
    Field("past", "bits", 0, 255, "PAST bits: what has befallen one at least once"),
    Field("village-grade", "code", 0, 255, "grade in that second scheme; 0 = best; 255 = none"),
)

# ---------------------------------------------------------------- persons, uint32
(LISTS, SEEN, KNOWN, DONE) = range(4)

PERSON_UINT32: Final = (
    Field("lists", "bits", 0, 2**32 - 1, "lists one is on now, by list number"),
    Field("seen", "bits", 0, 2**32 - 1, "gatekeepers (ACCESS) that hold one of those listings"),
    Field("known", "bits", 0, 2**32 - 1, "DOMAINS of own conduct known: to the state (low 16), to firms"),
    Field("done", "bits", 0, 2**32 - 1, "DOMAINS one acted in (low 16), and where a scheme changed it"),
)

# ---------------------------------------------------------------- companies
(REVENUE, RESERVES, DILIGENCE, FIRM_RISK, MARKET, COMPLIANCE_COST) = range(6)

COMPANY_FLOATS: Final = (
    Field("revenue", "yuan/month", 0, 1e12, "turnover before any measure; drawn once"),
    Field("reserves", "yuan", 0, 1e13, "liquid assets that a debt can be paid from"),
    Field("diligence", "1", 0, 3, "effort spent on compliance; 1 at start"),
    Field("firm-risk", "1", 0, 1, "perceived chance that a breach is noticed"),
    Field("market", "1", 0, 1.5, "what measures leave of its market access; 1 = untouched"),
    Field("compliance-cost", "yuan", 0, 1e12, "spent on compliance so far"),
)

#: So many institutions may score a company at once: columns FIRM_SCORE + slot, FIRM_GRADE + slot.
FIRM_SLOTS: Final = 4
(FOUNDED, REPRESENTATIVE, FIRM_SCORE) = range(3)

COMPANY_INT16: Final = (
    Field("founded", "month", -1200, 1200, "month number of registration"),
    Field("representative", "row", -1, 4095, "person row of the legal representative; -1 abroad"),
    *(
        Field(f"firm-score-{slot}", "points", -5000, 5000, f"points, company slot {slot}")
        for slot in range(FIRM_SLOTS)
    ),
)

(
    SECTOR, SIZE, OWNER, FIRM_SEGMENT, ACTIVE, FIRM_BAD_CREDIT, HOME_STATE, YIELDED, FIRM_GRADE,
) = range(9)  # fmt: skip

COMPANY_UINT8: Final = (
    Field("sector", "code", 0, 15, "SECTORS"),
    Field("size", "code", 0, 3, "SIZES"),
    Field("owner", "code", 0, 3, "OWNERS"),
    Field("firm-segment", "code", 0, 63, "opportunity segment"),
    Field("active", "0/1", 0, 1, "1 while in business"),
    Field("firm-bad-credit", "records", 0, 255, "live bad entries in the credit register"),
    Field("home-state", "code", 0, 2, "0 at home here, 1 abroad and silent, 2 abroad and objecting"),
    Field("yielded", "code", 0, 2, "to a political demand: 0 no, 1 in part, 2 in full"),
    *(
        Field(f"firm-grade-{slot}", "code", 0, 255, f"grade, company slot {slot}; 0 = best; 255 = none")
        for slot in range(FIRM_SLOTS)
    ),
)

(FIRM_LISTS, FIRM_SEEN) = range(2)

COMPANY_UINT32: Final = (
    Field("firm-lists", "bits", 0, 2**32 - 1, "lists it is on now"),
    Field("firm-seen", "bits", 0, 2**32 - 1, "gatekeepers that hold one of those listings"),
)

# ---------------------------------------------------------------- offices
(BUDGET, EFFORT, PADDING, OFFICE_RISK) = range(4)

OFFICE_FLOATS: Final = (
    Field("budget", "cases/month", 0, 1e6, "cases it can handle in a month"),
    Field("effort", "1", 0, 2, "share of capacity spent on looking; 1 at start"),
    Field("padding", "1", 0, 1, "share of its quota that it makes up"),
    Field("office-risk", "1", 0, 1, "perceived chance that its own breach is noticed"),
)

(OFFICE_SCORE,) = range(1)

OFFICE_INT16: Final = (Field("office-score", "points", -5000, 5000, "points where offices are graded"),)

(OFFICE_KIND, OFFICE_SEGMENT, OFFICE_GRADE) = range(3)

OFFICE_UINT8: Final = (
    Field("office-kind", "code", 0, 7, "OFFICES"),
    Field("office-segment", "code", 0, 63, "opportunity segment"),
    Field("office-grade", "code", 0, 255, "grade; 0 = best; 255 = none"),
)

(OFFICE_LISTS,) = range(1)

OFFICE_UINT32: Final = (Field("office-lists", "bits", 0, 2**32 - 1, "lists it is on now"),)

# ---------------------------------------------------------------- short tables, a row an entry
#: Obligations: (field, dtype). Rows of ``State.debts``.
DEBT: Final = (
    (Field("amount", "yuan", 0, 1e12, "what is still owed"), "<f4"),
    (Field("record", "row", 0, 2**32 - 1, "ledger number of the court's record; 2**32 - 1 = none"), "<u4"),
    (Field("id", "key", 0, 2**32 - 1, "stable key of this obligation, for its own luck"), "<u4"),
    (Field("who", "row", 0, 4095, "debtor's row in the neighbourhood, within its kind"), "<i2"),
    (Field("opened", "month", -1200, 1200, "when the debt fell due"), "<i2"),
    (Field("since", "month", -1200, 1200, "when the present stage began"), "<i2"),
    (Field("until", "month", -1200, 32767, "end of the listing's term; 32767 = none"), "<i2"),
    (Field("kind", "code", 0, 2, "KINDS of the debtor"), "u1"),
    (Field("stage", "code", 0, 7, "STAGES"), "u1"),
    (Field("ability", "code", 0, 2, "ABILITIES"), "u1"),
    (Field("ground", "code", 0, 6, "GROUNDS; 0 = not listed"), "u1"),
    (Field("creditor", "code", 0, 4, "CREDITORS"), "u1"),
    (Field("marks", "bits", 0, 255, "DEBT_* bits below"), "u1"),
    (Field("conduct", "code", 0, 255, "conduct of the court's record; 255 = none"), "u1"),
    (Field("institution", "code", 0, 255, "who wrote the court's record; 255 = none"), "u1"),
)
#: Live records: (field, dtype). Rows of ``State.live``.
LIVE: Final = (
    (Field("record", "row", 0, 2**32 - 1, "its ledger number"), "<u4"),
    (Field("who", "row", 0, 4095, "subject's row in the neighbourhood, within its kind"), "<i2"),
    (Field("points", "points", -9999, 9999, "what it counts"), "<i2"),
    (Field("expires", "month", -1200, 32767, "month in which it counts no more; 32767 = open"), "<i2"),
    (Field("entered", "month", -1200, 1200, "when it was recorded"), "<i2"),
    (Field("kind", "code", 0, 2, "KINDS"), "u1"),
    (Field("conduct", "code", 0, 254, "conduct in the catalogue"), "u1"),
    (Field("institution", "code", 0, 254, "who recorded it"), "u1"),
    (Field("list", "code", 0, 255, "list that it put the subject on; 255 = none"), "u1"),
    (Field("channel", "code", 0, 15, "how it became known"), "u1"),
    (Field("state", "bits", 0, 255, "LIVE_* bits below; dimension (or LIVE_BAD_ENTRY) << 6"), "u1"),
)
#: Neighbourhoods: (field, dtype). Rows of ``State.hoods``, one more than there are, for the ends.
HOOD: Final = (
    (Field("key", "key", 0, 2**64 - 1, "stable key"), "<u8"),
    (Field("person_first", "row", 0, 2**40, "first person"), "<i8"),
    (Field("company_first", "row", 0, 2**40, "first company"), "<i8"),
    (Field("office_first", "row", 0, 2**40, "first office"), "<i8"),
    (Field("debt_first", "row", 0, 2**40, "first place for its obligations"), "<i8"),
    (Field("debt_end", "row", 0, 2**40, "one past its last obligation"), "<i8"),
    (Field("live_first", "row", 0, 2**40, "first place for its live records"), "<i8"),
    (Field("live_end", "row", 0, 2**40, "one past its last live record"), "<i8"),
    (Field("weight", "1/256", 0, 2**40, "sampling weight of persons of class 0"), "<i8"),
    (Field("weight_one", "1/256", 0, 2**40, "sampling weight of persons of class 1"), "<i8"),
    (Field("company_weight", "1/256", 0, 2**40, "sampling weight of companies"), "<i8"),
    (Field("office_weight", "1/256", 0, 2**40, "sampling weight of offices"), "<i8"),
    (Field("row_base", "row", 0, 2**40, "ledger number of its first row of last month"), "<i8"),
    (Field("row_count", "rows", 0, 2**31, "ledger rows it wrote this month"), "<i4"),
    (Field("city", "code", 0, 32767, "city"), "<i2"),
    (Field("regime", "code", 0, 32767, "rule books that hold here"), "<i2"),
    (Field("province", "code", 0, 30, "province"), "u1"),
    (Field("urban", "0/1", 0, 1, "1 in town"), "u1"),
    (Field("block", "code", 0, 19, "random group, for intervals"), "u1"),
)

# ---------------------------------------------------------------- boards (int64 sums)
(
    B_PERSONS, B_ADULTS, B_BAD_ACTS, B_GOOD_ACTS, B_CRITICAL, B_CHEATED, B_HELPED, B_EXTORTED,
    B_SANCTIONED, B_SHAMED, B_LISTED, B_WRONGED, B_TRUST, B_QUEUE, B_COURT_LOAD, B_FIRM_BREACH,
    B_OFFICE_BREACH, B_OFFICIALS_PUNISHED, B_PERKS, B_REFUSED, B_OFFICE_BUDGET, B_OFFICE_EFFORT,
    B_PRAISED, B_OPPORTUNITIES, B_OFFICES, B_OFFICE_PADDING, B_ASKED, B_YIELDED,
) = range(28)  # fmt: skip

BOARD: Final = (
    "persons alive", "adults alive", "harmful acts", "good acts", "critical words",
    "persons cheated by strangers", "persons helped by strangers", "helpers extorted",
    "subjects sanctioned this month", "persons newly named in public", "persons listed now",
    "wrong records standing", "sum of stranger trust (1/65536)", "appeals and repairs waiting",
    "enforcement cases open", "breaches by companies", "breaches by offices",
    "breaches by offices that were punished", "perks granted", "attempts refused",
    "office capacity (1/16 case)", "office effort (1/65536)", "persons newly praised in public",
    "opportunities met", "offices", "office padding (1/65536)",
    "companies asked by a political demand (1/256)", "those of them that yielded (1/256)",
)  # fmt: skip

# ---------------------------------------------------------------- codes
KINDS: Final = ("person", "company", "office")
PERSON, COMPANY, OFFICE = range(3)

EDUCATION_LEVELS: Final = ("none", "primary", "junior-high", "senior-high", "college")
AGE_BANDS: Final = ("0-17", "18-29", "30-44", "45-59", "60+")
WORK_KINDS: Final = (
    "none", "pupil", "farmer", "sole-trader", "private-firm", "state-firm", "foreign-firm",
    "office",
)  # fmt: skip
TRAIT_ONLINE, TRAIT_PAYS_ONLINE, TRAIT_SHOPS_ONLINE, TRAIT_BORROWER = 1, 2, 4, 8
TRAIT_DRIVER, TRAIT_PARTY, TRAIT_OPTED_IN, TRAIT_STUDENT = 16, 32, 64, 128
TRAIT_NAMES: Final = (
    "online", "pays-online", "shops-online", "borrower", "driver", "party-member", "opted-in",
    "student",
)  # fmt: skip
SECTORS: Final = (
    "farming", "industry", "construction", "trade", "transport", "air-carrier", "hospitality",
    "information", "finance", "real-estate", "services", "health-education",
)  # fmt: skip
SIZES: Final = ("micro", "small", "medium", "large")
OWNERS: Final = ("private", "state", "hk-macao-taiwan", "foreign")
OFFICES: Final = ("court", "police", "tax-office", "regulator", "city-hall")

CHANNELS: Final = (
    "court", "bank", "tax-office", "police", "camera", "platform", "inspection", "grid",
    "neighbour", "informer", "self-report", "media", "carrier", "employer", "face-payment", "peer",
)  # fmt: skip
DOMAINS: Final = (
    "financial", "legal", "commercial", "tax", "traffic", "utilities", "environment", "labour",
    "administrative", "civic", "family", "online", "speech", "official",
)  # fmt: skip
#: Which perceived risk governs a domain: 0 money, 1 public order, 2 speech.
ARENA: Final = (0, 0, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1, 2, 0)
#: Where a subject tries for something and a gatekeeper may check (persons, then companies).
ACCESS: Final = (
    "flight", "fast-train", "loan", "card", "house", "lease", "private-school", "university",
    "job", "licence", "deposit-waiver", "fast-lane", "tender", "finance", "permit", "inspection",
    "hotel", "visa", "platform", "welfare", "post", "permission",
)  # fmt: skip
#: Slots of scores by points: which columns an institution's points go to (Tables, [R, SLOTS]).
#: Persons have two (city, village), companies FIRM_SLOTS, offices one.
SLOTS: Final = (
    "person-1", "person-2", "company-1", "company-2", "company-3", "company-4", "office-1",
)  # fmt: skip
#: First slot of each kind, and one past the last.
SLOT_FIRST: Final = (0, 2, 6, 7)
#: Who holds data that can leak: rows of Tables.breach.
HOLDERS: Final = ("state", "register", "commercial", "city", "firms")
COUNTERPARTS: Final = (
    "nobody", "stranger", "neighbour", "kin", "creditor", "customer", "worker", "state", "firm",
)  # fmt: skip
STAGES: Final = (
    "due", "sued", "judged", "enforced", "listed", "closed-for-want", "ended",
)  # fmt: skip
S_DUE, S_SUED, S_JUDGED, S_ENFORCED, S_LISTED, S_CLOSED, S_ENDED = range(7)
ABILITIES: Final = ("can", "cannot", "hides")
GROUNDS: Final = (
    "none", "able-but-refuses", "obstructs", "evades", "no-asset-report", "breaks-spending-limit",
    "breaks-settlement",
)  # fmt: skip
CREDITORS: Final = ("bank", "person", "firm", "worker", "state")
DEBT_LIMITED, DEBT_WRONG, DEBT_EXTENDED, DEBT_BACKLOG, DEBT_NAMED, DEBT_FRESH = 1, 2, 4, 8, 16, 32
DEBT_GRANTED = 64
PAST_LISTED, PAST_KIN, PAST_LOW, PAST_WRONGED, PAST_SCHOOL, PAST_TOLD = 1, 2, 4, 8, 16, 32
#: Not what befell one: has not consented to being scored (where consent is asked for).
PAST_OUTSIDE = 64
#: Has been named in public for a black listing.
PAST_NAMED = 128
LIVE_WRONG, LIVE_NOTICED, LIVE_APPEALED, LIVE_GRANTED, LIVE_ENDED, LIVE_NEW = 1, 2, 4, 8, 16, 32
#: In the place of a dimension: the record counts as a bad entry of the credit register.
LIVE_BAD_ENTRY = 3
#: Why a ledger row was written. 0 is an entry; the others undo or close an earlier row.
REASONS: Final = (
    "entry", "performance", "settlement", "creditor-request", "term", "correction", "repair",
    "closed-for-want", "death", "ended", "amnesty", "extension",
)  # fmt: skip
(
    R_ENTRY, R_PERFORMANCE, R_SETTLEMENT, R_CREDITOR, R_TERM, R_CORRECTION, R_REPAIR, R_CLOSED,
    R_DEATH, R_ENDED, R_AMNESTY, R_EXTENSION,
) = range(12)  # fmt: skip

#: Month number that stands for "no end".
FOREVER: Final = 32767
#: Fixed-point unit of sums over shares: one is 65536.
UNIT: Final = 65536
