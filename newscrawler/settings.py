"""Scrapy settings; each line says why it is not Scrapy's default. All are documented in docs/usage.md."""

BOT_NAME = "newscrawler"
SPIDER_MODULES = ["newscrawler.spiders"]
NEWSPIDER_MODULE = "newscrawler.spiders"
SPIDER_LOADER_CLASS = "newscrawler.loader.NewspaperLoader"  # a spider per newspaper of the table
COMMANDS_MODULE = "newscrawler.commands"  # `scrapy crawl` with honest exit statuses

# ---- ours --------------------------------------------------------------------------------------
DATA_DIR = "data"  # a run writes <DATA_DIR>/<site>/<run_id>/
NEWSPAPERS = "newspapers.toml"  # in addition to newspapers/table.py, see docs/newspapers.md; may be absent
ARCHIVE_URL = None  # sqlite:///path/{site}.sqlite; by default <DATA_DIR>/<site>/archive.sqlite
REVISIT_DAYS = 3  # articles this young are fetched again: texts are mended in their first days
MAX_LIST_PAGES = 20_000  # per section and run; a pager that never ends is stopped and reported
MAX_SECTIONS = 2000  # per run; links that make sections without end are stopped and reported
FLOORS: dict[
    str, float
] = {}  # where a run is not good enough, see docs/quality.md; what is left out is as in quality.Floors
ALARM_WEBHOOK = None  # an address that takes {"text": "…"}, as Slack's do: told of runs that did not end well
ALARM_COMMAND = None  # a command line run for them, the sentences on its standard input
CONTACT = None  # a URL or e-mail address for the user agent, so that a newspaper can reach you

# ---- manners: small regional servers -----------------------------------------------------------
ROBOTSTXT_OBEY = True  # what a public crawler promises
DOWNLOAD_DELAY = 1.0  # seconds between two requests; robots.txt's Crawl-delay raises it
DOWNLOAD_DELAY_JITTER = 0.3
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_REQUESTS = 8  # one newspaper per process needs no more in the downloader
DOWNLOAD_TIMEOUT = 30  # one dead server must not hold a batch for three minutes
REDIRECT_MAX_TIMES = 5

# ---- safety --------------------------------------------------------------------------------------
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024  # pages are 60 KB; the default of 1 GiB invites bombs
DOWNLOAD_WARNSIZE = 4 * 1024 * 1024
DOWNLOAD_VERIFY_CERTIFICATES = True  # a site entry may say otherwise: some papers' chains are broken
DOWNLOAD_HANDLERS = dict.fromkeys(("file", "data", "ftp", "s3"))  # links must not read local files
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
    "newscrawler.network.robots.RobotsUnavailable": 540,  # after the retries
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "newscrawler.network.politeness.BackOff": 550,
    "newscrawler.network.bodies.RetryTruncated": 551,
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
EXTENSIONS = {
    "newscrawler.network.robots.CrawlDelay": 100,
    "newscrawler.network.quickstop.QuickStop": 505,
    "newscrawler.extensions.Progress": 510,
    "scrapy.extensions.logstats.LogStats": None,  # Progress says more
}
SPIDER_CONTRACTS = {"newscrawler.spiders.contracts.DemoContract": 1}  # `scrapy check` without a network

# ---- speed ---------------------------------------------------------------------------------------
CONCURRENT_ITEMS = 4  # the default of 100 starts 100 tasks per page and costs a third of the throughput
WARN_ON_GENERATOR_RETURN_VALUE = False  # Scrapy would parse the source of a callback again for every page

# ---- logs and feeds ------------------------------------------------------------------------------
LOG_LEVEL = "INFO"  # DEBUG prints every page and item
LOG_FORMATTER = "newscrawler.logformatter.QuietFormatter"
FEED_EXPORTERS = dict.fromkeys(  # -o writes the lines that the feeds of a run hold
    ("jsonlines", "jsonl", "jl"), "newscrawler.exporters.RecordExporter"
)
FEED_EXPORT_ENCODING = "utf-8"  # Hangul as itself
