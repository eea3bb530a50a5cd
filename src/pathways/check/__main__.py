"""`python -m pathways.check …`."""

import sys

from pathways.check import main

sys.exit(main())
