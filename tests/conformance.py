#!/usr/bin/env python3
"""Schemathesis against the OpenAPI document: no 5xx, no status and no body that is not in it.

    tests/conformance.py target/debug/vankho [EXAMPLES] [SCHEMATHESIS]

EXAMPLES a route and a kind of caller, 8 unless given; 200 is the long form. SCHEMATHESIS is the
program, target/python/bin/schemathesis unless given. Callers are nobody, a reader and an
administrator, each twice: once with whatever the document allows, once with the numbers and ids of
papers, corrections and imports that are there, without which nearly all answers would be 404.

No route is left out. Deletions and the undoing of an import are given papers of their own, so that
they do not take away those the other routes are asked about. Two checks are not made: fields of a
query are all text in the document, and what they may hold is told by a 400 that names the field, so
that "what fits the schema is taken" and "what does not fit is refused" say nothing here.
"""

import copy
import http.cookiejar
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request

PASSWORD = "một mật khẩu dài"
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
    "response_schema_conformance,unsupported_method,allow_header_conformance,missing_required_header"
)
PAPER = """TỈNH ỦY AN GIANG
*
Số {number}-BC/TU
ĐẢNG CỘNG SẢN VIỆT NAM
An Giang, ngày 5 tháng 3 năm 2020
BÁO CÁO
tình hình thủy lợi đợt {number}
Căn cứ Quyết định số 1-QĐ/TU, ngày 02/3/2020;
Nội dung.
"""
UNDONE = ["20-BC/TU", "21-BC/TU"]


class Site:
    def __init__(self, program, folder):
        self.command = [program, "--archive", str(folder / "kho")]
        self.folder = folder
        self.import_papers("a", range(1, 13))
        self.import_papers("b", [20, 21])
        for name in ["reader", "administrator"]:
            self.run("user", "add", name, "--role", name, input=PASSWORD + "\n")
        serve = [*self.command, "serve", "--listen", "127.0.0.1:0", "--verify-every", "0"]
        self.process = subprocess.Popen(serve, stdout=subprocess.PIPE, text=True)
        self.base = re.search(r"http://[^/\s]+", self.process.stdout.readline())[0]

    def run(self, *arguments, input=""):
        command = [*self.command, *arguments]
        subprocess.run(command, input=input, text=True, check=True, stdout=subprocess.DEVNULL)

    def import_papers(self, name, numbers):
        folder = self.folder / name
        folder.mkdir()
        for number in numbers:
            (folder / f"{number}.txt").write_text(PAPER.format(number=number), encoding="utf-8")
        self.run("import", str(folder), "--settle", "0")

    def token(self, name):
        """A token of an account, as a person makes one."""
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        browser = urllib.request.build_opener(jar)

        def send(page, action, **fields):
            with browser.open(self.base + page) as answer:
                key = re.search(r'name="khoa" value="(\w+)"', answer.read().decode())[1]
            form = urllib.parse.urlencode({"khoa": key, **fields}).encode()
            with browser.open(self.base + action, form) as answer:
                return answer.read().decode()

        send("/dang-nhap", "/dang-nhap", ten=name, mat_khau=PASSWORD)
        page = send("/tai-khoan", "/tai-khoan/the", ten="máy", quyen=name, ngay="1")
        return re.search(r"vankho_\w{64}", page)[0]

    def get(self, path, token):
        request = urllib.request.Request(self.base + path)
        request.add_header("Authorization", f"Bearer {token}")
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def correct(self, id, token):
        request = urllib.request.Request(f"{self.base}/api/v1/documents/{id}/corrections", method="POST")
        request.add_header("Authorization", f"Bearer {token}")
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, b'{"field":"subject","value":"kh\\u00e1c"}'):
            pass


def knowing(document, values):
    """The document with what is there in the place of parameters that name something."""
    document = copy.deepcopy(document)
    for path, item in document["paths"].items():
        for operation in item.values():
            for parameter in operation.get("parameters", []):
                known = values(path).get(parameter["name"])
                if parameter["in"] == "path" and known:
                    parameter["schema"] = {"type": "string", "enum": known}
    return document


def main():
    program = sys.argv[1]
    examples = sys.argv[2] if len(sys.argv) > 2 else "8"
    default = pathlib.Path(__file__).parent.parent / "target/python/bin/schemathesis"
    schemathesis = sys.argv[3] if len(sys.argv) > 3 else default
    folder = tempfile.TemporaryDirectory()
    site = Site(pathlib.Path(program).resolve(), pathlib.Path(folder.name))
    failed = []
    try:
        tokens = {name: site.token(name) for name in ["reader", "administrator"]}
        keeper = tokens["administrator"]
        document = site.get("/api/v1/openapi.json", keeper)
        runs = [str(run["run"]) for run in site.get("/api/v1/imports/runs", keeper)]
        found = site.get("/api/v1/search?limit=100", keeper)["hits"]
        # What the last import brought is taken back with it, and asked about by nobody else.
        papers = [hit for hit in found if hit["number"] not in UNDONE]
        to_delete, to_ask = papers[:4], papers[4:]
        assert len(to_ask) == len(found) - len(UNDONE) - 4 == 8, found
        for hit in to_ask[:3]:
            site.correct(hit["id"], keeper)

        def values(path):
            ids = [hit["id"] for hit in (to_delete if path.endswith("/deletion") else to_ask)]
            return {
                "id": ["1"] if "/imports/" in path else ids,
                "n": ["1", "2"],
                "number": [to_ask[0]["number"], to_ask[1]["number"], "9-QĐ/TU"],
                "format": ["csv", "xlsx", "docx"],
                "run": runs[:1],
            }

        for kind, described in [("any", document), ("known", knowing(document, values))]:
            file = site.folder / f"{kind}.json"
            file.write_text(json.dumps(described))
            for name in ["nobody", *tokens]:
                command = [schemathesis, "--no-color", "run", file, "--url", site.base]
                command += ["--checks", CHECKS, "--max-examples", examples, "--seed", "1"]
                command += ["--phases", "examples,coverage,fuzzing", "--continue-on-failure"]
                command += ["--generation-database", "none", "--request-timeout", "60"]
                if name in tokens:
                    command += ["-H", f"Authorization: Bearer {tokens[name]}"]
                told = subprocess.run(command, cwd=site.folder, text=True, capture_output=True)
                summary = told.stdout.split("= SUMMARY =", 1)[-1]
                print(f"{name}, {kind}: {'ok' if told.returncode == 0 else 'FAILED'}")
                if told.returncode != 0:
                    print(told.stdout, told.stderr)
                    failed.append((name, kind))
                else:
                    cases = re.search(r"(\d+) generated.*", summary)
                    print("  ", cases[0] if cases else summary.strip())
        if site.process.poll() is not None:
            failed.append("the server has ended")
    finally:
        site.process.terminate()
        site.process.wait()
    sys.exit(1 if failed else 0)


main()
