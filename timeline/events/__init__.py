"""The event table: its columns, reading, checking and imprecise dates. Knows nothing of law or drawing."""
