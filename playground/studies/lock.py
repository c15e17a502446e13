"""One writer to a file: a lock that the system takes back when the file is closed or its process ends, however."""

import os
import sys
from typing import IO

if sys.platform == "win32":
    import msvcrt

    _BYTE = 2**31 - 2
    """Far behind what others would read: here a locked byte can be read by nobody else."""

    def lock(file: IO[bytes]) -> bool:
        """Lock a file that was just opened; whether nobody else has."""
        os.lseek(file.fileno(), _BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(file.fileno(), 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def lock(file: IO[bytes]) -> bool:
        """Lock a file that was just opened; whether nobody else has."""
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # A file system without locks: to refuse every journal there would help nobody.
            return True
        return True
