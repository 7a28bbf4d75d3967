"""The journal: its entries, its methods, and the stores that payonce brings."""
