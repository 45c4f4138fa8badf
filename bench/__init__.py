"""What is measured: each figure beside something known, in one run, since machines are shared and noisy."""
