"""What people see: filters, looks, words, the figure, and the module that draws it. Writes no files."""
