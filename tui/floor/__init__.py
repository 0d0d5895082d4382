"""The calls of many logins on one board, by way of a NATS server that keeps the last word of each."""
