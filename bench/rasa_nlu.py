"""Run in the engine's environment: how long Rasa's NLU pipeline takes for a message. Prints the seconds as JSON.

python bench/rasa_nlu.py MODEL ROUNDS TEXT
"""

import asyncio
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # the model's own components are ours

from rasa.core.agent import Agent


async def main() -> None:
    """Parse the text so many times."""
    model, rounds, text = sys.argv[1:]
    agent = Agent.load(model)
    await agent.parse_message(text)
    seconds = []
    for _ in range(int(rounds)):
        began = time.perf_counter()
        await agent.parse_message(text)
        seconds.append(time.perf_counter() - began)
    print(json.dumps(seconds))


asyncio.run(main())
