"""The API over HTTP: ``/api`` for programs, ``/v1`` for clients that speak OpenAI's protocol. It needs no cookie and makes none."""
