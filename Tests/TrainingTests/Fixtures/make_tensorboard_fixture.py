#!/usr/bin/env python3
"""The records that TensorBoard's own code writes for one epoch: tensorboard.json.

Needs tensorboard==2.21.0.
"""
import io
import json
import pathlib

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter

values = [
    ("loss/train", 1.25), ("loss/validation", 2.5), ("accuracy/train", 0.75),
    ("accuracy/validation", 0.5), ("learning_rate", 0.001),
]
summary = Summary(value=[Summary.Value(tag=tag, simple_value=value) for tag, value in values])
events = [
    Event(wall_time=1000.5, file_version="brain.Event:2"),
    Event(wall_time=1002.25, step=300, summary=summary),
]
records = []
for event in events:
    stream = io.BytesIO()
    RecordWriter(stream).write(event.SerializeToString())
    records.append(stream.getvalue().hex())
path = pathlib.Path(__file__).parent / "tensorboard.json"
path.write_text(json.dumps({"records": records}) + "\n")
