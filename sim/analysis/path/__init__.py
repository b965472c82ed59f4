"""One replication told: what happened month by month, and where it stands among all."""
