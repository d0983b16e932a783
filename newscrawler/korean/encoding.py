"""The real encoding of a Korean newspaper's page.

Headers and meta tags of the mediaOn papers are wrong often enough that the bytes decide:
text that is valid UTF-8 is UTF-8, else the share of readable characters chooses between
UTF-8 with a few bad bytes (CP949 left in comments, docs/mediaon.md §9) and CP949.
"""

from __future__ import annotations

import codecs
import re

# Well-formed multi-byte UTF-8 sequences (RFC 3629); any other high byte is damage.
_UTF8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
UNDECODABLE = "undecodable"  # the flag of a response that is not text in any encoding
_CP949_BAD = "\ufffd"
_MAX_DAMAGE = 0.05


def detect(body: bytes) -> str | None:
    """The encoding to decode ``body`` with (``utf-8``, ``cp949``, ``utf-16``), or None if none fits.

    A page is readable when at most 5 % of its non-ASCII characters are damaged.
    """
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        body.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        pass
    sequences = _UTF8_SEQUENCE.findall(body)
    high = len(_HIGH_BYTE.findall(body))
    utf8_damage = (high - sum(map(len, sequences))) / high
    if utf8_damage <= _MAX_DAMAGE:
        return "utf-8"
    text = body.decode("cp949", "replace")
    cp949_damage = text.count(_CP949_BAD) / max(1, high // 2)
    return "cp949" if cp949_damage <= _MAX_DAMAGE else None
