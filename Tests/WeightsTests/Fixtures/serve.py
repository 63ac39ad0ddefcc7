#!/usr/bin/env python3
"""A server with faults: prints its port, then serves the folder that it is given.

/good/NAME    the file, ranges included       /cut/NAME     the first half, then the end
/whole/NAME   the file, ranges ignored        /wrong/NAME   as many other bytes
/endless/NAME without a length or an end      /longer/NAME  with some bytes more
/moved/NAME   sends on to /good/NAME          /local/NAME   sends on to a file: address
/log          the requests so far             else          status 404
"""
import http.server
import pathlib
import re
import sys

FOLDER = pathlib.Path(sys.argv[1])
LOG = []


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        _, kind, *rest = self.path.split("/")
        wanted = self.headers.get("Range")
        if kind == "log":
            return self.answer(200, "\n".join(LOG).encode())
        LOG.append(f"{self.path} {wanted}")
        file = FOLDER / (rest[0] if rest else "none")
        if kind in ("moved", "local"):
            self.send_response(302)
            self.send_header("Location", f"/good/{rest[0]}" if kind == "moved" else file.as_uri())
            return self.end_headers()
        known = ("good", "cut", "whole", "wrong", "endless", "longer")
        if kind not in known or not file.is_file():
            return self.send_error(404)
        content = file.read_bytes()
        if kind == "longer":
            content += b"more"
        if kind == "endless":
            return self.pour(content)
        if kind == "wrong":
            content = bytes(len(content))
        if kind == "cut":
            return self.answer(200, content, sent=len(content) // 2)
        start = int(re.fullmatch(r"bytes=(\d+)-", wanted).group(1)) if wanted else 0
        if start == 0 or kind != "good":
            return self.answer(200, content)
        if start >= len(content):
            return self.answer(416, b"", [("Content-Range", f"bytes */{len(content)}")])
        span = f"bytes {start}-{len(content) - 1}/{len(content)}"
        return self.answer(206, content[start:], [("Content-Range", span)])

    def answer(self, status, body, headers=(), sent=None):
        self.send_response(status)
        for name, value in [("Content-Length", str(len(body))), *headers]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[:sent])
        self.close_connection = True

    def pour(self, content):
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(content)
        except OSError:
            pass  # the client has had enough
        self.close_connection = True

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
