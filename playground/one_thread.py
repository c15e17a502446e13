"""One BLAS thread, unless the person's environment says otherwise; to be imported before NumPy.

For the matrices of small networks several threads cost more than they bring (a network of 100 neurons a layer trains
at a quarter of the speed with two), they take the window's processor time, and a run is the same to the last bit only
with one.
"""

import os

for _name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_name, "1")
