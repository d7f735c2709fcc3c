package org.leastaction.spark;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/**
 * A folder like that of the release archive, from the build's jars.
 *
 * @param path the folder
 */
record Installation(Path path) {

    /** An objective as a plug-in has it. */
    private static final String OBJECTIVE = """
            package plugin;
            import java.util.Map;
            import org.leastaction.flow.objective.*;
            import org.leastaction.settings.*;
            public final class Own implements ObjectiveProvider {
                @Override public String key() { return "own"; }
                @Override public String help() { return "the transport cost"; }
                @Override public SettingSchema settings() { return SettingSchema.of(); }
                @Override public Objective create(Settings settings) { return new Cost(); }
                record Cost() implements Objective {
                    @Override public String key() { return "own"; }
                    @Override public String formula() { return "CE + C"; }
                    @Override public Map<String, Object> parameters() { return Map.of(); }
                    @Override public Multiplier multiplier() { return Multiplier.none(); }
                    @Override public <T> T term(BatchFlow<T> flow, Arithmetic<T> a) {
                        return TransportPenalty.defaults().of(flow, a);
                    }
                    @Override public <T> T loss(T crossEntropy, T term, T lambda, Arithmetic<T> a) {
                        return a.add(crossEntropy, term);
                    }
                }
            }
            """;

    static Installation of(Path folder) throws IOException {
        Path lib = Files.createDirectories(folder.resolve("lib"));
        for (String jar : Programs.lap().split(File.pathSeparator)) {
            Files.createSymbolicLink(lib.resolve(Path.of(jar).getFileName()), Path.of(jar));
        }
        return new Installation(folder);
    }

    private List<Path> jars(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(path.resolve("lib"))) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith(prefix)).toList();
        }
    }

    /** Removes the jars whose names have a prefix. */
    Installation without(String prefix) throws IOException {
        for (Path jar : jars(prefix)) {
            Files.delete(jar);
        }
        return this;
    }

    /** Lets the program say that it has another version. */
    Installation withVersion(String version) throws IOException {
        Path jar = jars("lap-bench").get(0);
        Path original = jar.toRealPath();
        Files.delete(jar);
        Files.copy(original, jar);
        try (FileSystem inside = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
            Path build = inside.getPath("org/leastaction/bench/command/process/build.properties");
            Files.writeString(build, Files.readString(build).replaceFirst("version=.*", "version=" + version));
        }
        return this;
    }

    /** Writes a jar with the objective "own". */
    static void plugIn(Path folder) throws IOException {
        Path source = Files.writeString(folder.resolve("Own.java"), OBJECTIVE);
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "-cp", Programs.lap(), "-d",
                folder.toString(), source.toString()) != 0) {
            throw new IOException("the plug-in cannot be compiled");
        }
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve("own.jar")));
                Stream<Path> classes = Files.list(folder.resolve("plugin"))) {
            jar.putNextEntry(new ZipEntry("META-INF/services/org.leastaction.flow.objective.ObjectiveProvider"));
            jar.write("plugin.Own".getBytes(StandardCharsets.UTF_8));
            for (Path one : classes.toList()) {
                jar.putNextEntry(new ZipEntry("plugin/" + one.getFileName()));
                Files.copy(one, jar);
            }
        }
    }
}
