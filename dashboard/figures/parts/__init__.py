"""Draw what several figures share: frame, axes, series, eras, milestones, captions."""
