import subprocess
import sys


def test_without_the_c_loader_nothing_starts_and_the_reason_is_told() -> None:
    code = "import yaml; yaml.__with_libyaml__ = False; import pathways.source"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "PyYAML was installed without its C loader" in done.stderr
