"""Workbooks as the tests look at them, with nothing but the standard library.

    workbook.py change IN OUT [NAME=VALUE ..]   changes inputs and forgets all computed values
    workbook.py nudge IN OUT [all]              changes every stated input a little, or all that have a
                                                name, and prints that as values of --set, one a line
    workbook.py agree WANTED FOUND              are all formulas of WANTED the same figures in FOUND?
    workbook.py rules FILE                      is it as auditors want it? Says what is not
    workbook.py looks FILE                      is it as readers want it? Says what is not
    workbook.py bounds FILE                     the lowest number that each input takes
    workbook.py left FILE                       what does not follow the inputs, by its cover
    workbook.py inputs FILE                     what each input is called, and what is noted beside it
    workbook.py labels FILE                     is each figure of the inputs told from all others, and written
                                                by somebody, or a convention? Says what is not
    workbook.py holds FILE SHEET CELL           prints what a cell holds
    workbook.py line FILE SHEET NAME            prints what stands to the right of a name, behind the unit
    workbook.py tops FILE                       prints the count of failed checks on top of each sheet
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


def line_of(held, label):
    """The line of an input, by what stands in front of it."""
    lines = [cell[1:] for (sheet, cell), (_, value) in held.items()
             if sheet == 'Inputs' and cell[0] == 'A' and value == label]
    if len(lines) != 1:
        sys.exit('%d inputs are called %s' % (len(lines), label))
    return lines[0]


def change(source, target, changes):
    """By the name of an input or, where it has none, by its label."""
    files, held = parts(source), cells(source)
    sheets = sheet_names(files)
    names = dict(re.findall(r'<definedName name="([^"]*)"[^>]*>([^<]*)</definedName>',
                            files['xl/workbook.xml'].decode()))
    for number in range(len(sheets)):
        text = files[sheet_file(number)].decode()
        files[sheet_file(number)] = re.sub(r'(</f>)<v>[^<]*</v>', r'\1<v>0</v>', text).encode()
    for one in changes:
        name, value = one.rsplit('=', 1)
        place = names.get('in.' + name) or "'Inputs'!$E$" + line_of(held, name)
        sheet, line = re.match(r"'?(.*?)'?!\$E\$(\d+)$", html.unescape(place)).groups()
        at = sheet_file(sheets.index(sheet))
        text, count = re.subn(r'(<c r="E%s"[^>]*><v>)[^<]*' % line, r'\g<1>' + value, files[at].decode())
        if count != 1:
            sys.exit('no input ' + name)
        files[at] = text.encode()
    with zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED) as z:
        for name, data in files.items():
            z.writestr(name, data)


def limits(path):
    """What the cells of the inputs take: the lowest and the highest number, by line."""
    files = parts(path)
    text = files[sheet_file(sheet_names(files).index('Inputs'))].decode()
    out = {}
    for attributes, line, body in re.findall(r'<dataValidation ([^>]*)sqref="E(\d+)"[^>]*>(.*?)</dataValidation>', text, re.S):
        bounds = re.findall(r'<formula\d>(.*?)</formula\d>', body)
        if 'type="decimal"' not in attributes:
            continue
        above = 'operator="greaterThan"' in attributes
        out[line] = (float(bounds[0]), float('inf') if above else float(bounds[1]), above)
    return out


def nudged(value, low, high):
    """Another number near it: a zero becomes a little more, where that is taken."""
    near = value * 0.99 if value else 0.01
    if near < low:
        near = value * 1.01
    return near if low <= near <= high else value


def nudge(source, target, which='stated'):
    """All numbers that the scenario or the catalogue states, but whole numbers of things; or `all` that
    have a name, those that nobody states and zeros too."""
    held, changes, bounds = cells(source), [], limits(source)
    names = re.findall(r'<definedName name="in\.([^"]*)"[^>]*>([^<]*)<', parts(source)['xl/workbook.xml'].decode())
    for name, place in names:
        line = html.unescape(place).split('$')[-1]
        address, unit, origin, value = [held.get(('Inputs', c + line), (None, ''))[1] for c in 'ABCE']
        whole = value == 1 or unit in ('gpu', 'server', 'gpu/server', '1') and value == round(value)
        if not html.unescape(place).startswith("'Inputs'"):
            continue
        if which == 'stated' and (not value or whole or origin.startswith('default')):
            continue
        # A field of an entry that a model composes, or that another entry names, can't be set by itself.
        if '].' in address or address.count('.') > 3:
            continue
        low, high, _ = bounds[line]
        if nudged(value, low, high) == value:
            continue
        value = nudged(value, low, high)
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


LONGEST = 280  # characters of a formula


def rules(path):
    """No numbers in formulas but 0 and 1, nothing volatile, none that is long, and one formula to a row across
    the months."""
    rows, bad = {}, []
    for (sheet, cell), (formula, _) in cells(path).items():
        if not formula:
            continue
        plain = re.sub(r"'[^']*'!|\"[^\"]*\"", '', formula)
        if set(re.findall(r'(?<![A-Z$\w.])\d+(?:\.\d+)?(?:E-?\d+)?', plain)) - {'0', '1'}:
            bad.append((sheet, cell, 'a number in a formula', formula))
        if re.search(r'\b(NOW|TODAY|RAND|RANDBETWEEN|OFFSET|INDIRECT|CELL|INFO)\(', plain):
            bad.append((sheet, cell, 'a volatile function', formula))
        # One function of finance, the net advantage of a lease, is one formula over the table of US tax.
        if len(formula) > LONGEST and "'MACRS'!" not in formula:
            bad.append((sheet, cell, 'a formula of %d characters' % len(formula), formula))
        letters, line = re.match(r'([A-Z]+)(\d+)', cell).groups()
        if column(letters) > 5 and sheet != 'Compare':
            rows.setdefault((sheet, line), {}).setdefault(moved(formula, column(letters)), cell)
    for (sheet, _), forms in rows.items():
        if len(forms) > 1:
            bad.append((sheet, ' '.join(forms.values()), 'more than one formula in a row', ' | '.join(forms)))
    for one in bad[:20]:
        print('%s!%s: %s: %s' % (one[0], one[1], one[2], one[3][:200]))
    return not bad and len(rows) > 20


def shown(value, code):
    """A number as its format shows it; None where a program leaves out what does not fit."""
    suffix = re.search(r'General" (.*)"$', code)
    if suffix:
        return '%.15g %s' % (value, suffix.group(1))
    if code == 'General' or code.startswith('[>=1E+29]'):
        whole = value == int(value) and abs(value) < 1e15
        return '%d' % value if whole else 'no limit' if value >= 1e29 else None
    if code == '[=0]"ok";#,##0':
        return 'ok' if value == 0 else '{:,.0f}'.format(value)
    if code.startswith('[>=1000]'):
        return 'over 100,000 %' if value >= 1000 else '%.1f%%' % (value * 100)
    if code == '0.00##%':
        return '%.4f%%' % (value * 100)
    return '{:,.{}f}'.format(value, 2 if code == '#,##0.00' else 0)


def formats(files):
    text = files['xl/styles.xml'].decode()
    codes = {n: html.unescape(c) for n, c in re.findall(r'<numFmt numFmtId="(\d+)" formatCode="([^"]*)"', text)}
    codes.update({'0': 'General', '3': '#,##0', '4': '#,##0.00'})
    used = re.search(r'<cellXfs.*?</cellXfs>', text, re.S).group(0)
    return [codes.get(n, 'General') for n in re.findall(r'<xf numFmtId="(\d+)"', used)]


def too_wide(text, codes):
    """Numbers that their columns have no room for: shown as ###."""
    width = {}
    for low, high, chars in re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', text):
        width.update(dict.fromkeys(range(int(low), int(high) + 1), float(chars)))
    for cell, attributes, body in CELL.findall(text):
        style, value = re.search(r's="(\d+)"', attributes), re.search(r'<v>(.*?)</v>', body or '')
        if not style or not value or re.search(r't="', attributes):
            continue
        seen = shown(float(value.group(1)), codes[int(style.group(1))])
        if seen and len(seen) + 1 > width.get(column(cell.rstrip('0123456789')), 8.43):
            yield cell, seen


