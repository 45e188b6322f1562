"""The project's own promises: what it needs, what it names, which way its imports point, what git leaves out."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NEEDED = [Requirement(line) for line in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"])]

in_git = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="an unpacked source archive has no git")


def git(*arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stderr  # 1: check-ignore found nothing
    return done.stdout.split("\0" if "-z" in arguments else "\n")[:-1]


def project_files() -> list[Path]:
    """Every file that is tracked or would be by `git add .`."""
    names = git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    return [path for name in sorted(set(names)) if (path := ROOT / name).is_file()]


# What it needs


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))


def test_environment_yml_and_pyproject_name_the_same_packages_and_bounds():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    by_pip = next(entry["pip"] for entry in listed if isinstance(entry, dict))
    assert "-e ." in by_pip
    specs = [entry for entry in (*listed, *by_pip) if isinstance(entry, str) and entry not in {"pip", "-e ."}]
    theirs = {canonicalize_name(spec.name): spec.specifier for spec in map(Requirement, specs)}
    ours = {canonicalize_name(spec.name): spec.specifier for spec in NEEDED}
    assert theirs.pop(canonicalize_name("python")) == Requirement("python" + PROJECT["requires-python"]).specifier
    assert theirs == ours


@pytest.mark.parametrize("requirement", NEEDED, ids=lambda requirement: requirement.name)
def test_every_package_is_bounded_and_pinned_within_its_bounds(requirement):
    assert any(clause.operator == ">=" for clause in requirement.specifier)
    pinned = {canonicalize_name(name): version for name, version in pins().items()}
    assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)])


def test_constraints_are_names_and_versions_and_nothing_else():
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines():
        assert re.fullmatch(r"#.*|[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line), line
        assert "//" not in line


def test_what_is_imported_is_declared():
    """A package that comes along with another today may not tomorrow."""
    providers = metadata.packages_distributions()
    extras = [line for name, lines in PROJECT["optional-dependencies"].items() if name != "dev" for line in lines]
    declared = {canonicalize_name(Requirement(line).name) for line in (*PROJECT["dependencies"], *extras)}
    for module, names in imports_by_module().items():
        for name in {name.split(".")[0] for name in names} - {"timeline"} - sys.stdlib_module_names:
            assert {canonicalize_name(each) for each in providers[name]} & declared, f"{module} imports {name}"


def test_the_package_and_pyproject_tell_the_same_version():
    import timeline

    assert timeline.__version__ == PROJECT["version"]


def test_the_script_fetched_for_the_view_is_that_of_the_plotly_pinned():
    """One version draws in the notebook and on the page, whichever of the two files is at hand."""
    from plotly.offline import get_plotlyjs_version

    version = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]["plotly.js-basic-dist-min"]
    assert version == get_plotlyjs_version()
    fetched = ROOT / "timeline/view/static/plotly-basic.min.js"
    if fetched.exists():  # not where npm is missing
        with fetched.open(encoding="utf-8") as script:
            assert f"(basic - minified) v{version}\n" in script.read(200)


# What it names


@in_git
def test_no_file_names_a_package_registry_or_a_path_of_one_machine():
    hosts = [("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("anaconda", "org")]
    forbidden = [re.escape(".".join(host)) for host in (*hosts, ("deb", "debian", "org"))]
    forbidden += [r"--(?:extra-)?index-url", r'"resolved": *"http']
    forbidden += [r"(?:file://|(?<![\w./:-]))/(?:work|root|home|Users)/\w"]
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in project_files()
        if path.suffix not in {".png", ".woff2"}
        for match in re.finditer("|".join(forbidden), path.read_text("utf-8", errors="replace"))
    ]
    assert found == []


# Which way imports point

ROOMS = ["events", "law", "view", "publish"]
FRONT_DOORS = {"", "__init__", "__main__", "cli", "explorer"}


def place(module: str) -> int:
    """Where a module stands on the way through the house: an import may point to the same place or to the left."""
    top = module.removeprefix("timeline").removeprefix(".").split(".")[0]
    if top == "errors":
        return -1
    if top in FRONT_DOORS:
        return len(ROOMS)
    assert top in ROOMS, f"{module} is in no room; CONTRIBUTING.md has the map"
    return ROOMS.index(top)


def imports_by_module() -> dict[str, set[str]]:
    """Every module of the package and all it imports, wherever in the file."""
    found = {}
    for path in sorted((ROOT / "timeline").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        package = parts[:-1]
        names = set()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                above = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
                base = ".".join(filter(None, [above, node.module]))
                members = [f"{base}.{alias.name}" for alias in node.names]
                names |= {member if is_module(member) else base for member in members}
        found[".".join(parts).removesuffix(".__init__")] = names - {"__future__"}
    return found


def test_imports_point_left_only():
    """events ← law ← view ← publish ← the front doors; errors is for all."""
    wrong = [
        f"{module} imports {name}"
        for module, names in imports_by_module().items()
        for name in sorted(names)
        if name.split(".")[0] == "timeline" and place(name) > place(module)
    ]
    assert wrong == []


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


# What git and the package hold


@in_git
@pytest.mark.parametrize(
    "path",
    [
        "timeline/view/static/plotly-basic.min.js",  # downloaded
        "timeline/view/static/fonts/arimo-latin-400-normal.woff2",
        "node_modules/x.js",
        "package-lock.json",  # records addresses
        "exports/clearview.html",  # may hold what is not for the public
        "exports/privileged.csv",
        "notebooks/hearing.slides.html",
        ".venv/bin/python",
        "build/x",
        "dist/x.whl",
        "timeline/__pycache__/cli.cpython-311.pyc",
        "notebooks/.ipynb_checkpoints/explore-checkpoint.ipynb",
    ],
)
def test_what_is_downloaded_or_generated_is_ignored(path):
    assert git("check-ignore", "--no-index", path) == [path]
    assert git("ls-files", path) == []


@in_git
@pytest.mark.parametrize("path", ["exports/README.md", "events.csv", "timeline/view/static/timeline.js"])
def test_what_is_ours_is_not_ignored(path):
    assert git("check-ignore", "--no-index", path) == []


@in_git
def test_the_wheel_holds_every_file_of_the_package(tmp_path):
    """A rule that is data must not stay behind when the code is installed."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [wheel] = tmp_path.glob("legal_timeline-*.whl")
    held = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("timeline/")}
    ours = {path.relative_to(ROOT).as_posix() for path in project_files() if path.is_relative_to(ROOT / "timeline")}
    static = ROOT / "timeline/view/static"
    fetched = [static / "plotly-basic.min.js", *static.glob("fonts/*")]
    assert held == ours | {path.relative_to(ROOT).as_posix() for path in fetched if path.exists()}


