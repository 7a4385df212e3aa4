"""What a published column is made from: the columns of the feeds, told from the SQL of the rules (see `night`)."""
