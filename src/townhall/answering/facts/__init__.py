"""Answers from the facts that were found at ingest: organisations, contacts, deadlines, persons, quantities."""
