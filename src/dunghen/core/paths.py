"""Where things stand: the checkout, the law, the packs and the working folder."""

import os
from pathlib import Path

ROOT = Path(os.environ.get("DUNGHEN_ROOT", Path(__file__).resolve().parents[3]))
LAW = ROOT / "law"
PACKS = ROOT / "packs"
VAR = Path(os.environ.get("DUNGHEN_VAR", ROOT / "var")).resolve()
