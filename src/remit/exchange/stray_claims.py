"""Claims of relief that reach nothing: a clause that the terms do not have, an item that the record does not know, a countersignature
of somebody who cannot give one.

They would change no statement and nobody would notice, so `remit check` tells them.
"""

from __future__ import annotations

import polars as pl

from remit.exchange.folder import Folder
from remit.relief import COUNTS
from remit.terms.context import listed
from remit.terms.document import Terms
from remit.values.fault import Fault, Place


def stray_claims(terms: Terms, folder: Folder) -> tuple[Fault, ...]:
    """A notice for each claim that reaches nothing, in the order of their numbers."""
    claims = folder.facts().filter(pl.col("kind") == "relief").sort("id")
    if claims.is_empty():
        return ()
    clauses = [clause.number for clause in terms.section(9)]
    items = set(folder.log()["item"].unique().to_list())
    found = []
    sides = {side: terms.parties[side].get("roles and deputies") or {} for side in ("client", "provider")}
    for claim in claims.iter_rows(named=True):
        side = "provider" if claim["unit"] == COUNTS else "client"
        named = sides[side]
        said = f"the claim '{claim['id']}' of relief for {claim['subject']}"
        if claim["clause"] not in clauses:
            which = f"names the clause {claim['clause']}" if claim["clause"] else "names no clause"
            remedy = f"claim it anew under one of {listed(clauses)}" if clauses else "there is no relief in the terms"
            found.append(
                Fault(Place(file="facts"), f"{said} {which}, which is no relief of the terms, so it changes nothing", remedy, True)
            )
        elif claim["subject"] not in items:
            remedy = "claim it anew with the item's number, or import the item"
            found.append(Fault(Place(file="facts"), f"{said} names no item of the log, so it changes nothing", remedy, True))
        elif named and claim["approved_by"] and claim["approved_by"] not in {*named, *named.values()}:
            what = f"{said} is countersigned by '{claim['approved_by']}', who is no role of the {side}, so it stays open"
            found.append(Fault(Place(file="facts"), what, f"the {side}'s roles are {listed(named)} (section 1)", True))
    return tuple(found)
