"""Judge claims by the observations: checks, verdicts, the lab, and their sentences."""
