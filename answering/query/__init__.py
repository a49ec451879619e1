"""The query language: frozen node types, their JSON, their rules, and their wording in Chinese."""
