"""Files that should hurt nobody: made from a seed, each from a valid file of one of the formats, or from nothing."""

import io
import random
import zipfile

from quizzes.formats.exchange import write_questions
from quizzes.kinds import KINDS
from tests.quizzes.drafts import build_draft

AIKEN = b"What is it?\nA. One thing\nB. Another\nC) A third\nANSWER: B\n\nAnd this?\nA) Yes\nB) No\nANSWER: A\n"
QTI_2 = b"""<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" title="Gaps" adaptive="false">
<responseDeclaration identifier="R" cardinality="multiple" baseType="directedPair"><correctResponse>
<value>a g1</value><value>b g2</value></correctResponse><mapping defaultValue="0"><mapEntry mapKey="a g1"
mappedValue="1"/></mapping></responseDeclaration><itemBody><gapMatchInteraction responseIdentifier="R"><prompt>Put
each word <b>in</b> its gap.</prompt><gapText identifier="a" matchMax="1">one</gapText><gapText identifier="b"
matchMax="1">two</gapText><p>First <gap identifier="g1"/>,<br/>then <gap identifier="g2"/>.</p>
</gapMatchInteraction></itemBody></assessmentItem>"""
GIFT = b"""$CATEGORY: top/a

// [id:x1] [tag:pillar: value]
::A title:: [html]<p>Which <b>one</b>?</p>{ =right#yes ~%50%half#nearly ~wrong#no ####General. }

True or not?{F#wrong#right}

Number?{#=%100%3.14:0.01#yes =%0%3#no ~#else}

Pairs{ =a -> 1 =b -> 2 = -> 3 }

Missing {=word =%50%worm *} here.
"""
TOKENS = [
    *(b"{", b"}", b"=", b"~", b"#", b"####", b"->", b"%100%", b"%-9999999999%", b"::", b":::", b"~~~ table", b"//"),
    *(b"// touchstone x", b"// | ::: question k", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\n\n"),
    *(b"\xe2\x80\xa8", b"\x0b", b"\x1c", b"|", b" => ", b"*", b"\\", b"&#9999999999999;", b"&#xD800;", b"&amp;#0;"),
    *(b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"<?xml version='1.0'?>"),
    *(b"<a>", b"</a>", b"<table><tr><td>", b"&lt;table&gt;&lt;tr&gt;", b"<math><mfrac>", b"xmlns='x'", b"\xc2\x85"),
    *(b"1e999999999", b"9" * 60, b"-0", b"NaN", b"sNaN", b"Infinity", b"1..2", b"0x1F", b"\xd9\xa3", b"1_0", b"+"),
    *(b"ANSWER: Z", b"ANSWER: A", b"A. ", b"PK\x03\x04", b"PK\x05\x06", b'fraction=""', b'identifier=""', b"<value/>"),
    *(b"<text/>", b"<simpleChoice/>", b'cardinality="ordered"', b'baseType="float"', b"<modalFeedback/>", b"<gap/>"),
]


def seeds() -> list[bytes]:
    """One valid file of each kind of question in each format that is written, and some by hand."""
    written = [
        write_questions([build_draft(kind)], format=name).data for kind in KINDS for name in ("gift", "moodle", "qti")
    ]
    packages = [data for data in written if data.startswith(b"PK")]
    items = [
        zipfile.ZipFile(io.BytesIO(data)).read(f"items/t-{kind}.xml")
        for kind, data in zip(KINDS, packages, strict=True)
    ]
    return [*written, *items, AIKEN, GIFT, QTI_2]


def make(seed: int, valid: list[bytes]) -> bytes:
    chance = random.Random(seed)
    data = chance.choice(valid)
    make_it = chance.choice([_noise, _truncated, _inside, _inside, _inside, _tokens, _tokens, _tokens, _mixed])
    return make_it(data, chance, valid)


def _noise(data, chance, valid):
    """Random bytes, or random tokens and nothing else."""
    if chance.random() < 0.5:
        return chance.randbytes(chance.randrange(400))
    return b" ".join(chance.choice(TOKENS) for _ in range(chance.randrange(60)))


def _truncated(data, chance, valid):
    start = chance.choice([0, chance.randrange(len(data))])
    return data[start : chance.randrange(start, len(data) + 1)]


def _flipped(data, chance, valid):
    changed = bytearray(data)
    for _ in range(chance.choice([1, 3, 20])):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _tokens(data, chance, valid):
    if data.startswith(b"PK"):
        return _inside(data, chance, valid)
    for _ in range(chance.choice([1, 2, 8])):
        place = chance.randrange(len(data))
        data = data[:place] + chance.choice(TOKENS) + data[place + chance.choice([0, 0, 1, 30]) :]
    return data


def _mixed(data, chance, valid):
    """The head of one file and the tail of another, or one in another encoding."""
    if chance.random() < 0.3:
        return data.decode("latin-1").encode(chance.choice(["utf-16", "utf-16-le", "utf-32", "utf-7"]))
    other = chance.choice(valid)
    return data[: chance.randrange(len(data))] + other[chance.randrange(len(other)) :]


def _inside(data, chance, valid):
    """A package packed anew with its members changed; any other file with some bytes changed."""
    if not data.startswith(b"PK") or chance.random() < 0.3:
        return _flipped(data, chance, valid)
    package = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(package, "w", chance.choice([0, 8, 12, 14])) as after,
    ):
        for name in before.namelist():
            change = chance.choice([_same, _flipped, _truncated, _tokens])
            odd = chance.choice(["../x.xml", "/etc/x.xml", "a\\b.xml", "a.zip", "ä/ö.xml", " ", "items/"])
            name_after = odd if chance.random() < 0.05 and odd not in after.namelist() else name
            after.writestr(name_after, change(before.read(name), chance, valid))
    return package.getvalue()


def _same(data, chance, valid):
    return data
