"""The page's own words in English."""

ENGLISH: dict[str, str] = {}
