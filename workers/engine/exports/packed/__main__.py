import sys

import unpack

sys.exit(unpack.main())
