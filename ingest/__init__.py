"""PDF → Disclosure: pure, no stores, no models.

pages → tables & text lines (pdf, tables, headers, units) → figures (figures, prose) & chunks → Disclosure (read)
"""
