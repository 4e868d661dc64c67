"""Compute what the observations say: pure functions on frames and matrices, numbers only, no sentences."""
