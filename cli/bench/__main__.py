"""python -m cli.bench: the same as `rondel bench`."""

import typer

from cli.bench.command import bench

if __name__ == "__main__":
    typer.run(bench)
