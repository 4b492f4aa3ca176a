"""What the routes share: the library of the running app."""

from typing import cast

from fastapi import Request

from search_api.library import Library


def library_of(request: Request) -> Library:
    """The library that the app was made with."""
    return cast(Library, request.app.state.library)
