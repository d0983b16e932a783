"""Scrapy settings; comments say why they differ from Scrapy's defaults. All are documented in docs/usage.md."""

BOT_NAME = "newscrawler"
SPIDER_MODULES = ["newscrawler.spiders"]
NEWSPIDER_MODULE = "newscrawler.spiders"
SPIDER_LOADER_CLASS = "newscrawler.loader.NewspaperLoader"  # a spider per newspaper of the table
COMMANDS_MODULE = "newscrawler.commands"  # adds commands, and exit statuses to `scrapy crawl`

# ---- ours --------------------------------------------------------------------------------------
DATA_DIR = "data"  # a run writes <DATA_DIR>/<site>/<run_id>/
NEWSPAPERS = "newspapers.toml"  # more newspapers, see docs/newspapers.md; the file may be absent
ARCHIVE_URL = None  # sqlite:///path/{site}.sqlite; by default <DATA_DIR>/<site>/archive.sqlite
CLUSTER_TIMES: dict[str, float] = {}  # seconds; defaults in newscrawler.cluster.engine.Times, see docs/cluster.md
RUNS_URL = None  # s3://bucket/prefix: where runs are published, in place of DATA_DIR, see docs/usage.md
WARC_DIR = None  # a folder for the pages themselves: <WARC_DIR>/<site>/<run_id>.warc.gz, see docs/warc.md
REVISIT_DAYS = 3  # articles of the last days are fetched again: texts are often corrected at first
CMS_FAMILIES: dict[str, str] = {}  # CMS families of your own: name -> class, see docs/extending.md
MAX_LIST_PAGES = 20_000  # per section and run; a pager that never ends is stopped and reported
MAX_SECTIONS = 2000  # per run; an endless series of sections is stopped and reported
MAX_ARTICLES_PER_RUN = 500_000  # six days at a request a second; an endless series is stopped and reported
FLOORS: dict[str, float] = {}  # quality floors, see docs/quality.md; defaults in newscrawler.run.quality.Floors
LANGUAGE = None  # "ko" or "en", of what commands print and alarms say; by default that of the locale (LANG)
ALARM_WEBHOOK = None  # a URL that accepts {"text": "…"}, as Slack's do; notified of runs that did not end well
ALARM_COMMAND = None  # a command that is run for the same alarms, with their text on standard input
CONTACT = None  # a URL or e-mail address in the User-Agent, so that a newspaper can reach you

# ---- manners: small regional servers -----------------------------------------------------------
ROBOTSTXT_OBEY = True  # what a public crawler promises
DOWNLOAD_DELAY = 1.0  # seconds between two requests; robots.txt's Crawl-delay raises it
DOWNLOAD_DELAY_JITTER = 0.3
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_REQUESTS = 8  # one newspaper per process needs no more in the downloader
DOWNLOAD_TIMEOUT = 30  # one dead server must not hold up a batch for three minutes
REDIRECT_MAX_TIMES = 5
RETRY_HTTP_CODES = [202, 408, 429, 500, 502, 503, 504, 522, 524]  # Scrapy's, and 202: the page is still being made

# ---- safety --------------------------------------------------------------------------------------
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024  # pages are 60 KB; the default of 1 GiB invites bombs
DOWNLOAD_WARNSIZE = 4 * 1024 * 1024
DOWNLOAD_VERIFY_CERTIFICATES = True  # an entry in the table may turn it off: some papers' certificate chains are broken
DOWNLOAD_HANDLERS = {
    # keeps what came for WARC_DIR, and sends nothing once the lock of the newspaper is lost
    **dict.fromkeys(("http", "https"), "newscrawler.network.recording.RecordedDownloads"),
    **dict.fromkeys(("file", "data", "ftp", "s3")),  # links must not read local files
}
TWISTED_DNS_RESOLVER = "newscrawler.network.guard.PublicResolver"  # no name leads into a private network
ALLOW_PRIVATE_HOSTS = False  # ours; the demo and the tests live on 127.0.0.1
TELNETCONSOLE_ENABLED = False  # ports that execute code and that nobody uses
REMOTE_CONTROL_ENABLED = False
COOKIES_ENABLED = False  # no state, no tracking
METAREFRESH_ENABLED = False  # a deleted article refreshes to the front page
REFERRER_POLICY = "same-origin"

# ---- components ----------------------------------------------------------------------------------
DOWNLOADER_MIDDLEWARES = {
    "newscrawler.network.guard.AddressGuard": 760,  # behind the proxy middleware, next to the network
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "newscrawler.network.robots.RobotsAnywhere": 40,  # before the filter of other hosts
    "newscrawler.network.robots.StandardRobots": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "newscrawler.network.politeness.BackOff": 550,
    "newscrawler.network.bodies.RetryTruncated": 551,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "newscrawler.network.compression.WholeBodies": 590,
    "newscrawler.network.bodies.TrueEncoding": 585,  # sees decompressed bodies
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "newscrawler.network.redirects.SiteRedirect": 600,
}
ITEM_PIPELINES = {
    "newscrawler.pipelines.ArticlePipeline": 100,
    "newscrawler.pipelines.WeatherPipeline": 200,
    "newscrawler.pipelines.SidebarPipeline": 300,
    "newscrawler.pipelines.RejectedPipeline": 400,  # after the others, which may reject
    "newscrawler.pipelines.StorePipeline": 900,
}
SPIDER_MIDDLEWARES = {"newscrawler.spiders.errbacks.Errbacks": 10}
EXTENSIONS = {
    "newscrawler.network.robots.CrawlDelay": 100,
    "newscrawler.network.quickstop.QuickStop": 505,
    "newscrawler.extensions.Progress": 510,
    "scrapy.extensions.logstats.LogStats": None,  # Progress replaces it
}
SPIDER_CONTRACTS = {"newscrawler.spiders.contracts.DemoContract": 1}  # `scrapy check` without a network

# ---- speed ---------------------------------------------------------------------------------------
CONCURRENT_ITEMS = 4  # the default of 100 starts 100 tasks per page and costs a third of the throughput
WARN_ON_GENERATOR_RETURN_VALUE = False  # Scrapy would parse the source of a callback again for every page

# ---- logs and feeds ------------------------------------------------------------------------------
LOG_LEVEL = "INFO"  # DEBUG prints every page and item
LOG_FORMATTER = "newscrawler.logformatter.QuietFormatter"
FEED_EXPORTERS = dict.fromkeys(  # -o writes the same lines as the feeds of a run
    ("jsonlines", "jsonl", "jl"), "newscrawler.exporters.RecordExporter"
)
FEED_EXPORT_ENCODING = "utf-8"  # Hangul unescaped
