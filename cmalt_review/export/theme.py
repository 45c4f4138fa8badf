"""The parts of the empty Word document that Word wants to be there and nobody looks at: theme and font table."""

_MAIN = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_COLOURS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "1F2A44", "lt2": "E4E9F2",
    "accent1": "1F2A44", "accent2": "44546A", "accent3": "5B6B85", "accent4": "7A5C1E", "accent5": "2F6B4F",
    "accent6": "9C1C1C", "hlink": "1A4E9C", "folHlink": "5B3A8C",
}  # fmt: skip


def theme(font: str) -> str:
    """A plain theme: our colours, one font, no effects."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items())
    face = f'<a:latin typeface="{font}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350" cap="flat" cmpd="sng" algn="ctr">{fill}<a:prstDash val="solid"/></a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'<a:theme {_MAIN} name="Assessment"><a:themeElements><a:clrScheme name="Assessment">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Assessment"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont>'
        f'</a:fontScheme><a:fmtScheme name="Assessment"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def font_table(font: str, instead: str) -> str:
    """The font, and the one of the same measures that stands in for it."""
    return (
        f'<w:fonts {_W}><w:font w:name="{font}"><w:altName w:val="{instead}"/><w:charset w:val="00"/>'
        '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )
