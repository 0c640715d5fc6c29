"""How answers are scored, and what the scores come to."""
