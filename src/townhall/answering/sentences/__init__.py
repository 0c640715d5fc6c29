"""Answers in the documents' own sentences: ranked, judged, held against what the question asks for, and chosen."""
