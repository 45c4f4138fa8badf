"""From the files a candidate sent to a portfolio cut into sections."""
