"""Eraline: public economic series against the policy milestones they were meant to follow."""
