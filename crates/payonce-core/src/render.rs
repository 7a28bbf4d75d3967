//! Forms of an error for others: HTTP problem, MCP result, x402, log record.
