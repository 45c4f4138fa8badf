"""The keys of all screens, by groups of screens: data alone."""
