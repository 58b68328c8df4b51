"""What a PDF says about itself: information, XMP metadata with the PDF/UA mark, attached files."""

from __future__ import annotations

import hashlib
from datetime import datetime
from xml.sax.saxutils import escape

from touchmap.report.engine.objects import pdf_name, pdf_string
from touchmap.report.engine.section import Document
from touchmap.report.engine.writer import PdfFile, ref

PRODUCER = "touchmap, WeasyPrint 70.0"


def information(document: Document) -> bytes:
    """The information dictionary."""
    date = pdf_string(_pdf_date(document.created))
    entries = {
        b"Title": document.title,
        b"Author": document.author,
        b"Subject": document.subject,
        b"Keywords": ", ".join(document.keywords),
        b"Producer": PRODUCER,
    }
    text = b"".join(b"/" + key + b" " + pdf_string(value) for key, value in entries.items() if value)
    return b"<<" + text + b"/CreationDate " + date + b"/ModDate " + date + b">>"


def metadata(file: PdfFile, document: Document) -> int:
    """The XMP stream, uncompressed so that any tool can read it; its number."""
    date = document.created.isoformat(timespec="seconds")
    keywords = "".join(f"<rdf:li>{_xml(word)}</rdf:li>" for word in document.keywords)
    parts = [
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{_xml(document.title)}</rdf:li></rdf:Alt></dc:title>',
        f"<dc:language><rdf:Bag><rdf:li>{_xml(document.language)}</rdf:li></rdf:Bag></dc:language>",
        "<dc:format>application/pdf</dc:format>",
    ]
    if document.author:
        parts.append(f"<dc:creator><rdf:Seq><rdf:li>{_xml(document.author)}</rdf:li></rdf:Seq></dc:creator>")
    if document.subject:
        parts.append(
            f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{_xml(document.subject)}</rdf:li></rdf:Alt>'
            "</dc:description>"
        )
    if keywords:
        parts.append(f"<dc:subject><rdf:Bag>{keywords}</rdf:Bag></dc:subject>")
        parts.append(f"<pdf:Keywords>{_xml(', '.join(document.keywords))}</pdf:Keywords>")
    xmp = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
        f"<pdfuaid:part>1</pdfuaid:part>{''.join(parts)}<pdf:Producer>{PRODUCER}</pdf:Producer>"
        f"<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>"
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    )
    return file.add_stream(b"/Type/Metadata/Subtype/XML", xmp.encode("utf-8", "replace"), compress=False)


def add_attachments(file: PdfFile, document: Document) -> tuple[bytes, bytes]:
    """Embed the attached files; the entry of the names dictionary and the entries of the catalogue for them."""
    date = pdf_string(_pdf_date(document.created))
    rows = []
    for attachment in document.attachments:
        checksum = hashlib.md5(attachment.content, usedforsecurity=False).hexdigest().encode("ascii")
        stream = file.add_stream(
            b"/Type/EmbeddedFile/Subtype %s/Params<</Size %d/CreationDate %s/ModDate %s/CheckSum<%s>>>"
            % (pdf_name(attachment.mime), len(attachment.content), date, date, checksum),
            attachment.content,
        )
        name = pdf_string(attachment.name)
        number = file.add(
            b"<</Type/Filespec/F %s/UF %s/AFRelationship/Data/Desc %s/EF<</F %s/UF %s>>>>"
            % (name, name, pdf_string(attachment.description), ref(stream), ref(stream))
        )
        rows.append((name, ref(number)))
    rows.sort()
    files = b"/EmbeddedFiles<</Names[" + b" ".join(name + b" " + number for name, number in rows) + b"]>>"
    return files, b"/AF[" + b" ".join(number for _, number in rows) + b"]"


def _pdf_date(moment: datetime) -> str:
    offset = moment.utcoffset()
    text = moment.strftime("D:%Y%m%d%H%M%S")
    if offset is None:
        return text
    minutes = int(offset.total_seconds() // 60)
    if minutes == 0:
        return text + "Z"
    return f"{text}{'+' if minutes > 0 else '-'}{abs(minutes) // 60:02d}'{abs(minutes) % 60:02d}'"


def _xml(text: str) -> str:
    # XML 1.0 has no control characters; the information dictionary keeps them.
    return escape(
        "".join(
            c if c in "\t\n\r" or (ord(c) >= 32 and not 0xD800 <= ord(c) < 0xE000) else "\ufffd" for c in text
        )
    )
