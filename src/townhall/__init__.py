"""Townhall answers questions from a folder of documents and proves every sentence with a verbatim quote."""

__version__ = "0.1.0"
