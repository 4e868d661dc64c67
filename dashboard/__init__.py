"""Eraline: public economic series against the policy milestones they were meant to follow."""

# the one place of the version: the build, the command line and the User-Agent read it here
__version__ = "0.2.0"
