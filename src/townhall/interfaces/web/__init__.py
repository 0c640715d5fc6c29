"""The site that people use: its views, and what stands before them. ``interfaces/application.py`` puts it together with the API and MCP."""
