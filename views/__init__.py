"""The pages of the chat: each reads widgets, calls the workspace, and draws what it gives."""
