"""Being reminded of the exercises, by mail or in a calendar; chosen by the client, and ended at any moment."""
