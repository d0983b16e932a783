"""A complete made-up Korean newspaper on the mediaOn or the ND소프트 CMS, and a loopback server for it.

``Newspaper`` answers requests and knows the truth about every page; ``DemoServer`` serves one
on 127.0.0.1, as the site itself or as an HTTP proxy, with ``Fault`` s on demand.
"""

from newscrawler.demo.archive import FIRST_DAY, latest_edition
from newscrawler.demo.paper import Newspaper, Reply
from newscrawler.demo.server import SICK, DemoServer, Fault

__all__ = ["FIRST_DAY", "SICK", "DemoServer", "Fault", "Newspaper", "Reply", "latest_edition"]
