"""Build each kind of chart without Streamlit: figure, alternative text, table and rows, for all doors alike."""
