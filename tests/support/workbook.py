"""Workbooks as the tests look at them, with nothing but the standard library.

    workbook.py change IN OUT [NAME=VALUE ..]   changes inputs and forgets all computed values
    workbook.py nudge IN OUT                    changes every stated input a little, and prints that
                                                as values of --set, one a line
    workbook.py agree WANTED FOUND              are all formulas of WANTED the same figures in FOUND?
    workbook.py rules FILE                      is it as auditors want it? Says what is not
    workbook.py left FILE                       what does not follow the inputs, by its cover
    workbook.py holds FILE SHEET CELL           prints what a cell holds
"""
import html
import re
import sys
import zipfile

CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*?)(?:/>|>(.*?)</c>)', re.S)


def parts(path):
    with zipfile.ZipFile(path) as z:
        return {name: z.read(name) for name in z.namelist()}


def sheet_names(files):
    return [html.unescape(n) for n in re.findall(r'<sheet name="([^"]*)"', files['xl/workbook.xml'].decode())]


def sheet_file(number):
    return 'xl/worksheets/sheet%d.xml' % (number + 1)


def content(body, attributes, shared):
    """The formula of a cell, and its value: a number or a text."""
    formula = re.search(r'<f[^>]*>(.*?)</f>', body or '', re.S)
    value = re.search(r'<v>(.*?)</v>', body or '', re.S)
    inline = re.search(r'<t[^>]*>(.*?)</t>', body or '', re.S)
    text = html.unescape(value.group(1) if value else inline.group(1) if inline else '')
    kind = re.search(r't="(\w+)"', attributes)
    kind = kind.group(1) if kind else 'n'
    if kind == 's':
        text = shared[int(text)]
    elif kind == 'n' and text:
        return formula and html.unescape(formula.group(1)), float(text)
    return formula and html.unescape(formula.group(1)), text


def cells(path):
    files = parts(path)
    strings = files.get('xl/sharedStrings.xml', b'').decode()
    shared = [''.join(html.unescape(t) for t in re.findall(r'<t[^>]*>(.*?)</t>', s, re.S))
              for s in re.findall(r'<si>(.*?)</si>', strings, re.S)]
    out = {}
    for number, name in enumerate(sheet_names(files)):
        for cell, attributes, body in CELL.findall(files[sheet_file(number)].decode()):
            out[name, cell] = content(body, attributes, shared)
    return out


def change(source, target, changes):
    files = parts(source)
    sheets = sheet_names(files)
    names = dict(re.findall(r'<definedName name="([^"]*)"[^>]*>([^<]*)</definedName>',
                            files['xl/workbook.xml'].decode()))
    for number in range(len(sheets)):
        text = files[sheet_file(number)].decode()
        files[sheet_file(number)] = re.sub(r'(</f>)<v>[^<]*</v>', r'\1<v>0</v>', text).encode()
    for one in changes:
        name, value = one.split('=')
        sheet, line = re.match(r"'?(.*?)'?!\$E\$(\d+)$", html.unescape(names['in.' + name])).groups()
        at = sheet_file(sheets.index(sheet))
        text, count = re.subn(r'(<c r="E%s"[^>]*><v>)[^<]*' % line, r'\g<1>' + value, files[at].decode())
        if count != 1:
            sys.exit('no input ' + name)
        files[at] = text.encode()
    with zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED) as z:
        for name, data in files.items():
            z.writestr(name, data)


def nudge(source, target):
    """All numbers that the scenario or the catalogue states, but whole numbers of things."""
    held, changes = cells(source), []
    names = re.findall(r'<definedName name="in\.([^"]*)"[^>]*>([^<]*)<', parts(source)['xl/workbook.xml'].decode())
    for name, place in names:
        line = html.unescape(place).split('$')[-1]
        address, unit, origin, value = [held.get(('Inputs', c + line), (None, ''))[1] for c in 'ABCE']
        whole = value == 1 or unit in ('gpu', 'server', 'gpu/server', '1') and value == round(value)
        if not html.unescape(place).startswith("'Inputs'") or not value or whole or origin.startswith('default'):
            continue
        # A field of an entry that a model composes, or that another entry names, can't be set by itself.
        if '].' in address or address.count('.') > 3:
            continue
        value *= 0.99
        changes.append('%s=%r' % (name, value))
        print('%s=%.15g%s' % (address, value * (100 if unit[0] == '%' else 1), '' if unit == '1' else ' ' + unit))
    change(source, target, changes)