def signless(text, codes):
    """Numbers below zero whose minus LibreOffice leaves out: it takes what stands beside a condition for a section
    of negative numbers, which write their sign themselves."""
    for cell, attributes, body in CELL.findall(text):
        style, value = re.search(r's="(\d+)"', attributes), re.search(r'<v>(-.*?)</v>', body or '')
        code = style and codes[int(style.group(1))]
        if value and code and code.startswith('[>=') and '[<0]-' not in code:
            yield cell, value.group(1)


def cut(text, letters, strings, styles):
    """Texts in columns that are longer than their column and not broken into lines, or not high enough for these."""
    wraps = ['wrapText="1"' in x for x in styles]
    width = {low: float(chars) for low, chars in re.findall(r'<col min="(\d+)" max="\d+" width="([\d.]+)"', text)}
    for row in re.findall(r'<row [^>]*>.*?</row>', text, re.S):
        height = re.search(r' ht="([\d.]+)"', row)
        lines = float(height.group(1)) / 15 if height else 1
        for cell, attributes, body in CELL.findall(row):
            column_letters = cell.rstrip('0123456789')
            if column_letters not in letters or int(cell[len(column_letters):]) <= 4 or 't="' not in attributes:
                continue
            value = content(body, attributes, strings)[1]
            style = re.search(r's="(\d+)"', attributes)
            fits = width[str(column(column_letters))] * 1.1
            if len(value) > fits and not (style and wraps[int(style.group(1))]) or len(value) > fits * min(lines, 8) and lines < 8:
                yield cell, value


