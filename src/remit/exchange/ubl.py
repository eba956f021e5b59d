"""UBL 2.1 invoices and credit notes by EN 16931: a statement written as one, an invoice read from one, and the rules it must keep.

`write` gives an invoice for a positive total and a credit note for a negative one, or for the difference of two versions. Amounts have two
decimals, because BT-131 has. `faults` checks the standard's own rules (BR, BR-CO, BR-AE, BR-S, BR-O by their numbers) on any such file,
from its text alone, so it stands against `write` as well as against an invoice from elsewhere.

Source: EN 16931-1:2017 with its binding to UBL 2.1 (EN 16931-3-2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree as xml
from xml.parsers import expat

from remit.invoice import Invoice, InvoiceLine
from remit.statement import Statement
from remit.values.fault import Fault, Place, Refused

PROFILE = "urn:cen.eu:en16931:2017"
CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
INVOICE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
CREDIT_NOTE = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
_PENNY = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Party:
    """A party as an invoice names it; `country` is the two-letter code, `tax_number` its VAT number with the country's letters."""

    name: str
    country: str
    town: str = ""
    tax_number: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """What an invoice says besides the statement: numbers and days."""

    number: str
    issued: date
    due: date | None
    seller: Party
    buyer: Party
    order: str = ""
    contract: str = ""
    before: str = ""
    """The number of the invoice that a credit note corrects."""


