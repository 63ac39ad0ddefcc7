"""Makes the NumPy files of NumPyArrayTests, and numpy.json with what they hold.

    python make_fixtures.py        (numpy 1.24 or later)
"""

import json
import pathlib

import numpy as np

folder = pathlib.Path(__file__).parent
arrays = {
    "code": np.array("7"),
    "valence": np.array("-0.182"),
    "names": np.array(["a", "größer", "x😀", ""]),
    "bytes": np.array([b"plain", b"b"]),
    "half": np.array([0.5, -2.25, 65504.0, 6e-8, 0.0], dtype="<f2"),
    "single": np.arange(6, dtype="<f4").reshape(2, 3) / 7,
    "double": np.array(1.0 / 3),
    "big-endian": np.array([1.5, -2.0, 1e300], dtype=">f8"),
    "signed": np.array([-128, 0, 127], dtype="i1"),
    "wide": np.array([-(2**40), 2**40], dtype="<i8"),
    "unsigned": np.array([0, 65535], dtype=">u2"),
    "truth": np.array([True, False]),
    "empty": np.zeros((0, 3)),
}
expected = {}
for name, array in arrays.items():
    np.save(folder / "numpy" / f"{name}.npy", array)
    values = array.reshape(-1).tolist()
    if array.dtype.kind == "S":
        values = [value.decode() for value in values]
    expected[name] = {
        "shape": list(array.shape),
        "text" if array.dtype.kind in "US" else "numbers": [
            value if isinstance(value, str) else float(value) for value in values
        ],
    }
for version in [(2, 0), (3, 0)]:
    name = f"version-{version[0]}"
    with open(folder / "numpy" / f"{name}.npy", "wb") as file:
        np.lib.format.write_array(file, np.array([1.0, 2.5]), version=version)
    expected[name] = {"shape": [2], "numbers": [1.0, 2.5]}
(folder / "numpy.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n")

np.save(folder / "numpy" / "refused-objects.npy", np.array([{"a": 1}], dtype=object))
np.save(folder / "numpy" / "refused-records.npy", np.zeros(1, dtype=[("x", "f8")]))
np.save(folder / "numpy" / "refused-columns.npy", np.asfortranarray(np.ones((2, 3))))
np.save(folder / "numpy" / "refused-complex.npy", np.array([1j]))