# How it is worked on


@pytest.mark.parametrize("target", ["demo", "notebook", "test", "test-quick", "soak", "lint", "bench", "constraints"])
def test_make_knows_its_targets_and_lists_them(target):
    make = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}
    planned = subprocess.run(["make", "-n", target], cwd=ROOT, env=make, capture_output=True, text=True, check=False)
    assert planned.returncode == 0, planned.stderr
    listed = subprocess.run(["make", "help"], cwd=ROOT, env=make, capture_output=True, text=True, check=True).stdout
    assert re.search(rf"^ +make {target} ", listed, re.MULTILINE)


def test_continuous_integration_runs_the_command_that_the_readme_gives():
    steps = (ROOT / ".ci/run").read_text("utf-8").splitlines()
    assert steps[-2:] == ["make lint", "make test"]
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert "make test" in (ROOT / "README.md").read_text("utf-8")


def test_pre_commit_hooks_are_local_and_call_the_tools_of_lint():
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert [repository["repo"] for repository in config["repos"]] == ["local"]
    entries = " ".join(hook["entry"] for repository in config["repos"] for hook in repository["hooks"])
    assert re.findall(r"\.venv/bin/python -m (ruff \w+|mypy)", entries) == ["ruff check", "ruff format", "mypy"]


def test_contributing_fits_a_screen_and_ends_with_how_to_add_a_rule():
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert len(text.splitlines()) < 60
    assert re.findall(r"^## (.+)$", text, re.MULTILINE)[-1] == "How to add a rule"


@in_git
@pytest.mark.soak
def test_the_demo_in_a_fresh_clone_writes_the_same_page_twice(tmp_path):
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS", "VIRTUAL"))}
    pages = []
    for _ in range(2):
        done = subprocess.run(["make", "demo"], cwd=clone, env=environment, capture_output=True, text=True, check=True)
        page = clone / "exports/clearview.html"
        assert done.stdout.rstrip().endswith(str(page))
        pages.append(page.read_bytes())
    assert pages[0] == pages[1]
    assert git("-C", str(clone), "status", "--porcelain") == []
    shutil.rmtree(clone)