def same(a, b, dust):
    if isinstance(a, float) and isinstance(b, float):
        return abs(a - b) <= max(1e-9 * max(abs(a), abs(b)), dust)
    return a == b


def dust_of(held):
    """Of each line of a sheet, what is rounding of its largest figure: a balance that runs to nothing has some left."""
    dust = {}
    for (sheet, cell), (_, value) in held.items():
        if isinstance(value, float):
            line = sheet, re.sub('[A-Z]+', '', cell)
            dust[line] = max(dust.get(line, 1e-12), 1e-14 * abs(value))
    return lambda at: dust[at[0], re.sub('[A-Z]+', '', at[1])]


def agree(wanted, found):
    want, have = cells(wanted), cells(found)
    formulas = [(at, v) for at, v in want.items() if v[0]]
    known = [(at, v) for at, v in formulas if v[1] != '#N/A']
    dust = dust_of(want)
    bad = [(at, v, have.get(at, (None, None))[1]) for at, v in known
           if not same(v[1], have.get(at, (None, None))[1], isinstance(v[1], float) and dust(at))]
    for at, (formula, value), other in bad[:20]:
        print('%s!%s: %r, not %r: %s' % (at[0], at[1], other, value, formula[:200]))
    print('%s: %d formulas, %d of them in arms that are not taken, %d differ'
          % (wanted, len(formulas), len(formulas) - len(known), len(bad)))
    return not bad and len(known) > 100


def column(letters):
    number = 0
    for c in letters:
        number = number * 26 + ord(c) - 64
    return number


def moved(formula, at):
    """A formula with its columns told from the cell it stands in: the same when it is copied across."""
    return re.sub(r"(\$?)\b([A-Z]{1,3})(\$?\d+)\b", lambda m: m[0] if m[1] else '[%d]%s' % (column(m[2]) - at, m[3]), formula)


def rules(path):
    """No numbers in formulas but 0 and 1, nothing volatile, and one formula to a row across the months."""
    rows, bad = {}, []
    for (sheet, cell), (formula, _) in cells(path).items():
        if not formula:
            continue
        plain = re.sub(r"'[^']*'!|\"[^\"]*\"", '', formula)
        if set(re.findall(r'(?<![A-Z$\w.])\d+(?:\.\d+)?(?:E-?\d+)?', plain)) - {'0', '1'}:
            bad.append((sheet, cell, 'a number in a formula', formula))
        if re.search(r'\b(NOW|TODAY|RAND|RANDBETWEEN|OFFSET|INDIRECT|CELL|INFO)\(', plain):
            bad.append((sheet, cell, 'a volatile function', formula))
        letters, line = re.match(r'([A-Z]+)(\d+)', cell).groups()
        if column(letters) > 5 and sheet != 'Compare':
            rows.setdefault((sheet, line), {}).setdefault(moved(formula, column(letters)), cell)
    for (sheet, _), forms in rows.items():
        if len(forms) > 1:
            bad.append((sheet, ' '.join(forms.values()), 'more than one formula in a row', ' | '.join(forms)))
    for one in bad[:20]:
        print('%s!%s: %s: %s' % (one[0], one[1], one[2], one[3][:200]))
    return not bad and len(rows) > 20


def left(path):
    cover = cells(path)
    column = [cover['Cover', 'A%d' % n][1] for n in range(1, 10000) if ('Cover', 'A%d' % n) in cover]
    return column[column.index('What does not follow the inputs') + 1:-1]


if __name__ == '__main__':
    what, arguments = sys.argv[1], sys.argv[2:]
    if what == 'change':
        change(arguments[0], arguments[1], arguments[2:])
    elif what == 'nudge':
        nudge(*arguments)
    elif what == 'rules':
        sys.exit(not rules(arguments[0]))
    elif what == 'left':
        print('\n'.join(left(arguments[0])))
    elif what == 'holds':
        print(cells(arguments[0])[arguments[1], arguments[2]][1])
    elif not agree(*arguments):
        sys.exit(1)
