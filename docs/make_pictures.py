"""Makes the README's pictures with the program itself: `python docs/make_pictures.py`."""

import subprocess
import sys
from pathlib import Path

PICTURES = Path(__file__).parent / "pictures"


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    for theme in ("dark", "light"):
        out = PICTURES / f"petals-{theme}.png"
        command = [sys.executable, "-m", "playground", "screenshot", "petals", str(out), "--epochs", "3412"]
        subprocess.run([*command, "--theme", theme], check=True)


if __name__ == "__main__":
    main()
