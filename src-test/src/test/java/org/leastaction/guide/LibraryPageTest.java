package org.leastaction.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/library.md runs and prints what the page shows. */
class LibraryPageTest {

    private static final Path PAGE = GuideCode.DOCS.resolve("library.md");
    private static final String CLASSES = System.getProperty("java.class.path");

    @TempDir
    Path folder;

    @Test
    void javaInJShell() throws Exception {
        try (JavaShell shell = new JavaShell()) {
            PrintingPage.check(PAGE, "java", code -> shell.run(code).printed());
        }
    }

    @Test
    void kotlin() throws Exception {
        requireCompiler("org.jetbrains.kotlin.cli.jvm.K2JVMCompiler");
        PrintingPage.check(PAGE, "kotlin", code -> {
            Path source = Files.writeString(folder.resolve("Distance.kt"), code);
            java(CLASSES, "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler", "-no-stdlib", "-no-reflect", "-Werror", "-cp",
                    CLASSES, "-d", folder.toString(), source.toString());
            return java(folder + File.pathSeparator + CLASSES, "DistanceKt");
        });
    }

    @Test
    void scala() throws Exception {
        requireCompiler("dotty.tools.dotc.Main");
        PrintingPage.check(PAGE, "scala", code -> {
            Path source = Files.writeString(folder.resolve("Distance.scala"), code);
            java(CLASSES, "dotty.tools.dotc.Main", "-Werror", "-classpath", CLASSES, "-d", folder.toString(),
                    source.toString());
            return java(folder + File.pathSeparator + CLASSES, "distance");
        });
    }

    private static void requireCompiler(String main) {
        String file = main.replace('.', '/') + ".class";
        assumeTrue(LibraryPageTest.class.getClassLoader().getResource(file) != null,
                "no compiler " + main + " on the class path; mvn -Planguages fetches it (140 MB)");
    }

    /** What a program prints that ends with status 0. */
    private static String java(String classPath, String main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g", "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-Duser.language=" + Locale.ENGLISH, "-cp",
                classPath,
                main));
        command.addAll(Stream.of(arguments).toList());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", main, printed).isZero();
        return printed.replace(System.lineSeparator(), "\n");
    }
}
