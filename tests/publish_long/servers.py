# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers on the loopback for the time of a test: nginx by our example, Radicale, and one that breaks
lines; each in a folder of its own, on a free port, ended by its number."""

import http.server
import os
import socket
import socketserver
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(port, child):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert child.poll() is None, child.stderr.read()
            time.sleep(0.05)
    raise AssertionError("the server does not answer")


class Server:
    def __init__(self, words, port, **more):
        self.port = port
        self.child = subprocess.Popen([str(w) for w in words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **more)
        wait_for(port, self.child)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.terminate()
        self.child.wait()
        self.child.stderr.close()


def nginx(folder, feeds, example):
    """Serves by the example, with its folder of feeds and without TLS."""
    folder.mkdir(parents=True, exist_ok=True)
    port, text = free_port(), Path(example).read_text()
    assert "alias /srv/ronda/feeds/" in text
    (folder / "feeds.nginx").write_text(text.replace("/srv/ronda/feeds", str(feeds)))
    (folder / "nginx.conf").write_text(
        f"daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
        f"http {{\naccess_log {folder}/access.log;\n" + "".join(
            f"{k}_temp_path {folder}/{k};\n" for k in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) +
        f"server {{ listen 127.0.0.1:{port}; include {folder}/feeds.nginx; }}\n}}\n")
    binary = next(p for p in ("/usr/sbin/nginx", "/usr/bin/nginx", "nginx") if p == "nginx" or os.path.exists(p))
    return Server([binary, "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log"], port)


def radicale(folder, password="secret"):
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    (folder / "users").write_text(f"roster:{password}\n")
    (folder / "config").write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = htpasswd\nhtpasswd_filename = {folder}/users\n"
        f"htpasswd_encryption = plain\ndelay = 0\n[storage]\nfilesystem_folder = {folder}/store\n[logging]\nlevel = error\n")
    return Server(["radicale", "--config", folder / "config"], port, env={**os.environ, "HOME": str(folder)})


def breaking_line(port, every, log):
    """Forwards to a port and closes every so-many-th connection's answer half-way: (port, stop)."""
    count = [0]

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            with socket.create_connection(("127.0.0.1", port)) as there:
                there.settimeout(5)
                while True:
                    self.request.settimeout(5)
                    try:
                        asked = self.request.recv(1 << 20)
                        if not asked:
                            return
                        there.sendall(asked)
                        count[0] += 1
                        answer = there.recv(1 << 20)
                        if count[0] % every == 0:  # the server has done it, the client never hears
                            log.append(asked[:40])
                            return
                        self.request.sendall(answer)
                        there.settimeout(0.02)
                        try:
                            while True:
                                more = there.recv(1 << 20)
                                if not more:
                                    return
                                self.request.sendall(more)
                        except TimeoutError:
                            there.settimeout(5)
                    except OSError:
                        return

    class Line(socketserver.ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True

    line = Line(("127.0.0.1", 0), Handler)
    threading.Thread(target=line.serve_forever, daemon=True).start()
    return line


def get(url, method="GET", headers=None, user=None):
    """(code, headers, body)"""
    request = urllib.request.Request(url, method=method, headers=headers or {})
    if user:
        import base64
        request.add_header("Authorization", "Basic " + base64.b64encode(user.encode()).decode())
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()
