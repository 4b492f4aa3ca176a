"""Web archives (MHTML), as Word and browsers save a page with its pictures: the page inside is read."""

import email

from ingest.readers import html, refusal
from ingest.source_text import SourceText


def read(name: str, data: bytes) -> SourceText:
    """The lines of the first page of the archive.

    Raises:
        UnreadableSource: no page in it, or one without a law.
    """
    message = email.message_from_bytes(data)
    for part in message.walk():
        # a multipart has no payload of its own; damaged base64 gives what can be read of it
        if part.get_content_type() == "text/html" and isinstance(payload := part.get_payload(decode=True), bytes):
            return html.read(name, payload)
    raise refusal.without_text(name)
