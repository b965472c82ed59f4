"""What a run says: table in, table out. Old results are analysed without the engine."""
