"""Lets WeasyPrint load without the searches for libraries that start a dozen compiler and linker processes on Linux.

WeasyPrint tries several names for every library; for each that is not there `ctypes.util.find_library` runs gcc and
ldconfig, a quarter of a second in all. The names that exist are found without. Importing this module before WeasyPrint
switches the search off; `restore` switches it on again afterwards.
"""

from __future__ import annotations

import ctypes.util
import sys

_search = ctypes.util.find_library


def restore() -> None:
    """Let everything after WeasyPrint find libraries as usual."""
    ctypes.util.find_library = _search


if sys.platform == "linux":
    ctypes.util.find_library = lambda name: None
