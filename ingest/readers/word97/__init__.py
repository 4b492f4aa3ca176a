"""The binary Word format of Word 97 to 2003: streams, pieces of text, looks of letters and paragraphs, lists, notes.

Source: [MS-DOC], Word (.doc) Binary File Format, Microsoft Open Specifications.
"""
