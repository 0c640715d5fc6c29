"""The Ask view: a conversation with the assistant."""
