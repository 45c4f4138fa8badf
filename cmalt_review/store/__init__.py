"""The workspace on disk: reading, saving, history, lock, index, exchange files."""
