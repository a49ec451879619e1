"""Invented disclosures in the forms of other places, drawn by tests/make_forms.py for tests/forms/."""
