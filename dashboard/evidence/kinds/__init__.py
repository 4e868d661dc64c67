"""Check kinds, one module each: how a check is found, worded, titled, marked, and what would change its outcome."""
