"""Reads what the bot itself counts, from the text that Prometheus reads."""

from collections import defaultdict

from prometheus_client.parser import text_string_to_metric_families


class Counted:
    """The bot's metrics at one moment."""

    def __init__(self, text: str) -> None:
        self.stage_seconds: dict[str, float] = {}
        self.stage_turns: dict[str, float] = {}
        self.engine_failures = 0.0
        by_name = defaultdict(list)
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                by_name[sample.name].append(sample)
        for sample in by_name["waymark_stage_seconds_sum"]:
            self.stage_seconds[sample.labels["stage"]] = sample.value
        for sample in by_name["waymark_stage_seconds_count"]:
            self.stage_turns[sample.labels["stage"]] = sample.value
        self.engine_failures = sum(sample.value for sample in by_name["waymark_engine_failures_total"])

    def seconds_since(self, earlier: "Counted", stage: str) -> float:
        """The time that a stage has taken since an earlier moment, over all turns."""
        return self.stage_seconds.get(stage, 0.0) - earlier.stage_seconds.get(stage, 0.0)

    def mean_since(self, earlier: "Counted", stage: str) -> float:
        """The mean time of a stage since an earlier moment."""
        turns = self.stage_turns.get(stage, 0.0) - earlier.stage_turns.get(stage, 0.0)
        return self.seconds_since(earlier, stage) / turns if turns else 0.0
