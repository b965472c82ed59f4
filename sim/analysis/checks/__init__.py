"""Reality checks: the language of claims, and whether they hold."""
