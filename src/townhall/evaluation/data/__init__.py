"""What is asked: evaluation sets, their questions, and what an answer is held to."""
