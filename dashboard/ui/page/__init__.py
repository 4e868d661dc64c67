"""One module per page. Not called pages: Streamlit takes a folder of that name beside its script for scripts to run."""
