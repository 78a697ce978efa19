#!/usr/bin/env python3
"""Breaks one rule at a time and demands that the test which guards it fails.

    run.py [PATTERN]    the patch of that name, each whose name or rule holds it, or all
    run.py --check      only: does every patch still apply to the tree as it is?
    run.py --list       the rules, and the test that guards each

Works on a copy of the tree in build/broken, never on the tree itself: one build folder for all, so
that a patch costs what it touches. Each test has to pass there before anything is broken. Prints a
line for each patch. A test that does not end has noticed nothing, unless its patch says that it
hangs. Exit 1 if one does not apply or build, or leaves its test green; 2 on wrong usage. README.md
says what a patch looks like.
"""

import filecmp
import glob
import json
import os
import re
import shutil
import signal
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
SCRATCH = os.path.join(TOP, "build", "broken")
TREE = os.path.join(SCRATCH, "tree")
BUILD = os.path.join(SCRATCH, "build")
TEST_TIMEOUT_S = 120    # of a cmocka program
SCRIPT_TIMEOUT_S = 600  # of a script, unless ctest knows better
HANG_TIMEOUT_S = 60     # of a program that is to hang: those pass in a tenth of it


class Patch:
    """One patch: the rule it breaks, the test that must notice, and the files it changes.

    `test` is the function in a cmocka program; empty for a script, whose target is what it starts.
    """

    def __init__(self, path):
        self.path = path
        self.name = os.path.basename(path)[:-len(".patch")]
        with open(path, encoding="utf-8") as file:
            text = file.read()
        self.rule = self._head(text, "Rule")
        self.program, _, self.test = self._head(text, "Test").partition(" ")
        self.hangs = self._head(text, "Notices", "") == "hangs"
        self.targets = (["test_" + self.program] if self.test
                        else self._head(text, "Builds").split())
        self.files = re.findall(r"^\+\+\+ b/(\S+)", text, re.M)

    def _head(self, text, key, default=None):
        found = re.search(rf"^{key}: (.+)$", text.partition("\n--- ")[0], re.M)
        if not found and default is None:
            sys.exit(f"{self.path}: no line '{key}: ...' at its head")
        return found.group(1).strip() if found else default

    @property
    def test_name(self):
        return self.test or self.program

    @property
    def in_words(self):
        return f"{self.program} {self.test}".rstrip()


def all_patches():
    return [Patch(path) for path in sorted(glob.glob(os.path.join(HERE, "*.patch")))]


def patch_tree(patch, tree, *options):
    """Applies it without any fuzz; the message if it does not."""
    run = subprocess.run(
        ["patch", "-p1", "--fuzz=0", "--silent", "--no-backup-if-mismatch", "--reject-file=-",
         "-d", tree, "-i", patch.path, *options],
        capture_output=True, text=True, check=False)
    return run.stdout + run.stderr if run.returncode else None


# ------------------------------------------------------------------------------------- the copy


