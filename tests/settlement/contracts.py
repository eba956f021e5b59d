"""Random contracts and months: a contract as plain figures, its text in the language of terms, and what is given in each month."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

Figures = dict[str, Any]

SERVICES = ("alpha", "beta")
LEVELS = ("first", "second", "third", "fourth")


def percent(value: Fraction) -> str:
    return f"{float(value * 100):.4f}".rstrip("0").rstrip(".") + " %"


def contract(random: Random) -> Figures:
    """The figures of a contract, every one written with few decimals so that the text says them exactly."""
    levels = {}
    for name in LEVELS:
        target = Fraction(random.randint(80, 99), 100)
        levels[name] = {
            "service": random.choice(SERVICES),
            "target": target,
            "minimum": target - Fraction(random.randint(0, 60), 1000) if random.random() < 0.8 else None,
            "sample": random.choice([1, 30]),
            "at": random.choice(["met", "met", "missed"]),
        }
    return {
        "rounding": random.choice(["half up", "half up", "half even", "down", "up"]),
        "levels": levels,
        "charges": _charges(random),
        **_adjustments(random),
    }


def _price(random: Random) -> Fraction:
    return Fraction(random.randint(1, 60_000), 10_000)


def _charges(random: Random) -> list[Figures]:
    charges: list[Figures] = []
    for service in SERVICES:
        if random.random() < 0.5:
            charges.append({"rule": "unit price", "service": service, "price": _price(random)})
        else:
            bounds = sorted(random.sample(range(50, 3000), random.randint(1, 3)))
            charges.append(
                {
                    "rule": "tiered price",
                    "service": service,
                    "bounds": bounds,
                    "prices": [_price(random) for _ in range(len(bounds) + 1)],
                    "slab": random.random() < 0.5,
                    "edge": random.choice(["upper band", "lower band"]),
                }
            )
    charges.append(
        {"rule": "fixed", "amount": Fraction(random.randint(0, 300_000), 100), "part": random.choice(["whole", "by days", "none"])}
    )
    if random.random() < 0.5:
        charges.append({"rule": "full time equivalents", "people": Fraction(random.randint(1, 80), 4), "hours": random.randint(1400, 1800),
                        "price": _price(random) * 10, "part": random.choice(["whole", "by days"])})  # fmt: skip
    if random.random() < 0.6:
        share = Fraction(random.randint(50, 120), 100)
        charges.append({"rule": "minimum charge", "share": share, "of": random.choice(["forecast charges", "base charges"])})
    if random.random() < 0.6:
        charges.append(
            {
                "rule": "currency share",
                "base": Fraction(random.randint(1000, 3000), 100),
                "linked": Fraction(random.randint(1, 100), 100),
                "band": Fraction(random.randint(0, 80), 1000),
                "pays": Fraction(random.randint(0, 100), 100),
                "receives": Fraction(random.randint(0, 100), 100),
                "edge": random.random() < 0.6,
                "linked currency": random.random() < 0.6,
                "of": random.choice(["base charges", "all charges"]),
            }
        )
    if random.random() < 0.5:
        limit, mark_up = Fraction(random.randint(5_000, 40_000), 100), Fraction(random.randint(0, 15), 100)
        charges.append({"rule": "pass through", "limit": limit, "mark up": mark_up,
                        "approval": random.random() < 0.5})  # fmt: skip
    if random.random() < 0.5:
        charges.append({"rule": "hours", "price": _price(random) * 10, "limit": Fraction(random.randint(10_000, 90_000), 100),
                        "each": random.choice(["month", "quarter", "term"]), "approval": random.random() < 0.6})  # fmt: skip
    return charges


def _credit(random: Random) -> tuple[str, Fraction]:
    """A share of the base, or a sum."""
    if random.random() < 0.75:
        return "share", Fraction(random.randint(1, 120), 1000)
    return "sum", Fraction(random.randint(1, 40_000), 100)


def _adjustments(random: Random) -> Figures:
    credits: list[Figures] = []
    chosen = random.sample(LEVELS, random.randint(1, 4))
    of = random.choice(["base charges", "this service", "all charges"])
    credits.append({"rule": "credit per miss", "of": of, "credits": {level: _credit(random) for level in chosen}})
    if random.random() < 0.5:
        edges = sorted(random.sample(range(700, 1000), 2))
        credits.append({"rule": "banded credit", "of": random.choice(["base charges", "this service"]), "level": random.choice(LEVELS),
                        "edges": [Fraction(edge, 1000) for edge in edges], "credits": [_credit(random) for _ in range(3)],
                        "edge": random.choice(["upper band", "lower band"])})  # fmt: skip
    if random.random() < 0.5:
        credits.append({"rule": "credit per point", "of": "base charges", "level": random.choice(LEVELS),
                        "below": Fraction(random.randint(85, 99), 100),
                        "credit": _credit(random), "step": Fraction(random.randint(1, 30), 1000),
                        "points": random.choice(["full", "started", "in proportion"]),
                        "at most": _credit(random) if random.random() < 0.5 else None})  # fmt: skip
    if random.random() < 0.4:
        credits.append({"rule": "share at risk", "of": "base charges", "risk": Fraction(random.randint(1, 20), 100),
                        "weights": {level: Fraction(random.randint(1, 100), 100) for level in random.sample(LEVELS, 2)}})  # fmt: skip
    names = [f"credit {index}" for index in range(len(credits))]
    figures: Figures = {"credits": credits}
    figures["incident"] = (
        (random.sample(LEVELS, random.randint(2, 3)), random.choice(["largest", "first"])) if random.random() < 0.4 else None
    )
    figures["repeat"] = (
        (random.sample(names, 1), Fraction(random.choice([3, 4, 5]), 2), random.choice(["doubles", "compounds"]), random.choice([2, 3]))
        if random.random() < 0.4
        else None
    )
    figures["caps"] = [
        {
            "limits": sorted(random.sample(names, random.randint(1, len(names)))),
            "most": _credit(random),
            "of": random.choice(["base charges", "base charges", "this service"]),
            "each": random.choice(["month", "month", "twelve months", "term"]),
            "spread": random.choice(["in proportion", "in proportion", "last clause first"]),
        }
        for _ in range(random.randint(0, 2))
    ]
    figures["earn back"] = (
        {
            "returns": sorted(random.sample(names, random.randint(1, len(names)))),
            "share": Fraction(random.randint(1, 4), 4),
            "after": random.randint(1, 3),
            "exceeded": random.random() < 0.4,
            "without": random.choice(["extends", "fails", "counts as met"]),
        }
        if random.random() < 0.7
        else None
    )
    figures["bonus"] = (
        {
            "level": random.choice(LEVELS),
            "edges": [Fraction(edge, 1000) for edge in sorted(random.sample(range(850, 1000), 2))],
            "bonuses": [_credit(random) for _ in range(2)],
            "only if": random.choice(["every minimum met", "every target met", "no condition"]),
            "cap": _credit(random) if random.random() < 0.5 else None,
            "taken": random.choice(["before credits", "after credits"]),
        }
        if random.random() < 0.6
        else None
    )
    return figures


# ── as text ──


def _money(value: Fraction) -> str:
    return f"£{float(value):.4f}" if (value * 100).denominator != 1 else f"£{float(value):.2f}"


def _either(value: tuple[str, Fraction]) -> str:
    return percent(value[1]) if value[0] == "share" else _money(value[1])


def text(figures: Figures, until: date) -> str:
    """The contract in the language of terms. Services start on 5 January 2026; the fixed charges end at `until`."""
    lines = [
        "remit terms: 1", "title: Random", "form: advanced",
        "parties: {client: {name: Client, country: United Kingdom}, provider: {name: Provider, country: South Africa}}",
        "term: {signed: 2025-12-01, services start: 2026-01-05, ends: 2027-12-31, notice: 1 month}",
        f"money: {{currency: GBP, rounding: {figures['rounding']}}}",
        "calendars:", "  4.1 hours: {zone: Europe/London, hours: {Monday to Friday: 09:00 to 17:00}}",
        "records:", "  5.1 desk: {system: Desk, kept by: both}", "  5.2 rate: {system: Bank, kept by: published}",
        "services:",
    ]  # fmt: skip
    lines += [f"  6.{index} {name}: {{record: desk, unit: {name} unit, expected volume: 1000}}" for index, name in enumerate(SERVICES, 1)]
    lines.append("clocks:")
    lines += [
        f"  7.{index} {name} clock: {{covers: {name}, calendar: hours, start: created, stop: closed, within: 4 business hours}}"
        for index, name in enumerate(SERVICES, 1)
    ]
    lines.append("service levels:")
    for index, (name, level) in enumerate(figures["levels"].items(), 1):
        minimum = f", minimum: {percent(level['minimum'])}" if level["minimum"] is not None else ""
        lines.append(
            f"  8.{index} {name}: {{rule: share on time, clock: {level['service']} clock, target: {percent(level['target'])}{minimum}, "
            f"minimum sample: {level['sample']}, exactly at: {level['at']}}}"
        )
    lines.append("charges:")
    lines += [f"  10.{index} charge {index}:{_charge_text(charge, until)}" for index, charge in enumerate(figures["charges"], 1)]
    lines.append("adjustments:")
    lines += [f"  11.{index} {name}:{body}" for index, (name, body) in enumerate(_adjustment_texts(figures), 1)]
    return "\n".join(lines) + "\n"


def _charge_text(charge: Figures, until: date) -> str:
    rule = charge["rule"]
    if rule == "unit price":
        return f" {{rule: unit price, service: {charge['service']}, price: {_money(charge['price'])}}}"
    if rule == "tiered price":
        ends = [0, *charge["bounds"], None]
        tiers = "".join(
            f"\n      - {{from: {low}{f', to: {high}' if high is not None else ''}, price: {_money(price)}}}"
            for low, high, price in zip(ends, ends[1:], charge["prices"], strict=False)
        )
        each = "prices all units" if charge["slab"] else "prices its own units"
        head = f"\n    rule: tiered price\n    service: {charge['service']}\n    each tier: {each}"
        return f"{head}\n    edge: {charge['edge']}\n    tiers:{tiers}"
    if rule == "fixed":
        return f" {{rule: fixed, amount: {_money(charge['amount'])}, part month: {charge['part']}, until: {until}}}"
    if rule == "full time equivalents":
        people = f"people: {float(charge['people'])}, hours a year: {charge['hours']}, price an hour: {_money(charge['price'])}"
        return f" {{rule: full time equivalents, {people}, part month: {charge['part']}}}"
    if rule == "minimum charge":
        return f" {{rule: minimum charge, at least: {percent(charge['share'])}, of: {charge['of']}}}"
    if rule == "currency share":
        counted = "band edge" if charge["edge"] else "base rate"
        moved = "the linked currency" if charge["linked currency"] else "the contract currency"
        return (
            f"\n    rule: currency share\n    record: rate\n    base rate: {float(charge['base']):.2f} ZAR for 1 GBP\n"
            f"    linked share: {percent(charge['linked'])}\n    band: {percent(charge['band'])}\n"
            f"    client pays: {percent(charge['pays'])}\n    client receives: {percent(charge['receives'])}\n"
            f"    counted from: {counted}\n    movement of: {moved}\n    of: {charge['of']}"
        )
    if rule == "pass through":
        above = "approval by buyer" if charge["approval"] else "not billed"
        limit, mark_up = _money(charge["limit"]), percent(charge["mark up"])
        return f" {{rule: pass through, item: seats, evidence: invoice, at most: {limit}, mark up: {mark_up}, above that: {above}}}"
    approval = "before the work" if charge["approval"] else "none"
    limit = f"at most: {_money(charge['limit'])}, each: {charge['each']}"
    return f" {{rule: hours, work: training, price: {_money(charge['price'])}, approval: {approval}, {limit}}}"


def _adjustment_texts(figures: Figures) -> list[tuple[str, str]]:
    texts: list[tuple[str, str]] = []
    for index, credit in enumerate(figures["credits"]):
        texts.append((f"credit {index}", _credit_text(credit)))
    if figures["incident"]:
        levels, pays = figures["incident"]
        texts.append(("incident", f" {{rule: same incident, among: [{', '.join(levels)}], pays: {pays}}}"))
    if figures["repeat"]:
        names, factor, repeat, row = figures["repeat"]
        grown = f"[{', '.join(names)}]"
        texts.append(
            (
                "again",
                f" {{rule: repeat failure, increases: {grown}, factor: {float(factor)}, repeat: {repeat}, when missed: {row} in a row}}",
            )
        )
    for index, cap in enumerate(figures["caps"]):
        body = f"limits: [{', '.join(cap['limits'])}], at most: {_either(cap['most'])}, of: {cap['of']}"
        body += f", each: {cap['each']}, spread: {cap['spread']}"
        texts.append((f"cap {index}", f" {{rule: cap, {body}}}"))
    back = figures["earn back"]
    if back:
        when = "target exceeded" if back["exceeded"] else "target met"
        body = f"share: {percent(back['share'])}, after: {back['after']} months, when: {when}, month without result: {back['without']}"
        texts.append(("back", f" {{rule: earn back, returns: [{', '.join(back['returns'])}], {body}}}"))
    bonus = figures["bonus"]
    if bonus:
        low, high = (percent(edge) for edge in bonus["edges"])
        first, second = (_either(value) for value in bonus["bonuses"])
        bands = f"\n      - {{from: {low}, to: {high}, bonus: {first}}}\n      - {{from: {high}, bonus: {second}}}"
        head = f"\n    rule: bonus\n    service level: {bonus['level']}\n    of: base charges"
        head += f"\n    only if: {bonus['only if']}\n    taken: {bonus['taken']}"
        texts.append(("bonus", f"{head}\n    bands:{bands}"))
        if bonus["cap"]:
            texts.append(("bonus cap", f" {{rule: cap, limits: [bonus], at most: {_either(bonus['cap'])}, of: base charges}}"))
    return texts


def _credit_text(credit: Figures) -> str:
    rule, of = credit["rule"], f"of: {credit['of']}"
    if rule == "credit per miss":
        credits = ", ".join(f"{level}: {_either(value)}" for level, value in credit["credits"].items())
        return f" {{rule: credit per miss, {of}, credits: {{{credits}}}}}"
    if rule == "share at risk":
        weights = ", ".join(f"{level}: {percent(weight)}" for level, weight in credit["weights"].items())
        return f" {{rule: share at risk, {of}, at risk: {percent(credit['risk'])}, weights: {{{weights}}}}}"
    if rule == "credit per point":
        most = f", at most: {_either(credit['at most'])}" if credit["at most"] else ""
        step = f"{float(credit['step'] * 100):.1f} points"
        return (
            f" {{rule: credit per point, {of}, service level: {credit['level']}, below: {percent(credit['below'])}, "
            f"credit: {_either(credit['credit'])}, for each: {step}, points: {credit['points']}{most}}}"
        )
    low, high = (percent(edge) for edge in credit["edges"])
    worst, middle, best = (_either(value) for value in credit["credits"])
    bands = f"\n      - {{from: {high}, credit: {best}}}\n      - {{from: {low}, to: {high}, credit: {middle}}}"
    bands += f"\n      - {{to: {low}, credit: {worst}}}"
    return f"\n    rule: banded credit\n    service level: {credit['level']}\n    {of}\n    edge: {credit['edge']}\n    bands:{bands}"


# ── the months ──


def months(figures: Figures, random: Random, count: int) -> list[Figures]:
    """What is given in each month from January 2026 on. Results sit on thresholds often, where readings differ."""
    return [_month(figures, random) for _ in range(count)]


def _month(figures: Figures, random: Random) -> Figures:
    results: dict[str, tuple[int, int] | None] = {}
    for name, level in figures["levels"].items():
        whole = random.choice([0, 20, 200, 1000, 2926])
        edge = random.choice([level["target"], level["minimum"] or level["target"]])
        good = round(edge * whole) + random.choice([0, 0, 1, -1, random.randint(-300, 100)])
        results[name] = (max(0, min(whole, good)), whole) if whole else None
    days = {date(2026, 1, day): random.randint(0, 120) for day in random.sample(range(1, 29), 12)}
    return {
        "volumes": {service: random.choice([0, 50, random.randint(0, 4000)]) for service in SERVICES},
        "first days": {service: days for service in SERVICES},
        "forecasts": {service: random.randint(0, 4000) for service in SERVICES},
        "rate": Fraction(random.randint(900, 3300), 100),
        "receipts": [(Fraction(random.randint(0, 30_000), 100), random.random() < 0.4) for _ in range(random.randint(0, 3))],
        "hours": [(Fraction(random.randint(1, 80), 4), random.random() < 0.6) for _ in range(random.randint(0, 3))],
        "results": results,
    }
