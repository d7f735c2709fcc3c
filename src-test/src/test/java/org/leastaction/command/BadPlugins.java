package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.leastaction.flow.backend.FlowBackend;

/** Jars for {@code plugins/} whose backends violate their contract. */
final class BadPlugins {

    /**
     * A flow of the plane that does what its model file says: role, nan, wide, hang, nothing bad, or "METHOD ACT": what
     * METHOD does instead of its work.
     */
    private static final String SOURCE = """
            package plugin;
            import java.io.IOException;
            import java.nio.file.Files;
            import java.nio.file.Path;
            import java.util.List;
            import java.util.Set;
            import org.leastaction.flow.*;
            import org.leastaction.flow.backend.*;
            import org.leastaction.points.FloatPoints;
            public final class %1$s implements FlowBackend {
                public %1$s() { %3$s }
                @Override public String id() { %4$s return "%2$s"; }
                @Override public String version() { return "1"; }
                @Override public Set<Class<?>> roles() { return Set.of(FlowModel.class); }
                @Override public List<String> devices() { %5$s return List.of("cpu"); }
                @Override public boolean recognises(Path model) {
                    if (model.toString().endsWith(".%2$s")) {
                        return true;
                    }
                    throw new IllegalStateException("what is " + model);
                }
                @Override public FlowModel open(Path model, Execution execution) throws IOException {
                    String behaviour = Files.readString(model);
                    return act("open", behaviour) ? null : new Flow(behaviour);
                }
                /** Whether the method must return null. */
                static boolean act(String method, String behaviour) {
                    if (!behaviour.startsWith(method + " ")) {
                        return false;
                    }
                    switch (behaviour.substring(method.length() + 1)) {
                        case "argument": throw new IllegalArgumentException("boom in " + method);
                        case "state": throw new IllegalStateException("boom in " + method);
                        case "arithmetic": throw new ArithmeticException("boom in " + method);
                        case "error": throw new Error("boom in " + method);
                        case "link": throw new UnsatisfiedLinkError("boom in " + method);
                        case "exit": System.exit(0);
                        case "halt": Runtime.getRuntime().halt(0);
                        case "loop":
                            while (true) {
                                try {
                                    Thread.sleep(1000);
                                } catch (InterruptedException unheard) {
                                }
                            }
                        default: return true;
                    }
                }
                private record Flow(String behaviour) implements FlowModel {
                    @Override public FlowShape shape() {
                        return act("shape", behaviour) ? null : new FlowShape(List.of(2), List.of(2), List.of(new Segment(List.of(2), 1)), 2);
                    }
                    @Override public FloatPoints encode(FloatPoints inputs) {
                        return act("encode", behaviour) ? null : FloatPoints.wrap(inputs.toArray(), inputs.size(), 2);
                    }
                    @Override public FloatPoints transport(FloatPoints x, BlockObserver observer) {
                        if (act("transport", behaviour)) {
                            return null;
                        }
                        float[] residue = new float[2 * x.size()];
                        java.util.Arrays.fill(residue, behaviour.equals("nan") ? Float.NaN : 1);
                        float[] output = x.toArray();
                        for (int i = 0; i < output.length; i++) {
                            output[i] += residue[i];
                        }
                        FloatPoints end = FloatPoints.wrap(output, x.size(), 2);
                        observer.observe(BlockStep.of(0, 0, x, FloatPoints.wrap(residue, x.size(), 2), end));
                        return behaviour.equals("wide") ? FloatPoints.wrap(new float[3], 1, 3) : end;
                    }
                    @Override public FloatPoints classify(FloatPoints x) {
                        if (act("classify", behaviour)) {
                            return null;
                        }
                        float[] answers = new float[2 * x.size()];
                        java.util.Arrays.fill(answers, (float) Math.log(0.5));
                        return FloatPoints.wrap(answers, x.size(), 2);
                    }
                    @Override public <R> java.util.Optional<R> role(Class<R> role) {
                        if (behaviour.equals("role")) {
                            throw new IllegalStateException("no such part");
                        }
                        return FlowModel.super.role(role);
                    }
                    @Override public void close() {
                        while (behaviour.equals("hang")) {
                            java.util.concurrent.locks.LockSupport.park();
                        }
                    }
                }
            }
            """;

    private BadPlugins() {}

    /** Starts, and behaves as its model files specify; throws if it is asked about files of others. */
    static Path misbehaving(Path folder) throws IOException {
        return compile(folder, "Misbehaving", "misbehaving", "", "", "");
    }

    static Path thatThrowsWhenConstructed(Path folder) throws IOException {
        return compile(folder, "Stillborn", "stillborn", "if (true) throw new IllegalStateException(\"no licence\");",
                "", "");
    }

    static Path withoutNativeLibrary(Path folder) throws IOException {
        return compile(folder, "Unlinked", "unlinked", "",
                "if (true) throw new UnsatisfiedLinkError(\"no libengine\");", "");
    }

    static Path withoutDevices(Path folder) throws IOException {
        return compile(folder, "Deviceless", "deviceless", "", "",
                "if (true) throw new IllegalStateException(\"no driver\");");
    }

    /** Its services file names a class that it lacks. */
    static Path empty(Path folder) throws IOException {
        Path jar = folder.resolve("empty.jar");
        write(jar, FlowBackend.class, "plugin.Nowhere", Files.createTempDirectory(folder, "nothing"));
        return jar;
    }

    private static Path compile(
            Path folder, String name, String id, String construction, String naming, String devices)
            throws IOException {
        return compile(folder, name, SOURCE.formatted(name, id, construction, naming, devices));
    }

    /** A jar with the backend {@code plugin.NAME} of a source. */
    static Path compile(Path folder, String name, String text) throws IOException {
        return compile(folder, name, text, FlowBackend.class);
    }

    /** A jar with the provider {@code plugin.NAME} of a service. */
    static Path compile(Path folder, String name, String text, Class<?> service) throws IOException {
        Path work = Files.createTempDirectory(folder, "compiled");
        Path source = Files.writeString(Files.createDirectories(work.resolve("plugin")).resolve(name + ".java"), text);
        int status = ToolProvider.getSystemJavaCompiler().run(
                null, null, null, "-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"),
                source.toString());
        assertThat(status).as("javac's exit status for %s", source).isZero();
        Path jar = folder.resolve(name.toLowerCase(Locale.ROOT) + ".jar");
        write(jar, service, "plugin." + name, work);
        return jar;
    }

    private static void write(Path jar, Class<?> service, String provider, Path classes) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream zip = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            zip.putNextEntry(new ZipEntry("META-INF/services/" + service.getName()));
            zip.write(provider.getBytes(StandardCharsets.UTF_8));
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                zip.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, zip);
            }
        }
    }
}
