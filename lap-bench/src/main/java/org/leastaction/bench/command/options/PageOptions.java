package org.leastaction.bench.command.options;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.page.PageFile;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.io.AtomicFiles;
import picocli.CommandLine.Option;

/** Whether a run directory gets the interactive report, and with how many particles. */
public final class PageOptions {

    @Option(names = "--html-points", paramLabel = "N", defaultValue = "" + PageFile.USUAL_POINTS,
            description = "Maximum number of samples of a network in report.html (default: ${DEFAULT-VALUE}); 0"
                    + " leaves the file out.")
    private int points;

    /**
     * The greatest number of samples of a network in the page; 0 for no page.
     *
     * @throws BadInput if it is negative
     */
    public int points() {
        if (points < 0) {
            throw new BadInput("--html-points must be at least 0, not " + points);
        }
        return points;
    }

    /**
     * Writes report.html of a run directory. If it is not requested, an earlier one is deleted, since it would not
     * match the records.
     *
     * @return lines that name the page; empty if it is not requested
     * @throws IOException if a file cannot be read or written
     */
    public List<String> write(RunDirectory directory) throws IOException {
        if (points() > 0) {
            PageFile.write(directory, directory.pageFile(), points());
            return List.of(directory.pageFile().toString());
        }
        if (Files.exists(directory.pageFile())) {
            AtomicFiles.delete(directory.pageFile());
        }
        return List.of();
    }
}
