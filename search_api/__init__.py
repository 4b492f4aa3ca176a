"""Questions to answers: HTTP, command line, settings, Vietnamese messages."""
