"""Ask the providers: one module or package for each, behind one protocol; nothing else reaches the internet."""
