#!/usr/bin/env bash
# A backup made again and again while an import runs, each one checked by an independent BagIt
# validator (Python's `bagit`) and restored elsewhere within 1 GiB of memory:
#   tests/proofs/bagit.sh target/release/vankho [PAPERS [BACKUPS]]
# PAPERS small texts are generated (20,000 unless said), BACKUPS are made while they are imported.
# Prints a line a backup; ends with 1 when a bag is not valid, a restored archive does not verify,
# or a paper that was acknowledged before a backup began is not in it.
set -euo pipefail
vankho=$(realpath "$1")
papers=${2:-20000}
backups=${3:-10}
work=$(mktemp -d "${TMPDIR:-/tmp}/vankho-bagit-XXXXXX")
importing=
trap 'test -z "$importing" || kill "$importing" 2>/dev/null || true; rm -rf "$work"' EXIT

python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet --disable-pip-version-check bagit==1.9.0
valid() { "$work/python/bin/python" -m bagit --validate --quiet "$work/bag"; }

python3 - "$work/papers" "$papers" <<'END'
import pathlib, sys
folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
for number in range(1, count + 1):
    place = folder / f"{number // 1000:04}"
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{number}.txt").write_text(
        f"ỦY BAN NHÂN DÂN TỈNH AN GIANG\nSố: {number}/KH-UBND\nAn Giang, ngày 5 tháng 3 năm 2021\n"
        f"KẾ HOẠCH\nvề công tác văn thư, lưu trữ đợt {number}\n", encoding="utf-8")
END

check() { # check NAME: the bag is valid, restores, verifies, and holds what was acknowledged before
    valid || { echo "$1: not a valid bag"; exit 1; }
    rm -rf "$work/restored"
    python3 -c 'import resource, subprocess, sys
told = open(sys.argv[1], "w")
code = subprocess.run(sys.argv[2:], stdout=told).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)' "$work/told" "$vankho" --json restore "$work/bag" "$work/restored" > "$work/memory" \
        || { echo "$1: not restored"; exit 1; }
    memory=$(cat "$work/memory")
    [ "$memory" -le $((1 << 20)) ] || { echo "$1: restoring took $memory KiB"; exit 1; }
    "$vankho" --archive "$work/restored" verify > "$work/verified" \
        || { echo "$1: the restored archive does not verify"; cat "$work/verified"; exit 1; }
    "$vankho" --archive "$work/restored" --json list \
        | grep -o '"id":"[0-9a-f]*"' | sort > "$work/there"
    lost=$(comm -23 "$work/before" "$work/there" | wc -l)
    [ "$lost" = 0 ] || { echo "$1: $lost acknowledged papers are not in it"; exit 1; }
    echo "$1: valid, restored, verified; $(wc -l < "$work/there") papers, $memory KiB"
}
acknowledged() { grep '"outcome":"imported"' "$work/lines" | grep -o '"id":"[0-9a-f]*"' | sort; }

"$vankho" --archive "$work/archive" --json import "$work/papers" > "$work/lines" &
importing=$!
until [ -s "$work/lines" ]; do sleep 0.1; done
for number in $(seq "$backups"); do
    kill -0 "$importing" 2>/dev/null || break
    acknowledged > "$work/before" || true
    "$vankho" --archive "$work/archive" backup "$work/bag" > "$work/said"
    check "backup $number"
done
wait "$importing"
importing=
acknowledged > "$work/before"
[ "$(wc -l < "$work/before")" = "$papers" ]
"$vankho" --archive "$work/archive" backup "$work/bag" > "$work/said"
check "the last one"
diff <("$vankho" --archive "$work/archive" --json list) \
     <("$vankho" --archive "$work/restored" --json list) > "$work/diff" \
    || { echo "the restored archive is another one"; exit 1; }
