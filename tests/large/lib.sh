# lib.sh - what the large tests share. Source it with the program and the project's folder.
program=$(realpath "$1") project=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

# need PROGRAM ..: a test whose programs are missing is not run, by name.
need() {
    for tool in "$@"; do
        command -v "$tool" > /dev/null && continue
        echo "not run: $(basename "$0" .sh) needs $tool"
        exit 77
    done
}

# build FOLDER OPTION ..: another build of the project, tests included.
build() {
    folder=$1
    shift
    cmake -S "$project" -B "$folder" "$@" > "$folder.log" 2>&1 &&
        cmake --build "$folder" --parallel 2 >> "$folder.log" 2>&1 && return
    tail -30 "$folder.log"
    echo "this build fails: $*"
    exit 1
}

# check FOLDER: all tests of `check` in a build.
check() {
    (cd "$1" && ctest --output-on-failure --parallel 2 --label-exclude large) > "$1.check" 2>&1 && return
    tail -80 "$1.check"
    exit 1
}
