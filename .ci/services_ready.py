"""Stop with one sentence when PostgreSQL or Redis of the environment does not answer."""

import os
import sys

import psycopg
import redis


def main() -> None:
    database, broker = os.environ["DATABASE_URL"], os.environ["REDIS_URL"]
    try:
        psycopg.connect(server_of(database), connect_timeout=3).close()
    except psycopg.OperationalError as error:
        sys.exit(f"PostgreSQL does not answer at {database}: {error}")
    try:
        redis.Redis.from_url(broker, socket_connect_timeout=3).ping()
    except redis.RedisError as error:
        sys.exit(f"Redis does not answer at {broker}: {error}")


def server_of(url: str) -> str:
    """The maintenance database of the same server: the one named need not exist yet."""
    return url.rsplit("/", 1)[0] + "/postgres"


if __name__ == "__main__":
    main()
