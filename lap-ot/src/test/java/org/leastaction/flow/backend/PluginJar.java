package org.leastaction.flow.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Creates a jar with one backend that is compiled at run time, as an external plug-in. */
final class PluginJar {

    private static final String SERVICE = "META-INF/services/org.leastaction.flow.backend.FlowBackend";

    private static final String SOURCE = """
            package plugin;
            import java.nio.file.Path;
            import java.util.List;
            import java.util.Optional;
            import java.util.Set;
            import org.leastaction.flow.FlowModel;
            import org.leastaction.flow.backend.Execution;
            import org.leastaction.flow.backend.FlowBackend;
            import org.leastaction.flow.training.*;
            import org.leastaction.settings.*;
            public final class %1$s %6$s implements FlowBackend, FlowTrainer {
                public %1$s() { %3$s }
                @Override public String id() { return %2$s; }
                @Override public String version() { return "1"; }
                @Override public Set<Class<?>> roles() { return Set.of(%4$s); }
                @Override public List<String> devices() { return List.of("cpu"); }
                @Override public boolean recognises(Path model) { return model.toString().endsWith(".%1$s"); }
                @Override public FlowModel open(Path model, Execution execution) {
                    throw new UnsupportedOperationException("opened by %1$s");
                }
                private static String fail() { throw new Error("no id"); }
                @Override public Optional<FlowTrainer> trainer() { %5$s }
                @Override public List<NetworkFamily> families() { return List.of(new Family()); }
                private record Family() implements NetworkFamily {
                    @Override public String key() { return "family-of-%1$s"; }
                    @Override public String help() { return "nothing"; }
                    @Override public SettingSchema settings() { return SettingSchema.of(); }
                }
                @Override public List<TrainedFlow> train(List<TrainingRun> runs, Execution e, TrainingListener l) {
                    return List.of();
                }
            }
            """;

    private final String name;
    private String id;
    private String construction = "";
    private String superclass = "";
    private String trainer = "return Optional.of(this);";
    private String roles = "FlowModel.class, FlowTrainer.class";

    private PluginJar(String name) {
        this.name = name;
        this.id = "\"" + name.toLowerCase(Locale.ROOT) + "\"";
    }

    /** @param name its simple class name; its id is the same in lower case */
    static PluginJar of(String name) {
        return new PluginJar(name);
    }

    /** @param expression Java expression of the id */
    PluginJar withId(String expression) {
        this.id = expression;
        return this;
    }

    /** @param statement a statement of its constructor */
    PluginJar constructing(String statement) {
        this.construction = statement;
        return this;
    }

    /** @param type its superclass, which the jar lacks */
    PluginJar extending(String type) {
        this.superclass = type;
        return this;
    }

    /** @param statement what {@code trainer()} does */
    PluginJar trainer(String statement) {
        this.trainer = statement;
        return this;
    }

    PluginJar withoutFlow() {
        this.roles = "FlowTrainer.class";
        return this;
    }

    /** Writes NAME.jar into the folder. */
    Path in(Path folder) throws IOException {
        Path work = Files.createTempDirectory(folder, "compiled");
        Path source = Files.createDirectories(work.resolve("plugin")).resolve(name + ".java");
        Files.writeString(source, SOURCE.formatted(name, id, construction, roles, trainer,
                superclass.isEmpty() ? "" : "extends " + superclass));
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-cp", classes(), source.toString()));
        Path base = work.resolve(superclass.replace('.', '/'));
        if (!superclass.isEmpty()) {
            String simple = base.getFileName().toString();
            arguments.add(Files.writeString(base.resolveSibling(simple + ".java"),
                    "package plugin; public class " + simple + " {}").toString());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int result = compiler.run(null, null, null, arguments.toArray(String[]::new));
        assertThat(result).as("compilation of %s", source).isZero();
        Files.deleteIfExists(base.resolveSibling(base.getFileName() + ".class"));
        Path jar = folder.resolve(name + ".jar");
        write(jar, "plugin." + name, work);
        return jar;
    }

    /** Writes a jar whose services file names a class that does not exist. */
    static Path naming(String missingClass, Path folder) throws IOException {
        Path jar = folder.resolve("missing.jar");
        write(jar, missingClass, Files.createDirectory(folder.resolve("nothing")));
        return jar;
    }

    private static void write(Path jar, String provider, Path classes) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream zip = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            zip.putNextEntry(new ZipEntry(SERVICE));
            zip.write(provider.getBytes(StandardCharsets.UTF_8));
            for (Path file : (Iterable<Path>) files.filter(path -> path.toString().endsWith(".class"))::iterator) {
                zip.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, zip);
            }
        }
    }

    private static String classes() {
        try {
            return Path.of(FlowBackend.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** A class loader that sees this module's classes and no services file of its tests. */
    static ClassLoader parent() {
        return new ClassLoader(FlowBackend.class.getClassLoader()) {
            @Override
            public java.util.Enumeration<java.net.URL> getResources(String resource) throws IOException {
                return resource.equals(SERVICE)
                        ? java.util.Collections.enumeration(List.of())
                        : super.getResources(resource);
            }
        };
    }
}
