"""Know what data/ says: frozen records, validated with every mistake named by file, table and field."""
