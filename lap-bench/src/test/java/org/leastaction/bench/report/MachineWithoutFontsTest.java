package org.leastaction.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.SampleRuns;

class MachineWithoutFontsTest {

    @Test
    void theReportIsTheSameWhereNoFontIsInstalled(@TempDir Path folder) throws Exception {
        RunDirectory directory = RunDirectory.create(folder.resolve("run"));
        SampleRuns.write(directory, 2);
        Path here = folder.resolve("here.pdf");
        Report.write(directory, here);
        Path there = folder.resolve("there.pdf");
        Path noFonts = Files.writeString(folder.resolve("fonts.conf"), """
                <?xml version="1.0"?>
                <!DOCTYPE fontconfig SYSTEM "fonts.dtd">
                <fontconfig><dir>/nowhere</dir></fontconfig>
                """);

        Path log = folder.resolve("log.txt");
        ProcessBuilder child = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true", "-cp", System.getProperty("java.class.path"),
                Draw.class.getName(), directory.path().toString(), there.toString());
        child.environment().put("FONTCONFIG_FILE", noFonts.toString());
        Process process = child.redirectErrorStream(true).redirectOutput(log.toFile()).start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).describedAs(Files.readString(log)).isZero();
        assertThat(there).hasSameBinaryContentAs(here);
    }

    /** Draws a report in a process of its own. */
    static final class Draw {

        private Draw() {}

        public static void main(String[] arguments) throws IOException {
            Report.write(RunDirectory.open(Path.of(arguments[0])), Path.of(arguments[1]));
        }
    }
}
