"""The administrators' pages: signing in, and changing the documents."""