def unbounded(files, sheets):
    """Sheets that repeat rows and columns, and do not say what is printed: LibreOffice opens them slowly."""
    names = re.findall(r'<definedName name="_xlnm\.(\w+)" localSheetId="(\d+)">([^<]*)<', files['xl/workbook.xml'].decode())
    areas = {sheet for name, sheet, _ in names if name == 'Print_Area'}
    return [sheets[int(sheet)] for name, sheet, place in names
            if name == 'Print_Titles' and ',' in place and sheet not in areas]


def judged(files, name):
    """The colour of each cell that is to be 0 and is not."""
    styles = files['xl/styles.xml'].decode()
    colours = re.findall(r'rgb="FF(\w+)"', re.search(r'<dxfs.*?</dxfs>', styles, re.S).group(0))
    text = files[sheet_file(sheet_names(files).index(name))].decode()
    out = {}
    for place, body in re.findall(r'<conditionalFormatting sqref="([^"]*)">(.*?)</conditionalFormatting>', text, re.S):
        first, last = (place.split(':') * 2)[:2]
        letters = first.rstrip('0123456789')
        otherwise = re.search(r'dxfId="(\d+)"[^>]*operator="notEqual"', body).group(1)
        for line in range(int(first[len(letters):]), int(last[len(letters):]) + 1):
            out[letters + str(line)] = colours[int(otherwise)]
    return out


def misjudged(files, held):
    """Errors and warnings that stand are told apart by their colour."""
    colours = judged(files, 'Checks')
    for (name, cell), (_, value) in held.items():
        kind = re.match('(error|warning): |(Warnings of models)$', str(value))
        if name != 'Checks' or cell[0] != 'A' or not kind:
            continue
        wanted = 'FF9C9C' if kind.group(1) == 'error' else 'FFEB9C'
        if colours.get(('E' if kind.group(2) else 'D') + cell[1:]) != wanted:
            yield cell, value


def looks(path):
    """Widths, frozen panes, groups, what cells accept, what stands out, and what is not used."""
    files, held, bad = parts(path), cells(path), []
    codes, sheets = formats(files), sheet_names(files)
    texts = {name: files[sheet_file(n)].decode() for n, name in enumerate(sheets)}
    for name, text in texts.items():
        bad += [(name, cell, 'wider than its column', seen) for cell, seen in too_wide(text, codes)]
        bad += [(name, cell, 'without its minus', value) for cell, value in signless(text, codes)]
        if name != 'Cover' and 'state="frozen"' not in text:
            bad.append((name, '', 'no frozen pane', ''))
        if 'orientation="landscape"' not in text:
            bad.append((name, '', 'not across on paper', ''))
        if not re.search(r'<oddFooter>&amp;L.+ \(&amp;F\)&amp;C&amp;A&amp;R&amp;P of &amp;N</oddFooter>', text):
            bad.append((name, '', 'nameless on paper', ''))
        top = 'C2' if name == 'Compare' else 'E1'
        if name != 'Cover' and '<conditionalFormatting sqref="%s"' % top not in text:
            bad.append((name, top, 'does not tell whether checks fail', ''))
    if not any('outlineLevel="1"' in text for text in texts.values()):
        bad.append(('', '', 'no groups', ''))
    for (name, cell), (formula, value) in held.items():
        if formula in ('0', 'IF(0>0,1,0)') or formula and re.search(r'[+*]0(?![.\d])', formula):
            bad.append((name, cell, 'what is switched off is a formula', formula))
        if name == 'Checks' and '{' in str(value):
            bad.append((name, cell, 'a name in braces', value))
    shared = files.get('xl/sharedStrings.xml', b'').decode()
    strings = [''.join(html.unescape(t) for t in re.findall(r'<t[^>]*>(.*?)</t>', x, re.S))
               for x in re.findall(r'<si>(.*?)</si>', shared, re.S)]
    styles = re.findall(r'<xf [^>]*?(?:/>|>.*?</xf>)', re.search(r'<cellXfs.*?</cellXfs>', files['xl/styles.xml'].decode(), re.S).group(0), re.S)
    for name, letters in (('Checks', 'AC'), ('Inputs', 'CGI')):
        bad += [(name, cell, 'is cut', value) for cell, value in cut(texts[name], letters, strings, styles)]
    bad += [(name, '', 'no print area', '') for name in unbounded(files, sheets)]
    bad += [('Checks', cell, 'another colour than its kind has', value) for cell, value in misjudged(files, held)]
    lines = [value for (name, cell), (_, value) in held.items() if name == 'Break-even' and re.match(r'A\d+$', cell)]
    bad += [('Break-even', '', 'two lines of one name', one) for one in sorted(set(lines)) if lines.count(one) > 1]
    told, bounds = left(path), limits(path)
    for (name, cell), (_, value) in held.items():
        line = cell[1:]
        if name == 'Inputs' and cell == 'I' + line and value == 'not given: run tco again with --set':
            if held['Inputs', 'A' + line][1] not in told:
                bad.append((name, cell, 'is not on the cover', held['Inputs', 'A' + line][1]))
            if line in bounds:
                bad.append((name, cell, 'can be written over', ''))
    for line in re.findall(r"<definedName name=\"in\.[^>]*>'?Inputs'?!\$E\$(\d+)<", files['xl/workbook.xml'].decode()):
        unit = held['Inputs', 'B' + line][1]
        if line not in bounds:
            bad.append(('Inputs', 'E' + line, 'accepts anything', unit))
    for one in bad[:20]:
        print('%s!%s: %s: %s' % one)
    return not bad and len(bounds) > 10


