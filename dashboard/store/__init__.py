"""Hold observations by vintage: what is known, as of when."""
