"""Townhall as a server of the Model Context Protocol: the tools by which another assistant asks it, over HTTP and over standard input and output."""
