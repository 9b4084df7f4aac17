"""The safety net: it reads every message before anything else and says which response the service gives."""
