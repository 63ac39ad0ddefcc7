"""Fills a manifest's column `split` by the SHA-256 of "hold-out " and each image's file name, so
that nobody chooses the hold-out: 15 % test, 7 % validation, the rest training. Near duplicates
follow the smallest hash among them. (Without the prefix the shares would come out wrong for an
archive that was itself chosen by the hash of its names.)

Usage: smilestone manifest check FACES.csv --clusters PAIRS.csv
       python3 Benchmarks/split_by_name.py FACES.csv PAIRS.csv OUT.csv
"""

import csv
import hashlib
import os
import sys


def name_hash(image):
    return hashlib.sha256(f"hold-out {os.path.basename(image)}".encode()).hexdigest()


def split_of(digest):
    place = int(digest[:8], 16) / 0x1_0000_0000
    return "test" if place < 0.15 else "validation" if place < 0.22 else "train"


faces, pairs, out = sys.argv[1:]
smallest_of_cluster, cluster_of_image = {}, {}
for pair in csv.DictReader(open(pairs, newline="")):
    cluster = pair["duplicate_cluster"]
    for image in (pair["first"], pair["second"]):
        cluster_of_image[image] = cluster
        digest = name_hash(image)
        smallest_of_cluster[cluster] = min(digest, smallest_of_cluster.get(cluster, digest))

with open(faces, newline="") as source, open(out, "w", newline="") as target:
    reader = csv.DictReader(source)
    columns = [*reader.fieldnames, "duplicate_cluster"]
    writer = csv.DictWriter(target, columns, lineterminator="\n")
    writer.writeheader()
    for row in reader:
        cluster = cluster_of_image.get(row["image"], "")
        row["split"] = split_of(smallest_of_cluster.get(cluster) or name_hash(row["image"]))
        writer.writerow({**row, "duplicate_cluster": cluster})
