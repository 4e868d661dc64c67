"""What users see, recorded: pages by URL, HTTP answers and commands, compared with what the code says now.

This is a snapshot of behaviour, taken from outside, so that code can be moved, renamed and rebuilt and nothing that a
user sees changes unnoticed. `asked/` lists what is asked, `answers/` holds what came back. A deliberate change is
recorded anew and the diff of `answers/` is read, line by line, before it is committed:

    python -m tests.recorded record [WORD ...]   write answers anew: all, or of the questions that hold every word
    python -m tests.recorded show QUESTION       print one answer in full, what is only fingerprinted included

An answer is a block of lines. What is long (figures, tables, files) stands there as a few readable facts and a
fingerprint; to see what differs, run `show` in two checkouts and compare the outputs. Numbers are compared to nine
significant digits, the clock stands still, and ages, temporary folders and the like are replaced.
"""
