#!/usr/bin/env python3
"""Writes each binary package's bill of materials, SPDX 2.3 as JSON, into its documentation folder.

What a program is linked to is what dpkg-shlibdeps has just found; the versions are those that were
linked here. An installed system's are in its own package database. Nothing in the file depends on
the time or the machine: the same sources and packages give the same bytes.
"""

import argparse
import datetime
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import urllib.parse

BUILD_TOOLS = ("gcc", "binutils", "cmake", "ninja-build", "gettext", "debhelper", "dpkg-dev")
NAME = re.compile(r"\s*([a-z0-9][a-z0-9+.-]+)")


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def spdx_id(*words):
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", "-".join(words))


def distribution():
    lines = pathlib.Path("/etc/os-release").read_text().splitlines()
    return "debian-" + dict(line.split("=", 1) for line in lines if "=" in line)["VERSION_ID"].strip('"')


def debian_package(name, architecture, role):
    """An entry for an installed package, or None where it is not one."""
    form = "${Version}\t${source:Package}\t${source:Version}\t${Architecture}\n"
    for wanted in (f"{name}:{architecture}", name):
        try:
            found = output("dpkg-query", "-W", "-f", form, wanted).splitlines()
        except subprocess.CalledProcessError:
            continue
        version, source, source_version, its_architecture = found[0].split("\t")
        place = f"arch={its_architecture}&distro={distribution()}"
        locator = f"pkg:deb/debian/{name}@{urllib.parse.quote(version)}?{place}"
        return {
            "SPDXID": spdx_id(role, name),
            "name": name,
            "versionInfo": version,
            "sourceInfo": f"Debian source package {source} {source_version}",
            "downloadLocation": "NOASSERTION",
            "filesAnalyzed": False,
            "licenseConcluded": "NOASSERTION",
            "licenseDeclared": "NOASSERTION",
            "copyrightText": "NOASSERTION",
            "externalRefs": [
                {
                    "referenceCategory": "PACKAGE-MANAGER",
                    "referenceType": "purl",
                    "referenceLocator": locator,
                }
            ],
        }
    return None


def linked(package):
    """Names of the packages whose libraries the package's programs are linked to."""
    substvars = pathlib.Path(f"debian/{package}.substvars")
    lines = substvars.read_text().splitlines() if substvars.exists() else []
    for line in lines:
        if line.startswith("shlibs:Depends="):
            entries = line.split("=", 1)[1].split(",")
            return sorted({NAME.match(entry).group(1) for entry in entries if entry.strip()})
    return []


def chart_library():
    """What the office's page carries of others: uPlot, by the lock file."""
    lock = json.loads(pathlib.Path("deploy/office/page/package-lock.json").read_text())
    entry = lock["packages"]["node_modules/uplot"]
    script = pathlib.Path("debian/chart/uPlot.iife.min.js").read_bytes()
    return {
        "SPDXID": spdx_id("bundled", "uplot"),
        "name": "uplot",
        "versionInfo": entry["version"],
        "comment": f"integrity of what was fetched: {entry['integrity']}",
        "checksums": [{"algorithm": "SHA256", "checksumValue": hashlib.sha256(script).hexdigest()}],
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": "MIT",
        "licenseDeclared": "MIT",
        "copyrightText": "Copyright (c) 2022 Leon Sorokin",
        "externalRefs": [
            {
                "referenceCategory": "PACKAGE-MANAGER",
                "referenceType": "purl",
                "referenceLocator": f"pkg:npm/uplot@{entry['version']}",
            }
        ],
    }


def document(package, version, architecture):
    own = spdx_id("Package", package)
    made = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    packages = [
        {
            "SPDXID": own,
            "name": package,
            "versionInfo": version,
            "supplier": "Organization: Second Heart maintainers",
            "downloadLocation": "NOASSERTION",
            "filesAnalyzed": False,
            "licenseConcluded": "MIT",
            "licenseDeclared": "MIT",
            "copyrightText": "2026 the Second Heart maintainers",
            "primaryPackagePurpose": "APPLICATION",
        }
    ]
    relations = [("SPDXRef-DOCUMENT", "DESCRIBES", own)]

    def add(entry, relation, towards_own=False):
        if entry:
            packages.append(entry)
            ends = (entry["SPDXID"], own) if towards_own else (own, entry["SPDXID"])
            relations.append((ends[0], relation, ends[1]))

    for name in linked(package):
        add(debian_package(name, architecture, "Library"), "DYNAMIC_LINK")
    if package == "secondheart-office":
        add(chart_library(), "CONTAINS")
    else:
        for name in BUILD_TOOLS:
            add(debian_package(name, architecture, "Tool"), "BUILD_TOOL_OF", towards_own=True)
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"{package}-{version}-{architecture}",
        "documentNamespace": f"https://spdx.org/spdxdocs/{package}-{version}-{architecture}",
        "creationInfo": {
            "created": made.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "creators": ["Tool: second-heart-sbom.py"],
        },
        "packages": packages,
        "relationships": [
            {"spdxElementId": a, "relationshipType": relation, "relatedSpdxElement": b}
            for a, relation, b in relations
        ],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--arch", required=True, help="Debian's name of the processor built for")
    parser.add_argument("packages", nargs="+")
    arguments = parser.parse_args()
    version = output("dpkg-parsechangelog", "-S", "Version").strip()
    for package in arguments.packages:
        folder = pathlib.Path("debian", package, "usr/share/doc", package)
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(document(package, version, arguments.arch), indent=1) + "\n"
        (folder / "sbom.spdx.json").write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
