#!/usr/bin/env python3
"""Writes Vega, Vega-Lite and vega-embed as one offline script: make-vega-bundle.py OUT.js"""
import pathlib
import sys

import vl_convert

if len(sys.argv) != 2:
    sys.exit("usage: make-vega-bundle.py OUT.js")
out = pathlib.Path(sys.argv[1])
out.parent.mkdir(parents=True, exist_ok=True)
aside = out.with_name(out.name + ".partial")
# The default snippet makes vegaEmbed, vegaLite and vega global.
aside.write_text(vl_convert.javascript_bundle(), encoding="utf-8")
aside.replace(out)
