"""The start: everything is made and checked here, and what is wrong stops it with one sentence."""

import gc

from bot import keys as key_file
from bot.channels.registry import CAPABILITIES, make_channels
from bot.clock import local, now
from bot.content.errors import ContentError
from bot.content.library import Library
from bot.content.render import render
from bot.directives import Card, Say
from bot.directory.build import PackError, ensure_built
from bot.directory.files import DirectoryMissingError
from bot.directory.lookup import Directory
from bot.engine import EngineClient
from bot.hub import Hub
from bot.keys import KeyFileError
from bot.logs import logger
from bot.messages import Reply
from bot.metrics import Metrics
from bot.pipeline.context import Deps
from bot.safety.load import load_net
from bot.settings import Settings, SettingsError
from bot.spool import Spool
from bot.store import facts, leases, outbox
from bot.store.database import Database, StoreUnavailable
from bot.store.migrate import migrate

STOPPING = (SettingsError, KeyFileError, ContentError, PackError, DirectoryMissingError)
"""What stops a start; the text of each is one sentence (for files with file and line) for whoever runs the service."""

log = logger(__name__)


def make(settings: Settings) -> Deps:
    """Make everything the pipeline uses; raise one of STOPPING.

    A store that is down does not stop the start: people who write meanwhile get the storeless answers (see Housekeeper).
    """
    keys = key_file.load_or_create(settings.key_file)
    library = Library.load(settings.content_dir)
    built = ensure_built(settings.content_dir, settings.data_dir, today=local(now()).date())
    directory = Directory.open(
        settings.data_dir, confirmed_only=settings.confirmed_only, public_url=settings.public_url
    )
    _check_region(settings, directory)
    deps = Deps(
        settings=settings,
        keys=keys,
        database=Database(settings.store_url, settings.store_seconds),
        library=library,
        directory=directory,
        net=load_net(settings.content_dir, second_net=settings.second_net),
        engine=EngineClient(
            settings.engine_url, keys.engine_secret(settings.engine_secret), settings.engine_seconds
        ),
        hub=Hub(),
        spool=Spool(settings.spool_dir),
        channels=make_channels(settings, keys, library.text),
        metrics=Metrics(),
        last_words=last_words(library, directory, settings),
        last_words_short=last_words(library, directory, settings, channel="sms"),
        directory_faults=len(built.faults),
    )
    # What has been loaded stays: looking through it for garbage again and again would hold turns up.
    gc.collect()
    gc.freeze()
    deps.database.ready = False
    try:
        prepare_store(deps)
    except StoreUnavailable:
        log.exception("store_unavailable_at_start")
    return deps


def _check_region(settings: Settings, directory: Directory) -> None:
    known = sorted(directory.edition().regions)
    if settings.region not in known:
        raise SettingsError(
            f"WAYMARK_REGION cannot be used: there is no region pack '{settings.region}', only {known}."
        )


def prepare_store(deps: Deps) -> None:
    """Bring the tables up to date and make sure that the key is theirs; raise StoreUnavailable or KeyFileError."""
    database = deps.database
    migrate(database)
    remembered = database.run_now(facts.key_fingerprint)
    key_file.check(deps.keys, remembered, deps.settings.key_file)
    if remembered is None:
        database.run_now(facts.remember_key, deps.keys.fingerprint)
    if database.is_sqlite:
        # Whoever held a lease or was sending is gone: this process has the store to itself.
        database.run_now(leases.clear)
        database.run_now(outbox.release, now())
    database.ready = True


def last_words(library: Library, directory: Directory, settings: Settings, *, channel: str = "web") -> Reply:
    """What is said when nothing else can be: prepared now, so that no later failure can take it away."""
    replies = render(
        (Say("system.turn_failed"), Card("numbers")),
        library=library,
        directory=directory,
        capabilities=CAPABILITIES[channel],
        language=settings.language,
        region=settings.region,
        now=now(),
    )
    return Reply("\n\n".join(reply.text for reply in replies), kind="card", language=settings.language)
