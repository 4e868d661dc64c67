"""What the numbers say: pure functions on frames."""
