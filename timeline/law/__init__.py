"""The law: rules and calendars as data, and the count from a trigger to a due date. Knows nothing of drawing."""
