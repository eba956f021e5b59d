"""The currencies a contract can be in (ISO 4217, active codes), and the signs that several of them share."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

_ACTIVE = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP "
    "CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY "
    "KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK "
    "NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT "
    "TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
)
CODES = frozenset(_ACTIVE.split())

SHARED_SIGNS: Mapping[str, frozenset[str]] = {
    "$": frozenset(["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN"]),
    "¥": frozenset(("JPY", "CNY")),
    "£": frozenset(("GBP", "GIP", "FKP", "SHP")),
    "kr": frozenset(("SEK", "NOK", "DKK", "ISK")),
    "Kč": frozenset(("CZK",)),
    "Ft": frozenset(("HUF",)),
    "RM": frozenset(("MYR",)),
    "₦": frozenset(("NGN",)),
    "₩": frozenset(("KRW",)),
    "₫": frozenset(("VND",)),
    "₺": frozenset(("TRY",)),
    "₪": frozenset(("ILS",)),
}

_WHOLE = frozenset(["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"])
_THOUSANDTHS = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])


def smallest_unit(currency: str) -> Decimal:
    """The smallest amount that is paid: 0.01 for most, 1 for yen, 0.001 for dinars."""
    return Decimal(1) if currency in _WHOLE else Decimal("0.001") if currency in _THOUSANDTHS else Decimal("0.01")
