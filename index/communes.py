#!/usr/bin/env python3
"""Writes communes.tsv from the PyPI package vietnamadminunits 1.0.4 (MIT), which knows the communes
of 2025-07-01. What became a ward since is listed here.

    pip install vietnamadminunits==1.0.4 && python3 communes.py > communes.tsv
"""

import importlib.util
import pathlib
import sqlite3

# Communes that became wards with their province: 237/NQ-UBTVQH16 (Đồng Nai, 2026-04-30) and
# 388/NQ-UBTVQH16 (Bắc Ninh, 2026-09-20).
WARDS_SINCE = set(
    "25270 25357 25363 26116 26170 26248 26326 26368 26425 26485 "
    "07294 07375 07399 07444 07840 09193 09292 09313 09319 09454 09475 09496".split()
)

here = pathlib.Path(__file__).parent
provinces = {}  # code of today -> id: the row without an end
for line in (here / "provinces.tsv").read_text(encoding="utf-8").splitlines():
    cells = line.split("\t")
    if len(cells) > 6 and cells[2].isdigit() and not cells[6]:
        provinces[cells[2]] = cells[0]

package = pathlib.Path(importlib.util.find_spec("vietnamadminunits").origin).parent
rows = sqlite3.connect(package / "data" / "dataset.db").execute(
    "select wardCode, ward, provinceCode from admin_units order by wardCode"
)
print("# Communes, wards and special zones since 2025-07-01; former name where one became a ward in 2026.")
print("# Derived by communes.py from vietnamadminunits (MIT), see README.md.")
print("code\tname\tformer\tprovince_id")
for code, name, province in rows:
    former = name if code in WARDS_SINCE else ""
    name = name.replace("Xã ", "Phường ", 1) if former else name
    print(code, name, former, provinces[province], sep="\t")
