"""The field's own data: other people's files in, a corpus folder and an evaluation set out; our runs out, for other people's tools."""
