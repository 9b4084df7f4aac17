"""Live data: conversations, messages, inbox, outbox, leases, cases. One module a table group, and no SQL elsewhere."""
