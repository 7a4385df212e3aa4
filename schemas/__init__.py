"""What a table is: one Pandera model per feed, one module per department, and the published tables likewise."""
