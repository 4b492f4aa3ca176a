"""The day it is in Vietnam. Only the doors (HTTP, command line) ask; everything below is told."""

import datetime
import time
from zoneinfo import ZoneInfo

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def today() -> datetime.date:
    """Today in Asia/Ho_Chi_Minh."""
    return datetime.datetime.now(_VIETNAM).date()


def now() -> datetime.datetime:
    """This moment, UTC."""
    return datetime.datetime.now(datetime.UTC)


def seconds() -> float:
    """Seconds of a clock that only goes forward, for measuring how long something takes."""
    return time.monotonic()
