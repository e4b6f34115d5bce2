"""Papers: layout of administrative documents, rendered to Word and PDF from one content model."""
