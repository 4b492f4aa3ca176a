"""What of a Word file is printed: changes accepted; codes of fields, hidden text and the contents list left out."""

from tests.docx_maker import (
    code,
    field,
    level,
    lists,
    numbered,
    p,
    read_docx,
    remarks,
    run,
    style,
    styled,
    styles,
    texts,
)

_TRACKED = (
    "<w:p><w:r><w:t xml:space='preserve'>Cơ sở </w:t></w:r>"
    "<w:ins><w:r><w:t xml:space='preserve'>không </w:t></w:r></w:ins>"
    "<w:r><w:t>được hỗ trợ</w:t></w:r><w:del><w:r><w:delText> hai lần</w:delText></w:r></w:del></w:p>"
    "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    "<w:del><w:r><w:delText>2. Khoản bị xóa.</w:delText></w:r></w:del></w:p>"
    "<w:p><w:r><w:t>3. Khoản còn lại.</w:t></w:r></w:p>"
)


def test_insertions_stay_and_deletions_go() -> None:
    # F11
    assert texts(_TRACKED) == ["Cơ sở không được hỗ trợ", "3. Khoản còn lại."]
    assert remarks(_TRACKED) == [
        ("tracked_changes", "Tệp còn theo dõi thay đổi (1 chỗ chèn, 2 chỗ xóa); đọc như khi chấp nhận mọi thay đổi")
    ]


def test_moved_text_is_read_once_where_it_went() -> None:
    moved = "<w:r><w:t>2. Khoản chuyển.</w:t></w:r>"
    body = (
        f"<w:p><w:pPr><w:rPr><w:moveFrom/></w:rPr></w:pPr><w:moveFrom>{moved}</w:moveFrom></w:p>"
        + p("1. Một.")
        + f"<w:p><w:moveTo>{moved}</w:moveTo></w:p>"
    )
    assert texts(body) == ["1. Một.", "2. Khoản chuyển."]
    assert "1 chỗ chuyển, 1 chỗ chuyển đến" in remarks(body)[0][1]


def test_a_deleted_paragraph_has_no_number() -> None:
    list_item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    gone = (
        f"<w:p><w:pPr>{list_item}<w:rPr><w:del/></w:rPr></w:pPr>"
        "<w:del><w:r><w:delText>bị xóa</w:delText></w:r></w:del></w:p>"
    )
    body = numbered("một", 0) + gone + numbered("hai", 0)
    assert texts(body, numbering=lists(level(0, "decimal", "%1."))) == ["1. một", "2. hai"]


def test_a_deleted_paragraph_mark_joins_with_the_number_in_front() -> None:
    first = (
        '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>'
        "<w:r><w:t xml:space='preserve'>nửa đầu </w:t></w:r></w:p>"
    )
    body = first + numbered("nửa sau", 0) + numbered("hai", 0)
    assert texts(body, numbering=lists(level(0, "decimal", "%1."))) == ["1. nửa đầu nửa sau", "2. hai"]


def test_deleted_rows_and_cells_are_left_out() -> None:
    cell = f"<w:tc>{p('giữ')}</w:tc>"
    row = f"<w:tr>{cell}<w:tc><w:tcPr><w:cellDel/></w:tcPr>{p('bỏ')}</w:tc>{cell}</w:tr>"
    table = f"<w:tbl>{row}<w:tr><w:trPr><w:del/></w:trPr>{cell}{cell}</w:tr></w:tbl>"
    assert read_docx(table).tables[0].rows == (("giữ", "giữ"),)


def test_numbering_of_an_old_state_is_not_read() -> None:
    change = '<w:pPrChange><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>'
    assert texts(p("không số", change), numbering=lists(level(0, "decimal", "%1."))) == ["không số"]


def test_hidden_text_is_left_out_and_told() -> None:
    shown = run("Phạm vi", '<w:vanish w:val="0"/>')
    body = f"<w:p>{run('Điều 1. ')}{run('nháp', '<w:vanish/>')}{shown}</w:p>"
    assert texts(body) == ["Điều 1. Phạm vi"]
    assert remarks(body) == [("hidden_text", "Chữ ẩn, không in ra, để ngoài văn bản: “nháp”")]


def test_a_hidden_paragraph_mark_joins_a_heading_with_its_text() -> None:
    # Word's style separator
    body = f"<w:p><w:pPr><w:rPr><w:vanish/><w:specVanish/></w:rPr></w:pPr>{run('Điều 1. ')}</w:p>" + p("Phạm vi")
    assert texts(body) == ["Điều 1. Phạm vi"]


def test_capitals_are_printed_as_capitals() -> None:
    found = styles(style("T", "<w:rPr><w:caps/></w:rPr>"))
    body = styled("Quy định chung", "T") + f"<w:p>{run('Bộ ')}{run('Công Thương', '<w:caps/>')}</w:p>"
    assert texts(body, styles=found) == ["QUY ĐỊNH CHUNG", "Bộ CÔNG THƯƠNG"]


def test_results_of_fields_are_read_and_codes_are_not() -> None:
    reference = field(code("REF a"), run("5"))
    choice = field(code("IF") + reference + code("= 5"), run("đúng"))
    simple = f"<w:fldSimple w:instr='DATE'>{run(' ngày 1')}</w:fldSimple>"
    body = f"<w:p>{run('Theo khoản ')}{reference}{run(' là ')}{choice}{simple}</w:p>"
    assert texts(body) == ["Theo khoản 5 là đúng ngày 1"]


def test_a_field_without_an_end_hides_nothing() -> None:
    body = "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>TOC</w:instrText></w:r></w:p>" + p(
        "Điều 1."
    )
    assert texts(body) == ["Điều 1."]


def test_the_contents_list_is_left_out() -> None:
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    body = (
        f"<w:sdt>{gallery}<w:sdtContent>{p('Điều 1. Phạm vi 3')}</w:sdtContent></w:sdt>"
        f"<w:p>{field(code('TOC 1-2'), run('Điều 2. Đối tượng 4'))}</w:p>" + p("Điều 1. Phạm vi")
    )
    assert texts(body) == ["Điều 1. Phạm vi"]
    assert remarks(body) == [
        ("table_of_contents", "Điều 1. Phạm vi 3"),
        ("table_of_contents", "Điều 2. Đối tượng 4"),
    ]
