"""The part of the API that speaks OpenAI's protocol, for chat clients that know no other."""
