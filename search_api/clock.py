"""The day it is in Vietnam. Only the doors (HTTP, command line) ask; everything below is told."""

import datetime
from zoneinfo import ZoneInfo

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def today() -> datetime.date:
    """Today in Asia/Ho_Chi_Minh."""
    return datetime.datetime.now(_VIETNAM).date()


def now() -> datetime.datetime:
    """This moment, UTC."""
    return datetime.datetime.now(datetime.UTC)
