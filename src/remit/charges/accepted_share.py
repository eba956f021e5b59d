"""Payment by the share of a sample that was accepted.

A sample of the month's work is inspected and the payment for the service falls by the share of defects: all that were found, or only those
beyond the plan's acceptance number. The sample's size follows the plan and the month's volume; a smaller one stops the statement. Audits
are facts of the kind audit about what the clause covers, one with the unit "sampled" and one with the unit "defects".
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from remit.charge import Charge
from remit.line import Account, Draft, Missing
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Amount, Choice, Count, Covers, Percent
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.values.fault import Fault, Place
from remit.work import facts

# ISO 2859-1, tables 1 and 2-A: largest lot with its sample size, general inspection level II, normal inspection.
_SIZES = (
    (8, 2), (15, 3), (25, 5), (50, 8), (90, 13), (150, 20), (280, 32), (500, 50), (1_200, 80), (3_200, 125), (10_000, 200), (35_000, 315),
    (150_000, 500), (500_000, 800),
)  # fmt: skip
_LARGEST = 1_250


class AcceptedShare(Charge):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("amount", Amount(), "The most that is paid in a month for all services of the clause.", REQUIRED),
        Setting("service share", Percent(), "The share of that sum that hangs on the sampled service.", REQUIRED),
        Setting("covers", Covers(), "What is sampled.", REQUIRED),
        Setting(
            "sample",
            Choice("general level II, normal inspection"),
            "The sampling plan (ISO 2859-1, formerly MIL-STD-105).",
            "general level II, normal inspection",
        ),
        Setting(
            "defects",
            Choice("all found", "beyond the acceptance number"),
            "Whether all defects found reduce the payment, or only those beyond the acceptance number.",
            "all found",
        ),
        Setting("acceptance number", Count(), "How many defects the plan accepts."),
    )
    example = """
10.4 order entry by sample:
  rule: accepted share
  amount: £4000.00
  service share: 30 %
  covers: order entry
"""
    practice = "US Navy, MO-213: payment = monthly sum x share of the service x (1 - defects / sample)."

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        if account.days(clause) is None:
            return
        found = facts.select(account.facts, "audit", clause["covers"], first=account.month.first, last=account.month.last)
        sampled, defects = (facts.standing([fact for fact in found if fact.unit == unit]) for unit in ("sampled", "defects"))
        if not sampled or not defects or not facts.amount(sampled):
            what = f"there is no audit of {clause['covers']} for {account.month.name}"
            raise Missing(clause, what, "record the units sampled and the defects found as facts of the kind audit")
        size, wrong = facts.amount(sampled), facts.amount(defects)
        service = account.service(clause["covers"])
        lot = account.volumes[service.name].billed if service is not None and service.name in account.volumes else 0
        if lot and size < sample_size(lot):
            what = f"{size} of {lot:,} were sampled, and the plan takes {sample_size(lot)}"
            raise Missing(clause, what, "complete the sample")
        counted = wrong if clause["defects"] == "all found" else max(Fraction(0), wrong - (clause["acceptance number"] or 0))
        accepted = 1 - counted / size
        words = account.words
        sum_said = f"{words.percent(clause['service share'])} of {words.money(clause['amount'])}"
        good, of = words.number(size - counted), words.number(size)
        because = f"{words.number(counted)} of {of} sampled units were defective: {good} of {of} of {sum_said}"
        amount = Fraction(clause["amount"].amount) * clause["service share"] * accepted
        yield self.draft(clause, amount, because, volume=service.number if service else None)

    def check(self, clause: Clause, terms: Terms) -> Iterable[Fault]:
        if clause["defects"] != "all found" and clause["acceptance number"] is None:
            place = Place(clause=clause.number, line=clause.lines.get("defects", clause.line))
            yield Fault(place, "'defects' leaves out those that the plan accepts, and nothing says how many", "add 'acceptance number'")

    def prose(self, clause: Clause, words: Words) -> str:
        share, amount = words.percent(clause["service share"]), words.money(clause["amount"])
        number = f" of {clause['acceptance number']}" if clause["acceptance number"] is not None else ""
        readings = {
            "sample": f"The sample is that of {clause['sample']}, by the month's volume",
            "defects": "All defects found count"
            if clause["defects"] == "all found"
            else f"Defects beyond the acceptance number{number} count",
            "acceptance number": "",
        }
        ending = self.ending(clause, words, readings)
        return f"{share} of {amount} a month, times the accepted share of a sample of {clause['covers']}.{ending}"


def sample_size(lot: int) -> int:
    """How many units of a lot the plan samples; a lot smaller than its sample is inspected whole.

    >>> sample_size(28064), sample_size(3440), sample_size(1)
    (315, 200, 1)
    """
    return min(lot, next((size for largest, size in _SIZES if lot <= largest), _LARGEST))


RULE = AcceptedShare()
