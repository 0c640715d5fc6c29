"""From passages to what is searched: embeddings, vectors, words, facts; kept in generations."""
