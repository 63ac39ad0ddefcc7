"""Says how far two trained models, and what their trainings measured, are from each other.

    python3 scripts/compare-trainings.py FOLDER FOLDER [TOLERANCE]

Each folder is one that `smilestone train` wrote. Ends with status 1 where a loss, a score or a weight
differs by more than the tolerance (1e-10).
"""

import array
import csv
import json
import pathlib
import struct
import sys

TYPES = {"F64": "d", "F32": "f", "I64": "q"}


def weights(folder: pathlib.Path) -> dict[str, array.array]:
    """The tensors of model.safetensors, by name."""
    data = (folder / "model.safetensors").read_bytes()
    start = 8 + struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:start])
    header.pop("__metadata__", None)
    result = {}
    for name, entry in header.items():
        first, last = (start + offset for offset in entry["data_offsets"])
        result[name] = array.array(TYPES[entry["dtype"]])
        result[name].frombytes(data[first:last])
    return result


def history(folder: pathlib.Path) -> list[list[float]]:
    """The rows of history.csv without their times."""
    with open(folder / "history.csv", newline="") as file:
        return [[float(value) for value in row[:-1]] for row in list(csv.reader(file))[1:]]


def largest_difference(pairs) -> float:
    return max((abs(one - other) for one, other in pairs), default=0.0)


def main() -> int:
    folders = [pathlib.Path(path) for path in sys.argv[1:3]]
    tolerance = float(sys.argv[3]) if len(sys.argv) > 3 else 1e-10
    histories = [history(folder) for folder in folders]
    models = [weights(folder) for folder in folders]
    if len(histories[0]) != len(histories[1]) or models[0].keys() != models[1].keys():
        print("they have other epochs or other weights")
        return 1
    losses = largest_difference(
        pair for rows in zip(*histories) for pair in zip(*rows))
    values = largest_difference(
        pair for name in models[0] for pair in zip(models[0][name], models[1][name]))
    print(f"{len(histories[0])} epochs: losses and scores differ by at most {losses:.1e}, "
          f"weights by at most {values:.1e}")
    return 0 if max(losses, values) <= tolerance else 1


if __name__ == "__main__":
    sys.exit(main())
