#!/usr/bin/env python3
"""An archive of papers that were never written: as many as wanted, always the same.

    python3 tests/bench/generate.py OUT --papers 100000 [--seed 1] [--syllables 300] [--as txt]

OUT/papers/YEAR/BODY/…    the papers; `--as docx` and `--as pdf` write those instead of texts
OUT/truth.tsv             what each says of itself: path, number, kind, body, date, subject, cites
OUT/queries.tsv           questions: class, first year, last year, text

Bodies and kinds are those of index/*.tsv, about 300 of them by Zipf; words come by Zipf from
words.txt, from names of places, and from pairs of syllables of words.txt that are words of nobody.
A paper cites earlier papers. `--syllables` is the mean length: 300 is a letter of one page, 900 is
what papers of one to three pages have. Files are the same byte for byte for the same arguments.
"""

import argparse
import math
import pathlib
import random
import sys
from bisect import bisect
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate, zip_longest

sys.dont_write_bytecode = True

import paper_files  # noqa: E402

HERE = pathlib.Path(__file__).parent
INDEX = HERE.parent.parent / "index"
YEARS = range(1990, 2026)
VOCABULARY = 22_000
PROVINCES = ["an-giang", "ha-noi", "thanh-hoa", "nghe-an", "ha-tinh", "son-la", "lang-son", "dien-bien"]
DISTRICTS_EACH = 4
PROVINCIAL = """tu ubnd hdnd vptu btctu btgtu bdvtu bnctu ubkttu vpubnd snv stc skhdt sxd sgtvt stnmt snn
    sldtbxh stttt skhcn svhttdl sgddt syt stp sct btgdvtu snnmt""".split()
CENTRAL = """bct bbt vptw ubkttw btctw btgtw bdvtw btgdvtw bnctw bkttw ttg cp vpcp bqp bca bng bnv btp btc
    bct-congthuong bxd bvhttdl bkhcn bgddt byt bnnmt bdttg bnnptnt btnmt bldtbxh bkhdt bgtvt btttt ubdt nhnn
    ttcp btm bcn bts bvhtt bbcvt tchq tct tandtc vksndtc ktnn""".split()
STATE_KINDS = {"QĐ": 35, "CV": 30, "BC": 9, "TB": 8, "KH": 8, "TTr": 5, "CT": 2, "HD": 2, "CTr": 1}
PARTY_KINDS = {"CV": 25, "BC": 20, "TB": 15, "QĐ": 15, "KH": 10, "KL": 4, "TTr": 4, "NQ": 3, "HD": 2, "CTr": 2}
OWN_KINDS = {
    "cp": {"NĐ": 3, "NQ": 4}, "ttg": {"QĐ": 6, "CT": 1}, "hdnd": {"NQ": 9, "BC": 1},
    "bct": {"NQ": 1, "KL": 2, "CT": 1, "QĐ": 2}, "bbt": {"CT": 1, "KL": 1, "QĐ": 2},
}  # fmt: skip
# Of two kinds with one code the papers here are always this one.
READINGS = {"QĐ": "quyet-dinh", "TT": "thong-tu", "TB": "thong-bao", "CT": "chi-thi"}
GIVEN = "An Bình Cường Dũng Giang Hà Hải Hòa Hùng Khanh Lan Liên Long Mai Minh Nam Nga Phúc Quân Sơn Thắng Thủy Tú Vân"
FAMILY = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý"
HEADS = {"Tỉnh ": "Tỉnh ủy ", "Thành phố ": "Thành ủy ", "Huyện ": "Huyện ủy "}
SORTS = ["Tỉnh ", "Thành phố ", "Huyện ", "Quận ", "Thị xã ", "Thị trấn ", "Xã ", "Phường ", "Đặc khu "]
UNITS = ["VX", "KT", "NC", "TH", "TCHC", "KSTT"]


