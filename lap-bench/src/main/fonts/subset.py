"""Makes the report's fonts from Lato 2 (https://www.latofonts.com, SIL Open Font License 1.1).

usage: python subset.py FOLDER_WITH_LATO     (needs fonttools 4)

The glyphs are Lato's, unchanged. The licence reserves the name 'Lato' for the whole fonts, so the subset is called
'LAP Sans'. Kerning and ligatures are left out: the PDF is set without them.
"""
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

CHARACTERS = (
    [chr(c) for c in range(0x20, 0x7F)]
    + [chr(c) for c in range(0xA0, 0x180)]      # Latin-1 and Latin Extended-A: names of people and folders
    + [chr(c) for c in range(0x391, 0x3CA)]     # Greek
    + list("‐–—‘’“”„•…‖′″‰→←↑↓−×±÷·≤≥≠≈∞√∂∆∏∑∫◊⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉")
)
TARGET = Path(__file__).parent.parent / "resources/org/leastaction/bench/report/page/fonts"
STYLES = {"Regular": "Lato-Regular.ttf", "Bold": "Lato-Bold.ttf"}


def rename(font, style):
    names = {1: "LAP Sans", 2: style, 3: f"LAP Sans {style}", 4: f"LAP Sans {style}", 6: f"LAPSans-{style}"}
    for record in list(font["name"].names):
        if record.nameID in names:
            record.string = names[record.nameID]
        elif record.nameID not in (0, 5, 13, 14):   # keep copyright, version, licence and its address
            font["name"].names.remove(record)


def main(folder):
    for style, file in STYLES.items():
        font = TTFont(Path(folder) / file, recalcTimestamp=False)
        available = font.getBestCmap()
        missing = [c for c in CHARACTERS if ord(c) not in available and c not in "\u03a2"]
        if missing:
            print(file, "lacks", " ".join(f"U+{ord(c):04X}" for c in missing))
        options = subset.Options(
            layout_features=[], hinting=False, glyph_names=False, notdef_outline=True, name_IDs=["*"],
            drop_tables=["GPOS", "GSUB", "GDEF", "kern", "DSIG", "FFTM", "LTSH", "VDMX", "hdmx"])
        worker = subset.Subsetter(options)
        worker.populate(text="".join(CHARACTERS))
        worker.subset(font)
        rename(font, style)
        target = TARGET / f"LAPSans-{style}.ttf"
        font.save(target)
        print(target.name, target.stat().st_size, "bytes")


if __name__ == "__main__":
    main(sys.argv[1])
