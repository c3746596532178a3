import os
import re
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

import psutil

from lmi_portal.running.ports import free_port


class StartedPortal:
    """A copy of the portal in processes of its own, started as its command does."""

    def __init__(self, module, *, log_path, **variables):
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.command = [sys.executable, "-m", f"lmi_portal.running.{module}"]
        self.environment = os.environ | {"PORT": str(self.port), "SITE_URL": self.url} | variables
        self.log_path = log_path

    def start(self):
        """Returns once the portal is open and its worker and beat are at work."""
        with self.log_path.open("w") as log:
            self.process = subprocess.Popen(self.command, env=self.environment, stdout=log, stderr=subprocess.STDOUT)
        for words in ("The portal is open", " ready.", "beat: Starting"):
            self.wait_for(words)
        self.family = psutil.Process(self.process.pid).children(recursive=True)
        return self

    def wait_for(self, words):
        for _ in range(3600):
            if words in self.log():
                return
            assert self.process.poll() is None, self.log()
            time.sleep(0.05)
        raise AssertionError(self.log())

    def log(self):
        return self.log_path.read_text()

    def get(self, path):
        try:
            with urlopen(self.url + path, timeout=60) as response:
                return response.status, response.read().decode()
        except URLError as problem:
            raise AssertionError(self.log()) from problem

    def send_form(self, path, **data):
        """Open the page and send its form, as a browser does; returns the status of what comes of it."""
        browser = build_opener(HTTPCookieProcessor())
        with browser.open(self.url + path, timeout=60) as page:
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())[1]
        form = urlencode(data | {"csrfmiddlewaretoken": token}).encode()
        with browser.open(self.url + path, form, timeout=60) as response:
            return response.status

    def child(self, word):
        return next(process for process in self.family if word in process.cmdline())

    def end(self, number):
        """Returns the exit status, with nobody left behind."""
        self.process.send_signal(number)
        return self.wait_for_the_end()

    def wait_for_the_end(self):
        status = self.process.wait(60)
        assert psutil.wait_procs(self.family, timeout=20)[1] == []
        return status

    def stylesheets(self, path="/"):
        return re.findall(r'<link[^>]+href="(/static/[^"]+\.css)"', self.get(path)[1])
