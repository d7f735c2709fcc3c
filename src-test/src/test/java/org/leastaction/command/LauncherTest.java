package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.bench.command.Lap;

/** The scripts that run the command: of a checkout, and of the archive. Nothing is built. */
class LauncherTest {

    private static final Path OF_CHECKOUT = Repository.root().resolve("lap");
    private static final Path OF_ARCHIVE = Repository.root().resolve("lap-bench/src/dist/bin/lap");

    /** A Java that prints its arguments, up to the class path. */
    private static final String JAVA = """
            #!/bin/sh
            case "$1" in -XshowSettings*) echo "    java.specification.version = $SPECIFICATION"; exit;; esac
            env | grep '^TF_' | sort
            for argument in "$@"; do
                [ "$argument" = -cp ] && exit
                echo "$argument"
            done
            """;

    private static final String JAVA_17 = """
            #!/bin/sh
            case "$1" in -XshowSettings*) echo "    java.specification.version = 17"; exit;; esac
            """;

    @TempDir
    Path folder;

    static List<Path> launchers() {
        return List.of(OF_CHECKOUT, OF_ARCHIVE);
    }

    @ParameterizedTest
    @MethodSource("launchers")
    void isExecutable(Path launcher) {
        assertThat(Files.isExecutable(launcher)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("launchers")
    void isAScriptThatTheShellReads(Path launcher) throws Exception {
        assumeInstalled("sh");
        assertThat(printed("sh", "-n", launcher.toString())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("launchers")
    void shellcheckFindsNothing(Path launcher) throws Exception {
        assumeInstalled("shellcheck");
        assertThat(printed("shellcheck", launcher.toString())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "25"})
    void bothGiveJavaTheSameEnvironmentAndFlags(String specification) throws Exception {
        assumeInstalled("sh");
        script(folder.resolve("jdk/bin/java"), JAVA);
        Path checkout = script(folder.resolve("checkout/lap"), Files.readString(OF_CHECKOUT));
        Path archive = script(folder.resolve("archive/bin/lap"), Files.readString(OF_ARCHIVE));
        Path built = Files.createDirectories(folder.resolve("checkout/lap-bench/target"));
        Files.writeString(built.resolve("launcher.classpath"), "none.jar");
        Files.createFile(built.resolve("lap-bench-0.jar"));

        String ofCheckout = given(checkout, specification);

        assertThat(given(archive, specification)).isEqualTo(ofCheckout);
        assertThat(ofCheckout.lines()).contains("TF_ENABLE_ONEDNN_OPTS=1", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");
    }

    static Stream<Arguments> javasThatDoNotStart() {
        String memory =
                "echo 'Error occurred during initialization of VM'; echo 'Could not reserve enough space'; exit 1";
        String old = "echo '    java.specification.version = 11'";
        return launchers().stream().flatMap(launcher -> Stream.of(
                Arguments.of(launcher, memory, "20000000",
                        "lap: not enough address space for Java: the limit is 20000000 KiB (ulimit -v)"),
                Arguments.of(launcher, memory, "unlimited", "lap: Java does not start: Could not reserve enough space"),
                Arguments.of(launcher,
                        "echo '[0.1s][warning][gc] reserve'; echo '#'; echo '# There is insufficient memory';"
                                + " exit 134",
                        "unlimited", "lap: Java does not start: # There is insufficient memory"),
                Arguments.of(launcher, "exit 1", "unlimited", "lap: Java does not start: "),
                Arguments.of(launcher, old, "20000000", "lap: Java 11 is too old")));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("javasThatDoNotStart")
    void theReasonIsGivenFirst(Path launcher, String java, String limit, String reason) throws Exception {
        assumeInstalled("sh");
        script(folder.resolve("jdk/bin/java"), "#!/bin/sh\n" + java + "\n");
        ProcessBuilder process =
                new ProcessBuilder("sh", "-c", "ulimit -v " + limit + "; exec " + launcher + " data list");
        process.environment().put("JAVA_HOME", folder.resolve("jdk").toString());

        Process ran = process.redirectErrorStream(true).start();

        assertThat(new String(ran.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines())
                .singleElement().asString().startsWith(reason);
        assertThat(ran.waitFor()).isEqualTo(1);
    }

    /** The Java of these tests, with less address space than it reserves. */
    @ParameterizedTest
    @ValueSource(ints = {300_000, 1_000_000})
    void javaWithoutAddressSpaceIsExplained(int limit) throws Exception {
        assumeInstalled("sh");
        ProcessBuilder process =
                new ProcessBuilder("sh", "-c", "ulimit -v " + limit + "; exec " + OF_ARCHIVE + " data list");
        process.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process.directory(folder.toFile());

        Process ran = process.redirectErrorStream(true).start();

        assertThat(new String(ran.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("lap: not enough address space for Java: the limit is " + limit
                        + " KiB (ulimit -v); raise it, or try LAP_JAVA_OPTIONS=-Xmx512m");
        assertThat(ran.waitFor()).isEqualTo(1);
        assertThat(Folders.files(folder)).isEmpty();
    }

    static Stream<Arguments> endsOfJava() {
        return launchers().stream().flatMap(launcher -> Stream.of(
                Arguments.of(launcher, "exit 90", 0, ""),
                Arguments.of(launcher, "exit 0", 1,
                        "lap: a plug-in ended Java before the command was complete; it must not do this"),
                Arguments.of(launcher, "exit 2", 2, ""),
                Arguments.of(launcher, "kill -KILL $$", 137, ""),
                Arguments.of(launcher, "cat; exit 90", 0, "typed"),
                Arguments.of(launcher,
                        "sleep 1; kill -TERM $PPID; trap 'exit 143' TERM; sleep 20 >&- 2>&- & wait $!; exit 90",
                        143, ""),
                Arguments.of(launcher,
                        "sleep 1; kill -INT $PPID; trap 'exit 143' TERM; sleep 20 >&- 2>&- & wait $!; exit 90",
                        130, "")));
    }

    /** Where there are plug-ins, only a complete command ends with 0. */
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("endsOfJava")
    void aCompleteCommandProvesIt(Path launcher, String java, int exitCode, String printed) throws Exception {
        assumeInstalled("sh");
        assumeTrue(!java.contains("-INT") || interruptsArrive(), "this process ignores SIGINT, and so do its children");
        script(folder.resolve("jdk/bin/java"), JAVA_17 + java + "\n");
        Files.createDirectories(folder.resolve("home/plugins"));
        Files.createFile(folder.resolve("home/plugins/some.jar"));
        ProcessBuilder process = new ProcessBuilder(installed(launcher).toString(), "data", "list");
        process.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        process.environment().put("LAP_HOME", folder.resolve("home").toString());

        Process ran = process.redirectErrorStream(true).start();
        ran.getOutputStream().write("typed".getBytes(StandardCharsets.UTF_8));
        ran.getOutputStream().close();

        assertThat(new String(ran.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim()).isEqualTo(printed);
        assertThat(ran.waitFor()).isEqualTo(exitCode);
    }

    /** A shell cannot trap a signal that it was started to ignore, as in the background of another shell. */
    private static boolean interruptsArrive() throws Exception {
        return new ProcessBuilder("sh", "-c", "trap 'exit 7' INT; kill -INT $$; exit 0").start().waitFor() == 7;
    }

    /** The command itself, and a plug-in that ends Java with status 0. */
    @ParameterizedTest
    @ValueSource(strings = {"nothing", "open halt", "transport halt"})
    void aPluginThatHaltsHasFailedTheCommand(String behaviour) throws Exception {
        assumeInstalled("sh");
        BadPlugins.misbehaving(Files.createDirectories(folder.resolve("home/plugins")));
        Path model = Files.writeString(folder.resolve("model.misbehaving"), behaviour);
        script(folder.resolve("jdk/bin/java"), JAVA_17
                + "for a; do case $a in -D*) flags=\"$flags $a\";; esac; done; exec "
                + System.getProperty("java.home") + "/bin/java $flags -Xmx512m -XX:TieredStopAtLevel=1 -cp '"
                + System.getProperty("java.class.path") + "' "
                + Lap.class.getName() + " analyze --model " + model + " --data circles --samples 16 --metrics accuracy"
                + " --threads 1 --quiet --out " + folder.resolve("out") + "\n");
        ProcessBuilder process = new ProcessBuilder(installed(OF_ARCHIVE).toString(), "analyze");
        process.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        process.environment().put("LAP_HOME", folder.resolve("home").toString());

        Process ran = process.redirectErrorStream(true).start();

        String printed = new String(ran.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean sound = behaviour.equals("nothing");
        assertThat(printed).contains(
                sound ? "" : "lap: a plug-in ended Java before the command was complete; it must not do this");
        assertThat(ran.waitFor()).as(printed).isEqualTo(sound ? 0 : 1);
    }

    /** A copy of a launcher in a place where nothing has to be built. */
    private Path installed(Path launcher) throws IOException {
        Path built = Files.createDirectories(folder.resolve("checkout/lap-bench/target"));
        Files.writeString(built.resolve("launcher.classpath"), "none.jar");
        Files.createFile(built.resolve("lap-bench-0.jar"));
        return script(folder.resolve(launcher.equals(OF_CHECKOUT) ? "checkout/lap" : "checkout/bin/lap"),
                Files.readString(launcher));
    }

    private static Path script(Path path, String text) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        assertThat(path.toFile().setExecutable(true)).isTrue();
        return path;
    }

    private String given(Path launcher, String specification) throws IOException, InterruptedException {
        ProcessBuilder process = new ProcessBuilder(launcher.toString(), "data", "list");
        process.environment().keySet().retainAll(Set.of("PATH"));
        process.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        process.environment().put("SPECIFICATION", specification);
        return printed(process);
    }

    private static String printed(String... command) throws IOException, InterruptedException {
        return printed(new ProcessBuilder(command));
    }

    private static String printed(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }

    private static void assumeInstalled(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        assumeThat(Arrays.stream(path.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))))
                .as(program + " is installed")
                .isTrue();
    }
}
