"""Writes as many files of the same sizes as a list says: the least that any generator can take.

    python3 floor.py LIST FOLDER

In comes a list with a line “SIZE PATH” for each file, and a line “d PATH” for each folder before
what lies in it; out go files in a folder that does not exist yet. It stands in for `floor.c`
where there is no C compiler, and is slower. Never reads what it is compared with.
"""

import os
import sys

PIECE = b"x" * (1 << 16)


def write_file(path: str, left: int):
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    while left:
        left -= os.write(file, PIECE[:left])
    os.close(file)


def main():
    with open(sys.argv[1], encoding="utf-8", newline="\n") as lines:
        os.mkdir(sys.argv[2])
        os.chdir(sys.argv[2])
        for line in lines:
            size, path = line.rstrip("\n").split(" ", 1)
            if size == "d":
                os.mkdir(path)
            else:
                write_file(path, int(size))


if __name__ == "__main__":
    main()
