"""What texts hold, by what a question asks for: types of values, what they count, whose they are, and what an entry holds."""
