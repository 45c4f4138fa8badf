"""Rules of the scheme and of the desk: pure functions over model values."""
