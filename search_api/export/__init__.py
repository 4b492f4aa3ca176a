"""The consolidated text of a document on a day, as a file: Akoma Ntoso 3.0 or DOCX."""
