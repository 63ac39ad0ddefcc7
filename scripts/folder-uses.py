#!/usr/bin/env python3
"""Says which folders of each target use which, and fails where two use each other.

A folder uses another where it names a type or a free function that is declared there. Files that lie
in no folder of their target are the folder “.”. Extensions add members to a type without using it.

    python3 scripts/folder-uses.py [--all] [TARGET ...]

--all also prints the uses that are in order.
"""
import pathlib
import re
import sys

SOURCES = pathlib.Path(__file__).resolve().parent.parent / "Sources"
DECLARATION = re.compile(
    r"^(?:@\w+(?:\([^)]*\))?\s+)*(?:public |package |internal |indirect |final )*"
    r"(?:(?:struct|enum|class|actor|protocol|typealias) (\w+)|func (\w+))",
    re.MULTILINE,
)
NOT_CODE = re.compile(r'"""(?:.|\n)*?"""|"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*(?:.|\n)*?\*/')
INTERPOLATION = re.compile(r"\\\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)")


def code(path):
    """The text without comments, and of strings only what is interpolated."""
    return NOT_CODE.sub(
        lambda match: " ".join(INTERPOLATION.findall(match[0])) if match[0][0] == '"' else "",
        path.read_text(),
    )


def uses(target):
    """For each folder the folders that it uses, and by which names."""
    folder = lambda path: (path.relative_to(target).parts[:-1] or (".",))[0]
    texts = {path: code(path) for path in sorted(target.rglob("*.swift"))}
    home = {}
    for path, text in texts.items():
        for name, function in DECLARATION.findall(text):
            home.setdefault(name or function + "(", set()).add(folder(path))
    found = {}
    for path, text in texts.items():
        for word in re.findall(r"(?<![\w.])[A-Z]\w*|(?<![\w.])(?<!func )[a-z]\w*\(", text):
            for other in home.get(word, ()) if len(home.get(word, ())) == 1 else ():
                if other != folder(path):
                    names = found.setdefault(folder(path), {}).setdefault(other, {})
                    names.setdefault(word, path.name)
    return found


def cycles(found):
    """Every pair of folders that reach each other."""
    reached = {}
    for start in found:
        seen, todo = set(), list(found[start])
        while todo:
            folder = todo.pop()
            if folder not in seen:
                seen.add(folder)
                todo += found.get(folder, {})
        reached[start] = seen
    return [
        (one, other)
        for one in sorted(reached)
        for other in sorted(reached)
        if one < other and other in reached[one] and one in reached[other]
    ]


def main(arguments):
    chosen = [name for name in arguments if not name.startswith("-")]
    failed = False
    for target in sorted(path for path in SOURCES.iterdir() if path.is_dir()):
        if chosen and target.name not in chosen:
            continue
        found = uses(target)
        if "--all" in arguments:
            for one, others in sorted(found.items()):
                print(f"{target.name}/{one} uses {', '.join(sorted(others))}")
        for one, other in cycles(found):
            failed = True
            print(f"{target.name}: {one} and {other} use each other")
            for first, second in ((one, other), (other, one)):
                names = found.get(first, {}).get(second, {})
                some = ", ".join(f"{name} in {place}" for name, place in sorted(names.items())[:8])
                print(f"  {first} → {second}: {some or 'by way of others'}")
    if failed:
        sys.exit("Move what both need below them, or hand it in as a value.")


main(sys.argv[1:])
