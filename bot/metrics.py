"""What the operator can count, in Prometheus's form. No label ever holds a person's words or address."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_STAGE_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)


class Metrics:
    """The metrics of one process, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.turns = self._counter(
            "waymark_turns_total", "Turns by channel and response.", ("channel", "response")
        )
        self.stage_seconds = self._times(
            "waymark_stage_seconds", "Time of each stage of the pipeline.", ("stage",)
        )
        self.stage_errors = self._counter(
            "waymark_stage_errors_total", "Stages that failed.", ("stage", "error")
        )
        self.engine_failures = self._counter(
            "waymark_engine_failures_total", "Engine failures by code.", ("code",)
        )
        self.store_failures = self._counter(
            "waymark_store_failures_total", "Times the store could not be used."
        )
        self.messages_lost = self._counter(
            "waymark_messages_lost_total", "Alarm: messages that neither the store nor the disk could keep."
        )
        self.safety_failures = self._counter(
            "waymark_safety_failures_total", "Alarm: parts of the safety net that failed.", ("part",)
        )
        self.safety_heartbeat = self._gauge(
            "waymark_safety_heartbeat",
            "Alarm at 0: 1 if the safety net knew the known phrases a minute ago.",
        )
        self.content_errors = self._counter(
            "waymark_content_errors_total", "Content files that could not be read."
        )
        self.send_failures = self._counter(
            "waymark_send_failures_total", "Messages a channel did not take.", ("channel", "code")
        )
        self.refused_calls = self._counter(
            "waymark_refused_calls_total", "Calls of providers that could not be verified.", ("channel",)
        )
        self.unanswerable_calls = self._counter(
            "waymark_unanswerable_calls_total", "Messages from senders whom nobody can answer.", ("channel",)
        )
        self.unread_calls = self._counter(
            "waymark_unread_calls_total", "Calls of providers in a form that we do not know.", ("channel",)
        )
        self.unread_waiting = self._gauge(
            "waymark_unread_calls_waiting", "Alarm: calls of providers that nobody has read yet."
        )
        self.sms_spent = self._gauge(
            "waymark_sms_spent_pounds", "What text messages have cost today, by the price in the settings."
        )
        self.cases_opened = self._counter(
            "waymark_cases_opened_total", "Cases opened, by response.", ("response",)
        )
        self.open_cases = self._gauge("waymark_open_cases", "Cases that are open now.")
        self.outbox_age = self._gauge("waymark_outbox_age_seconds", "Age of the oldest unsent message.")
        self.spool = self._gauge(
            "waymark_spool_messages", "Alarm: messages on disk that the store could not take."
        )
        self.engine_ready = self._gauge("waymark_engine_ready", "1 if the engine answers.")

    def _counter(self, name: str, text: str, labels: tuple[str, ...] = ()) -> Counter:
        return Counter(name, text, labels, registry=self.registry)

    def _times(self, name: str, text: str, labels: tuple[str, ...]) -> Histogram:
        return Histogram(name, text, labels, buckets=_STAGE_BUCKETS, registry=self.registry)

    def _gauge(self, name: str, text: str) -> Gauge:
        return Gauge(name, text, registry=self.registry)

    def text(self) -> bytes:
        """The exposition that Prometheus reads."""
        return generate_latest(self.registry)
