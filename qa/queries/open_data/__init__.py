"""What anybody may take away as data: rows of stable columns, never a private one."""
