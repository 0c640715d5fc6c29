"""The Documents view: what the corpus holds and how it stands, and every document to read."""
