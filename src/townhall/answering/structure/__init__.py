"""Answers from how a document is laid out: the rows and cells of tables, lines with a label, timetables."""
