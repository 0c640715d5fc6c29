"""Look every package of the lock up in the public database of known vulnerabilities.

    .venv/bin/python tools/audit.py

Exits with 0 where nothing is known of any, 1 where something is, 2 where some or all couldn't be looked up, as without a network. Packages are named
to the database; nothing else of this machine is. No part of the tests, which reach no network.
"""

from __future__ import annotations

import json
import subprocess
import sys

from declared import LOCK

FEW = 5
"""Names that are listed of those that couldn't be looked up."""


def main() -> None:
    """Run pip-audit and say what it found, or what kept it from looking."""
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--requirement",
        str(LOCK),
        "--no-deps",
        "--disable-pip",
        "--progress-spinner",
        "off",
        "--format",
        "json",
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        last = done.stderr.strip().splitlines()[-1:] or ["pip-audit ended without a word"]
        sys.stderr.write(f"Nothing was looked up; is there a network? {last[0]}\n")
        sys.exit(2)
    vulnerable = [(package, known) for package in packages for known in package.get("vulns", ())]
    for package, known in vulnerable:
        print(f"{package['name']} {package['version']}: {known['id']}, mended in {', '.join(known['fix_versions']) or 'no version yet'}")
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    if skipped:
        sys.stderr.write(f"{len(skipped)} of {len(packages)} packages couldn't be looked up; is there a network? {', '.join(skipped[:FEW])}, …\n")
    print(f"{len(packages) - len(skipped)} packages looked up, {len(vulnerable)} vulnerabilities known.")
    sys.exit(1 if vulnerable else 2 if skipped else 0)


if __name__ == "__main__":
    main()
