"""Ask the World Bank's API through wbgapi."""
