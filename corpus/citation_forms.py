"""The written forms of Vietnamese legal citations: số hiệu, names of kinds of documents, names of places.

`SO_HIEU` finds a printed số hiệu; the tables below it are what `corpus.citation` reads. Each table is data: a new
form is a new row, with its example in the tests.
"""

import re

# A hyphen or one of its look-alikes, a slash; spaces come from OCR and from line ends.
_DASH = r"[-‐‑‒–—−]"
_UPPER = "A-ZĐÐƯÔÊÂĂƠ"
_LOWER = "a-zđðưôêâăơ"
# One part of a ký hiệu. "TTg" and "CTr" are mixed; "CPngày" (a word stuck to it) ends after CP.
_PART = (
    rf"(?:QyĐ|QyÐ|CTr|TTr|TTg|TrS|[{_UPPER}]{{2,}}\d{{0,3}}"
    rf"|[{_UPPER}][{_LOWER}]{{1,6}}\d{{0,3}}|[{_LOWER}]{{2,}}\d{{0,3}})"
)
_FREE_PART = rf"(?:{_PART}(?![{_LOWER}{_UPPER}])|TTg|CP|UBND|HĐND|HÐND|TW)"
# Parts that name a kind of document: only after these may the hyphen stand between spaces or the year be missing.
_KIND = (
    r"(?:NĐ|NÐ|ND|NQLT|NQ|QyĐ|QyÐ|QĐ|QÐ|QD|TT|CTr|CT|VBHN|KH|TTr|TB|HD|KL|BC|ĐA|ÐA|CĐ|CÐ|PL|SL|GM|BB|QC|LCT|L"
    r"|nđ|nð|nd|nqlt|nq|qyđ|qđ|qð|qd|tt|ctr|ct|vbhn|kh|ttr|tb|hd|kl|bc|cđ|cd|pl|sl"
    r"|Nđ|Nd|Nq|Qđ|Qd|Tt|Ct)"
)
_SLASH = r"\s{0,2}/\s{0,2}"
_NUMBER = r"\d{1,5}[a-zđA-ZĐ]?"
_YEAR = r"(?:19[4-9]\d|20\d\d)"
_KY_HIEU = rf"""(?:
    (?:TTLT|ttlt|Ttlt|TTlT)(?:\s?(?:{_DASH}|/)\s?{_FREE_PART}){{1,6}}             # TTLT-BTC-BCT, TTLT/BTC-BCT
  | {_KIND}\s{{0,2}}(?:{_DASH}|/)\s{{0,2}}{_PART}(?:(?:{_DASH}|[/&]){_PART})*     # NĐ-CP, NĐ - CP, NĐ/CP, QĐ-UBND
  | {_PART}(?:(?:{_DASH}|[/&]){_PART})*                                           # QH15, UBTVQH14, LCT/HDNN8
)"""

SO_HIEU: re.Pattern[str] = re.compile(
    rf"""
    (?<!\d)(?<!\d[/.,-])                                       # 128/2018/TT-BTC holds no 28/2018/TT-BTC
    (?:
        (?P<number>{_NUMBER}){_SLASH}(?P<year>{_YEAR}){_SLASH}(?P<ky_hieu>{_KY_HIEU})
      | (?P<number_2>{_NUMBER}){_SLASH}(?P<ky_hieu_2>
            {_KIND}\s{{0,2}}(?:{_DASH}|/)\s{{0,2}}{_PART}(?:(?:{_DASH}|[/&]){_PART})*     # 1881/QĐ-TTg, 04/CT-BCT
          | [{_UPPER}]{{2,}}(?:{_DASH}[{_UPPER}]{{2,}})+                                  # 3384/BCT-CTĐP
          | (?:HĐBT|HÐBT|CP|TTg)(?![{_LOWER}{_UPPER}]{{2}})                               # 36/CP
        )
      | (?P<number_3>{_NUMBER})\s?{_DASH}\s?(?P<ky_hieu_3>{_KIND}\s?/\s?{_PART}(?:{_DASH}{_PART})*)  # 19-NQ/TW
      | (?P<number_4>{_NUMBER}){_DASH}(?P<ky_hieu_4>(?:HĐBT|HÐBT|CP|TTg)(?![{_LOWER}{_UPPER}]{{2}}))  # 29-CP
    )
    """,
    re.VERBOSE,
)
"""A printed số hiệu in NFC text, whole, spaces inside it included.

Forms: 45/2012/NĐ-CP, NÐ-CP with Eth, 45/2012/ND-CP, 45/2012/NĐ - CP, 45/2012/nđ-cp, 26/2014/TTLT/BTC-BCT,
64/2025/QH15, 1881/QĐ-TTg, 3384/BCT-CTĐP, 19-NQ/TW, 29-CP. A word stuck behind ("NĐ-CPngày") stays outside.
Groups: number, year, ky_hieu (suffix _2 without year, _3 for the Party's, _4 for those before 1993).
"""