def table(name):
    lines = [line for line in (INDEX / name).read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    names = lines[0].split("\t")
    return {line.split("\t")[0]: dict(zip_longest(names, line.split("\t"), fillvalue="")) for line in lines[1:]}


@dataclass(frozen=True)
class Body:
    id: str
    own: str
    """Id of its template, or its own where it exists once."""
    name: str
    heading: tuple
    """Lines at the top left."""
    code: str
    system: str
    place: str
    """Where its papers are dated."""
    first: str
    last: str

    @property
    def kinds(self):
        return OWN_KINDS.get(self.own, PARTY_KINDS if self.system == "party" else STATE_KINDS)


def lifetime(*rows):
    """The first and last day all of these live, ISO; days a table does not give are cut off."""
    first = max([row["valid_from"] for row in rows] + [""])
    last = min([row["valid_to"] for row in rows if row["valid_to"]] + ["9999"])
    return first + "-31" * (2 - first.count("-")) if first else "", last + "-00" * (2 - last.count("-"))


def committee(name):
    """The Party committee of a place."""
    kind = next(kind for kind in HEADS if name.startswith(kind))
    return HEADS[kind] + bare(name)


def bare(name):
    """The name of a place without what it is."""
    return name.removeprefix(next(kind for kind in SORTS if name.startswith(kind)))


def bodies():
    central, templates = table("bodies.tsv"), table("body_templates.tsv")
    provinces, districts = table("provinces.tsv"), table("districts.tsv")
    names = Counter(row["name"] for row in districts.values())
    found = []
    for id in CENTRAL:
        row = central[id]
        heading = (row["name"].upper(),)
        if row["parent_id"] == "bchtw" and id not in ("bct", "bbt"):
            heading = ("BAN CHẤP HÀNH TRUNG ƯƠNG", *heading)
        found.append(Body(id, id, row["name"], heading, row["codes"].split("|")[0], row["system"], "Hà Nội", *lifetime(row)))  # fmt: skip

    def local(template, key, place, above):
        row = templates[template]
        party = committee(place["name"])
        small = place["name"][0].lower() + place["name"][1:]
        name = row["name"].replace("{nơi}", small).replace("{cấp ủy}", party)
        top = ()
        if template in ("tu", "hu", "qu", "thiu", "thanhu"):
            own = (party.upper(),)
        elif "{cấp ủy}" in row["name"]:
            top, own = (party.upper(),), (row["name"].replace(" {cấp ủy}", "").upper(),)
        elif row["parent"] == "ubnd" and template != "ubndh":
            top = (f"ỦY BAN NHÂN DÂN {place['name']}".upper(),)
            own = (row["name"].replace(" {nơi}", "").upper(),)
        else:
            own = (row["name"].replace(" {nơi}", "").upper(), place["name"].upper())
        code = row["codes"].split("|")[0]
        found.append(Body(f"{template}-{key}", template, name, top + own, code, row["system"], bare(place["name"]), *lifetime(row, place, *above)))  # fmt: skip

    for key in PROVINCES:
        province = provinces[f"tinh-{key}"]
        for template in PROVINCIAL:
            local(template, key, province, ())
        inside = [row for row in districts.values() if row["province_id"] == province["id"]]
        rural = [row for row in inside if row["name"].startswith("Huyện ") and names[row["name"]] == 1]
        for row in rural[:DISTRICTS_EACH]:
            row = row | {"valid_from": "", "valid_to": "2025-06-30"}
            for template in ("hu", "ubndh"):
                local(template, row["code"], row, (province,))
    dice = random.Random("bodies")
    return sorted(found, key=lambda body: dice.random())


class Zipf:
    """Draws things by their rank: the nth is drawn as 1 / (n + shift)."""

    def __init__(self, things, shift):
        self.things = things
        self.sums = list(accumulate(1 / (rank + shift) for rank in range(1, len(things) + 1)))

    def draw(self, dice, count):
        things, sums, total, random = self.things, self.sums, self.sums[-1], dice.random
        return [things[bisect(sums, random() * total)] for _ in range(count)]


def vocabulary():
    """Words by rank: the small ones, then a word of each subject in turn, names, pairs of nobody."""
    text = "\n".join(line for line in (HERE / "words.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#")
    blocks = [[word.strip() for word in block.replace("\n", " ").split(",")] for block in text.split("\n\n")]
    words = blocks[0] + [word for row in zip_longest(*blocks[1:]) for word in row if word]
    places = [*table("districts.tsv").values(), *table("communes.tsv").values()]
    names = [bare(row["name"]) for row in places]
    words += [name for name in names if not any(letter.isdigit() for letter in name)]
    known = dict.fromkeys(words)
    dice = random.Random("words")
    compounds = [word.split() for word in words[: len(words) // 4] if " " in word and word == word.lower()]
    while len(known) < VOCABULARY:
        first, second = (compounds[int(dice.random() * len(compounds))] for _ in range(2))
        known.setdefault(f"{first[0]} {second[-1]}")
    return list(known)


@dataclass(slots=True)
class Meta:
    body: Body
    code: str
    number: str
    year: int
    month: int
    day: int
    subject: str


def number(body, code, serial, year, dice):
    padded = f"{serial:02}"
    if body.system == "party":
        return f"{padded}-{code}/{body.code if body.id not in ('bct', 'bbt') else 'TW'}"
    if code == "CV":
        return f"{serial}/{body.code}-{UNITS[int(dice.random() * len(UNITS))]}"
    if code == "NĐ":
        return f"{padded}/{year}/NĐ-CP"
    return f"{padded}/{code}-{body.code}"


def metas(count, seed, words):
    """What the papers say of themselves, in the order of their days."""
    dice = random.Random(f"{seed} papers")
    drawn = Zipf(bodies(), 2.0)
    weight = [year - YEARS[0] + 8 for year in YEARS]
    serials, whole, given = {}, sum(weight), 0
    for year, share in zip(YEARS, accumulate(weight)):
        upto = count * share // whole
        drafts = []
        for _ in range(upto - given):
            while True:
                body = drawn.draw(dice, 1)[0]
                month, day = 1 + int(dice.random() * 12), 1 + int(dice.random() * 28)
                if body.first <= f"{year}-{month:02}-{day:02}" <= body.last:
                    break
            sums = list(accumulate(body.kinds.values()))
            code = list(body.kinds)[bisect(sums, dice.random() * sums[-1])]
            subject = " ".join(words.draw(dice, 5 + int(dice.random() * 7)))
            drafts.append((month, day, body, code, subject))
        for month, day, body, code, subject in sorted(drafts, key=lambda draft: draft[:2]):
            serials[body.id, code, year] = serial = serials.get((body.id, code, year), 0) + 1
            yield Meta(body, code, number(body, code, serial, year, dice), year, month, day, subject)
        given = upto


def spoken(meta):
    month = f"{meta.month:02}" if meta.month < 3 else str(meta.month)
    return f"ngày {meta.day:02} tháng {month} năm {meta.year}"


class Writer:
    """Makes the text of a paper from what it says of itself."""

    def __init__(self, words, kinds, syllables):
        self.words, self.syllables = words, syllables
        self.kinds = {}
        for row in kinds.values():
            for code in row["codes"].split("|")[:1]:
                self.kinds.setdefault(code, row)
        self.kinds |= {code: kinds[id] for code, id in READINGS.items()}
        self.per_word = sum(len(word.split()) for word in words.draw(random.Random("mean"), 20_000)) / 20_000

    def kind(self, meta):
        return self.kinds[meta.code]

    def cited(self, other):
        name = self.kind(other)["name"]
        day = f", ngày {other.day:02}/{other.month:02}/{other.year}" if other.body.system == "party" else f" {spoken(other)}"  # fmt: skip
        return f"{name} số {other.number}{day} của {other.body.name} về {other.subject}"

    def sentences(self, dice, words):
        """Sentences of 8 to 30 words, together as many words as asked."""
        while words > 0:
            length = min(words, 8 + int(dice.random() * 23))
            drawn = self.words.draw(dice, length)
            if length > 12:
                drawn[length // 2] += ","
            if dice.random() < 0.3:
                drawn[length // 3] += f" {int(dice.random() * 100) + 1}" + ("%" if dice.random() < 0.4 else "")
            sentence = " ".join(drawn)
            yield sentence[0].upper() + sentence[1:] + "."
            words -= length

    def paper(self, meta, cites, dice):
        """Blocks of lines: left and right of the heading, title, paragraphs, left and right of the end."""
        party, body = meta.body.system == "party", meta.body
        left, right = list(body.heading), []
        if party:
            left += ["*", f"Số {meta.number}"]
            right += ["ĐẢNG CỘNG SẢN VIỆT NAM", "---------------"]
        else:
            left += ["-------", f"Số: {meta.number}"]
            right += ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "---------------"]
        right.append(f"{body.place}, {spoken(meta)}")
        letter = meta.code == "CV"
        title, text = [], []
        if letter:
            left.append(f"V/v {meta.subject}")
            text.append(f"Kính gửi: {bodies_named[int(dice.random() * len(bodies_named))]}")
        else:
            title = [self.kind(meta)["name"].upper(), f"{'về' if party else 'Về'} {meta.subject}", "-----"]
        if meta.code in ("QĐ", "NQ", "NĐ"):
            text += [f"Căn cứ {self.cited(other)};" for other in cites]
            text.append(f"{title[0] if title[0] != 'NGHỊ QUYẾT' else 'QUYẾT NGHỊ'}:")
        else:
            text += [f"Thực hiện {self.cited(other)}, {body.name} báo cáo, đề nghị như sau:" for other in cites]
        length = self.syllables * math.exp(dice.gauss(0, 0.5) - 0.125) / self.per_word
        sentences = list(self.sentences(dice, max(20, int(length) - 60)))
        at, part = 0, 0
        while at < len(sentences):
            step, part = 1 + int(dice.random() * 4), part + 1
            head = f"Điều {part}. " if meta.code in ("QĐ", "NQ", "NĐ") else f"{part}. "
            text.append(head + " ".join(sentences[at : at + step]))
            at += step
        names = FAMILY.split(), GIVEN.split(), GIVEN.split()
        signer = " ".join(some[int(dice.random() * len(some))] for some in names)
        head = body.name.split(" ")[0]
        sign = "T/M" if party else "TM."
        office = {"Sở": "GIÁM ĐỐC", "Bộ": "BỘ TRƯỞNG", "Ban": "TRƯỞNG BAN", "Văn": "CHÁNH VĂN PHÒNG"}.get(head)
        if body.id == "bct" or office is None:
            over = [f"{sign} {body.heading[0]}", "BÍ THƯ" if party else "CHỦ TỊCH"]
        else:
            over = [office]
        recipients = ["Nơi nhận:", "- Như trên," if letter else "- Các cơ quan liên quan,", "- Lưu."]
        return left, right, title, text, recipients, [*over, "(đã ký)", signer]


bodies_named = [body.name for body in sorted(bodies(), key=lambda body: body.id)]


def slug(text):
    return text.replace("/", "-")


def questions(papers, words, seed):
    """200 of each class (of phrases 201): words that papers have, phrases as they stand in them, numbers, nothing."""
    dice = random.Random(f"{seed} questions")
    plain = [word for word in words.things[: VOCABULARY // 10] if word == word.lower()]
    few = Zipf(plain, 20.0)
    for kind, count in (("and2", 2), ("and3", 3)):
        for _ in range(200):
            yield kind, " ".join(few.draw(dice, count))
    for length in (2, 3, 4):
        for _ in range(67):
            subject = papers[int(dice.random() * len(papers))].subject.split()
            at = int(dice.random() * max(1, len(subject) - length + 1))
            yield "phrase", '"' + " ".join(subject[at : at + length]) + '"'
    for _ in range(200):
        yield "number", papers[int(dice.random() * len(papers))].number
    for _ in range(200):
        yield "browse", ""


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("out", type=pathlib.Path)
    arguments.add_argument("--papers", type=int, required=True)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--syllables", type=int, default=300)
    arguments.add_argument("--as", dest="form", choices=sorted(paper_files.WRITERS), default="txt")
    given = arguments.parse_args()
    write = paper_files.WRITERS[given.form]
    words = Zipf(vocabulary(), 2.7)
    papers = list(metas(given.papers, given.seed, words))
    writer = Writer(words, table("kinds.tsv"), given.syllables)
    folders = set()
    given.out.mkdir(parents=True, exist_ok=True)
    with open(given.out / "truth.tsv", "w", encoding="utf-8") as truth:
        print("path", "number", "kind", "body", "date", "subject", "cites", sep="\t", file=truth)
        for at, meta in enumerate(papers):
            dice = random.Random(f"{given.seed} {at}")
            cites = [papers[int(dice.random() * at)] for _ in range(int(dice.random() * 4))] if at else []
            folder = given.out / "papers" / str(meta.year) / slug(meta.body.id)
            if folder not in folders:
                folder.mkdir(parents=True, exist_ok=True)
                folders.add(folder)
            path = folder / f"{slug(meta.number)}.{given.form}"
            path.write_bytes(write(*writer.paper(meta, cites, dice)))
            date = f"{meta.year}-{meta.month:02}-{meta.day:02}"
            cited = "|".join(other.number for other in cites)
            print(path.relative_to(given.out / "papers"), meta.number, writer.kind(meta)["id"], meta.body.id, date, meta.subject, cited, sep="\t", file=truth)  # fmt: skip
    with open(given.out / "queries.tsv", "w", encoding="utf-8") as file:
        dice = random.Random(f"{given.seed} years")
        print("class", "from", "to", "text", sep="\t", file=file)
        for kind, text in questions(papers, words, given.seed):
            span = 5 + int(dice.random() * 31)
            first = YEARS[0] + int(dice.random() * (len(YEARS) - span + 1))
            limits = ("", "") if kind == "number" else (first, first + span - 1)
            print(kind, *limits, text, sep="\t", file=file)


if __name__ == "__main__":
    main()
