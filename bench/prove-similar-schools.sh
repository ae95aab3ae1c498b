#!/usr/bin/env bash
# Makes docs/methods/runs anew: the protocol on the tables named there, with the hashes of what went in.
#   bench/prove-similar-schools.sh STORE FFT_TABLE.csv.gz DAY
# FFT_TABLE may be "-" where it is not at hand: its run is then left as it is.
set -euo pipefail
cd "$(dirname "$0")/.."
store=$1 fft=$2 day=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
run() { ./trellis lab similarity-protocol --method all --on "$day" "$@"; }

if [ "$fft" != - ]; then
    run --table "$fft" --fields bench/fft-2019.fields.csv --keep docs/methods/runs/1-fft-2019.json \
        --title "Secondary schools of 2018/19, in FFT's table" \
        --note "FFT Education Datalab, Schools Like Yours 2019: 3,295 schools with the ethnic mix, mobility and disadvantaged pupils' results, which no other open file has. For comparison only; the table is not part of Trellis. DfE's weights of 2026 are tried with the five of its variables that the table has."
    run --table "$fft" --fields bench/fft-2019.fields.csv --non-selective --keep docs/methods/runs/2-fft-2019-non-selective.json \
        --title "The same without schools that select" \
        --note "Grammar schools are easy to tell apart, and flatter every method."
    run --table "$fft" --fields bench/fft-2019.fields.csv --without ethnic --keep docs/methods/runs/3-fft-2019-without-ethnic-mix.json \
        --title "The same table without the ethnic mix" \
        --note "A metric that finds partners may look at the ethnic mix; one that judges should not. This is what it costs."
fi
england() {
    ./trellis lab inputs --store "$store" --phase "$2" --until "$3" --out "$work/england-$2-$3.csv" --fields "$work/england-$2-$3.fields.csv"
    run --table "$work/england-$2-$3.csv" --fields "$work/england-$2-$3.fields.csv" --keep "docs/methods/runs/$1-england-$2.json" --title "$4" --note "$5"
}
england 4 secondary 2018 "Secondary schools of England, 2018/19" \
    "Written from the open files by trellis lab inputs: three-year figures up to 2018/19, results and absence of that year. 2,241 schools have DfE's own figures on pupils who stay; nobody's ethnic mix is known."
england 5 primary 2017 "Primary schools of England, 2017/18" \
    "Written from the open files by trellis lab inputs: three-year figures up to 2017/18, results and absence of that year. No peer has published anything here. Small cohorts are mostly chance, so no method explains much."
