"""From a question to a checked answer: understand, look up, calculate, compose, verify, cite, render."""
