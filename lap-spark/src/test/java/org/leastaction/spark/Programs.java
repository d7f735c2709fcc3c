package org.leastaction.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Starts this program and Spark's from the build's jars. */
final class Programs {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private Programs() {}

    private static Path jar(String module) throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve(module).resolve("target"))) {
            return files.filter(file -> String.valueOf(file.getFileName()).matches(module + "-[^-]*(-SNAPSHOT)?\\.jar"))
                    .findFirst().orElseThrow(() -> new IOException("no jar of " + module));
        }
    }

    /** LAP without Spark. */
    static String lap() throws IOException {
        return jar("lap-bench") + ":" + Files.readString(ROOT.resolve("lap-bench/target/launcher.classpath")).strip();
    }

    /** Spark and what it needs, from Maven. */
    static String spark() throws IOException {
        return Files.readString(ROOT.resolve("lap-spark/target/spark.classpath")).strip();
    }

    /** {@code lap} as the launcher starts it, with Spark's class path first; on one thread. */
    static Process lap(Path log, Map<String, String> environment, Path home, List<String> arguments)
            throws IOException {
        return start(log, environment, spark() + ":" + jar("lap-spark") + ":" + lap(),
                List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-Duser.home=" + home, "-Dlap.class.path=" + lap()),
                "org.leastaction.bench.command.Lap",
                Stream.concat(arguments.stream(), Stream.of("--threads", "1")).toList());
    }

    /** {@code spark-submit}, whose script starts this class of Spark; on one thread. */
    static Process submit(Path log, Path sparkHome, String master, List<String> arguments) throws IOException {
        List<String> submitted = List.of("--master", master, "--driver-memory", "512m", "--jars",
                lap().replace(':', ','), jar("lap-spark").toString());
        return start(log, Map.of("SPARK_HOME", sparkHome.toString(), "SPARK_SCALA_VERSION", "2.13"), spark(),
                List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"), "org.apache.spark.deploy.SparkSubmit",
                Stream.of(submitted, arguments, List.of("--threads", "1")).flatMap(List::stream).toList());
    }

    /** A class of Spark. */
    static Process spark(
            Path log, Map<String, String> environment, List<String> options, String main, String... arguments)
            throws IOException {
        return start(log, environment, spark(),
                Stream.concat(Stream.of("-Xmx256m", "-XX:TieredStopAtLevel=1"), options.stream()).toList(), main,
                List.of(arguments));
    }

    /** A main class of the tests, with Spark and this program. */
    static Process test(Path log, Class<?> main) throws IOException {
        return start(log, Map.of(), spark() + ":" + System.getProperty("java.class.path"), List.of("-Xmx512m"),
                main.getName(), List.of());
    }

    private static Process start(
            Path log, Map<String, String> environment, String classPath, List<String> options, String main,
            List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA, "@" + ROOT.resolve("lap-spark/spark.options")));
        command.addAll(options);
        command.addAll(List.of("-Djava.awt.headless=true", "-cp", classPath, main));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().putAll(environment);
        return builder.start();
    }
}
