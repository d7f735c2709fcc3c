package org.leastaction.bench.command.options;

import org.leastaction.bench.command.process.BadInput;
import org.leastaction.points.io.TextHeader;
import picocli.CommandLine.Option;

/** Whether the text files of a command start with a header. */
public final class TextOptions {

    @Option(names = "--header", description = "The first line of every text file is a header, whatever it looks like.")
    private boolean header;

    @Option(names = "--no-header",
            description = "The first line of every text file is a point. Without either, a line of names is a header.")
    private boolean noHeader;

    /** @throws BadInput if both options are given */
    public void check() {
        if (header && noHeader) {
            throw new BadInput("--header and --no-header exclude each other; give one");
        }
    }

    /** The header option for files of points. */
    public TextHeader ofPoints() {
        return given(TextHeader.DETECTED);
    }

    /** The header option for files with one number per point, whose length shows whether one line too many was read. */
    public TextHeader ofNumbers() {
        return given(TextHeader.NAMES_ONLY);
    }

    private TextHeader given(TextHeader usual) {
        return header ? TextHeader.PRESENT : noHeader ? TextHeader.ABSENT : usual;
    }
}
