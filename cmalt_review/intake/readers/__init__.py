"""One reader per format: bytes in, a ``Document`` out. Readers open no file and fetch nothing."""