def sources():
    """What the tree is made of: what git knows of, or, in an unpacked archive, what is there."""
    run = subprocess.run(
        ["git", "-C", TOP, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, text=True, check=False)
    if run.returncode == 0 and run.stdout:
        names = set(run.stdout.split("\0"))
    else:
        names = {os.path.relpath(os.path.join(folder, name), TOP)
                 for folder, _, files in os.walk(TOP) for name in files}
    return {name for name in names if name and not name.startswith(("build/", ".git/"))
            and os.path.isfile(os.path.join(TOP, name))}


def copy_file(name):
    target = os.path.join(TREE, name)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    shutil.copyfile(os.path.join(TOP, name), target)
    shutil.copymode(os.path.join(TOP, name), target)


def refresh_tree():
    """Only what differs is written, so that only that is built again."""
    names = sources()
    for folder, _, files in os.walk(TREE):
        for name in files:
            path = os.path.join(folder, name)
            if os.path.relpath(path, TREE) not in names:
                os.remove(path)
    for name in names:
        copy = os.path.join(TREE, name)
        if not os.path.exists(copy) or not filecmp.cmp(os.path.join(TOP, name), copy, False):
            copy_file(name)


# ------------------------------------------------------------------------------- build, and test


def build(targets):
    """The compiler's complaint, or None."""
    run = subprocess.run(["cmake", "--build", BUILD, "--target", *targets],
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return run.stdout[-2000:] if run.returncode else None


class Hung(Exception):
    """The test did not end in its time; what it had said by then."""


def run_limited(command, limit_s):
    """Its exit code and what it said. Ends the whole family of one that does not end."""
    with subprocess.Popen(command, cwd=BUILD, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          start_new_session=True) as child:
        try:
            said = child.communicate(timeout=limit_s)[0]
        except subprocess.TimeoutExpired as timeout:
            os.killpg(child.pid, signal.SIGKILL)
            raise Hung(child.communicate()[0].decode("utf-8", "replace")) from timeout
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
    return child.returncode, said.decode("utf-8", "replace")


def script(name):
    """How ctest starts the test of that name: its command, and its environment beside ours."""
    listed = subprocess.run(["ctest", "--show-only=json-v1", "-R", f"^{name}$"], cwd=BUILD,
                            capture_output=True, text=True, check=True)
    tests = json.loads(listed.stdout)["tests"]
    if len(tests) != 1 or "command" not in tests[0]:
        sys.exit(f"run.py: ctest knows no test '{name}', or nothing that it starts")
    properties = {entry["name"]: entry["value"] for entry in tests[0].get("properties", [])}
    limit_s = properties.get("TIMEOUT", SCRIPT_TIMEOUT_S)
    return ["env", *properties.get("ENVIRONMENT", []), *tests[0]["command"]], limit_s


def results(patch):
    """What each of the program's tests came to. A script is one test, called like itself."""
    if not patch.test:
        command, limit_s = script(patch.program)
        return {patch.test_name: run_limited(command, limit_s)[0] == 0}
    # Line by line, so that of one that hangs the last line says where.
    _, said = run_limited(["stdbuf", "-oL", os.path.join(BUILD, "tests", "test_" + patch.program)],
                          HANG_TIMEOUT_S if patch.hangs else TEST_TIMEOUT_S)
    return {name: mark == "OK"
            for mark, name in re.findall(r"^\[ +(OK|FAILED) +\] (\w+)$", said, re.M)}


def prepare(patches):
    """Copies, configures and builds; what each program's tests come to before all breaking."""
    refresh_tree()
    run = subprocess.run(["cmake", "-S", TREE, "-B", BUILD, "-G", "Ninja", "--log-level=NOTICE"],
                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    complaint = run.stderr if run.returncode else build(
        sorted({target for patch in patches for target in patch.targets}))
    if complaint:
        sys.exit(f"run.py: the tree itself does not build:\n{complaint}")
    before = {}
    for patch in patches:
        if patch.program not in before:
            try:
                before[patch.program] = results(patch)
            except Hung:
                before[patch.program] = {}
    return before


def judge(patch):
    """None if the test of the broken tree fails as it has to, else what went wrong."""
    try:
        found = results(patch)
    except Hung as hung:
        begun = re.findall(r"^\[ +RUN +\] (\w+)$", str(hung), re.M)
        if patch.hangs and begun[-1:] == [patch.test]:
            return None
        return f"{patch.program} did not end: {begun[-1] if begun else 'nobody knows where'}"
    if patch.hangs:
        return f"{patch.program} ended, but was to hang"
    if patch.test_name not in found:
        return f"{patch.program} did not get as far as {patch.test_name}"
    return f"{patch.test_name} stays green" if found[patch.test_name] else None


def try_patch(patch, before):
    """None if the test fails as it has to, else what went wrong."""
    if not before.get(patch.test_name):
        return f"{patch.test_name} does not pass on the tree as it is"
    complaint = patch_tree(patch, TREE)
    try:
        if complaint:
            return f"does not apply\n{complaint}"
        complaint = build(patch.targets)
        return f"does not build\n{complaint}" if complaint else judge(patch)
    finally:
        for name in patch.files:
            copy_file(name)


# ----------------------------------------------------------------------------------- the program


def check():
    bad = 0
    for patch in all_patches():
        complaint = patch_tree(patch, TOP, "--dry-run")
        bad += complaint is not None
        if complaint:
            print(f"{patch.name}: does not apply any more\n{complaint}")
    return 1 if bad else 0


def chosen(patches, pattern):
    return ([patch for patch in patches if patch.name == pattern] or
            [patch for patch in patches if pattern in patch.name or pattern in patch.rule])


def run_all(patches):
    before = prepare(patches)
    bad = []
    for patch in patches:
        problem = try_patch(patch, before[patch.program])
        print(f"{'BAD ' if problem else 'seen'}  {patch.name}: {patch.rule}\n"
              f"      {patch.in_words}" + (f"\n      {problem}" if problem else ""),
              flush=True)
        if problem:
            bad.append(patch.name)
    print(f"\n{len(patches) - len(bad)} of {len(patches)} broken rules were noticed")
    for name in bad:
        print(f"again, just that one: tests/broken/run.py {name}")
    return 1 if bad else 0


def main():
    arguments = sys.argv[1:]
    if arguments == ["--check"]:
        return check()
    patches = all_patches()
    if arguments == ["--list"]:
        for patch in patches:
            print(f"{patch.name}: {patch.rule}\n    {patch.in_words}")
        return 0
    if arguments == ["--help"]:
        print(__doc__)
        return 0
    if len(arguments) > 1 or (arguments and arguments[0].startswith("-")):
        print("run.py: one pattern, --check or --list; see --help", file=sys.stderr)
        return 2
    if arguments:
        patches = chosen(patches, arguments[0])
    if not patches:
        print(f"run.py: no patch is called like '{arguments[0]}'", file=sys.stderr)
        return 2
    return run_all(patches)


if __name__ == "__main__":
    sys.exit(main())
