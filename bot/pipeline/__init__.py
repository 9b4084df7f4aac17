"""One message's way: small stages over one context."""
