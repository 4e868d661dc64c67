"""Draw what several charts share: frame, series, captions, lanes."""
