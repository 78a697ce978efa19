#!/usr/bin/env python3
"""Every catalogue has every sentence, in good order and in the words that the screens may use.

Usage: po_complete.py [--self-test]

Collects the sentences from the sources anew and holds each catalogue against them. Prints every
finding; exit 1 if there is any. --self-test spoils sentences and expects each to be found.
"""

import re
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PO = HERE.parents[1] / "assets" / "po"

# How many words a sentence that is a list must have: days of the week, months.
LISTS = {
    "Sun Mon Tue Wed Thu Fri Sat": 7,
    "January February March April May June July August September October November December": 12,
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec": 12,
}

# The longest text that a screen sets, in bytes with its NUL: TEXT_BYTES of app/ui/text.c.
TEXT_BYTES = 256


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def read_mo(path):
    """A compiled catalogue as {msgid: [msgstr, ...]}; the header is left out."""
    data = path.read_bytes()
    count, ids, texts = struct.unpack_from("<8x3I", data)

    def text(table, index):
        length, offset = struct.unpack_from("<2I", data, table + 8 * index)
        return data[offset : offset + length].decode().split("\0")

    return {
        text(ids, i)[0]: text(texts, i) for i in range(count) if text(ids, i)[0]
    }


def compile_po(path, scratch, check=True):
    """What msgfmt has to say about a catalogue, and its sentences."""
    out = scratch / (path.stem + ".mo")
    flags = ["--check"] if check else []
    done = subprocess.run(
        ["msgfmt", *flags, "-o", out, path], capture_output=True, text=True
    )
    return done.stderr.splitlines() if done.returncode else [], (
        read_mo(out) if out.exists() else {}
    )


def read_words():
    """The table of words.txt as {language: [(kind, pattern), ...]}."""
    words = {}
    for line in (HERE / "words.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            language, kind, pattern = line.split(None, 2)
            words.setdefault(language, []).append((kind, re.compile(pattern, re.I)))
    return words


def read_allowed():
    lines = (HERE / "allowed.txt").read_text().splitlines()
    return {
        line.split("|")[0].strip() for line in lines if line and not line.startswith("#")
    }


def edges(text):
    """The white space at both ends."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def check_sentence(language, msgid, texts, words):
    """What is wrong with one sentence, the English one if `texts` is [msgid]."""
    for text in texts:
        if edges(text) != edges(msgid):
            yield f"{language}: '{msgid}': other white space at the ends: '{text}'"
        if text.count("\n") != msgid.count("\n"):
            yield f"{language}: '{msgid}': other number of lines: '{text}'"
        if len(text.encode()) >= TEXT_BYTES:
            yield f"{language}: '{msgid}': {len(text.encode())} bytes do not fit"
        if msgid in LISTS and len(text.split(" ")) != LISTS[msgid]:
            yield f"{language}: '{msgid}': not {LISTS[msgid]} words: '{text}'"
        for kind, pattern in words.get(language, []):
            if pattern.search(text):
                yield f"{language}: {kind} '{pattern.pattern}' in '{text}'"


def check_states(language, po, pot, scratch):
    """Sentences that are missing, doubtful or left over."""
    merged = scratch / f"{language}.po"
    run("msgmerge", "--quiet", "--no-fuzzy-matching", "-o", merged, po, pot)
    for path, state in ((merged, "untranslated"), (po, "fuzzy"), (merged, "obsolete")):
        flags = [f"--only-{state}"] if state != "untranslated" else ["--untranslated"]
        found = run("msgattrib", "--no-wrap", *flags, path)
        for line in found.splitlines():
            match = re.match(r'(?:#~ )?msgid "(.+)"$', line)
            if match:
                yield f"{language}: {state}: '{match[1]}'"


def check_all(scratch):
    words, allowed = read_words(), read_allowed()
    pot = scratch / "secondheart.pot"
    run(PO / "messages.sh", "template", pot)
    run("msgen", "-o", scratch / "en.po", pot)
    english = compile_po(scratch / "en.po", scratch, check=False)[1]
    for msgid, texts in english.items():
        if msgid not in allowed:
            yield from check_sentence("en", msgid, texts, words)
    for language in (PO / "LINGUAS").read_text().splitlines():
        if language.startswith("#"):
            continue
        po = PO / f"{language}.po"
        if "Not yet reviewed by a native speaker" not in po.read_text():
            yield f"{language}: the header does not say that nobody has reviewed it"
        yield from check_states(language, po, pot, scratch)
        findings, sentences = compile_po(po, scratch)
        yield from findings
        for msgid, texts in sentences.items():
            if msgid not in allowed:
                yield from check_sentence(language, msgid, texts, words)


SPOILT = [
    ("de", "Back", ["Zurück "]),
    ("de", "Time for a\nstroll", ["Zeit für eine Runde"]),
    ("en", "You missed it", ["You missed it"]),
    ("fr", "Back", ["Le risque"]),
    ("ja", "Back", ["血栓を予防します"]),
    ("pl", "Back", ["Zapobiega"]),
    ("nl", "Sun Mon Tue Wed Thu Fri Sat", ["zo ma di wo do vr"]),
    ("es", "Back", ["a" * TEXT_BYTES]),
]


def self_test():
    words = read_words()
    for language, msgid, texts in SPOILT:
        if not list(check_sentence(language, msgid, texts, words)):
            yield f"self-test: nothing found in {language}: {texts[0]!r}"
    good = list(check_sentence("de", "Back", ["Zurück"], words))
    yield from good


def main():
    with tempfile.TemporaryDirectory() as scratch:
        if sys.argv[1:] == ["--self-test"]:
            findings = list(self_test())
        elif not sys.argv[1:]:
            findings = list(check_all(Path(scratch)))
        else:
            sys.exit(__doc__)
    for finding in findings:
        print(finding)
    sys.exit(1 if findings else 0)


if __name__ == "__main__":
    main()