def line(path, sheet, name):
    """What stands beside the first line of a name."""
    held = cells(path)
    at = [cell[1:] for (where, cell), (_, value) in held.items() if (where, cell[0], value) == (sheet, 'A', name)]
    if not at:
        sys.exit('no line %s on the sheet %s' % (name, sheet))
    first = 2 if sheet != 'Cover' else 1
    beside = [held.get((sheet, 'ABCDEFGH'[i] + at[0]), (None, ''))[1] for i in range(first, 8)]
    return '|'.join('%.6g' % value if isinstance(value, float) else value for value in beside).rstrip('|')


def tops(path):
    held = cells(path)
    for (sheet, cell), (_, value) in held.items():
        if value == 'Checks:':
            yield '%g %s' % (held[sheet, chr(ord(cell[0]) + 1) + cell[1:]][1], sheet)


def left(path):
    cover = cells(path)
    column = [cover['Cover', 'A%d' % n][1] for n in range(1, 10000) if ('Cover', 'A%d' % n) in cover]
    return column[column.index('What does not follow the inputs') + 1:-1]


def labels(path):
    """Of what stands on the sheet of inputs: no two of one label, and of each input the place that states it.
    Only what `tco` itself has by default stands in no file."""
    held, bad = cells(path), []
    lines = [cell[1:] for sheet, cell in held
             if sheet == 'Inputs' and cell[0] == 'E' and int(cell[1:]) > 4 and ('Inputs', 'A' + cell[1:]) in held]
    called = [held['Inputs', 'A' + line][1] for line in lines]
    bad += ['two inputs are called ' + one for one in sorted(set(called)) if called.count(one) > 1]
    for line in lines:
        label, _, origin = [held.get(('Inputs', c + line), (None, ''))[1] for c in 'ABC']
        apart = 'convention' in origin or re.search(r'\.shape, hour \d+$', label)
        if not (apart or origin == 'default' or re.search(r':\d+$', origin)):
            bad.append('nobody wrote %s: %s' % (label, origin))
        if label.startswith('a figure of '):
            bad.append('called by its line alone: ' + label)
    for one in bad[:20]:
        print(one)
    return not bad and len(lines) > 20


if __name__ == '__main__':
    what, arguments = sys.argv[1], sys.argv[2:]
    if what == 'change':
        change(arguments[0], arguments[1], arguments[2:])
    elif what == 'nudge':
        nudge(*arguments)
    elif what == 'rules':
        sys.exit(not rules(arguments[0]))
    elif what == 'bounds':
        held = cells(arguments[0])
        for line, (low, _, above) in limits(arguments[0]).items():
            print('%s %g%s' % (held['Inputs', 'A' + line][1], low, ' above' if above else ''))
    elif what == 'labels':
        sys.exit(not labels(arguments[0]))
    elif what == 'looks':
        sys.exit(not looks(arguments[0]))
    elif what == 'left':
        print('\n'.join(left(arguments[0])))
    elif what == 'inputs':
        held = cells(arguments[0])
        for (sheet, cell), (_, label) in held.items():
            if sheet == 'Inputs' and cell[0] == 'A' and ('Inputs', 'E' + cell[1:]) in held:
                print('%s|%s' % (label, held.get(('Inputs', 'I' + cell[1:]), (None, ''))[1]))
    elif what == 'line':
        print(line(*arguments))
    elif what == 'tops':
        print('\n'.join(tops(arguments[0])))
    elif what == 'holds':
        print(cells(arguments[0])[arguments[1], arguments[2]][1])
    elif not agree(*arguments):
        sys.exit(1)
