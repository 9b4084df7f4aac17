"""Makes the weights of the safety net's second net from nlu_data/safety: ``python -m training``."""
