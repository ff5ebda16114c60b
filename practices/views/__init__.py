"""Pages of sheets: what the public reads, what contributors write, what editors decide."""