def write(statement: Statement, paper: Paper, *, lines: tuple[tuple[str, str, Decimal], ...] | None = None) -> bytes:
    """The invoice (or credit note) of a statement. `lines` (clause, words, amount) stand in place of the statement's own, for the
    difference of two versions."""
    found = lines if lines is not None else tuple((line.clause, line.title, line.amount) for line in statement.lines)
    total = sum((amount for _, _, amount in found), Decimal(0))
    credit = total < 0
    if credit:
        found = tuple((clause, words, -amount) for clause, words, amount in found)
    category, percent = _tax(statement.tax)
    net = sum((amount.quantize(_PENNY) for _, _, amount in found), Decimal(0))
    tax = (net * percent / 100).quantize(_PENNY)
    root = xml.Element(f"{{{CREDIT_NOTE if credit else INVOICE}}}{'CreditNote' if credit else 'Invoice'}")
    _put(root, "CustomizationID", PROFILE)
    _put(root, "ID", paper.number)
    _put(root, "IssueDate", paper.issued.isoformat())
    if paper.due is not None and not credit:
        _put(root, "DueDate", paper.due.isoformat())
    _put(root, "CreditNoteTypeCode" if credit else "InvoiceTypeCode", "381" if credit else "380")
    _put(root, "Note", f"Statement of {statement.month.name}, version {statement.version}.")
    _put(root, "DocumentCurrencyCode", statement.currency)
    _period(root, statement)
    if paper.order:
        _put(_in(root, "OrderReference"), "ID", paper.order)
    if paper.before:
        _put(_in(_in(root, "BillingReference"), "InvoiceDocumentReference"), "ID", paper.before)
    if paper.contract:
        _put(_in(root, "ContractDocumentReference"), "ID", paper.contract)
    _party(_in(root, "AccountingSupplierParty"), paper.seller)
    _party(_in(root, "AccountingCustomerParty"), paper.buyer)
    if paper.due is not None and credit:
        _put(_in(root, "PaymentTerms"), "Note", f"Set off against the payment due {paper.due.isoformat()}.")
    taxes = _in(root, "TaxTotal")
    _money(taxes, "TaxAmount", tax, statement.currency)
    one = _in(taxes, "TaxSubtotal")
    _money(one, "TaxableAmount", net, statement.currency)
    _money(one, "TaxAmount", tax, statement.currency)
    _category(_in(one, "TaxCategory"), category, percent, reason=True)
    totals = _in(root, "LegalMonetaryTotal")
    for name, amount in (
        ("LineExtensionAmount", net),
        ("TaxExclusiveAmount", net),
        ("TaxInclusiveAmount", net + tax),
        ("PayableAmount", net + tax),
    ):
        _money(totals, name, amount, statement.currency)
    for index, (clause, words, amount) in enumerate(found, 1):
        _line(root, index, clause, words, amount.quantize(_PENNY), statement.currency, category, percent, credit)
    xml.register_namespace("", CREDIT_NOTE if credit else INVOICE)
    xml.register_namespace("cac", CAC)
    xml.register_namespace("cbc", CBC)
    xml.indent(root)
    return bytes(xml.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def read(content: bytes, name: str = "invoice.xml") -> Invoice:
    """An invoice or credit note in UBL; a credit note's amounts are negative. `Refused` where it is neither, or an amount is no number."""
    root = _root(content, name)
    credit = root.tag.endswith("}CreditNote")
    sign = -1 if credit else 1
    lines = []
    for one in root.findall(f"{{{CAC}}}{'CreditNoteLine' if credit else 'InvoiceLine'}"):
        quantity = _text(one, "CreditedQuantity" if credit else "InvoicedQuantity")
        words = _text(one, "Item/Name") or _text(one, "Item/Description")
        clause = _text(one, "Item/SellersItemIdentification/ID")
        lines.append(
            InvoiceLine(
                words,
                sign * _number(_text(one, "LineExtensionAmount"), name, "LineExtensionAmount"),
                clause,
                _number(quantity, name, "quantity") if quantity else None,
                _number(price, name, "PriceAmount") if (price := _text(one, "Price/PriceAmount")) else None,
            )
        )
    total = _text(root, "LegalMonetaryTotal/TaxExclusiveAmount")
    issued = _text(root, "IssueDate")
    return Invoice(
        _text(root, "ID"),
        _text(root, "DocumentCurrencyCode"),
        tuple(lines),
        sign * _number(total, name, "TaxExclusiveAmount"),
        date.fromisoformat(issued) if issued else None,
        _text(root, "OrderReference/ID"),
    )


def faults(content: bytes, name: str = "invoice.xml") -> tuple[Fault, ...]:
    """The rules of EN 16931 that the file breaks, each with its number; empty where it keeps them."""
    root = _root(content, name)
    return tuple(Fault(Place(file=name), f"{rule}: {what}") for rule, what in [*_required(root), *_sums(root, name), *_taxes(root, name)])


# ── writing ──


def _tax(tax: str) -> tuple[str, Decimal]:
    """The category (UNCL 5305) and rate of the contract's treatment."""
    if tax == "reverse charge":
        return "AE", Decimal(0)
    if tax in ("", "none"):
        return "O", Decimal(0)
    return "S", Decimal(tax.replace("%", "").strip())


def _line(
    root: xml.Element, index: int, clause: str, words: str, amount: Decimal, currency: str, category: str, percent: Decimal, credit: bool
) -> None:
    line = _in(root, "CreditNoteLine" if credit else "InvoiceLine")
    _put(line, "ID", str(index))
    # A price is never negative (BR-27): what is taken off has the quantity -1.
    quantity = xml.SubElement(line, f"{{{CBC}}}{'CreditedQuantity' if credit else 'InvoicedQuantity'}", unitCode="C62")
    quantity.text = "-1" if amount < 0 else "1"
    _money(line, "LineExtensionAmount", amount, currency)
    item = _in(line, "Item")
    _put(item, "Name", words)
    _put(_in(item, "SellersItemIdentification"), "ID", clause)
    _category(_in(item, "ClassifiedTaxCategory"), category, percent)
    _money(_in(line, "Price"), "PriceAmount", abs(amount), currency)


def _category(place: xml.Element, category: str, percent: Decimal, *, reason: bool = False) -> None:
    _put(place, "ID", category)
    if category != "O":
        _put(place, "Percent", f"{percent:f}")
    if reason and category == "AE":
        _put(place, "TaxExemptionReasonCode", "VATEX-EU-AE")
        _put(place, "TaxExemptionReason", "Reverse charge")
    if reason and category == "O":
        _put(place, "TaxExemptionReason", "Not subject to VAT")
    _put(_in(place, "TaxScheme"), "ID", "VAT")


def _period(root: xml.Element, statement: Statement) -> None:
    period = _in(root, "InvoicePeriod")
    _put(period, "StartDate", statement.month.first.isoformat())
    _put(period, "EndDate", statement.month.last.isoformat())


def _party(place: xml.Element, party: Party) -> None:
    inner = _in(place, "Party")
    _put(_in(inner, "PartyName"), "Name", party.name)
    address = _in(inner, "PostalAddress")
    if party.town:
        _put(address, "CityName", party.town)
    _put(_in(address, "Country"), "IdentificationCode", party.country)
    if party.tax_number:
        scheme = _in(inner, "PartyTaxScheme")
        _put(scheme, "CompanyID", party.tax_number)
        _put(_in(scheme, "TaxScheme"), "ID", "VAT")
    _put(_in(inner, "PartyLegalEntity"), "RegistrationName", party.name)


def _in(place: xml.Element, name: str) -> xml.Element:
    return xml.SubElement(place, f"{{{CAC}}}{name}")


def _put(place: xml.Element, name: str, text: str) -> None:
    xml.SubElement(place, f"{{{CBC}}}{name}").text = text


def _money(place: xml.Element, name: str, amount: Decimal, currency: str) -> None:
    xml.SubElement(place, f"{{{CBC}}}{name}", currencyID=currency).text = f"{amount:.2f}"


# ── reading ──


def _root(content: bytes, name: str) -> xml.Element:
    """The document's root; a document type or entity is refused before anything is built of it."""
    guard = expat.ParserCreate()

    def refuse(*_: object) -> int:
        raise Refused([Fault(Place(file=name), "the file declares a document type or an entity, which no invoice needs", "take it out")])

    guard.StartDoctypeDeclHandler = guard.EntityDeclHandler = refuse
    try:
        guard.Parse(content, True)
        root = xml.fromstring(content)
    except expat.ExpatError as error:
        what = f"line {error.lineno}: this is not whole XML ({expat.ErrorString(error.code)})"
        raise Refused([Fault(Place(file=name), what, "export it again")]) from None
    if root.tag not in (f"{{{INVOICE}}}Invoice", f"{{{CREDIT_NOTE}}}CreditNote"):
        raise Refused(
            [
                Fault(
                    Place(file=name), f"the file begins with <{root.tag.rsplit('}', 1)[-1]}>", "export an invoice or credit note in UBL 2.1"
                )
            ]
        )
    return root


def _text(place: xml.Element, path: str) -> str:
    """The text at a path; all steps but the last are aggregates."""
    *outer, last = path.split("/")
    found = place.find("/".join([*(f"{{{CAC}}}{step}" for step in outer), f"{{{CBC}}}{last}"]))
    return (found.text or "").strip() if found is not None else ""


def _number(text: str, name: str, where: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise Refused([Fault(Place(file=name, column=where), f"'{text}' is no number", "export the invoice again")]) from None
    if not value.is_finite():
        raise Refused([Fault(Place(file=name, column=where), f"'{text}' is no number", "export the invoice again")])
    return value


# ── the standard's rules ──


def _required(root: xml.Element) -> Iterator[tuple[str, str]]:
    credit = root.tag.endswith("}CreditNote")
    needed = (
        ("BR-01", "CustomizationID", "it names no specification"),
        ("BR-02", "ID", "it has no number"),
        ("BR-03", "IssueDate", "it has no date"),
        ("BR-04", "CreditNoteTypeCode" if credit else "InvoiceTypeCode", "it has no type"),
        ("BR-05", "DocumentCurrencyCode", "it has no currency"),
        ("BR-06", "AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName", "the seller has no name"),
        ("BR-07", "AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName", "the buyer has no name"),
        ("BR-09", "AccountingSupplierParty/Party/PostalAddress/Country/IdentificationCode", "the seller has no country"),
        ("BR-11", "AccountingCustomerParty/Party/PostalAddress/Country/IdentificationCode", "the buyer has no country"),
        ("BR-12", "LegalMonetaryTotal/LineExtensionAmount", "it has no sum of lines"),
        ("BR-13", "LegalMonetaryTotal/TaxExclusiveAmount", "it has no total without tax"),
        ("BR-14", "LegalMonetaryTotal/TaxInclusiveAmount", "it has no total with tax"),
        ("BR-15", "LegalMonetaryTotal/PayableAmount", "it says nothing of what is due"),
    )
    for rule, path, what in needed:
        if not _text(root, path):
            yield rule, what
    lines = _line_elements(root)
    if not lines:
        yield "BR-16", "it has no line"
    for index, line in enumerate(lines, 1):
        quantity = "CreditedQuantity" if credit else "InvoicedQuantity"
        for rule, path, what in (
            ("BR-21", "ID", "has no number"),
            ("BR-22", quantity, "has no quantity"),
            ("BR-24", "LineExtensionAmount", "has no amount"),
            ("BR-25", "Item/Name", "has no name"),
            ("BR-26", "Price/PriceAmount", "has no price"),
            ("BR-CO-04", "Item/ClassifiedTaxCategory/ID", "has no category of VAT"),
        ):
            if not _text(line, path):
                yield rule, f"line {index} {what}"
        price = _text(line, "Price/PriceAmount")
        if price and Decimal(price) < 0:
            yield "BR-27", f"line {index} has a negative price"
    if (
        not credit
        and Decimal(_text(root, "LegalMonetaryTotal/PayableAmount") or 0) > 0
        and not (_text(root, "DueDate") or _text(root, "PaymentTerms/Note"))
    ):
        yield "BR-CO-25", "it is to be paid, and says neither when nor on what terms"


def _line_elements(root: xml.Element) -> list[xml.Element]:
    return root.findall(f"{{{CAC}}}CreditNoteLine") or root.findall(f"{{{CAC}}}InvoiceLine")


def _sums(root: xml.Element, name: str) -> Iterator[tuple[str, str]]:
    def total(path: str) -> Decimal:
        return _number(_text(root, f"LegalMonetaryTotal/{path}") or "0", name, path)

    lines = sum(
        (_number(_text(line, "LineExtensionAmount") or "0", name, "LineExtensionAmount") for line in _line_elements(root)), Decimal(0)
    )
    tax = _number(_text(root, "TaxTotal/TaxAmount") or "0", name, "TaxAmount")
    if total("LineExtensionAmount") != lines:
        yield "BR-CO-10", f"the lines add up to {lines}, and it says {total('LineExtensionAmount')}"
    off = _number(_text(root, "LegalMonetaryTotal/AllowanceTotalAmount") or "0", name, "AllowanceTotalAmount")
    on = _number(_text(root, "LegalMonetaryTotal/ChargeTotalAmount") or "0", name, "ChargeTotalAmount")
    if total("TaxExclusiveAmount") != total("LineExtensionAmount") - off + on:
        yield "BR-CO-13", "the total without tax is not that of the lines less allowances and with charges"
    if total("TaxInclusiveAmount") != total("TaxExclusiveAmount") + tax:
        yield "BR-CO-15", "the total with tax is not the one without and the tax"
    paid = _number(_text(root, "LegalMonetaryTotal/PrepaidAmount") or "0", name, "PrepaidAmount")
    rounding = _number(_text(root, "LegalMonetaryTotal/PayableRoundingAmount") or "0", name, "PayableRoundingAmount")
    if total("PayableAmount") != total("TaxInclusiveAmount") - paid + rounding:
        yield "BR-CO-16", "what is due is not the total less what is paid"
    for path in ("LineExtensionAmount", "TaxExclusiveAmount", "TaxInclusiveAmount", "PayableAmount"):
        text = _text(root, f"LegalMonetaryTotal/{path}")
        if "." in text and len(text.split(".")[1]) > 2:
            yield "BR-DEC", f"{path} has more than two decimals"


def _taxes(root: xml.Element, name: str) -> Iterator[tuple[str, str]]:
    parts = root.findall(f"{{{CAC}}}TaxTotal/{{{CAC}}}TaxSubtotal")
    if not parts:
        yield "BR-CO-18", "it has no breakdown of VAT"
    taxes = sum((_number(_text(part, "TaxAmount") or "0", name, "TaxAmount") for part in parts), Decimal(0))
    if parts and taxes != _number(_text(root, "TaxTotal/TaxAmount") or "0", name, "TaxAmount"):
        yield "BR-CO-14", "the total of VAT is not the sum of its breakdown"
    for part in parts:
        category = _text(part, "TaxCategory/ID")
        base, tax = (_number(_text(part, path) or "0", name, path) for path in ("TaxableAmount", "TaxAmount"))
        percent = _text(part, "TaxCategory/Percent")
        if category != "O" and not percent:
            yield "BR-48", f"category {category} has no rate"
        if category in ("AE", "O", "E", "Z") and tax:
            yield {"AE": "BR-AE-09", "O": "BR-O-09", "E": "BR-E-09", "Z": "BR-Z-09"}[category], "VAT of this category is not 0"
        if category in ("AE", "O", "E") and not (
            _text(part, "TaxCategory/TaxExemptionReason") or _text(part, "TaxCategory/TaxExemptionReasonCode")
        ):
            yield {"AE": "BR-AE-10", "O": "BR-O-10", "E": "BR-E-10"}[category], "no reason is given for the exemption"
        if percent and tax != (base * Decimal(percent) / 100).quantize(_PENNY):
            yield "BR-CO-17", f"{base} at {percent} % is not {tax}"
        lines = [line for line in _line_elements(root) if _text(line, "Item/ClassifiedTaxCategory/ID") == category]
        added = sum((_number(_text(line, "LineExtensionAmount") or "0", name, "LineExtensionAmount") for line in lines), Decimal(0))
        if lines and added != base:
            yield {"AE": "BR-AE-08", "S": "BR-S-08", "O": "BR-O-08"}.get(category, "BR-Z-08"), f"its lines add up to {added}, not {base}"
        if category == "AE":
            for side, who in (("AccountingSupplierParty", "seller"), ("AccountingCustomerParty", "buyer")):
                if not _text(root, f"{side}/Party/PartyTaxScheme/CompanyID"):
                    yield "BR-AE-02", f"the {who} has no VAT number, which a reverse charge needs"
