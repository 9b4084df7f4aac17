"""The stages, one a file; bot.pipeline.runner has their order."""
