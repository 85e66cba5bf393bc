"""Tables in: text, workbooks, Parquet and arrays, with roles for columns and questions where something is unsure."""
