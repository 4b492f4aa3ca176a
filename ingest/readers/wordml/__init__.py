"""Word's XML: the parts of a DOCX and what they declare."""
