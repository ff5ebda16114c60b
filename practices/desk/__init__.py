"""The editors' desk: its typed query (query), what its words mean (filters), the list and its counts (listing)."""
