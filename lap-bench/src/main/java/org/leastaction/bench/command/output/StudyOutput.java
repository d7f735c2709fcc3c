package org.leastaction.bench.command.output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.leastaction.bench.command.options.PageOptions;
import org.leastaction.bench.command.process.ExitCode;
import org.leastaction.bench.record.Summary;
import org.leastaction.bench.report.StudyFigures;
import org.leastaction.bench.report.StudyReport;
import org.leastaction.bench.study.StudyDirectory;
import org.leastaction.bench.study.StudyDirectory.InstanceFailure;
import org.leastaction.bench.study.table.TableFormats;
import org.leastaction.bench.study.table.StudyTable;
import org.leastaction.io.AtomicFiles;

/** The files and the answer that are made from a study's records. */
public final class StudyOutput {

    private StudyOutput() {}

    /**
     * Writes table.md, table.tex, table.csv, summary.csv, report.pdf, report.html, and the figures as PDF and SVG.
     *
     * @return the table; successful if no instance failed
     */
    public static Answer write(StudyDirectory directory, PageOptions page) throws IOException {
        if (directory.records().isEmpty() && !directory.failures().isEmpty()) {
            InstanceFailure first = directory.failures().get(0);
            throw new IOException("no instance of the study was trained; the first that failed, " + first.id() + ": "
                    + first.reason() + " (" + directory.runs().path() + " has all in failures.json)");
        }
        StudyTable table = StudyTable.of(directory);
        Path folder = directory.runs().path();
        write(folder.resolve("table.md"), TableFormats.markdown(table));
        write(folder.resolve("table.tex"), TableFormats.latex(table));
        write(folder.resolve("table.csv"), TableFormats.csv(table));
        if (!directory.records().isEmpty()) {
            // In the order of the study: that of the file depends on which worker was first.
            Summary.write(directory.runs(), List.copyOf(directory.records().values()));
        }
        Path report = folder.resolve("report.pdf");
        StudyReport.write(directory, report);
        List<String> pages = directory.records().isEmpty() ? List.of() : page.write(directory.runs());
        List<String> figures = StudyFigures.write(directory).stream().map(Path::toString).toList();
        Answer answer = Answer.of(
                new JsonValues().put("report", report.toString()).putStrings("figures", figures))
                .lines(TableFormats.lines(table))
                .line("")
                .lines(VerdictLines.of(List.copyOf(directory.records().values())))
                .line("report: " + report)
                .lines(pages.stream().map(file -> "page: " + file).toList())
                .lines(figures.stream().map(figure -> "figure: " + figure).toList());
        for (InstanceFailure failure : directory.failures()) {
            answer = answer.line("failed: " + failure.id() + ": " + failure.reason());
        }
        return directory.failures().isEmpty() ? answer : answer.withExitCode(ExitCode.FAILED);
    }

    private static void write(Path path, String text) throws IOException {
        AtomicFiles.write(path, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
