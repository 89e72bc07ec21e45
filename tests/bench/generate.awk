# generate.awk: a scenario with many components, for the benchmarks.
#
# usage: awk -v count=N -v months=N -v model=NAME [-v each=N] [-v curve=WORD] -f generate.awk
#
#   count   components in all
#   each    components in an option; left out: all of them in one
#   model   api, rented-fleet, owned-fleet; or like: each copies the one before
#   curve   of the workload: peak (a straight line, the default), flat, day or week
function component(i) {
    if (model == "api") return "{use: api, price: claude-sonnet-4.6}"
    if (model == "rented-fleet") return "{use: rented-fleet, rate: aws-p5-on-demand}"
    if (model == "owned-fleet" || i % each == 1 % each)
        return "{use: owned-fleet, server: hgx-h100-8, site: colo-us, resale_share: 10 %}"
    return "{like: o" option ".c" i - 1 "}"
}
function load(  i, list, slots) {
    if (curve == "flat") return ""
    if (curve != "day" && curve != "week") return ", peak_to_mean: 2.5"
    slots = curve == "day" ? 24 : 168
    for (i = 0; i < slots; i++) list = list (i ? ", " : "") 100 + (i * 37) % 101
    return ", shape: [" list "]"
}
BEGIN {
    if (!each) each = count
    print "tco: 1\nname: Benchmark\ncurrency: USD\nstart: 2027-01\nhorizon: " months " months"
    print "as_of: 2026-11-01\nfinance: {discount_rate: 9 %/year}\nworkloads:"
    print "  chat: {model: llama-3.3-70b, input: 60 Gtoken/month, output: 12 Gtoken/month, growth: 1 %/month" load() "}"
    print "options:"
    for (i = 1; i <= count; i++) {
        if ((i - 1) % each == 0) print "  o" (option = i) ":"
        print "    c" i ": " component(i)
    }
}
