from __future__ import annotations
import sys
from pathlib import Path
from pathways.model import load
from pathways.source import PathwayError
def main() -> int:
    try:
        p = load(Path(sys.argv[2]))
    except PathwayError as e:
        print(e); print(len(e.problems), "problems"); return 1
    print("ok", p.id, p.content_hash); return 0
if __name__ == "__main__":
    sys.exit(main())
