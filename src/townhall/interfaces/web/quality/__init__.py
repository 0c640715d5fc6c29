"""The Quality view: how good the answers are, and for administrators the evaluation: its runs, its questions, and what users thought."""
