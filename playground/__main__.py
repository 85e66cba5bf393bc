"""``python3 -m playground``: refuses an old Python in words, then hands over to the bootstrap."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must get as far as this line
    sys.stderr.write("playground: Python 3.11 or newer is needed, this is {}.{}\n".format(*sys.version_info[:2]))
    sys.exit(2)

from playground._interrupt import end_at_once

end_at_once()  # before anything takes long

from playground._bootstrap import leave, main  # noqa: E402

if __name__ == "__main__":
    leave(main())
