"""``python -m fuzz.coverage SECONDS``: atheris looks for texts that reach code which no text has reached yet."""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bot.safety"]):
    from bot.safety.load import load_net
    from fuzz.target import check_line, check_text

_LONGEST = 4096


def main() -> None:
    """Run until the time is over; atheris ends the process itself, with the text on disk if something is wrong."""
    net = load_net(Path("content"), second_net=False)  # the rules: the encoder's own code is not Python

    def one(data: bytes) -> None:
        if data[:1] == b"{":
            check_line(net, data)
        else:
            check_text(net, data.decode("utf-8", errors="surrogateescape"))

    seeds = Path("nlu_data/safety/en_suicide_fragments.txt").read_text(encoding="utf-8").splitlines()
    corpus = Path(sys.argv[2])
    for number, seed in enumerate(seeds[:200]):
        (corpus / f"seed-{number}").write_text(seed, encoding="utf-8")
    options = [
        f"-max_total_time={sys.argv[1]}",
        f"-max_len={_LONGEST}",
        "-timeout=20",
        f"-artifact_prefix={corpus}/",
        "-verbosity=0",
    ]
    atheris.Setup([sys.argv[0], *options, "-print_final_stats=1", str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
