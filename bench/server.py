"""nginx on loopback for the pages of a folder; what is no file there, the demo newspaper answers itself."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newscrawler.demo import DemoServer, Newspaper

_CONFIG = """
daemon off; master_process off; worker_processes 1; pid {home}/pid; error_log {home}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=20000;
    default_type "text/html; charset=UTF-8";
    client_body_temp_path {home}/body; proxy_temp_path {home}/proxy; fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi;
    server {{
        listen 127.0.0.1:{port}; root {pages};
        error_page 405 = @newspaper;
        location / {{ try_files $uri@$args @newspaper; }}
        location @newspaper {{ proxy_pass {newspaper}; proxy_set_header Host $host; }}
    }}
}}
"""


@contextmanager
def serve(pages: Path, paper: Newspaper) -> Iterator[str]:
    """The address of the server, to be used as an HTTP proxy while the context lasts."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    if nginx is None:
        raise SystemExit("make bench: nginx is missing; on Debian: apt-get install nginx-light")
    with tempfile.TemporaryDirectory() as home, DemoServer(paper) as newspaper:
        port = _free_port()
        config = Path(home) / "nginx.conf"
        text = _CONFIG.format(home=home, port=port, pages=pages.resolve(), newspaper=newspaper.url)
        config.write_text(text if os.getuid() else f"user root;\n{text}", "utf-8")
        process = subprocess.Popen([nginx, "-p", home, "-c", config], stderr=subprocess.DEVNULL)
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("make bench: nginx did not start")
