"""Turn what is asked into what is shown: selection, loading, view, comparison."""
