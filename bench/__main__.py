"""Run every measurement, one after the other: ``make bench``."""

import subprocess
import sys
from pathlib import Path


def main() -> None:
    """Run each module of this folder that measures something."""
    here = Path(__file__).parent
    for module in sorted(here.glob("*.py")):
        if module.stem in ("__init__", "__main__", "hello"):
            continue
        print(f"== {module.stem}", flush=True)
        subprocess.run([sys.executable, "-m", f"bench.{module.stem}"], cwd=here.parent, check=True)


if __name__ == "__main__":
    main()
