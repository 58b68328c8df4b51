"""Imports WeasyPrint without the searches for libraries that start a dozen compiler and linker processes on Linux.

WeasyPrint tries several names for every library; for each that is not there `ctypes.util.find_library` runs gcc and
ldconfig, a quarter of a second in all. The names that exist are found without.
"""

from __future__ import annotations

import ctypes.util
import sys


def import_weasyprint() -> None:
    """Import WeasyPrint; the ordinary way when the short one does not find the libraries."""
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        __import__("weasyprint")
    except OSError:
        ctypes.util.find_library = search
        __import__("weasyprint")
    finally:
        ctypes.util.find_library = search


import_weasyprint()
