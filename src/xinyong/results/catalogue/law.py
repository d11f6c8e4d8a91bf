"""Compliance and harm: debts, judgments, lists, and what people do to each other."""

from __future__ import annotations

from typing import Final

from xinyong.results.catalogue.kinds import LAW, flow, rate, share

LAW_AND_HARM: Final = (
    share(LAW, "judgment-compliance", "judgments performed", "performed", "judgments",
           "claim A01; published target: judgments complied with", key=True),
    share(LAW, "performed-under-pressure", "of these, while listed or limited", "performed-listed",
           "performed", "how far performance goes with listing (A01, A02)"),
    share(LAW, "complied", "judgments performed by the debtor's own will", "complied", "judgments",
           "published counts are of those who complied, not of those whose assets were taken"),
    rate(LAW, "debts", "debts not paid when due", "debts", "flow into the courts"),
    rate(LAW, "judgments", "judgments against debtors", "judgments", "flow of the court list"),
    rate(LAW, "enforcements", "enforcement cases opened", "enforcements", "flow of the court list"),
    rate(LAW, "listings", "entries on the defaulter list", "listings",
          "published target: defaulters listed", key=True),
    rate(LAW, "spending-limits", "spending limits ordered", "limits", "flow of the court list"),
    share(LAW, "debtors", "subjects with an enforcement case open", "debtors", "adults",
           "stock of the court list"),
    share(LAW, "small-judgment-compliance", "judgments under 20,000 yuan performed", "performed-small",
          "judgments-small", "claim D15: shaming may work on small debts alone"),
    share(LAW, "unable-listed", "of listings, debtors who cannot pay", "unable-listed", "listings",
           "claims A09, D24: does the list reach those who cannot?", key=True),
    share(LAW, "closed-for-want", "cases closed for want of assets", "closed-for-want", "enforcements",
           "how enforcement ends"),
    share(LAW, "settled", "cases settled or released by the creditor", "settled", "enforcements",
           "how enforcement ends"),
    share(LAW, "ended-by-term", "listings ended by term", "expired", "listings", "how listings end"),
    rate(LAW, "harmful-acts", "harmful acts", "bad-acts", "claims A01, A06, A20", key=True),
    share(LAW, "harmful-share", "harmful acts per opportunity met", "bad-acts", "opportunities",
           "conduct apart from how often chances come"),
    flow(LAW, "harm", "harm done to others", "harm", "adults", "yuan per adult a year", "bad-acts",
          "claims A06, A18, A20", key=True),
    rate(LAW, "good-acts", "good acts", "good-acts", "claims A04, A05, A16", key=True),
    rate(LAW, "deterred", "harmful acts that a scheme prevents", "deterred",
         "claims A01, A06: same luck, without the scheme done", key=True),
    rate(LAW, "encouraged", "good acts done because of a scheme", "encouraged", "claims A05, D19"),
    rate(LAW, "cheated", "persons cheated by strangers", "cheated", "claims A15, A16, A18"),
    rate(LAW, "helped", "persons helped by strangers", "helped", "claim A16", key=True),
    rate(LAW, "extorted", "helpers extorted", "extorted", "claim A16, the premise of 2011"),
    rate(LAW, "noticed-acts", "acts noticed through any channel", "detected", "reach of detection"),
    share(LAW, "noticed-share", "acts that are noticed", "detected", "acts", "reach of detection"),
    share(LAW, "noticed-by-camera", "of acts noticed, first by a camera", "by-camera", "detected",
           "claim D01", key=True),
    flow(LAW, "fines", "fines paid", "fines", "adults", "yuan per adult a year", "detected",
          "the law's own sanction, beside the scheme's"),
    rate(LAW, "deaths", "deaths", "deaths", "check on the society, the same in paired worlds"),
)  # fmt: skip
