#!/bin/sh
# test_examples.sh PROGRAM PROJECT: every example of `tco help functions` computes. What mentions no
# names is an expression of the calculator, a distribution is a parameter of a scenario, and the
# rest are rows of a small model that has the names.
program=$(realpath "$1") fixture=$2/tests/docs/fixture/names.yaml
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
mkdir "$work/models"
count=0 failed=0

scenario() {
    cat << END
tco: 1
currency: USD
start: 2027-01
horizon: 24 months
params: {x: "$1"}
workloads: {chat: {input: 1 Mtoken/month, output: 1 Mtoken/month, peak_to_mean: 2}}
options: {one: {part: {use: names$2}, other: {like: one.part}}}
END
}

write_model() {
    EXAMPLE=$1 UNIT=$2 PRICE=$3 awk '{
        for (k = split("EXAMPLE UNIT PRICE", key, " "); k > 0; k--)
            while ((at = index($0, key[k])) > 0)
                $0 = substr($0, 1, at - 1) ENVIRON[key[k]] substr($0, at + length(key[k]))
        print
    }' "$fixture" > "$work/models/names.yaml"
}

computes() { timeout 10 "$program" compare "$work/s.yaml" > /dev/null 2> "$work/err"; }

in_model() {
    for unit in gpu server token USD USD/token kW month 1; do
        write_model "$1" "$unit" 'unit: USD/token, default: 3 USD/Mtoken'
        scenario 1 > "$work/s.yaml"
        computes && return
        write_model "$1" "$unit" 'catalog: api_prices'
        scenario 1 ', price: claude-sonnet-4.6' > "$work/s.yaml"
        computes && return
    done
    return 1
}

in_option_model() {
    write_model 1 1 'unit: USD/token, default: 3 USD/Mtoken'
    cat > "$work/models/behind.yaml" << END
model: behind
level: option
costs:
  line: {class: opex, category: other, is: "$1", doc: The example.}
END
    { scenario 1; echo 'finance: {behind: {use: behind}}'; } > "$work/s.yaml"
    computes
}

as_parameter() {
    write_model 'params.x * 0' 1 'unit: USD/token, default: 3 USD/Mtoken'
    write_model 1 1 'unit: USD/token, default: 3 USD/Mtoken'
    scenario "$1" > "$work/s.yaml"
    computes
}

"$program" help functions | awk '
    /^Functions/ { kind = "function" } /^Distributions/ { kind = "distribution" }
    /^  [^ ]/ { n = 0 } /^      / && ++n == 2 { print kind "\t" substr($0, 7) }' > "$work/list"
tab=$(printf '\t')
while IFS="$tab" read -r kind example; do
    count=$((count + 1))
    case $kind in
    distribution) as_parameter "$example" ;;
    *) printf '%s\n' "$example" | timeout 10 "$program" eval - > /dev/null 2> "$work/err" ||
           in_model "$example" || in_option_model "$example" ;;
    esac && continue
    echo "this example does not compute: $example"
    head -3 "$work/err"
    failed=1
done < "$work/list"
[ $count -ge 40 ] || { echo "only $count examples found"; failed=1; }
exit $failed
