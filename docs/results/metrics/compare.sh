#!/bin/sh
# The comparisons of ../metrics.md, resumable:  docs/results/metrics/compare.sh OUT [DATA_DIR]
# OUT/circles and OUT/mnist then hold the records, report.pdf, paired.csv, paired.md and paired-*.svg.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/../../.." && pwd)
[ $# -ge 1 ] || { echo "usage: compare.sh OUT [DATA_DIR]" >&2; exit 2; }
out=$1
data=${2:+--data-dir $2}
seeds="0 1 2 3 4 5 6 7 8 9"

"$root/lap" demo --seeds 10 --seed 1000 --out "$out/circles"
"$root/lap" report "$out/circles"

folders=""
for seed in $seeds; do
    for objective in vanilla fixed lap; do
        run=$objective-$seed
        # shellcheck disable=SC2086 # an option and its value, or nothing
        [ -f "$out/trained/$run/manifest.json" ] || "$root/lap" train --data mnist $data --train-size 500 \
            --test-size 1000 --model resnet9 --objective "$objective" --seed "$seed" --out "$out/trained/$run"
        # shellcheck disable=SC2086
        [ -f "$out/analysed/$run/report.pdf" ] || "$root/lap" analyze --model "$out/trained/$run" --data mnist $data \
            --samples 1000 --out "$out/analysed/$run"
        folders="$folders $out/analysed/$run"
    done
done
# shellcheck disable=SC2086 # a list
[ -f "$out/mnist/records.jsonl" ] || "$root/lap" report $folders --out "$out/mnist"
