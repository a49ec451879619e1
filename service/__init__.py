"""明账 for other programs: one inquiry behind an HTTP API, an MCP server and LangChain's interfaces.

inquiry.py     a workspace        → plain values: answers, figures, documents, pages
api.py         HTTP               → FastAPI over an inquiry; bodies.py its bodies, chat.py the shape of chat completions
gate.py        every request      → keys, limits, request ids, metrics; problems.py errors; audit.py the log
mcp_server.py  MCP                → the same as tools for assistants
langchain.py   LangChain          → a retriever and a tool
"""
