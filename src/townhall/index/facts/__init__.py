"""Typed statements read from structure at ingest; each value has the span that shows it."""

from townhall.index.facts.extract import extract_facts, facts_of, merge_facts

__all__ = ["extract_facts", "facts_of", "merge_facts"]
