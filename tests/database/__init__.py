"""The test database: migrated once for a state of the migrations, founded once a worker, copied."""
