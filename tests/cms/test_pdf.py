"""Documents as PDF, read back as text where poppler is there, and always by what typst makes of them."""

import shutil
import subprocess
from datetime import date

import pytest

from cms.pdf import compile_typst, fingerprint, kept_pdf, render_pdf
from courses.money import amount_of
from courses.papers import NOT_A_VAT_INVOICE, Buyer, Entry, Line, Seller, Sheet, paper_of, statement_extra
from courses.terms import DEFAULT_BANDS, dated_bands

HOSTILE = '#panic("x") *b* _i_ $x$ @y <z> `c` #import "a" \\u{41} // no /* no */ = h'
SELLER = Seller(
    "Touchstone Learning Ltd",
    "programme@touchstone.example",
    vat_registered=True,
    vat_number="GB123456789",
    bank=(("Account number", "12345678"),),
)


def paper(*, text="Places", lines=1, to="Larkfield Junior", **sheet) -> dict:
    rows = [Line(text, text, 2, 48_000, 2000, amount_of(96_000, 2000))] * lines
    given = {"title": "Quote", "number": "Q-00001", "facts": [("Your purchase order", text)], "notes": [text], **sheet}
    return paper_of(Sheet(**given), seller=SELLER, buyer=Buyer(to, "1 School Lane"), lines=rows)


def words_of(pdf: bytes, tmp_path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not here")
    (tmp_path / "a.pdf").write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "a.pdf"), "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize("template", ["quote", "order", "invoice", "credit-note"])
def test_what_people_typed_is_never_markup(template):
    pdf = render_pdf(
        template, paper(text=HOSTILE, to=HOSTILE, bands=[(HOSTILE, dated_bands(date(2027, 1, 11), DEFAULT_BANDS))])
    )
    assert pdf.startswith(b"%PDF-")
    plain = render_pdf(template, paper(text="Places"))
    assert b"pdfuaid" in plain  # it says that it keeps PDF/UA


def test_a_statement_is_a_pdf():
    entries = [Entry(date(2026, 11, 2), HOSTILE, 115_200), Entry(date(2026, 11, 9), "Payment", -100)]
    extra = statement_extra(entries, brought_forward=None, first=None, last=date(2026, 11, 30))
    assert render_pdf("statement", paper(lines=0, title="Statement", number="", pay=True, extra=extra)).startswith(
        b"%PDF-"
    )


def test_words_are_set_as_they_were_typed(tmp_path):
    words = words_of(render_pdf("quote", paper(text=HOSTILE, warning=NOT_A_VAT_INVOICE)), tmp_path)
    assert '#panic("x") *b* _i_ $x$ @y <z>' in words
    assert "This is not a VAT invoice." in words
    assert "Page 1 of 1" in words


def test_a_long_invoice_has_numbered_pages_and_its_head_on_each(tmp_path):
    words = words_of(render_pdf("invoice", paper(lines=40, pay=True)), tmp_path)
    assert ("Page 1 of 4" in words, "Page 4 of 4" in words, words.count("VAT rate")) == (True, True, 4)


def test_an_address_of_500_characters_is_whole_and_moves_the_rest_down():
    pages = compile_typst("quote", paper(to="\n".join(f"{n} {'x' * 38}" for n in range(12))), format="svg")
    assert pages


def test_the_same_document_is_set_once_and_kept(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    first = kept_pdf("Q-00001", "quote", paper())
    files = list(tmp_path.rglob("*.pdf"))
    assert kept_pdf("Q-00001", "quote", paper()) == first
    assert list(tmp_path.rglob("*.pdf")) == files
    assert [file.parent.name for file in files] == ["documents-made"]  # below the media root, and not served


def test_other_words_are_another_document():
    assert fingerprint("quote", paper()) != fingerprint("quote", paper(text="Other"))
