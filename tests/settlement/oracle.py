"""The same settlement by plain arithmetic on a contract's figures: no terms, no rules, no lines, only sums by title.

Everything is a Fraction until a line is rounded; a line is then a whole number of pennies. Written to be checked by reading.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

from tests.settlement.contracts import LEVELS, SERVICES, Figures

START = date(2026, 1, 5)


def penny(amount: Fraction, rule: str) -> int:
    cents = amount * 100
    sign, size = (-1 if cents < 0 else 1), abs(cents)
    whole, rest = floor(size), size - floor(size)
    if rule == "up":
        whole = ceil(size)
    elif rest > Fraction(1, 2) or (rest == Fraction(1, 2) and (rule == "half up" or (rule == "half even" and whole % 2))):
        whole += rule in ("half up", "half even")
    return sign * whole


def standing(level: Figures, result: tuple[int, int] | None) -> str:
    if result is None:
        return "none"
    good, whole = result
    if whole < level["sample"]:
        return "none"
    share = Fraction(good, whole)

    def keeps(limit: Fraction) -> bool:
        return share > limit or (share == limit and level["at"] == "met")

    if keeps(level["target"]):
        return "met"
    return "amber" if level["minimum"] is not None and keeps(level["minimum"]) else "missed"


class Oracle:
    """Settles months one after the other; `past` keeps what later months read."""

    def __init__(self, figures: Figures, until: date) -> None:
        self.f, self.until, self.past = figures, until, []
        self.past: list[dict[str, Any]]
        self.names = {f"credit {i}": f"11.{i + 1} credit {i}" for i in range(len(figures["credits"]))}
        self.rule = figures["rounding"]

    def month(self, index: int, given: Figures) -> dict[str, int]:
        first = date(2026 + index // 12, index % 12 + 1, 1)
        after = date(2026 + (index + 1) // 12, (index + 1) % 12 + 1, 1)
        now: dict[str, Any] = {
            "given": given,
            "index": index,
            "first": first,
            "length": (after - first).days,
            "standing": {name: standing(level, given["results"][name]) for name, level in self.f["levels"].items()},
            "lines": {},
        }
        self.charges(now)
        self.credits(now)
        self.back(now)
        self.bonus(now)
        self.past.append(now)
        return {title: pennies for title, pennies in now["lines"].items() if pennies}

    # charges

    def charges(self, now: Figures) -> None:
        billed = {service: self.units(now, service) for service in SERVICES}
        base, by_service = {}, {}
        for number, charge in enumerate(self.f["charges"], 1):
            amount = self.price(charge, now, billed)
            if amount is not None:
                base[number] = penny(amount, self.rule)
                if charge.get("service"):
                    by_service[charge["service"]] = by_service.get(charge["service"], 0) + base[number]
        now["base"], now["by service"] = sum(base.values()), by_service
        lines = dict(base)
        total = now["base"]
        for stage in (("pass through", "hours"), ("minimum charge",), ("currency share",)):
            for number, charge in enumerate(self.f["charges"], 1):
                if charge["rule"] in stage:
                    lines[number] = penny(self.other(charge, number, now, total), self.rule)
                    total += lines[number]
        now["all"] = total
        now["charge lines"] = lines
        for number, pennies in lines.items():
            now["lines"][f"10.{number} charge {number}"] = pennies

    def units(self, now: Figures, service: str) -> int:
        if now["index"] == 0:
            return sum(count for day, count in now["given"]["first days"][service].items() if day >= START)
        return now["given"]["volumes"][service]

    def price(self, charge: Figures, now: Figures, billed: dict[str, int]) -> Fraction | None:
        rule = charge["rule"]
        held_from = START.day if now["index"] == 0 else 1
        if rule == "unit price":
            return billed[charge["service"]] * charge["price"]
        if rule == "tiered price":
            units, ends = billed[charge["service"]], [0, *charge["bounds"], 10**9]
            if not charge["slab"]:
                return sum(
                    (max(0, min(units, high) - low) * price for low, high, price in zip(ends, ends[1:], charge["prices"], strict=False)),
                    Fraction(0),
                )
            passed = sum(units >= bound if charge["edge"] == "upper band" else units > bound for bound in charge["bounds"])
            return units * charge["prices"][passed]
        if rule == "fixed":
            last = min(now["length"], (self.until - now["first"]).days + 1)
            return None if last < 1 else self.part(charge["part"], last - held_from + 1, now) * charge["amount"]
        if rule == "full time equivalents":
            share = self.part(charge["part"], now["length"] - held_from + 1, now)
            return share * charge["people"] * charge["hours"] * charge["price"] / 12
        return None

    def part(self, reading: str, days: int, now: Figures) -> Fraction:
        if reading == "whole" or days == now["length"]:
            return Fraction(1)
        return Fraction(days, now["length"]) if reading == "by days" else Fraction(0)

    def other(self, charge: Figures, number: int, now: Figures, so_far: int) -> Fraction:
        given, rule = now["given"], charge["rule"]
        if rule == "minimum charge":
            of = Fraction(now["base"], 100)
            if charge["of"] == "forecast charges":
                prices = (self.price(one, now, given["forecasts"]) for one in self.f["charges"])
                of = Fraction(sum(penny(amount, self.rule) for amount in prices if amount is not None), 100)
            return max(Fraction(0), charge["share"] * of - Fraction(now["base"], 100))
        if rule == "currency share":
            moved = charge["base"] / given["rate"] - 1 if charge["linked currency"] else 1 - given["rate"] / charge["base"]
            over = abs(moved) - charge["band"]
            if over <= 0:
                return Fraction(0)
            counted = over if charge["edge"] else abs(moved)
            base = Fraction(now["base"] if charge["of"] == "base charges" else so_far, 100)
            return base * charge["linked"] * counted * (charge["pays"] if moved > 0 else -charge["receives"])
        if rule == "pass through":
            cost = sum((value for value, _ in given["receipts"]), Fraction(0))
            approved = sum((value for value, yes in given["receipts"] if yes and charge["approval"]), Fraction(0))
            return min(cost, max(approved, charge["limit"])) * (1 + charge["mark up"])
        worked = sum((hours for hours, yes in given["hours"] if yes or not charge["approval"]), Fraction(0))
        months = {"month": 1, "quarter": 3, "term": 10**6}[charge["each"]]
        begun = now["index"] - now["index"] % months
        used = sum(one["charge lines"].get(number, 0) for one in self.past if one["index"] >= begun)
        return min(worked * charge["price"], max(Fraction(0), charge["limit"] - Fraction(used, 100)))

    # credits

    def worth(self, value: tuple[str, Fraction], base: Fraction) -> Fraction:
        return value[1] * base if value[0] == "share" else value[1]

    def of(self, reading: str, level: str | None, now: Figures) -> Fraction:
        if reading == "this service":
            return Fraction(now["by service"].get(self.f["levels"][level]["service"], 0), 100)
        return Fraction(now["all"] if reading == "all charges" else now["base"], 100)

    def credits(self, now: Figures) -> None:
        drafts: list[list[Any]] = []  # name, level, title, exact sum
        for name, credit in zip(self.names, self.f["credits"], strict=True):
            drafts += [[name, level, title, amount] for level, title, amount in self.credit(credit, self.names[name], now)]
        drafts = self.incident(drafts)
        if self.f["repeat"]:
            names, factor, repeat, needed = self.f["repeat"]
            for draft in drafts:
                row = 1
                while row <= len(self.past) and self.past[-row]["standing"][draft[1]] == "missed":
                    row += 1
                missed_now = now["standing"][draft[1]] == "missed"
                if draft[0] in names and missed_now and row >= needed:
                    draft[3] *= factor if repeat == "doubles" else factor ** (row - needed + 1)
        asked = [[name, level, title, penny(amount, self.rule)] for name, level, title, amount in drafts]
        for cap in self.f["caps"]:
            self.cap(cap, asked, now)
        now["credits"] = [(name, level, pennies) for name, level, _, pennies in asked]
        for _, _, title, pennies in asked:
            now["lines"][title] = now["lines"].get(title, 0) - pennies

    def credit(self, credit: Figures, title: str, now: Figures) -> list[tuple[str, str, Fraction]]:
        rule, found = credit["rule"], []
        if rule in ("credit per miss", "share at risk"):
            for level, value in (credit["credits"] if rule == "credit per miss" else credit["weights"]).items():
                if now["standing"][level] == "missed":
                    base = self.of(credit["of"], level, now)
                    found.append(
                        (
                            level,
                            f"{title} / {level}",
                            self.worth(value, base) if rule == "credit per miss" else value * credit["risk"] * base,
                        )
                    )
            return found
        level = credit["level"]
        if now["standing"][level] == "none":
            return []
        share, base = Fraction(*now["given"]["results"][level]), self.of(credit["of"], level, now)
        if rule == "banded credit":
            place = sum(share >= edge if credit["edge"] == "upper band" else share > edge for edge in credit["edges"])
            return [(level, title, self.worth(credit["credits"][place], base))]
        short = credit["below"] - share
        if short <= 0:
            return []
        count = short / credit["step"]
        count = {"full": Fraction(floor(count)), "started": Fraction(ceil(count)), "in proportion": count}[credit["points"]]
        amount = count * self.worth(credit["credit"], base)
        return [(level, title, min(amount, self.worth(credit["at most"], base)) if credit["at most"] else amount)]

    def incident(self, drafts: list[list[Any]]) -> list[list[Any]]:
        if not self.f["incident"]:
            return drafts
        levels, pays = self.f["incident"]
        mine = [draft for draft in drafts if draft[1] in levels and draft[3] > 0]
        if len(mine) < 2:
            return drafts
        kept = mine[0]
        if pays == "largest":
            for draft in mine:
                kept = draft if draft[3] > kept[3] else kept
        return [draft for draft in drafts if draft is kept or all(draft is not one for one in mine)]

    def cap(self, cap: Figures, asked: list[list[Any]], now: Figures) -> None:
        mine = [draft for draft in asked if draft[0] in cap["limits"] and draft[3]]
        per_service = cap["of"] == "this service" and cap["most"][0] == "share"
        for service in SERVICES if per_service else (None,):
            group = [draft for draft in mine if service is None or self.f["levels"][draft[1]]["service"] == service]
            months = {"month": 1, "twelve months": 12, "term": 10**6}[cap["each"]]
            window = [one for one in self.past if one["index"] > now["index"] - months]
            if cap["most"][0] == "sum":
                limit = cap["most"][1]
            else:
                key = cap["of"]
                totals = [one["by service"].get(service, 0) if key == "this service" else one["base"] for one in (*window, now)]
                limit = cap["most"][1] * Fraction(sum(totals), 100)
            used = sum(
                pennies for one in window for name, level, pennies in one["credits"]
                if name in cap["limits"] and (service is None or self.f["levels"][level]["service"] == service)
            )  # fmt: skip
            left = max(0, penny(limit - Fraction(used, 100), self.rule))
            total = sum(draft[3] for draft in group)
            if total <= left:
                continue
            if cap["spread"] == "last clause first":
                for draft in group:
                    draft[3] = min(draft[3], left)
                    left -= draft[3]
            else:
                shares = [Fraction(left * draft[3], total) for draft in group]
                parts = [floor(share) for share in shares]
                ranked = sorted(range(len(group)), key=lambda i: (-(shares[i] - parts[i]), i))
                for place in ranked[: left - sum(parts)]:
                    parts[place] += 1
                for draft, part in zip(group, parts, strict=True):
                    draft[3] = part

    # earn back and bonus

    def back(self, now: Figures) -> None:
        back = self.f["earn back"]
        if not back:
            return
        for then in self.past:
            for name in self.names:
                for level in LEVELS:
                    credit = sum(pennies for one, place, pennies in then["credits"] if one == name and place == level)
                    if name in back["returns"] and credit and self.full(back, level, then["index"], now):
                        number = self.adjustment_number("back")
                        title = f"{number} back / {level}"
                        now["lines"][title] = now["lines"].get(title, 0) + penny(back["share"] * Fraction(credit, 100), self.rule)

    def full(self, back: Figures, level: str, credited: int, now: Figures) -> bool:
        """Whether the count becomes full in this very month."""
        count = 0
        for month in (*self.past[credited + 1 :], now):
            state = month["standing"][level]
            if state == "none":
                if back["without"] == "fails":
                    return False
                kept = back["without"] == "counts as met"
            else:
                result = Fraction(*month["given"]["results"][level])
                kept = result > self.f["levels"][level]["target"] if back["exceeded"] else state == "met"
                if not kept:
                    return False
            count += kept
            if count == back["after"]:
                return month is now
        return False

    def bonus(self, now: Figures) -> None:
        bonus = self.f["bonus"]
        if not bonus or now["standing"][bonus["level"]] == "none":
            return
        barred = {"every minimum met": {"missed"}, "every target met": {"missed", "amber"}, "no condition": set()}[bonus["only if"]]
        share = Fraction(*now["given"]["results"][bonus["level"]])
        place = sum(share >= edge for edge in bonus["edges"])
        if not place or barred & set(now["standing"].values()):
            return
        base = Fraction(now["base"], 100)
        if bonus["taken"] == "after credits":
            base -= Fraction(sum(pennies for _, _, pennies in now["credits"]), 100)
        amount = penny(self.worth(bonus["bonuses"][place - 1], base), self.rule)
        if bonus["cap"]:
            amount = min(amount, penny(self.worth(bonus["cap"], Fraction(now["base"], 100)), self.rule))
        now["lines"][f"{self.adjustment_number('bonus')} bonus"] = amount

    def adjustment_number(self, name: str) -> str:
        names = list(self.names)
        names += ["incident"] * bool(self.f["incident"]) + ["again"] * bool(self.f["repeat"])
        names += [f"cap {index}" for index in range(len(self.f["caps"]))] + ["back"] * bool(self.f["earn back"]) + ["bonus"]
        return f"11.{names.index(name) + 1}"
